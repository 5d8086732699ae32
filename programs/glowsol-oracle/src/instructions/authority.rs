//! Who may do what: authority in two steps, guardian in one.

use anchor_lang::prelude::*;

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, AuthorityAccepted, AuthorityNominated, GuardianSet},
    pda::same,
    runtime::{Accounts, Reader, Written},
    state::Feed,
};

/// Accounts.
#[derive(Accounts)]
pub struct AcceptAuthority<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Who was nominated.
    pub nominee: Signer<'info>,
}

/// Names who may become the authority; the zero address withdraws a nomination.
///
/// # Errors
/// [`OracleError::NotTheAuthority`].
#[inline(never)]
pub fn nominate_authority(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let nominee = Reader::all::<Pubkey>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;
    feed.nominee = nominee;
    event::log(&AuthorityNominated { feed: *key, nominee });
    Ok(())
}

/// The nominee becomes the authority. Its signature proves that somebody holds the key.
///
/// # Errors
/// [`OracleError::NotTheNominee`].
#[inline(never)]
pub fn accept_authority(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Written { key, content: feed, .. } = govern::open(&mut accounts)?;
    let nominee = *accounts.signer()?;
    ensure!(same(&feed.nominee, &nominee), OracleError::NotTheNominee);
    ensure!(!same(&nominee, &feed.guardian), OracleError::InvalidGuardian);
    feed.authority = nominee;
    feed.nominee = Pubkey::default();
    event::log(&AuthorityAccepted { feed: *key, authority: nominee });
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
    event::log(&GuardianSet { feed: *key, guardian });
    Ok(())
}
