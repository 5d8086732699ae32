//! The authority has looked at what halted the feed: a fall of NAV or an unbacked mint, or an upgrade of a watched program.

use anchor_lang::prelude::*;

use super::Govern;
use crate::{
    error::{OracleError, act_error},
    event::{NavAcknowledged, ProgramsAcknowledged},
};

/// The authority believes the latest reading of NAV, unless that is below `least` by now, SOL per whole token scaled by 10^12.
///
/// # Errors
/// [`OracleError::NothingToAcknowledge`], [`OracleError::NotWhatWasSeen`].
pub fn acknowledge_nav(ctx: Context<Govern>, least: u64) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    ensure!(feed.engine.nav.counted.to_decimal_floor() >= least, OracleError::NotWhatWasSeen);
    feed.engine.acknowledge_nav().map_err(act_error)?;
    emit!(NavAcknowledged { feed: key });
    Ok(())
}

/// The authority has looked at the watched programs as they were deployed in these slots, in the feed's order.
///
/// # Errors
/// [`OracleError::NoProgramChange`], [`OracleError::NotWhatWasSeen`].
pub fn acknowledge_programs(ctx: Context<Govern>, deployed: Vec<u64>) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    let seen = feed.watched().iter().map(|watched| watched.deployed);
    ensure!(seen.eq(deployed), OracleError::NotWhatWasSeen);
    feed.engine.acknowledge_program().map_err(act_error)?;
    emit!(ProgramsAcknowledged { feed: key });
    Ok(())
}
