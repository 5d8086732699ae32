//! Ends the draft: from here on the feed publishes, and its configuration is bound.

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, FeedActivated},
    runtime::{Accounts, Reader, Written},
    state::FeedStatus,
};

/// Activates the feed if its source table is complete and its watched programs were looked at.
///
/// # Errors
/// [`OracleError::AlreadyActive`], [`OracleError::UnseenProgram`], or what is wrong with the table.
#[inline(never)]
pub fn activate_feed(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;

    ensure!(feed.is_draft(), OracleError::AlreadyActive);
    feed.check_sources()?;
    ensure!(feed.watched().iter().all(|watched| watched.deployed != 0), OracleError::UnseenProgram);

    feed.status = FeedStatus::Active as u8;
    event::log(&FeedActivated { feed: *key, config_version: feed.config_version })?;
    Ok(())
}
