//! What the program says of every change of state.

use anchor_lang::{Discriminator, prelude::*, solana_program::log::sol_log_data};
use fair_value::params::FIELDS;

use crate::{
    error::Result,
    runtime::Record,
    state::{ParamValue, Price},
};

/// Bytes of the longest event but one.
const EVENT: usize = 144;
/// Bytes of [`ConfigTightened`] with a value for every parameter.
const LONG_EVENT: usize = 8 + 32 + 4 + 9 * FIELDS.len() + 8;

/// Logs an event as Anchor's `emit!` would, without the heap.
///
/// # Errors
/// `InstructionDidNotSerialize` for an event that is longer than all.
pub fn log<E: AnchorSerialize + Discriminator>(event: &E) -> Result {
    log_within::<E, EVENT>(event)
}

/// Logs an event about as many things as there are parameters.
///
/// # Errors
/// `InstructionDidNotSerialize` for an event about more.
pub fn log_long<E: AnchorSerialize + Discriminator>(event: &E) -> Result {
    log_within::<E, LONG_EVENT>(event)
}

fn log_within<E: AnchorSerialize + Discriminator, const N: usize>(event: &E) -> Result {
    let mut record = Record::<N>::default();
    record.push(E::DISCRIMINATOR);
    // It fails at its end.
    let _ = event.serialize(&mut record);
    sol_log_data(&[record.bytes()?]);
    Ok(())
}

/// A feed was opened as a draft.
#[event]
pub struct FeedInitialized {
    /// The feed.
    pub feed: Pubkey,
    /// Its token.
    pub mint: Pubkey,
    /// Who configures it.
    pub authority: Pubkey,
    /// Its price account.
    pub price: Pubkey,
}

/// A source was added to a draft.
#[event]
pub struct SourceAdded {
    /// The feed.
    pub feed: Pubkey,
    /// Where in its table.
    pub index: u8,
    /// A `sources::SourceKind`.
    pub kind: u8,
    /// The configuration's version from here on.
    pub config_version: u64,
}

/// A draft became active.
#[event]
pub struct FeedActivated {
    /// The feed.
    pub feed: Pubkey,
    /// Its configuration's version.
    pub config_version: u64,
}

/// A price was published.
#[event]
pub struct Published {
    /// The feed.
    pub feed: Pubkey,
    /// Publications so far.
    pub sequence: u64,
    /// NAV, SOL per whole token scaled by 10^12, as all rates here.
    pub nav: u64,
    /// Fair value.
    pub fair: u64,
    /// For the token as collateral.
    pub collateral: u64,
    /// For the token as debt.
    pub debt: u64,
    /// Breaker level, 0 normal to 3 halted.
    pub level: u8,
    /// Reason bits.
    pub reasons: u64,
}

impl Published {
    /// What `price`, the price account of the feed at `feed`, says now.
    pub fn of(feed: &Pubkey, price: &Price) -> Self {
        Self {
            feed: *feed,
            sequence: price.sequence,
            nav: price.nav,
            fair: price.fair,
            collateral: price.collateral,
            debt: price.debt,
            level: price.level,
            reasons: price.reasons,
        }
    }
}

/// A refresh found nothing due and changed nothing.
#[event]
pub struct NothingDue {
    /// The feed.
    pub feed: Pubkey,
    /// The slot that is published already.
    pub slot: u64,
}

/// The feed was halted by its guardian or authority.
#[event]
pub struct Paused {
    /// The feed.
    pub feed: Pubkey,
    /// Who halted it.
    pub by: Pubkey,
    /// Unix time at which the halt expires.
    pub until: i64,
}

/// The guardian's halt was ended.
#[event]
pub struct Resumed {
    /// The feed.
    pub feed: Pubkey,
}

/// The authority took the latest reading of NAV for true.
#[event]
pub struct NavAcknowledged {
    /// The feed.
    pub feed: Pubkey,
}

/// Authority and guardian, or a proposal, took the market for true that was lost or disputed.
#[event]
pub struct MarketAcknowledged {
    /// The feed.
    pub feed: Pubkey,
    /// Fair value from here on, SOL per whole token scaled by 10^12.
    pub fair: u64,
}

/// The authority took an upgrade for sound.
#[event]
pub struct ProgramsAcknowledged {
    /// The feed.
    pub feed: Pubkey,
}

/// A watched program was seen for the first time, or was upgraded.
#[event]
pub struct ProgramSeen {
    /// The feed.
    pub feed: Pubkey,
    /// The program.
    pub program: Pubkey,
    /// Slot of the deployment seen before; 0 for none.
    pub before: u64,
    /// Slot of its deployment; the largest number for a program that cannot be upgraded.
    pub deployed: u64,
}

/// Assets in transit were announced, or became readable in part.
#[event]
pub struct TransitAnnounced {
    /// The feed.
    pub feed: Pubkey,
    /// Lamports; 0 withdraws an announcement.
    pub amount: u64,
    /// Unix time at which the announcement lapses.
    pub until: i64,
}

/// Somebody may become the authority.
#[event]
pub struct AuthorityNominated {
    /// The feed.
    pub feed: Pubkey,
    /// Who.
    pub nominee: Pubkey,
    /// Unix time from which the nominee may accept; in a draft, at once.
    pub ready_at: i64,
}

/// A nomination was withdrawn.
#[event]
pub struct NominationCancelled {
    /// The feed.
    pub feed: Pubkey,
    /// Who withdrew it.
    pub by: Pubkey,
}

/// The authority changed.
#[event]
pub struct AuthorityAccepted {
    /// The feed.
    pub feed: Pubkey,
    /// The new one.
    pub authority: Pubkey,
    /// The configuration's version from here on.
    pub config_version: u64,
}

/// The guardian changed.
#[event]
pub struct GuardianSet {
    /// The feed.
    pub feed: Pubkey,
    /// The new one; the zero address for nobody.
    pub guardian: Pubkey,
}

/// Changes of the configuration were announced.
#[event]
pub struct ConfigProposed {
    /// The feed.
    pub feed: Pubkey,
    /// The version they are made for.
    pub config_version: u64,
    /// Unix time from which they may be applied.
    pub ready_at: i64,
    /// SHA-256 of the changes as Borsh writes them, as they lie in the proposal behind its head.
    pub changes_hash: [u8; 32],
}

/// A proposal was applied.
#[event]
pub struct ConfigApplied {
    /// The feed.
    pub feed: Pubkey,
    /// The configuration's version from here on.
    pub config_version: u64,
}

/// A proposal was withdrawn.
#[event]
pub struct ConfigCancelled {
    /// The feed.
    pub feed: Pubkey,
    /// The version it was made for.
    pub config_version: u64,
    /// Who withdrew it.
    pub by: Pubkey,
}

/// Parameters became stricter.
#[event]
pub struct ConfigTightened {
    /// The feed.
    pub feed: Pubkey,
    /// The parameters.
    pub values: Vec<ParamValue>,
    /// The configuration's version from here on.
    pub config_version: u64,
}

/// A stake account counts as a reserve.
#[event]
pub struct ReserveRegistered {
    /// The feed.
    pub feed: Pubkey,
    /// The vault's place among the sources.
    pub source: u8,
    /// The stake account.
    pub reserve: Pubkey,
    /// What it holds.
    pub lamports: u64,
}

/// A stake account that is gone counts no more.
#[event]
pub struct ReserveReleased {
    /// The feed.
    pub feed: Pubkey,
    /// The vault's place among the sources.
    pub source: u8,
    /// The stake account.
    pub reserve: Pubkey,
}

/// A history has more room.
#[event]
pub struct HistoryGrown {
    /// The history.
    pub history: Pubkey,
    /// Bytes it has.
    pub len: u32,
}

/// A mirror was opened, or has more room.
#[event]
pub struct MirrorOpened {
    /// The price account that it mirrors.
    pub price: Pubkey,
    /// The mirror.
    pub mirror: Pubkey,
    /// Number of its profile.
    pub profile: u8,
    /// Bytes it has.
    pub len: u32,
}

/// A mirror was written.
#[event]
pub struct MirrorUpdated {
    /// The mirror.
    pub mirror: Pubkey,
    /// What its market may do: 0 everything, 1 liquidate but take no new risk, 2 nothing that needs a price.
    pub gate: u8,
}

/// A feed was brought up to date.
#[event]
pub struct FeedMigrated {
    /// The feed.
    pub feed: Pubkey,
    /// Version of its layout before.
    pub from: u8,
    /// Version of its layout now.
    pub to: u8,
}

/// A feed was closed.
#[event]
pub struct FeedClosed {
    /// The feed.
    pub feed: Pubkey,
    /// Publications there were.
    pub sequence: u64,
}
