//! Brings a feed that an earlier version of the program wrote up to date.

use core::mem::offset_of;

use anchor_lang::{error::ErrorCode, prelude::*};
use fair_value::State;

use crate::{
    error::{OracleError, Result},
    event::{self, FeedMigrated},
    pda,
    runtime::{Accounts, Reader},
    state::{FEED_VERSION, Feed, History, TIMELOCK},
};

/// The layout before [`FEED_VERSION`]: it ended where `Feed::history` begins, and remembered less.
const FROM_VERSION: u8 = 1;

/// Accounts.
#[derive(Accounts)]
pub struct MigrateFeed<'info> {
    /// The feed, as the earlier version wrote it.
    /// CHECK: owner, type, version and length are checked by the handler.
    #[account(mut)]
    pub feed: UncheckedAccount<'info>,
    /// Its history, which the earlier version had not.
    #[account(mut, seeds = [pda::HISTORY, feed.key().as_ref()], bump)]
    pub history: AccountLoader<'info, History>,
    /// Pays for what is added.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Creates the history.
    pub system_program: Program<'info, System>,
}

/// Migrates the feed. What it was configured to, and what its rules remember, stays as it is. Anybody may pay for it.
///
/// # Errors
/// [`OracleError::NothingToMigrate`], [`OracleError::OtherVersion`].
#[inline(never)]
pub fn migrate_feed(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let mut feed = accounts.own()?;
    let history = accounts.vacant()?;
    let payer = accounts.payer()?;
    accounts.system_program()?;

    let key = feed.key();
    let version = feed.content_of::<Feed>()?.first().copied();
    ensure!(version != Some(FEED_VERSION), OracleError::NothingToMigrate);
    ensure!(version == Some(FROM_VERSION) && feed.data().len() == Feed::LEN_V1, OracleError::OtherVersion);
    feed.lengthen(Feed::LEN, &payer)?;
    let content = feed.content_of::<Feed>()?;
    // Everything behind a gap moves up: what the rules remember has grown.
    for (offset, len) in State::SINCE_V1 {
        let gap = offset_of!(Feed, engine).saturating_add(offset);
        let rest = content.get_mut(gap..).ok_or(ErrorCode::AccountDidNotDeserialize)?;
        let kept = rest.len().checked_sub(len).ok_or(ErrorCode::AccountDidNotDeserialize)?;
        rest.copy_within(..kept, len);
        rest.get_mut(..len).unwrap_or_default().fill(0);
    }
    let feed = feed.load::<Feed>()?.content;
    feed.version = FEED_VERSION;
    feed.history = *history.key();
    feed.timelock = TIMELOCK;
    let (history, bump) =
        history.create(History::LEN, History::DISCRIMINATOR, &[pda::HISTORY, key.as_ref()], &payer)?;
    history.load::<History>()?.content.open(*key, bump);
    event::log(&FeedMigrated { feed: *key, from: FROM_VERSION, to: FEED_VERSION });
    Ok(())
}
