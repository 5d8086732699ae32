//! The bookkeeping of a lender without a framework, with the Solana crates of 2.1: who has deposited how much glowSOL
//! and owes how many lamports. It moves no tokens: transfers have nothing to do with prices.
//!
//! An instruction is a byte of [`instruction`], then its arguments, little-endian.

use price_reader::lending::{Liquidation, Risk, Terms};
use price_reader::permit::{Borrow, Liquidate};
use price_reader::{Bps, Price, ReadError};
use solana_program::account_info::{next_account_info, AccountInfo};
use solana_program::clock::Clock;
use solana_program::entrypoint::ProgramResult;
use solana_program::program_error::ProgramError;
use solana_program::pubkey::Pubkey;
use solana_program::sysvar::Sysvar;

mod state;

pub use state::Loan;

/// First byte of an instruction.
pub mod instruction {
    /// `price [u8; 32], feed [u8; 32], deposited u64`. Accounts: loan (writable, zeroed, this program's), borrower
    /// (signer).
    pub const OPEN: u8 = 0;
    /// `lamports u64`. Accounts: loan (writable), borrower (signer), price.
    pub const BORROW: u8 = 1;
    /// `lamports u64`. Accounts: loan (writable). Anyone may, whatever the oracle says.
    pub const REPAY: u8 = 2;
    /// `lamports u64`, at most. Accounts: loan (writable), price.
    pub const LIQUIDATE: u8 = 3;
}

/// What this lender refuses. What the reader refuses has the reader's own numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum LenderError {
    /// Not the price account that was named when the loan was opened.
    WrongPrice,
    /// More than the collateral is good for.
    BeyondLimit,
    /// More than is owed.
    MoreThanOwed,
    /// The loan is healthy.
    Healthy,
    /// Nothing would be repaid or seized.
    Nothing,
}

impl From<LenderError> for ProgramError {
    fn from(error: LenderError) -> Self {
        Self::Custom(error as u32)
    }
}

/// The oracle's number in the transaction's log.
fn refused(error: ReadError) -> ProgramError {
    ProgramError::Custom(error.code())
}

#[cfg(not(feature = "no-entrypoint"))]
solana_program::entrypoint!(process_instruction);

/// Runs one instruction.
///
/// # Errors
/// [`LenderError`] and [`ReadError`] as custom numbers.
pub fn process_instruction(program: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    let (which, arguments) = data.split_first().ok_or(ProgramError::InvalidInstructionData)?;
    let accounts = &mut accounts.iter();
    let loan = next_account_info(accounts)?;
    if *which == instruction::OPEN {
        let loan_of = next_account_info(accounts)?;
        return Loan::open(program, loan, signer(loan_of)?, arguments);
    }
    let lamports = arguments.try_into().map(u64::from_le_bytes).map_err(|_| ProgramError::InvalidInstructionData)?;
    let mut state = Loan::read(program, loan)?;
    match *which {
        instruction::BORROW => {
            if state.borrower != *signer(next_account_info(accounts)?)? {
                return Err(ProgramError::IllegalOwner);
            }
            let value = state.at_price(next_account_info(accounts)?, |price| {
                price.permit(Borrow)?.collateral_value(state.deposited)
            })?;
            if lamports > terms()?.borrowable(value, state.owed) {
                return Err(LenderError::BeyondLimit.into());
            }
            state.owed = state.owed.checked_add(lamports).ok_or(ProgramError::ArithmeticOverflow)?;
        }
        instruction::REPAY => state.owed = state.owed.checked_sub(lamports).ok_or(LenderError::MoreThanOwed)?,
        instruction::LIQUIDATE => {
            let Loan { deposited, owed, .. } = state;
            let (value, worth) = state.at_price(next_account_info(accounts)?, |price| {
                let permit = price.permit(Liquidate)?;
                Ok((permit.collateral_value(deposited)?, permit.seized_value(deposited)?))
            })?;
            if terms()?.is_healthy(owed, value) {
                return Err(LenderError::Healthy.into());
            }
            let asked = Liquidation { repay: lamports, owed, deposited, worth };
            let seizure = terms()?.seizure(asked).ok_or(LenderError::Nothing)?;
            state.owed = owed.checked_sub(seizure.repaid).ok_or(ProgramError::ArithmeticOverflow)?;
            state.deposited = deposited.checked_sub(seizure.seized).ok_or(ProgramError::ArithmeticOverflow)?;
        }
        _ => return Err(ProgramError::InvalidInstructionData),
    }
    state.write(loan)
}

impl Loan {
    /// What `judge` makes of the price, in place.
    fn at_price<T>(
        &self,
        account: &AccountInfo,
        judge: impl FnOnce(&Price<'_>) -> Result<T, ReadError>,
    ) -> Result<T, ProgramError> {
        if *account.key != self.price {
            return Err(LenderError::WrongPrice.into());
        }
        let data = account.try_borrow_data()?;
        let now = Clock::get()?.unix_timestamp;
        Price::read(&data, &account.owner.to_bytes(), &self.feed.to_bytes(), now)
            .and_then(|price| judge(&price))
            .map_err(refused)
    }
}

fn signer<'a>(account: &AccountInfo<'a>) -> Result<&'a Pubkey, ProgramError> {
    if account.is_signer {
        Ok(account.key)
    } else {
        Err(ProgramError::MissingRequiredSignature)
    }
}

/// 80 % is lent, 85 % is liquidated, at a bonus of 5 %.
fn terms() -> Result<Terms, ProgramError> {
    let share = |bps| Bps::new(bps).ok_or(ProgramError::InvalidArgument);
    let risk =
        Risk { ltv: share(8_000)?, threshold: share(8_500)?, bonus: share(500)?, close_factor: share(5_000)?, dust: 0 };
    Terms::new(risk).map_err(|_| ProgramError::InvalidArgument)
}
