//! Instructions with and without a reading of the price, in a program without a framework. Two of them differ by nothing but what is
//! to be measured, so the difference of their compute units is its cost.
//!
//! Instruction data: [`Request`], then the 32 bytes of the feed that is trusted. Accounts: the price.

use price_reader::{Price, ReadError, permit::Borrow};
use sbf_runtime as _;
use solana_account_info::AccountInfo;
use solana_cpi::set_return_data;
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;
use solana_sysvar::{Sysvar, clock::Clock};

/// What an instruction does, by its first byte. Each does what the one before it does, and more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Request {
    /// Borrows the account's data.
    Bare = 0,
    /// Gets the time, which a lender needs for its interest anyway.
    Clock = 1,
    /// Reads the price, verifies owner, layout, age and feed, and asks whether lending is allowed.
    Gate = 2,
    /// Values an amount of collateral.
    Value = 3,
    /// As [`Request::Value`], between two allocations: returns the bytes allocated between them, 8 bytes little-endian.
    Allocation = 4,
}

impl Request {
    /// Of a number; `None` if there is no such request.
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::Bare, Self::Clock, Self::Gate, Self::Value, Self::Allocation].get(usize::from(number)).copied()
    }
}

#[cfg(target_os = "solana")]
solana_program_entrypoint::entrypoint!(process_instruction);

/// Runs one instruction.
///
/// # Errors
/// What the reader says, as its number; [`ProgramError::InvalidInstructionData`].
pub fn process_instruction(_: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    let [price] = accounts else { return Err(ProgramError::NotEnoughAccountKeys) };
    let (number, feed) = data.split_first().ok_or(ProgramError::InvalidInstructionData)?;
    let request = Request::from_number(*number).ok_or(ProgramError::InvalidInstructionData)?;
    let feed = feed.first_chunk().ok_or(ProgramError::InvalidInstructionData)?;
    let bytes = price.try_borrow_data()?;
    if request == Request::Bare {
        return Ok(());
    }
    let now = Clock::get()?.unix_timestamp;
    match request {
        Request::Bare | Request::Clock => Ok(()),
        Request::Gate => gated(&bytes, price, feed, now).map_err(number_of),
        Request::Value => valued(&bytes, price, feed, now).map(|_| ()).map_err(number_of),
        Request::Allocation => {
            // The heap grows in one direction and is never reused: the distance of two allocations is what was allocated
            // between them, and the second one itself.
            let before = address_of_a_new_box();
            valued(&bytes, price, feed, now).map_err(number_of)?;
            let between = before.abs_diff(address_of_a_new_box()).saturating_sub(size_of::<u64>());
            set_return_data(&between.to_le_bytes());
            Ok(())
        }
    }
}

/// Reads, verifies, and asks for the permit to lend.
#[inline(always)]
fn gated(data: &[u8], account: &AccountInfo, feed: &[u8; 32], now: i64) -> Result<(), ReadError> {
    Price::read(data, &account.owner.to_bytes(), feed, now)?.permit(Borrow).map(|_| ())
}

/// What a thousand tokens are worth as collateral.
#[inline(always)]
fn valued(data: &[u8], account: &AccountInfo, feed: &[u8; 32], now: i64) -> Result<u64, ReadError> {
    Price::read(data, &account.owner.to_bytes(), feed, now)?.permit(Borrow)?.collateral_value(1_000_000_000_000)
}

fn number_of(error: ReadError) -> ProgramError {
    ProgramError::Custom(error.code())
}

fn address_of_a_new_box() -> usize {
    Box::leak(Box::new(0_u64)) as *const u64 as usize
}
