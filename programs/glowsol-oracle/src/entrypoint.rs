//! Where the runtime enters. A refresh goes straight to its handler; everything else goes through Anchor.
//!
//! Anchor makes owned structures of every account before a handler can say that nothing is due: thousands of compute units for a
//! refresh of ten accounts. Here the accounts are looked at where the runtime laid them out.

use anchor_lang::{Discriminator, prelude::*, solana_program::entrypoint};

use crate::{
    instruction,
    instructions::refresh,
    raw_account::{Accounts, MAX_ACCOUNTS},
};

entrypoint::custom_heap_default!();
entrypoint::custom_panic_default!();

/// What the loader calls.
///
/// # Safety
/// `input` is what the runtime's loader lays out: see [`crate::raw_account`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *mut u8) -> u64 {
    let mut places = [core::ptr::null_mut(); MAX_ACCOUNTS];
    // SAFETY: the input is the loader's, and nothing else refers to it yet.
    let call = unsafe { Accounts::walk(input, &mut places) };
    if let Some((accounts, data)) = call
        && data == instruction::Refresh::DISCRIMINATOR
    {
        return match refresh::run(accounts) {
            Ok(()) => entrypoint::SUCCESS,
            Err(error) => {
                error.log();
                ProgramError::from(error).into()
            }
        };
    }
    // SAFETY: as above; the views of the first walk are gone.
    let (program, accounts, data) = unsafe { entrypoint::deserialize(input) };
    match crate::entry(program, &accounts, data) {
        Ok(()) => entrypoint::SUCCESS,
        Err(error) => error.into(),
    }
}
