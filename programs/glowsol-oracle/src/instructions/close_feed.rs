//! Ends a feed for good.

use anchor_lang::prelude::*;

use super::govern;
use crate::{
    error::OracleError,
    event::FeedClosed,
    pda,
    state::{Feed, FeedStatus, History, Price, RETIREMENT},
};

/// Accounts.
#[derive(Accounts)]
pub struct CloseFeed<'info> {
    /// The feed.
    #[account(mut, close = authority)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price.
    #[account(mut, close = authority)]
    pub price: AccountLoader<'info, Price>,
    /// Its history.
    #[account(mut, close = authority)]
    pub history: AccountLoader<'info, History>,
    /// Where a proposal would be: a feed that is opened again must not find one.
    /// CHECK: empty.
    #[account(seeds = [pda::PROPOSAL, feed.key().as_ref()], bump)]
    pub proposal: UncheckedAccount<'info>,
    /// The feed's authority; gets the lamports.
    #[account(mut)]
    pub authority: Signer<'info>,
}

/// Closes a draft, or a feed that has been retired for a day.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::NotRetired`], [`OracleError::ProposalPending`].
pub fn close_feed(ctx: Context<CloseFeed>) -> Result<()> {
    let CloseFeed { feed: feed_account, price, history, proposal, authority } = ctx.accounts;
    let feed = govern::governed(feed_account, authority)?;
    ensure!(feed.price == price.key(), OracleError::WrongPrice);
    ensure!(feed.history == history.key(), OracleError::WrongHistory);
    ensure!(proposal.try_data_is_empty()?, OracleError::ProposalPending);
    let retired = feed.status == FeedStatus::Retired as u8
        && Clock::get()?.unix_timestamp.saturating_sub(feed.retired_at) >= RETIREMENT;
    ensure!(feed.is_draft() || retired, OracleError::NotRetired);
    emit!(FeedClosed { feed: feed_account.key(), sequence: feed.sequence });
    Ok(())
}
