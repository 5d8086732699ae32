//! The guardian's or the authority's halt: at once, and for a limited time.

use super::govern;
use crate::{
    clock,
    error::{OracleError, Result},
    event::{self, Paused},
    pda::same,
    runtime::{Accounts, Reader, Written},
    state::Price,
};

/// Halts the feed for `guardian_halt`, a day by default. The authority may prolong a halt before it expires, the guardian may not.
///
/// # Errors
/// [`OracleError::NotTheGuardian`], [`OracleError::AlreadyPaused`], [`OracleError::NotActive`], [`OracleError::WrongPrice`].
#[inline(never)]
pub fn pause(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Written { key, content: feed, .. } = govern::open(&mut accounts)?;
    let Written { key: price_key, content: price, .. } = accounts.own()?.load::<Price>()?;
    let signer = *accounts.signer()?;
    ensure!(feed.is_active(), OracleError::NotActive);
    ensure!(same(&feed.price, price_key), OracleError::WrongPrice);
    let by_authority = same(&signer, &feed.authority);
    ensure!(by_authority || same(&signer, &feed.guardian), OracleError::NotTheGuardian);

    let now = clock::now()?;
    let prolongs = feed.engine.is_paused(&now)?;
    ensure!(by_authority || !prolongs, OracleError::AlreadyPaused);

    if !prolongs {
        price.pause(&now, feed.engine.may_bar_liquidation(&now)?);
    }
    let until = feed.engine.pause(&feed.params, &now)?.unix();
    event::log(&Paused { feed: *key, by: signer, until: until.get() })?;
    Ok(())
}
