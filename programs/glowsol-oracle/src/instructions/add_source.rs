//! Adds a source to a draft, after reading it: a source that cannot be read now is not worth configuring.

use anchor_lang::prelude::*;
use sources::SourceConfig;

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, SourceAdded},
    log,
    reading::SourceReading,
    runtime::{Accounts, Reader, Written, decode_fields},
    state::Feed,
};

/// Accounts; the source's own follow as remaining accounts, in the order of [`SourceSpec::roles`].
#[derive(Accounts)]
pub struct AddSource<'info> {
    /// The draft.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Who configures it.
    pub authority: Signer<'info>,
}

/// A source as it is configured. Fields as in `sources::SourceConfig`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SourceSpec {
    /// A `sources::SourceKind`.
    pub kind: u8,
    /// The program that owns the main account.
    pub program: Pubkey,
    /// Feed id, queue or vault authority; zero for pools.
    pub pin: Pubkey,
    /// A `sources::Role` for each remaining account.
    pub roles: Vec<u8>,
    /// Oldest acceptable reading of a feed, seconds.
    pub max_age: u32,
    /// Widest acceptable confidence of a feed, basis points.
    pub max_confidence_bps: u16,
    /// Fewest samples of a Switchboard feed.
    pub min_samples: u8,
    /// Whether a stake pool's withdrawal fee is netted.
    pub net_withdrawal_fee: bool,
    /// Highest acceptable withdrawal fee of a stake pool, basis points.
    pub max_fee_bps: u16,
    /// Whether one signer controls the pinned authority of a vault's reserves.
    pub custodial_authority: bool,
    /// Depth a feed without a pool stands for, lamports.
    pub feed_depth: u64,
    /// Hash of a Switchboard feed; authority of a wrapper's token account; otherwise zero.
    pub second_pin: Pubkey,
}

decode_fields! {
    SourceSpec {
        kind, program, pin, roles, max_age, max_confidence_bps, min_samples, net_withdrawal_fee, max_fee_bps,
        custodial_authority, feed_depth, second_pin,
    },
}

/// Appends the source and returns what it reads now.
///
/// # Errors
/// [`OracleError::AlreadyActive`], [`OracleError::WrongAccountCount`], or what is wrong with the source or the table that results.
#[inline(never)]
pub fn add_source(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let spec = Reader::all::<SourceSpec>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;
    ensure!(feed.is_draft(), OracleError::AlreadyActive);
    let passed = accounts.rest();
    ensure!(spec.roles.len() == passed.len(), OracleError::WrongAccountCount);
    let keys: Vec<[u8; 32]> = passed.iter().map(|account| *account.key).collect();
    let index = feed.sources.source_count;
    feed.sources.insert(index, &spec.config(feed.token_decimals), &spec.roles, &keys)?;
    feed.check_sources()?;
    let config_version = feed.reconfigured()?;

    let reading = SourceReading::of(feed, index, &passed)?;
    event::log(&SourceAdded { feed: *key, index, kind: spec.kind, config_version })?;
    log::answer(&reading)?;
    Ok(())
}

impl SourceSpec {
    /// As a table stores it, which says where its accounts are.
    pub fn config(&self, token_decimals: u8) -> SourceConfig {
        SourceConfig {
            kind: self.kind,
            first_account: 0,
            accounts: 0,
            token_decimals,
            max_age: self.max_age,
            max_confidence_bps: self.max_confidence_bps,
            min_samples: self.min_samples,
            net_withdrawal_fee: self.net_withdrawal_fee.into(),
            max_fee_bps: self.max_fee_bps,
            custodial_authority: self.custodial_authority.into(),
            reserved: 0,
            feed_depth: self.feed_depth,
            program: self.program.to_bytes(),
            pin: self.pin.to_bytes(),
            second_pin: self.second_pin.to_bytes(),
        }
    }
}
