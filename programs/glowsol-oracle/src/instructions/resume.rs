//! The authority ends the guardian's halt, and no other.

use super::govern;
use crate::{
    clock,
    error::Result,
    event::{self, Resumed},
    instruction,
    runtime::{Accounts, Written},
};

/// Ends the halt. It shows at the next refresh.
///
/// # Errors
/// [`crate::error::OracleError::NotPaused`].
pub fn resume(mut accounts: Accounts<'_>, _: instruction::Resume) -> Result {
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;
    feed.engine.resume(&clock::now()?)?;
    event::log(&Resumed { feed: *key });
    Ok(())
}
