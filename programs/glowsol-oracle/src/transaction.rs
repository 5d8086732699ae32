//! What may stand before a refresh in its transaction, and that nothing calls it.
//!
//! A flash loan needs the pool to be moved and restored around the reading, in one transaction. So a refresh is a
//! top-level instruction, preceded only by instructions that cannot trade.

use anchor_lang::{
    Discriminator,
    prelude::*,
    solana_program::instruction::{TRANSACTION_LEVEL_STACK_HEIGHT, get_stack_height},
};

use crate::{
    error::{OracleError, Result},
    interface::instruction,
    pda::ID,
};

/// The compute-budget program: limits and fees only.
const COMPUTE_BUDGET: Pubkey = pubkey!("ComputeBudget111111111111111111111111111111");

/// Bytes of an account reference in the sysvar: flags, then the address.
const ACCOUNT_META_LEN: usize = 33;

/// Refuses a refresh that is called by another program, or that follows an instruction which is no refresh of this program, and of a
/// program which is neither the compute-budget program nor in `posting`. So one transaction serves several feeds.
///
/// `sysvar` is the data of the Instructions sysvar: a count, an offset for each instruction, and at each offset the number of
/// accounts, the accounts, the program, the length of its data and the data; the index of the running instruction stands in the last two
/// bytes (`solana-instructions-sysvar`).
///
/// # Errors
/// [`OracleError::CalledByProgram`], [`OracleError::PrecededByProgram`].
pub fn require_untraded(sysvar: &[u8], posting: &[Pubkey]) -> Result<()> {
    ensure!(get_stack_height() == TRANSACTION_LEVEL_STACK_HEIGHT, OracleError::CalledByProgram);
    let running = sysvar.len().checked_sub(2).and_then(|at| u16_at(sysvar, at));
    let running = running.ok_or(OracleError::PrecededByProgram)?;
    for index in 0..usize::from(running) {
        let (program, rest) = program_of(sysvar, index).ok_or(OracleError::PrecededByProgram)?;
        let allowed = program == COMPUTE_BUDGET.as_array()
            || posting.iter().any(|known| program == known.as_array())
            || program == ID.as_array() && is_refresh(rest);
        ensure!(allowed, OracleError::PrecededByProgram);
    }
    Ok(())
}

/// The program of an instruction, and what follows it in the sysvar.
fn program_of(sysvar: &[u8], index: usize) -> Option<(&[u8; 32], &[u8])> {
    let start = usize::from(u16_at(sysvar, index.checked_mul(2)?.checked_add(2)?)?);
    let accounts = usize::from(u16_at(sysvar, start)?);
    let at = start.checked_add(2)?.checked_add(accounts.checked_mul(ACCOUNT_META_LEN)?)?;
    sysvar.get(at..)?.split_first_chunk()
}

/// Whether an instruction's data, behind its length, is a refresh's.
fn is_refresh(rest: &[u8]) -> bool {
    let refresh = instruction::Refresh::DISCRIMINATOR;
    u16_at(rest, 0) == Some(refresh.len() as u16) && rest.get(2..).is_some_and(|data| data.starts_with(refresh))
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}
