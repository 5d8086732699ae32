//! Calls the program that its last account is, with all other accounts and all of its data.

use sbf_runtime as _;
use solana_account_info::AccountInfo;
use solana_cpi::invoke;
use solana_instruction::{AccountMeta, Instruction};
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;

#[cfg(target_os = "solana")]
solana_program_entrypoint::entrypoint!(process_instruction);

/// Passes the call on.
///
/// # Errors
/// Those of the program that is called; `NotEnoughAccountKeys` without one.
pub fn process_instruction(_: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    let (program, passed) = accounts.split_last().ok_or(ProgramError::NotEnoughAccountKeys)?;
    let meta = |account: &AccountInfo| AccountMeta {
        pubkey: *account.key,
        is_signer: account.is_signer,
        is_writable: account.is_writable,
    };
    let call =
        Instruction { program_id: *program.key, accounts: passed.iter().map(meta).collect(), data: data.to_vec() };
    invoke(&call, accounts)
}
