//! The feed account: configuration, and what the rules remember between refreshes.

use anchor_lang::prelude::*;
use fair_value::{Params, State, input::MAX_SOURCES};
use sources::SourceTable;

use super::Limits;
#[cfg(feature = "idl-build")]
use crate::idl::ForeignType as _;

/// Version of [`Feed`]'s layout.
pub const FEED_VERSION: u8 = 1;

/// Programs that a feed may allow before a refresh in its transaction, besides the compute-budget program.
pub const MAX_POSTING_PROGRAMS: usize = 4;

/// Life of a feed, as stored in [`Feed::status`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum FeedStatus {
    /// Being configured: sources are added, nothing is published.
    Draft = 0,
    /// Publishing; its configuration no longer changes at once.
    Active = 1,
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
}

impl Feed {
    /// Bytes of the account, Anchor's discriminator included.
    pub const LEN: usize = Self::DISCRIMINATOR.len() + size_of::<Self>();

    /// The programs that may precede a refresh.
    pub fn posting_programs(&self) -> &[Pubkey] {
        self.posting_programs.get(..usize::from(self.posting_count)).unwrap_or_default()
    }

    /// Whether it publishes.
    pub fn is_active(&self) -> bool {
        self.status == FeedStatus::Active as u8
    }
}

// A system program call creates at most this much; beyond, accounts have to grow in steps.
const _: () = assert!(Feed::LEN <= 10_240);
