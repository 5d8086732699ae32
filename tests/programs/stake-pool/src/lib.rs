//! The published SPL stake-pool program behind an entrypoint that links what bytecode of `toolchain/` needs at run time.
//!
//! Nothing of the program is written here: its own entrypoint would do, but could not name `sbf-runtime`.

use sbf_runtime as _;
use solana_account_info::AccountInfo;
use solana_program_error::ProgramResult;
use solana_pubkey::Pubkey;
use spl_stake_pool::processor::Processor;

#[cfg(target_os = "solana")]
solana_program_entrypoint::entrypoint!(process);

/// What the program does with an instruction.
///
/// # Errors
/// The program's own.
pub fn process(program: &Pubkey, accounts: &[AccountInfo<'_>], data: &[u8]) -> ProgramResult {
    Processor::process(program, accounts, data)
}
