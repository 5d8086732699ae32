//! Reads one source and says what the program makes of it, or what is wrong with it. Changes nothing: meant for simulation by
//! operators and auditors. A refresh only rejects such a source and goes on with the others.

use anchor_lang::prelude::*;

use super::govern;
use crate::{
    error::{OracleError, Result},
    log,
    reading::SourceReading,
    runtime::{Accounts, Reader},
    state::Feed,
};

/// Accounts; the source's own follow as remaining accounts, in configured order.
#[derive(Accounts)]
pub struct CheckSource<'info> {
    /// The feed that has the source.
    pub feed: AccountLoader<'info, Feed>,
}

/// Returns the reading of source `index`.
///
/// # Errors
/// What is wrong with the source; [`OracleError::UnknownSource`] for an index that is not configured.
#[inline(never)]
pub fn check_source(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let index = Reader::all::<u8>(arguments)?;
    let (_, feed) = govern::look(&mut accounts)?;
    ensure!(index < feed.sources.source_count, OracleError::UnknownSource);
    log::answer(&SourceReading::of(feed, index, &accounts.rest())?)?;
    Ok(())
}
