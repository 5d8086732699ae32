//! Computes, as bytecode, what `tests/conformance` computes natively from this same source: proof that the compiler of
//! `toolchain/` means by a program what Rust means.
//!
//! The first byte of an instruction is the [`Request`]; the rest depends on it.

pub mod call;
pub mod error;
pub mod memory;
pub mod operation;
pub mod record;

mod arguments;
mod control;
mod narrow;
mod wide;

use sbf_runtime as _;
use solana_account_info::AccountInfo;
use solana_cpi::set_return_data;
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;

use crate::error::ConformanceError;
use crate::operation::Operation;

/// What an instruction asks for, by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Request {
    /// `operation u8`; accounts: input, output (writable). Runs an [`Operation`] on every record of the input.
    Batch = 0,
    /// No more data; accounts: steps, buffer (writable). See [`memory`].
    Memory = 1,
    /// `lamports u64`; accounts: payer (signer), recipient, system program.
    Transfer = 2,
    /// `lamports u64, bump u8`; accounts: the derived vault, recipient, system program.
    TransferFromVault = 3,
    /// `depth u8, factor u64`; accounts: this program. Returns `factor^(depth + 1)`, 128 bits.
    Nest = 4,
    /// `code u32`. Fails with that custom error.
    Fail = 5,
    /// `a u64, b u64`. Adds them with the language's own `+`, which must abort rather than wrap; returns the sum.
    AddOrAbort = 6,
    /// No more data. Returns 1 where the arithmetic is `sbf-runtime`'s, 0 where it is that of Solana's own compiler.
    Runtime = 7,
}

impl Request {
    fn from_number(number: u8) -> Result<Self, ConformanceError> {
        const ALL: [Request; 8] = [
            Request::Batch,
            Request::Memory,
            Request::Transfer,
            Request::TransferFromVault,
            Request::Nest,
            Request::Fail,
            Request::AddOrAbort,
            Request::Runtime,
        ];
        ALL.get(usize::from(number)).copied().ok_or(ConformanceError::UnknownRequest)
    }
}

#[cfg(target_os = "solana")]
solana_program_entrypoint::entrypoint!(process_instruction);

/// Runs one instruction.
///
/// # Errors
/// [`ConformanceError`] as a custom code; for [`Request::Fail`] the code asked for.
pub fn process_instruction(program: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    let (number, rest) = data.split_first().ok_or(ConformanceError::UnknownRequest)?;
    let request = Request::from_number(*number)?;
    match request {
        Request::Batch => {
            let operation = Operation::from_number(take::<1>(rest)?.0[0])?;
            with_two(accounts, |input, output| operation.run(input, output))
        }
        Request::Memory => with_two(accounts, memory::run),
        Request::Transfer => call::transfer(accounts, u64::from_le_bytes(take(rest)?.0), None),
        Request::TransferFromVault => {
            let (lamports, rest) = take(rest)?;
            call::transfer(accounts, u64::from_le_bytes(lamports), Some(take::<1>(rest)?.0[0]))
        }
        Request::Nest => {
            let ([depth], rest) = take(rest)?;
            call::nest(program, accounts, *number, depth, u64::from_le_bytes(take(rest)?.0))
        }
        Request::Fail => Err(ProgramError::Custom(u32::from_le_bytes(take(rest)?.0))),
        Request::AddOrAbort => {
            let (a, rest) = take(rest)?;
            let sum = u64::from_le_bytes(a) + u64::from_le_bytes(take(rest)?.0);
            set_return_data(&sum.to_le_bytes());
            Ok(())
        }
        Request::Runtime => {
            set_return_data(&[u8::from(cfg!(sbf_backend = "debian"))]);
            Ok(())
        }
    }
}

/// The first `N` bytes of the instruction's data, and the rest.
fn take<const N: usize>(data: &[u8]) -> Result<([u8; N], &[u8]), ProgramError> {
    let (first, rest) = data.split_first_chunk::<N>().ok_or(ProgramError::InvalidInstructionData)?;
    Ok((*first, rest))
}

/// Borrows the first account's data to read and the second's to write.
fn with_two(
    accounts: &[AccountInfo],
    run: impl FnOnce(&[u8], &mut [u8]) -> Result<(), ConformanceError>,
) -> ProgramResult {
    let [input, output, ..] = accounts else {
        return Err(ConformanceError::Accounts.into());
    };
    let input = input.try_borrow_data()?;
    let mut output = output.try_borrow_mut_data()?;
    Ok(run(&input, &mut output)?)
}
