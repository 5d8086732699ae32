//! Withdraws a proposal.

use anchor_lang::prelude::*;

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, ConfigCancelled},
    pda::{self, same},
    runtime::{Accounts, Reader},
    state::{Feed, Proposal},
};

/// Accounts.
#[derive(Accounts)]
pub struct CancelConfig<'info> {
    /// The feed.
    pub feed: AccountLoader<'info, Feed>,
    /// The proposal.
    #[account(mut, seeds = [pda::PROPOSAL, feed.key().as_ref()], bump)]
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
#[inline(never)]
pub fn cancel_config(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let (key, feed) = govern::look(&mut accounts)?;
    let mut proposal_account = accounts.own()?;
    let proposal = Proposal::of(&mut proposal_account, key)?;
    let mut authority = accounts.receiver()?;
    let signer = *accounts.signer()?;
    ensure!(same(&feed.authority, authority.key()), OracleError::NotTheAuthority);
    ensure!(same(&feed.authority, &signer) || same(&feed.guardian, &signer), OracleError::NotTheGuardian);
    event::log(&ConfigCancelled { feed: *key, config_version: proposal.config_version, by: signer })?;
    proposal_account.close(&mut authority)
}
