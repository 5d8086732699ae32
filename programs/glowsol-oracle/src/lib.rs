//! Publishes a manipulation-resistant fair value of a liquid staking token.
//!
//! [`refresh`](glowsol_oracle::refresh) is the path of a number: account bytes become readings (`sources`), readings and
//! memory become an outcome (`fair_value`), the outcome becomes the price account ([`state::Price`]).

#![allow(missing_docs, reason = "Anchor's macros generate items that nobody can document")]

use anchor_lang::prelude::*;
use sbf_runtime as _;

pub mod clock;
#[cfg(all(target_os = "solana", feature = "entrypoint"))]
mod entrypoint;
pub mod error;
pub mod event;
#[cfg(feature = "idl-build")]
pub mod idl;
pub mod instructions;
pub mod pda;
#[cfg_attr(not(target_os = "solana"), allow(dead_code, reason = "only bytecode is called by the runtime"))]
mod raw_account;
pub mod reading;
pub mod state;
pub mod transaction;
mod view;

use instructions::*;
pub use instructions::{InitializeFeedArgs, ParamValue, SourceSpec};
use reading::SourceReading;

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

/// The program's instructions.
#[program]
pub mod glowsol_oracle {
    use super::*;

    /// Opens a feed and its price account, as a draft.
    pub fn initialize_feed(ctx: Context<InitializeFeed>, args: InitializeFeedArgs) -> Result<()> {
        InitializeFeed::handle(ctx, args)
    }

    /// Reads a source and adds it to a draft.
    pub fn add_source<'info>(ctx: Context<'info, AddSource<'info>>, spec: SourceSpec) -> Result<SourceReading> {
        AddSource::handle(ctx, spec)
    }

    /// Ends a draft.
    pub fn activate_feed(ctx: Context<ActivateFeed>) -> Result<()> {
        ActivateFeed::handle(ctx)
    }

    /// Reads all sources and publishes. Declared here for clients: the entrypoint takes it before Anchor does, unless it is malformed.
    pub fn refresh<'info>(_ctx: Context<'info, Refresh<'info>>) -> Result<()> {
        err!(error::OracleError::MalformedRefresh)
    }

    /// Says what the program makes of one source now.
    pub fn check_source<'info>(ctx: Context<'info, CheckSource<'info>>, index: u8) -> Result<SourceReading> {
        CheckSource::handle(ctx, index)
    }
}
