//! Where the runtime enters, and which instruction it means.
//!
//! Anchor declares the instructions (`interface`); it does not run them. Its owned structures of every account would cost a refresh
//! thousands of compute units, and its checks and errors would be two fifths of the program's bytes.

use anchor_lang::{Discriminator, error::ErrorCode, solana_program::entrypoint};

use crate::{
    error::{OracleError, Result},
    instructions as handlers,
    interface::{instruction, instructions},
    log,
    runtime::{Accounts, Places},
};

entrypoint::custom_heap_default!();
entrypoint::custom_panic_default!();

/// What the loader calls.
///
/// # Safety
/// `input` is what the runtime's loader lays out: see [`Accounts`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *mut u8) -> u64 {
    let mut places = Places::default();
    // SAFETY: LAID OUT: the loader calls, once a call.
    let call = unsafe { Accounts::walk(input, &mut places) };
    let result = match call {
        Some((accounts, data)) if data == instruction::Refresh::DISCRIMINATOR => handlers::refresh(accounts),
        Some((accounts, data)) => dispatch(accounts, data),
        None => Err(OracleError::TooManyAccounts.into()),
    };
    match result {
        Ok(()) => entrypoint::SUCCESS,
        Err(failure) => {
            log::failure(failure);
            failure.number().into()
        }
    }
}

/// Runs the rare instructions of the list, by their handlers.
macro_rules! dispatch {
    ({ $($often:tt)* } { $(
        $(#[doc = $doc:tt])*
        $name:ident: $handler:ident($($declared:tt)*) -> $answer:tt;
    )* }) => {
        /// Runs the instruction whose discriminator `data` begins with, with the arguments that follow.
        #[cold] // compared with refreshes
        #[inline(never)]
        fn dispatch(accounts: Accounts<'_>, data: &[u8]) -> Result {
            let (name, arguments) = data.split_first_chunk::<8>().ok_or(ErrorCode::InstructionMissing)?;
            let name = u64::from_le_bytes(*name);
            $(
                if name == const { number(instruction::$name::DISCRIMINATOR) } {
                    return handlers::$handler(accounts, arguments);
                }
            )*
            Err(ErrorCode::InstructionFallbackNotFound.into())
        }
    };
}
instructions!(dispatch);

/// A discriminator as the number that stands in its place.
const fn number(discriminator: &[u8]) -> u64 {
    match discriminator.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => panic!("a discriminator has eight bytes"),
    }
}
