//! A constant-product AMM without a framework, as an integrator would write it: it widens its fee while the oracle says caution and
//! does not trade while the oracle says depegged, halted or nothing at all. Taking liquidity out is never gated.
//!
//! An instruction is a byte of [`instruction`], then its arguments, little-endian.

#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

use sbf_runtime as _;
use solana_account_info::AccountInfo;
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;

mod create;
pub mod curve;
pub mod error;
pub mod pool;
mod quote;
mod swap;
mod tokens;
mod withdraw;

/// First byte of an instruction.
pub mod instruction {
    /// `fee_bps u16, wide_fee_bps u16, feed [u8; 32]`. Accounts: pool (writable, this program's, zeroed, [`crate::pool::Pool::LEN`] bytes),
    /// owner (signer), price, first mint, second mint, first vault, second vault.
    pub const CREATE: u8 = 0;
    /// `amount_in u64, least_out u64`. Accounts: pool, trader (signer), price, mint in, mint out, trader's account in (writable) and out
    /// (writable), vault in (writable) and out (writable), authority, token program.
    pub const SWAP: u8 = 1;
    /// `first u64, second u64`. Accounts: pool, owner (signer), first mint, second mint, first vault (writable), second vault (writable), owner's
    /// first account (writable) and second (writable), authority, token program.
    pub const WITHDRAW: u8 = 2;
}

/// Seed of the address that holds a pool's vaults: `[AUTHORITY, pool]`.
pub const AUTHORITY: &[u8] = b"authority";

#[cfg(all(target_os = "solana", not(feature = "no-entrypoint")))]
solana_program_entrypoint::entrypoint!(process_instruction);

/// Runs one instruction.
///
/// # Errors
/// [`error::AmmError`] and `price_reader::ReadError` as custom numbers; the token program's.
pub fn process_instruction(program: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    let (which, arguments) = data.split_first().ok_or(ProgramError::InvalidInstructionData)?;
    match *which {
        instruction::CREATE => create::process(program, accounts, arguments),
        instruction::SWAP => swap::process(program, accounts, arguments),
        instruction::WITHDRAW => withdraw::process(program, accounts, arguments),
        _ => Err(ProgramError::InvalidInstructionData),
    }
}

/// The next `N` bytes of an instruction's arguments.
fn take<const N: usize>(arguments: &mut &[u8]) -> Result<[u8; N], ProgramError> {
    let (bytes, rest) = arguments.split_first_chunk().ok_or(ProgramError::InvalidInstructionData)?;
    *arguments = rest;
    Ok(*bytes)
}
