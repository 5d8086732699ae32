//! Who may do what: authority in two steps, guardian in one.

use anchor_lang::prelude::*;

use super::{Govern, govern};
use crate::{
    error::OracleError,
    event::{AuthorityAccepted, AuthorityNominated, GuardianSet},
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
pub fn nominate_authority(ctx: Context<Govern>, nominee: Pubkey) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    feed.nominee = nominee;
    emit!(AuthorityNominated { feed: key, nominee });
    Ok(())
}

/// The nominee becomes the authority. Its signature proves that somebody holds the key.
///
/// # Errors
/// [`OracleError::NotTheNominee`].
pub fn accept_authority(ctx: Context<AcceptAuthority>) -> Result<()> {
    let AcceptAuthority { feed: feed_account, nominee } = ctx.accounts;
    let mut feed = govern::open(feed_account)?;
    ensure!(feed.nominee == nominee.key(), OracleError::NotTheNominee);
    ensure!(nominee.key() != feed.guardian, OracleError::InvalidGuardian);
    feed.authority = nominee.key();
    feed.nominee = Pubkey::default();
    emit!(AuthorityAccepted { feed: feed_account.key(), authority: nominee.key() });
    Ok(())
}

/// Names who may halt the feed besides the authority, where nobody may yet. Replacing a guardian takes a proposal: it can cancel what a
/// stolen authority proposes.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::GuardianSet`], [`OracleError::InvalidGuardian`].
pub fn set_guardian(ctx: Context<Govern>, guardian: Pubkey) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    ensure!(feed.guardian == Pubkey::default(), OracleError::GuardianSet);
    ensure!(guardian != feed.authority, OracleError::InvalidGuardian);
    feed.guardian = guardian;
    emit!(GuardianSet { feed: key, guardian });
    Ok(())
}
