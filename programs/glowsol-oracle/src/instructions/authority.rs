//! Who may do what: authority in two steps with the timelock between them, guardian in one.

use anchor_lang::prelude::Pubkey;

use super::govern;
use crate::{
    clock,
    error::{OracleError, Result},
    event::{self, AuthorityAccepted, AuthorityNominated, GuardianSet, NominationCancelled},
    pda::same,
    runtime::{Accounts, Reader, Written},
};

/// Names who may become the authority once the timelock has passed, in place of whoever was nominated before.
///
/// # Errors
/// [`OracleError::NotTheAuthority`].
#[inline(never)]
pub fn nominate_authority(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let nominee = Reader::all::<Pubkey>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;

    feed.nominee = nominee;
    feed.nominated_at = clock::now()?.time.get();
    event::log(&AuthorityNominated { feed: *key, nominee, ready_at: feed.nomination_ready_at() })?;
    Ok(())
}

/// Withdraws the nomination. The guardian may, too: a stolen authority could move on otherwise.
///
/// # Errors
/// [`OracleError::NotTheGuardian`], [`OracleError::NotTheNominee`] where nobody was nominated.
#[inline(never)]
pub fn cancel_nomination(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Written { key, content: feed, .. } = govern::open(&mut accounts)?;
    let signer = *accounts.signer()?;
    ensure!(same(&feed.authority, &signer) || same(&feed.guardian, &signer), OracleError::NotTheGuardian);
    ensure!(!same(&feed.nominee, &Pubkey::default()), OracleError::NotTheNominee);

    feed.nominee = Pubkey::default();
    event::log(&NominationCancelled { feed: *key, by: signer })?;
    Ok(())
}

/// The nominee becomes the authority. Its signature proves that somebody holds the key. Nobody depends on a draft: there it need not wait.
/// A proposal that waits from before is worthless then.
///
/// # Errors
/// [`OracleError::NotTheNominee`], [`OracleError::Timelocked`], [`OracleError::InvalidGuardian`].
#[inline(never)]
pub fn accept_authority(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Written { key, content: feed, .. } = govern::open(&mut accounts)?;
    let nominee = *accounts.signer()?;
    ensure!(same(&feed.nominee, &nominee), OracleError::NotTheNominee);

    let ready = feed.is_draft() || clock::now()?.time.get() >= feed.nomination_ready_at();
    ensure!(ready, OracleError::Timelocked);
    ensure!(!same(&nominee, &feed.guardian), OracleError::InvalidGuardian);

    feed.authority = nominee;
    feed.nominee = Pubkey::default();
    event::log(&AuthorityAccepted { feed: *key, authority: nominee, config_version: feed.reconfigured()? })?;
    Ok(())
}

/// Names who may halt the feed besides the authority, where nobody may yet. Replacing a guardian takes a proposal: it can cancel what a
/// stolen authority proposes.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::GuardianSet`], [`OracleError::InvalidGuardian`].
#[inline(never)]
pub fn set_guardian(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let guardian = Reader::all::<Pubkey>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;

    ensure!(same(&feed.guardian, &Pubkey::default()), OracleError::GuardianSet);
    ensure!(!same(&guardian, &feed.authority), OracleError::InvalidGuardian);

    feed.guardian = guardian;
    event::log(&GuardianSet { feed: *key, guardian })?;
    Ok(())
}
