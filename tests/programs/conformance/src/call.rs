//! Calls into other programs: the system program, with and without a derived signer, and this program itself.

use solana_account_info::AccountInfo;
use solana_cpi::{get_return_data, invoke, invoke_signed, set_return_data};
use solana_instruction::{AccountMeta, Instruction};
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;

use crate::error::ConformanceError;

/// Seed of the address this program signs for.
pub const VAULT_SEED: &[u8] = b"vault";

/// `SystemInstruction::Transfer`, its number in the system program's enumeration.
const TRANSFER: u32 = 2;

/// Moves lamports with the system program and checks that exactly those moved. `bump` is absent for a payer that signed itself.
pub fn transfer(accounts: &[AccountInfo], lamports: u64, bump: Option<u8>) -> ProgramResult {
    let [from, to, system] = accounts else {
        return Err(ConformanceError::Accounts.into());
    };
    let before = (from.lamports(), to.lamports());
    let mut data = TRANSFER.to_le_bytes().to_vec();
    data.extend_from_slice(&lamports.to_le_bytes());
    let instruction = Instruction {
        program_id: *system.key,
        accounts: vec![AccountMeta::new(*from.key, true), AccountMeta::new(*to.key, false)],
        data,
    };
    let accounts = [from.clone(), to.clone()];
    match bump {
        None => invoke(&instruction, &accounts)?,
        Some(bump) => invoke_signed(&instruction, &accounts, &[&[VAULT_SEED, &[bump]]])?,
    }
    let expected = (before.0.checked_sub(lamports), before.1.checked_add(lamports));
    if (Some(from.lamports()), Some(to.lamports())) != expected {
        return Err(ConformanceError::CallResult.into());
    }
    Ok(())
}

/// Calls itself `depth` times, each level multiplying what the one below returned, and returns the product.
pub fn nest(program: &Pubkey, accounts: &[AccountInfo], request: u8, depth: u8, factor: u64) -> ProgramResult {
    let Some(below) = depth.checked_sub(1) else {
        set_return_data(&u128::from(factor).to_le_bytes());
        return Ok(());
    };
    let [own] = accounts else {
        return Err(ConformanceError::Accounts.into());
    };
    let mut data = vec![request, below];
    data.extend_from_slice(&factor.to_le_bytes());
    invoke(
        &Instruction { program_id: *program, accounts: vec![AccountMeta::new_readonly(*own.key, false)], data },
        core::slice::from_ref(own),
    )?;
    let (by, bytes) = get_return_data().ok_or(ConformanceError::CallResult)?;
    if by != *program {
        return Err(ConformanceError::CallResult.into());
    }
    let returned = bytes.first_chunk().ok_or(ConformanceError::CallResult)?;
    let product = u128::from_le_bytes(*returned).checked_mul(factor.into()).ok_or(ProgramError::ArithmeticOverflow)?;
    set_return_data(&product.to_le_bytes());
    Ok(())
}
