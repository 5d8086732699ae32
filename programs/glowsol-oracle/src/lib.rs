//! Publishes a manipulation-resistant fair value of a liquid staking token.
//!
//! [`refresh`](instructions::refresh()) is the path of a number: account bytes become readings (`sources`), readings and
//! memory become an outcome (`fair_value`), the outcome becomes the price account ([`state::Price`]).

#![allow(missing_docs, reason = "Anchor's macros generate items that nobody can document")]

use anchor_lang::prelude::*;
use sbf_runtime as _;

/// Fails with an error unless a condition holds. Anchor's `require!` would carry strings and the source line along.
macro_rules! ensure {
    ($condition:expr, $error:expr $(,)?) => {
        if !$condition {
            return Err($error.into());
        }
    };
}

pub mod clock;
#[cfg(all(target_os = "solana", feature = "entrypoint"))]
mod entrypoint;
pub mod error;
pub mod event;
#[cfg(feature = "idl-build")]
pub mod idl;
pub mod instructions;
#[cfg_attr(not(target_os = "solana"), allow(dead_code, reason = "only bytecode fails"))]
mod log;
pub mod pda;
mod publish;
pub mod reading;
pub mod runtime;
pub mod state;
pub mod transaction;

#[allow(clippy::wildcard_imports, reason = "Anchor's macros look for what they generated here")]
use instructions::*;
pub use instructions::{InitializeFeedArgs, ParamValue, SourceSpec};
use reading::SourceReading;
pub use state::Change;

declare_id!("GSofmXZ9XeYLjatTjTerp4zP5pmdpD5KeZ9RXeTHAjis");

/// The program that readers expect to own a price is this one.
const _: () = {
    let (here, reader) = (ID.to_bytes(), price_reader::PROGRAM_ID);
    let mut at = 0;
    while at < here.len() {
        assert!(here[at] == reader[at]);
        at += 1;
    }
};

#[cfg(all(target_os = "solana", feature = "entrypoint"))]
solana_security_txt::security_txt! {
    name: "glowSOL oracle",
    project_url: "the repository this program was built from",
    contacts: "other:the authority of the feed concerned, by its address",
    policy: "docs/threat-model.md in that repository says what is and what is not prevented"
}

/// What Anchor would run: nothing. The entrypoint runs [`instructions`].
fn declared<T>() -> Result<T> {
    Err(ErrorCode::InstructionMissing.into())
}

// Declared for clients and the IDL: what runs is in `instructions`, and the entrypoint says which.
/// The program's instructions.
#[program]
#[allow(unused_variables, reason = "names are for clients")]
pub mod glowsol_oracle {
    use super::*;

    /// Opens a feed, its price account and its history, as a draft.
    pub fn initialize_feed(ctx: Context<InitializeFeed>, args: InitializeFeedArgs) -> Result<()> {
        declared()
    }

    /// Reads a source and adds it to a draft.
    pub fn add_source<'info>(ctx: Context<'info, AddSource<'info>>, spec: SourceSpec) -> Result<SourceReading> {
        declared()
    }

    /// Ends a draft.
    pub fn activate_feed(ctx: Context<Govern>) -> Result<()> {
        declared()
    }

    /// Reads all sources and publishes.
    pub fn refresh<'info>(ctx: Context<'info, Refresh<'info>>) -> Result<()> {
        declared()
    }

    /// Says what the program makes of one source now.
    pub fn check_source<'info>(ctx: Context<'info, CheckSource<'info>>, index: u8) -> Result<SourceReading> {
        declared()
    }

    /// Looks whether a watched program was upgraded: one program a call.
    pub fn check_programs<'info>(ctx: Context<'info, CheckPrograms<'info>>) -> Result<()> {
        declared()
    }

    /// Registers a stake account of a vault's authority as a reserve.
    pub fn register_reserve(ctx: Context<RegisterReserve>, source: u8) -> Result<()> {
        declared()
    }

    /// Strikes out a registered stake account that is gone.
    pub fn release_reserve(ctx: Context<RegisterReserve>, source: u8) -> Result<()> {
        declared()
    }

    /// Gives the history more room.
    pub fn grow(ctx: Context<Grow>) -> Result<()> {
        declared()
    }

    /// Announces changes of the configuration.
    pub fn propose_config(ctx: Context<ProposeConfig>, changes: Vec<Change>) -> Result<()> {
        declared()
    }

    /// Applies a proposal after its timelock, and publishes by it.
    pub fn apply_config<'info>(ctx: Context<'info, ApplyConfig<'info>>) -> Result<()> {
        declared()
    }

    /// Withdraws a proposal.
    pub fn cancel_config(ctx: Context<CancelConfig>) -> Result<()> {
        declared()
    }

    /// Makes parameters stricter at once.
    pub fn tighten_config(ctx: Context<Govern>, values: Vec<ParamValue>) -> Result<()> {
        declared()
    }

    /// Halts the feed.
    pub fn pause(ctx: Context<Pause>) -> Result<()> {
        declared()
    }

    /// Ends the guardian's halt.
    pub fn resume(ctx: Context<Govern>) -> Result<()> {
        declared()
    }

    /// Takes the latest reading of NAV for true, if it is no lower than the one that was looked at.
    pub fn acknowledge_nav(ctx: Context<Govern>, least: u64) -> Result<()> {
        declared()
    }

    /// Takes a lost or disputed market for true, if that leaves fair value no lower than what was looked at. Authority and guardian sign.
    pub fn acknowledge_market(ctx: Context<AcknowledgeMarket>, least: u64) -> Result<()> {
        declared()
    }

    /// Takes the watched programs for sound as they were deployed in these slots.
    pub fn acknowledge_programs(ctx: Context<Govern>, deployed: Vec<u64>) -> Result<()> {
        declared()
    }

    /// Announces assets in transit.
    pub fn announce_transit(ctx: Context<Govern>, amount: u64, until: i64) -> Result<()> {
        declared()
    }

    /// Names who may become the authority once the timelock has passed.
    pub fn nominate_authority(ctx: Context<Govern>, nominee: Pubkey) -> Result<()> {
        declared()
    }

    /// Withdraws a nomination.
    pub fn cancel_nomination(ctx: Context<CancelNomination>) -> Result<()> {
        declared()
    }

    /// Makes the nominee the authority.
    pub fn accept_authority(ctx: Context<AcceptAuthority>) -> Result<()> {
        declared()
    }

    /// Names who may halt the feed, where nobody may yet.
    pub fn set_guardian(ctx: Context<Govern>, guardian: Pubkey) -> Result<()> {
        declared()
    }

    /// Closes a draft or a retired feed.
    pub fn close_feed(ctx: Context<CloseFeed>) -> Result<()> {
        declared()
    }

    /// Brings a feed of an earlier version up to date.
    pub fn migrate_feed(ctx: Context<MigrateFeed>) -> Result<()> {
        declared()
    }
}
