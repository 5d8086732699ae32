//! Where the runtime enters, and which instruction it means.
//!
//! Anchor declares the instructions (`glowsol_oracle`); it does not run them. Its owned structures of every account would cost a refresh
//! thousands of compute units, and its checks and errors would be two fifths of the program's bytes.

use anchor_lang::{Discriminator, error::ErrorCode, solana_program::entrypoint};

use crate::{
    error::{OracleError, Result},
    instruction, instructions, log,
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
    // SAFETY: the input is the loader's, and nothing else refers to it yet.
    let call = unsafe { Accounts::walk(input, &mut places) };
    let result = match call {
        Some((accounts, data)) if data == instruction::Refresh::DISCRIMINATOR => instructions::refresh(accounts),
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

/// Declares which handler takes which instruction.
macro_rules! dispatch {
    ($($instruction:ident => $handler:ident),* $(,)?) => {
        /// Runs the instruction whose discriminator `data` begins with, with the arguments that follow.
        #[cold] // compared with refreshes
        #[inline(never)]
        fn dispatch(accounts: Accounts<'_>, data: &[u8]) -> Result {
            let (name, arguments) = data.split_first_chunk::<8>().ok_or(ErrorCode::InstructionMissing)?;
            let name = u64::from_le_bytes(*name);
            $(
                if name == const { number(instruction::$instruction::DISCRIMINATOR) } {
                    return instructions::$handler(accounts, arguments);
                }
            )*
            Err(ErrorCode::InstructionFallbackNotFound.into())
        }
    };
}

dispatch! {
    InitializeFeed => initialize_feed,
    AddSource => add_source,
    ActivateFeed => activate_feed,
    CheckSource => check_source,
    CheckPrograms => check_programs,
    RegisterReserve => register_reserve,
    ReleaseReserve => release_reserve,
    Grow => grow,
    ProposeConfig => propose_config,
    ApplyConfig => apply_config,
    CancelConfig => cancel_config,
    TightenConfig => tighten_config,
    Pause => pause,
    Resume => resume,
    AcknowledgeNav => acknowledge_nav,
    AcknowledgeMarket => acknowledge_market,
    AcknowledgePrograms => acknowledge_programs,
    AnnounceTransit => announce_transit,
    NominateAuthority => nominate_authority,
    CancelNomination => cancel_nomination,
    AcceptAuthority => accept_authority,
    SetGuardian => set_guardian,
    CloseFeed => close_feed,
    MigrateFeed => migrate_feed,
}

/// A discriminator as the number that stands in its place.
const fn number(discriminator: &[u8]) -> u64 {
    match discriminator.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => panic!("a discriminator has eight bytes"),
    }
}
