//! The authority ends the guardian's halt, and no other.

use anchor_lang::prelude::*;

use super::Govern;
use crate::{clock, error::act_error, event::Resumed};

/// Ends the halt. It shows at the next refresh.
///
/// # Errors
/// [`crate::error::OracleError::NotPaused`].
pub fn resume(ctx: Context<Govern>) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    feed.engine.resume(&clock::now()?).map_err(act_error)?;
    emit!(Resumed { feed: key });
    Ok(())
}
