//! Reads one source and says what the program makes of it, or what is wrong with it. Changes nothing: meant for simulation by
//! operators and auditors. A refresh only rejects such a source and goes on with the others.

use super::govern;
use crate::{
    error::{OracleError, Result},
    log,
    reading::SourceReading,
    runtime::{Accounts, Reader},
};

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
