//! The authority has looked at what halted the feed: a fall of NAV or an unbacked mint, or an upgrade of a watched program.

use anchor_lang::prelude::*;

use super::Govern;
use crate::{
    error::act_error,
    event::{NavAcknowledged, ProgramsAcknowledged},
};

/// The authority believes the latest reading of NAV.
///
/// # Errors
/// [`crate::error::OracleError::NothingToAcknowledge`].
pub fn acknowledge_nav(ctx: Context<Govern>) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    feed.engine.acknowledge_nav().map_err(act_error)?;
    emit!(NavAcknowledged { feed: key });
    Ok(())
}

/// The authority has looked at the upgraded program.
///
/// # Errors
/// [`crate::error::OracleError::NoProgramChange`].
pub fn acknowledge_programs(ctx: Context<Govern>) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    feed.engine.acknowledge_program().map_err(act_error)?;
    emit!(ProgramsAcknowledged { feed: key });
    Ok(())
}
