//! What the program says of every change of state.

use anchor_lang::{Discriminator, prelude::*, solana_program::log::sol_log_data};

use crate::state::Price;

/// Bytes of the longest event of a refresh.
const LONGEST: usize = 128;

/// Logs an event of a refresh as Anchor's `emit!` would, without the heap.
fn log<E: AnchorSerialize + Discriminator>(event: &E) {
    let mut buffer = [0; LONGEST];
    let (head, mut rest) = buffer.split_at_mut(E::DISCRIMINATOR.len());
    head.copy_from_slice(E::DISCRIMINATOR);
    // Every event that is logged so fits: a longer one would be missing from every test.
    if event.serialize(&mut rest).is_ok() {
        let unused = rest.len();
        sol_log_data(&[buffer.get(..LONGEST.saturating_sub(unused)).unwrap_or_default()]);
    }
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
    pub fn of(feed: &[u8; 32], price: &Price) -> Self {
        Self {
            feed: Pubkey::new_from_array(*feed),
            sequence: price.sequence,
            nav: price.nav,
            fair: price.fair,
            collateral: price.collateral,
            debt: price.debt,
            level: price.level,
            reasons: price.reasons,
        }
    }

    /// Logs it.
    pub fn log(&self) {
        log(self);
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

impl NothingDue {
    /// Logs it.
    pub fn log(&self) {
        log(self);
    }
}
