//! The authority has looked at what halted the feed: a fall of NAV or an unbacked mint, or an upgrade of a watched program. What the market
//! said before it was lost, or while its sides disagree, takes the guardian, too.

use anchor_lang::prelude::Pubkey;

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, MarketAcknowledged, NavAcknowledged, ProgramsAcknowledged},
    pda::same,
    runtime::{Accounts, Reader, Written},
    state::Feed,
};

/// The authority believes the latest reading of NAV, unless that is below `least` by now, SOL per whole token scaled by 10^12.
///
/// # Errors
/// [`OracleError::NothingToAcknowledge`], [`OracleError::NotWhatWasSeen`].
#[inline(never)]
pub fn acknowledge_nav(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let least = Reader::all::<u64>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;

    ensure!(feed.engine.nav.counted.to_decimal_floor() >= least, OracleError::NotWhatWasSeen);

    feed.engine.acknowledge_nav()?;
    event::log(&NavAcknowledged { feed: *key })?;
    Ok(())
}

/// The authority has looked at the watched programs as they were deployed in these slots, in the feed's order.
///
/// # Errors
/// [`OracleError::NoProgramChange`], [`OracleError::NotWhatWasSeen`].
#[inline(never)]
pub fn acknowledge_programs(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let deployed = Reader::all::<Vec<u64>>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;

    let seen = feed.watched().iter().map(|watched| watched.deployed);
    ensure!(seen.eq(deployed), OracleError::NotWhatWasSeen);

    feed.engine.acknowledge_program()?;
    event::log(&ProgramsAcknowledged { feed: *key })?;
    Ok(())
}

/// Authority and guardian together take a lost market by its last windows, or a disputed one by the mean of its sides, for true: fair value
/// moves there at once, unless that is below `least` by now, SOL per whole token scaled by 10^12. Without a guardian it takes a proposal.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::NoGuardian`], [`OracleError::NotTheGuardian`], [`OracleError::NotActive`], [`OracleError::NothingToAcknowledge`],
/// [`OracleError::NotWhatWasSeen`].
#[inline(never)]
pub fn acknowledge_market(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let least = Reader::all::<u64>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;
    let guardian = accounts.signer()?;
    ensure!(!same(&feed.guardian, &Pubkey::default()), OracleError::NoGuardian);
    ensure!(same(&feed.guardian, guardian), OracleError::NotTheGuardian);

    believe_market(key, feed, least)
}

/// Takes the market for true, and says so.
pub(super) fn believe_market(key: &Pubkey, feed: &mut Feed, least: u64) -> Result {
    ensure!(feed.is_active(), OracleError::NotActive);
    let fair = feed.engine.acknowledge_market(&feed.params)?.to_decimal_floor();
    ensure!(fair >= least, OracleError::NotWhatWasSeen);
    event::log(&MarketAcknowledged { feed: *key, fair })?;
    Ok(())
}
