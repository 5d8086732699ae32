//! The feed account: configuration, and what the rules remember between refreshes.

use anchor_lang::prelude::*;
use fair_value::{Params, State, input::MAX_SOURCES};
use sources::SourceTable;

use super::Limits;
#[cfg(feature = "idl-build")]
use crate::idl::ForeignType as _;
use crate::{
    error::{OracleError, Result},
    pda::same,
};

/// Version of [`Feed`]'s layout.
pub const FEED_VERSION: u8 = 3;

/// Programs that a feed may allow before a refresh in its transaction, besides the compute-budget program.
pub const MAX_POSTING_PROGRAMS: usize = 4;

/// Programs that a feed may watch.
pub const MAX_WATCHED: usize = 4;

/// Bounds of [`Feed::timelock`], seconds: a day to thirty.
pub const TIMELOCKS: core::ops::RangeInclusive<u32> = 86_400..=2_592_000;
/// [`Feed::timelock`] of a new feed, seconds: two days.
pub const TIMELOCK: u32 = 172_800;

/// Life of a feed, as stored in [`Feed::status`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum FeedStatus {
    /// Being configured: sources are added, nothing is published.
    Draft = 0,
    /// Publishing; its configuration no longer changes at once.
    Active = 1,
    /// Published for the last time, with its gates shut; can be closed after [`RETIREMENT`].
    Retired = 2,
}

/// How long a feed is retired before it can be closed, seconds: its readers see a halt for as long.
pub const RETIREMENT: i64 = 86_400;

/// A program whose upgrade halts the feed until the authority has looked at it.
#[zero_copy]
#[derive(PartialEq, Eq, Debug, Default)]
#[repr(C)]
pub struct WatchedProgram {
    /// The program.
    pub program: Pubkey,
    /// Slot of its deployment as last seen; 0 before the first look.
    pub deployed: u64,
    /// Bytes that its code had then.
    pub code_len: u64,
    /// SHA-256 of them.
    pub code: [u8; 32],
}

/// One token's feed. Read by keepers; lenders read [`super::Price`].
#[account(zero_copy)]
#[repr(C)]
pub struct Feed {
    /// [`FEED_VERSION`] of the program that wrote it.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// A [`FeedStatus`].
    pub status: u8,
    /// Decimals of the token's mint.
    pub token_decimals: u8,
    /// How many of `posting_programs` are in use.
    pub posting_count: u8,
    /// Zero.
    pub padding: [u8; 3],
    /// Raised by every change of configuration.
    pub config_version: u64,
    /// Publications so far.
    pub sequence: u64,
    /// Who opened the feed: part of its address.
    pub creator: Pubkey,
    /// Who may configure it.
    pub authority: Pubkey,
    /// Who may halt it, besides the authority. Zero: nobody.
    pub guardian: Pubkey,
    /// Its price account.
    pub price: Pubkey,
    /// Programs that may precede a refresh in its transaction: they post prices and cannot trade.
    pub posting_programs: [Pubkey; MAX_POSTING_PROGRAMS],
    /// How old its prices may be for what.
    pub limits: Limits,
    /// Where every number comes from.
    pub sources: SourceTable,
    /// The parameters of the rules.
    pub params: Params,
    /// What the rules remember.
    pub engine: State,
    /// What was wrong with each source at the last refresh: a `sources::SourceFault` code, 0 for nothing.
    pub faults: [u8; MAX_SOURCES],
    /// Zero, for later versions.
    pub reserved: [u8; 256],
    // What follows came with version 2.
    /// Its history.
    pub history: Pubkey,
    /// Who was nominated to be the authority. Zero: nobody.
    pub nominee: Pubkey,
    /// Programs behind the backing, in use up to `watched_count`.
    pub watched: [WatchedProgram; MAX_WATCHED],
    /// When it was retired.
    pub retired_at: i64,
    /// How long a proposal waits, seconds.
    pub timelock: u32,
    /// How many of `watched` are in use.
    pub watched_count: u8,
    /// Zero.
    pub padding_2: [u8; 3],
    // What follows came with version 3.
    /// When `nominee` was nominated.
    pub nominated_at: i64,
    /// Zero, for later versions.
    pub reserved_2: [u8; 88],
}

impl Feed {
    /// Bytes of the account, Anchor's discriminator included.
    pub const LEN: usize = Self::DISCRIMINATOR.len() + size_of::<Self>();

    /// Bytes of the account as version 1 wrote it.
    pub const LEN_V1: usize = 8_136;
    /// Bytes of the account as version 2 wrote it.
    pub const LEN_V2: usize = 8_720;

    /// Whether the source table may be used, derived reserves lying off the curve included.
    ///
    /// # Errors
    /// What is wrong with the table.
    pub fn check_sources(&self) -> Result<()> {
        sources::check(&self.sources)?;
        sources::check_derived(&self.sources, |key| Pubkey::from(*key).is_on_curve())?;
        Ok(())
    }

    /// The programs that are watched.
    pub fn watched(&self) -> &[WatchedProgram] {
        self.watched.get(..usize::from(self.watched_count)).unwrap_or_default()
    }

    /// The programs that may precede a refresh.
    pub fn posting_programs(&self) -> &[Pubkey] {
        self.posting_programs.get(..usize::from(self.posting_count)).unwrap_or_default()
    }

    /// Sets the programs that may precede a refresh.
    ///
    /// # Errors
    /// [`OracleError::TooManyPostingPrograms`].
    pub fn set_posting_programs(&mut self, programs: &[Pubkey]) -> Result<()> {
        ensure!(programs.len() <= MAX_POSTING_PROGRAMS, OracleError::TooManyPostingPrograms);
        self.posting_programs = Default::default();
        for (slot, program) in self.posting_programs.iter_mut().zip(programs) {
            *slot = *program;
        }
        self.posting_count = programs.len() as u8; // at most 4
        Ok(())
    }

    /// Sets the programs that are watched. Those that were watched before keep what was last seen of them.
    ///
    /// # Errors
    /// [`OracleError::TooManyWatchedPrograms`].
    pub fn set_watched(&mut self, programs: &[Pubkey]) -> Result<()> {
        let twice =
            programs.iter().enumerate().any(|(at, program)| programs.iter().take(at).any(|other| same(other, program)));
        ensure!(programs.len() <= MAX_WATCHED && !twice, OracleError::TooManyWatchedPrograms);
        let before = self.watched;
        self.watched = Default::default();
        for (slot, program) in self.watched.iter_mut().zip(programs) {
            let seen = before.iter().find(|watched| same(&watched.program, program));
            *slot = seen.copied().unwrap_or(WatchedProgram { program: *program, ..Default::default() });
        }
        self.watched_count = programs.len() as u8; // at most 4
        Ok(())
    }

    /// Counts a change of the configuration; gives its version from here on.
    ///
    /// # Errors
    /// [`OracleError::Overflow`].
    pub fn reconfigured(&mut self) -> Result<u64> {
        self.config_version = self.config_version.checked_add(1).ok_or(OracleError::Overflow)?;
        Ok(self.config_version)
    }

    /// Unix time from which the nominee may accept.
    pub fn nomination_ready_at(&self) -> i64 {
        self.nominated_at.saturating_add(self.timelock.into())
    }

    /// Whether it is being configured.
    pub fn is_draft(&self) -> bool {
        self.status == FeedStatus::Draft as u8
    }

    /// Whether it publishes.
    pub fn is_active(&self) -> bool {
        self.status == FeedStatus::Active as u8
    }
}

// A system program call creates at most this much; beyond, accounts have to grow in steps.
const _: () = assert!(Feed::LEN <= 10_240);
