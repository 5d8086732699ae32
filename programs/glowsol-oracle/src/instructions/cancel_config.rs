//! Withdraws a proposal.

use anchor_lang::prelude::*;

use super::govern;
use crate::{
    error::OracleError,
    event::ConfigCancelled,
    pda,
    state::{Feed, Proposal},
};

/// Accounts.
#[derive(Accounts)]
pub struct CancelConfig<'info> {
    /// The feed.
    pub feed: AccountLoader<'info, Feed>,
    /// The proposal.
    #[account(mut, close = authority, seeds = [pda::PROPOSAL, feed.key().as_ref()], bump = proposal.bump)]
    pub proposal: Account<'info, Proposal>,
    /// Gets what was paid for the proposal.
    /// CHECK: compared with the feed's authority.
    #[account(mut)]
    pub authority: UncheckedAccount<'info>,
    /// The feed's authority or guardian.
    pub signer: Signer<'info>,
}

/// Withdraws the pending proposal. The guardian may, too: a stolen authority is then a nuisance and no more.
///
/// # Errors
/// [`OracleError::NotTheGuardian`], [`OracleError::NotTheAuthority`].
pub fn cancel_config(ctx: Context<CancelConfig>) -> Result<()> {
    let CancelConfig { feed: feed_account, proposal, authority, signer } = ctx.accounts;
    let feed = govern::look(feed_account)?;
    ensure!(feed.authority == authority.key(), OracleError::NotTheAuthority);
    ensure!([feed.authority, feed.guardian].contains(signer.key), OracleError::NotTheGuardian);
    emit!(ConfigCancelled { feed: feed_account.key(), config_version: proposal.config_version, by: signer.key() });
    Ok(())
}
