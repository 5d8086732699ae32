//! The authority has looked at what halted the feed: a fall of NAV or an unbacked mint, or an upgrade of a watched program.

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, NavAcknowledged, ProgramsAcknowledged},
    runtime::{Accounts, Reader, Written},
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
    event::log(&NavAcknowledged { feed: *key });
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
    event::log(&ProgramsAcknowledged { feed: *key });
    Ok(())
}
