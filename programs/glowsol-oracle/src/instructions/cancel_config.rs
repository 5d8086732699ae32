//! Withdraws a proposal.

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, ConfigCancelled},
    pda::same,
    runtime::{Accounts, Reader},
    state::Proposal,
};

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
