//! Ends a feed for good.

use anchor_lang::{Lamports, prelude::*};

use super::govern;
use crate::{
    error::OracleError,
    event::FeedClosed,
    pda,
    state::{FeedStatus, History, Price, RETIREMENT},
};

/// What is left of a feed that was active: no discriminator of anything.
const TOMBSTONE: [u8; 8] = [0xff; 8];

/// Accounts.
#[derive(Accounts)]
pub struct CloseFeed<'info> {
    /// The feed.
    /// CHECK: loaded as a feed by the handler; what is left of it is none.
    #[account(mut)]
    pub feed: UncheckedAccount<'info>,
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
    let feed = govern::inspect(feed_account)?;
    ensure!(feed.authority == authority.key(), OracleError::NotTheAuthority);
    ensure!(feed.price == price.key(), OracleError::WrongPrice);
    ensure!(feed.history == history.key(), OracleError::WrongHistory);
    ensure!(proposal.try_data_is_empty()?, OracleError::ProposalPending);
    let retired = feed.status == FeedStatus::Retired as u8
        && Clock::get()?.unix_timestamp.saturating_sub(feed.retired_at) >= RETIREMENT;
    ensure!(feed.is_draft() || retired, OracleError::NotRetired);
    emit!(FeedClosed { feed: feed_account.key(), sequence: feed.sequence });
    let stone: &[u8] = if feed.is_draft() { &[] } else { &TOMBSTONE };
    drop(feed);
    bury(feed_account, authority, stone)
}

/// Leaves a stone where an active feed was: somebody may still trust its address, and nobody is to open another one there. Nobody
/// trusts a draft's.
fn bury(feed: &AccountInfo, authority: &AccountInfo, stone: &[u8]) -> Result<()> {
    feed.resize(stone.len())?;
    feed.try_borrow_mut_data()?.copy_from_slice(stone);
    let kept = if stone.is_empty() { 0 } else { Rent::get()?.minimum_balance(stone.len()) };
    let rest = feed.lamports().saturating_sub(kept);
    authority.add_lamports(rest)?;
    feed.sub_lamports(rest)?;
    if stone.is_empty() {
        feed.assign(&System::id());
    }
    Ok(())
}
