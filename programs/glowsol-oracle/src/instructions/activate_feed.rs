//! Ends the draft: from here on the feed publishes, and its configuration is bound.

use anchor_lang::prelude::*;

use super::Govern;
use crate::{error::OracleError, event::FeedActivated, state::FeedStatus};

/// Activates the feed if its source table is complete and its watched programs were looked at.
///
/// # Errors
/// [`OracleError::AlreadyActive`], [`OracleError::UnseenProgram`], or what is wrong with the table.
pub fn activate_feed(ctx: Context<Govern>) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    ensure!(feed.is_draft(), OracleError::AlreadyActive);
    feed.check_sources()?;
    ensure!(feed.watched().iter().all(|watched| watched.deployed != 0), OracleError::UnseenProgram);
    feed.status = FeedStatus::Active as u8;
    emit!(FeedActivated { feed: key, config_version: feed.config_version });
    Ok(())
}
