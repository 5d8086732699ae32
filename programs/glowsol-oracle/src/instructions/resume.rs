//! The authority ends the guardian's halt, and no other.

use super::govern;
use crate::{
    clock,
    error::Result,
    event::{self, Resumed},
    runtime::{Accounts, Reader, Written},
};

/// Ends the halt. It shows at the next refresh.
///
/// # Errors
/// [`crate::error::OracleError::NotPaused`].
#[inline(never)]
pub fn resume(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;

    feed.engine.resume(&clock::now()?)?;
    event::log(&Resumed { feed: *key })?;
    Ok(())
}
