//! Brings a feed that an earlier version of the program wrote up to date.

use core::mem::offset_of;

use anchor_lang::{Discriminator, prelude::*};
use fair_value::State;

use crate::{
    error::OracleError,
    event::FeedMigrated,
    pda, rent,
    state::{FEED_VERSION, Feed, History, TIMELOCK, split},
};

/// The layout before [`FEED_VERSION`]: it ended where `Feed::history` begins, and remembered less.
const FROM_VERSION: u8 = 1;

/// Accounts.
#[derive(Accounts)]
pub struct MigrateFeed<'info> {
    /// The feed, as the earlier version wrote it.
    /// CHECK: owner, type, version and length are checked by the handler.
    #[account(mut, owner = crate::ID)]
    pub feed: UncheckedAccount<'info>,
    /// Its history, which the earlier version had not.
    #[account(init, payer = payer, space = History::LEN, seeds = [pda::HISTORY, feed.key().as_ref()], bump)]
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
pub fn migrate_feed(ctx: Context<MigrateFeed>) -> Result<()> {
    let MigrateFeed { feed: feed_account, history, payer, system_program } = ctx.accounts;
    {
        let data = feed_account.try_borrow_data()?;
        let (found, content) =
            data.split_at_checked(Feed::DISCRIMINATOR.len()).ok_or(ErrorCode::AccountDiscriminatorNotFound)?;
        ensure!(found == Feed::DISCRIMINATOR, ErrorCode::AccountDiscriminatorMismatch);
        ensure!(content.first() != Some(&FEED_VERSION), OracleError::NothingToMigrate);
        let known = content.first() == Some(&FROM_VERSION) && data.len() == Feed::LEN_V1;
        ensure!(known, OracleError::OtherVersion);
    }
    rent::lengthen(feed_account, Feed::LEN, payer, system_program)?;
    let mut data = feed_account.try_borrow_mut_data()?;
    let content = data.get_mut(Feed::DISCRIMINATOR.len()..).ok_or(ErrorCode::AccountDidNotDeserialize)?;
    // Everything behind a gap moves up: what the rules remember has grown.
    for (offset, len) in State::SINCE_V1 {
        let gap = offset_of!(Feed, engine).saturating_add(offset);
        let rest = content.get_mut(gap..).ok_or(ErrorCode::AccountDidNotDeserialize)?;
        let kept = rest.len().checked_sub(len).ok_or(ErrorCode::AccountDidNotDeserialize)?;
        rest.copy_within(..kept, len);
        rest.get_mut(..len).unwrap_or_default().fill(0);
    }
    let (feed, _) = split::<Feed>(&mut data)?;
    feed.version = FEED_VERSION;
    feed.history = history.key();
    feed.timelock = TIMELOCK;
    history.load_init()?.open(feed_account.key(), ctx.bumps.history);
    emit!(FeedMigrated { feed: feed_account.key(), from: FROM_VERSION, to: FEED_VERSION });
    Ok(())
}
