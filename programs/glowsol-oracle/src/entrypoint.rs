//! Where the runtime enters, and which instruction it means.
//!
//! Anchor declares the instructions (`glowsol_oracle`); it does not run them. Its owned structures of every account would cost a refresh
//! thousands of compute units, and its checks and errors would be most of the program's bytes.

use anchor_lang::{AnchorDeserialize, Discriminator, error::ErrorCode, solana_program::entrypoint};

use crate::{
    error::{OracleError, Result},
    instruction, instructions, log,
    runtime::{Accounts, MAX_ACCOUNTS},
};

entrypoint::custom_heap_default!();
entrypoint::custom_panic_default!();

/// What the loader calls.
///
/// # Safety
/// `input` is what the runtime's loader lays out: see [`crate::runtime::Accounts`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *mut u8) -> u64 {
    let mut places = [core::ptr::null_mut(); MAX_ACCOUNTS];
    // SAFETY: the input is the loader's, and nothing else refers to it yet.
    let call = unsafe { Accounts::walk(input, &mut places) };
    let result = match call {
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

/// Runs the instruction that `data` begins with the discriminator of, with the arguments that follow.
macro_rules! run {
    ($accounts:ident, $data:ident, $($instruction:ident => $handler:path),* $(,)?) => {
        let (name, arguments) = $data.split_first_chunk::<8>().ok_or(ErrorCode::InstructionMissing)?;
        let name = u64::from_le_bytes(*name);
        $(if name == const { number(instruction::$instruction::DISCRIMINATOR) } {
            return decoded(arguments).and_then(|arguments: instruction::$instruction| $handler($accounts, arguments));
        })*
        return Err(ErrorCode::InstructionFallbackNotFound.into())
    };
}

fn dispatch(accounts: Accounts<'_>, data: &[u8]) -> Result {
    run! { accounts, data,
        Refresh => instructions::refresh,
        InitializeFeed => instructions::initialize_feed,
        AddSource => instructions::add_source,
        ActivateFeed => instructions::activate_feed,
        CheckSource => instructions::check_source,
        CheckPrograms => instructions::check_programs,
        RegisterReserve => instructions::register_reserve,
        ReleaseReserve => instructions::release_reserve,
        Grow => instructions::grow,
        ProposeConfig => instructions::propose_config,
        ApplyConfig => instructions::apply_config,
        CancelConfig => instructions::cancel_config,
        TightenConfig => instructions::tighten_config,
        Pause => instructions::pause,
        Resume => instructions::resume,
        AcknowledgeNav => instructions::acknowledge_nav,
        AcknowledgePrograms => instructions::acknowledge_programs,
        AnnounceTransit => instructions::announce_transit,
        NominateAuthority => instructions::nominate_authority,
        AcceptAuthority => instructions::accept_authority,
        SetGuardian => instructions::set_guardian,
        CloseFeed => instructions::close_feed,
        MigrateFeed => instructions::migrate_feed,
    }
}

/// A discriminator as the number that stands in its place.
const fn number(discriminator: &[u8]) -> u64 {
    match discriminator.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => panic!("a discriminator has eight bytes"),
    }
}

/// Arguments, of which nothing may be left over.
fn decoded<T: AnchorDeserialize>(mut bytes: &[u8]) -> Result<T> {
    let arguments = T::deserialize(&mut bytes).map_err(|_| ErrorCode::InstructionDidNotDeserialize)?;
    ensure!(bytes.is_empty(), ErrorCode::InstructionDidNotDeserialize);
    Ok(arguments)
}
