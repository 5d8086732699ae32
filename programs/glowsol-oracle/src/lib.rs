//! Publishes a manipulation-resistant fair value of a liquid staking token.
//!
//! [`refresh`](glowsol_oracle::refresh) is the path of a number: account bytes become readings (`sources`), readings and
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
pub mod pda;
mod publish;
#[cfg_attr(not(target_os = "solana"), allow(dead_code, reason = "only bytecode is called by the runtime"))]
mod raw_account;
pub mod reading;
mod rent;
pub mod state;
pub mod transaction;
mod view;

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

/// The program's instructions.
#[program]
pub mod glowsol_oracle {
    use super::*;

    /// Opens a feed, its price account and its history, as a draft.
    pub fn initialize_feed(ctx: Context<InitializeFeed>, args: InitializeFeedArgs) -> Result<()> {
        instructions::initialize_feed(ctx, args)
    }

    /// Reads a source and adds it to a draft.
    pub fn add_source<'info>(ctx: Context<'info, AddSource<'info>>, spec: SourceSpec) -> Result<SourceReading> {
        instructions::add_source(ctx, spec)
    }

    /// Ends a draft.
    pub fn activate_feed(ctx: Context<Govern>) -> Result<()> {
        instructions::activate_feed(ctx)
    }

    /// Reads all sources and publishes. Declared here for clients: the entrypoint takes it before Anchor does, unless it is malformed.
    pub fn refresh<'info>(_ctx: Context<'info, Refresh<'info>>) -> Result<()> {
        Err(error::OracleError::MalformedRefresh.into())
    }

    /// Says what the program makes of one source now.
    pub fn check_source<'info>(ctx: Context<'info, CheckSource<'info>>, index: u8) -> Result<SourceReading> {
        instructions::check_source(ctx, index)
    }

    /// Looks whether a watched program was upgraded.
    pub fn check_programs<'info>(ctx: Context<'info, CheckPrograms<'info>>) -> Result<()> {
        instructions::check_programs(ctx)
    }

    /// Registers a stake account of a vault's authority as a reserve.
    pub fn register_reserve(ctx: Context<RegisterReserve>, source: u8) -> Result<()> {
        instructions::register_reserve(ctx, source)
    }

    /// Strikes out a registered stake account that is gone.
    pub fn release_reserve(ctx: Context<RegisterReserve>, source: u8) -> Result<()> {
        instructions::release_reserve(ctx, source)
    }

    /// Gives the history more room.
    pub fn grow(ctx: Context<Grow>) -> Result<()> {
        instructions::grow(ctx)
    }

    /// Announces changes of the configuration.
    pub fn propose_config(ctx: Context<ProposeConfig>, changes: Vec<Change>) -> Result<()> {
        instructions::propose_config(ctx, changes)
    }

    /// Applies a proposal after its timelock, and publishes by it.
    pub fn apply_config<'info>(ctx: Context<'info, ApplyConfig<'info>>) -> Result<()> {
        instructions::apply_config(ctx)
    }

    /// Withdraws a proposal.
    pub fn cancel_config(ctx: Context<CancelConfig>) -> Result<()> {
        instructions::cancel_config(ctx)
    }

    /// Makes parameters stricter at once.
    pub fn tighten_config(ctx: Context<Govern>, values: Vec<ParamValue>) -> Result<()> {
        instructions::tighten_config(ctx, values)
    }

    /// Halts the feed.
    pub fn pause(ctx: Context<Pause>) -> Result<()> {
        instructions::pause(ctx)
    }

    /// Ends the guardian's halt.
    pub fn resume(ctx: Context<Govern>) -> Result<()> {
        instructions::resume(ctx)
    }

    /// Takes the latest reading of NAV for true, if it is no lower than the one that was looked at.
    pub fn acknowledge_nav(ctx: Context<Govern>, least: u64) -> Result<()> {
        instructions::acknowledge_nav(ctx, least)
    }

    /// Takes the watched programs for sound as they were deployed in these slots.
    pub fn acknowledge_programs(ctx: Context<Govern>, deployed: Vec<u64>) -> Result<()> {
        instructions::acknowledge_programs(ctx, deployed)
    }

    /// Announces assets in transit.
    pub fn announce_transit(ctx: Context<Govern>, amount: u64, until: i64) -> Result<()> {
        instructions::announce_transit(ctx, amount, until)
    }

    /// Names who may become the authority.
    pub fn nominate_authority(ctx: Context<Govern>, nominee: Pubkey) -> Result<()> {
        instructions::nominate_authority(ctx, nominee)
    }

    /// Makes the nominee the authority.
    pub fn accept_authority(ctx: Context<AcceptAuthority>) -> Result<()> {
        instructions::accept_authority(ctx)
    }

    /// Names who may halt the feed, where nobody may yet.
    pub fn set_guardian(ctx: Context<Govern>, guardian: Pubkey) -> Result<()> {
        instructions::set_guardian(ctx, guardian)
    }

    /// Closes a draft or a retired feed.
    pub fn close_feed(ctx: Context<CloseFeed>) -> Result<()> {
        instructions::close_feed(ctx)
    }

    /// Brings a feed of an earlier version up to date.
    pub fn migrate_feed(ctx: Context<MigrateFeed>) -> Result<()> {
        instructions::migrate_feed(ctx)
    }
}
