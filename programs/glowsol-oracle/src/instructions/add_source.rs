//! Adds a source to a draft, after reading it: a source that cannot be read now is not worth configuring.

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, SourceAdded},
    log,
    reading::SourceReading,
    runtime::{Accounts, Reader, Written},
    state::SourceSpec,
};

/// Appends the source and returns what it reads now.
///
/// # Errors
/// [`OracleError::AlreadyActive`], [`OracleError::WrongAccountCount`], or what is wrong with the source or the table that results.
#[inline(never)]
pub fn add_source(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let spec = Reader::all::<SourceSpec>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;
    ensure!(feed.is_draft(), OracleError::AlreadyActive);
    let passed = accounts.rest();
    ensure!(spec.roles.len() == passed.len(), OracleError::WrongAccountCount);

    let keys: Vec<[u8; 32]> = passed.iter().map(|account| *account.key).collect();
    let index = feed.sources.source_count;
    feed.sources.insert(index, &spec.config(feed.token_decimals), &spec.roles, &keys)?;
    feed.check_sources()?;
    let config_version = feed.reconfigured()?;
    let reading = SourceReading::of(feed, index, &passed)?;

    event::log(&SourceAdded { feed: *key, index, kind: spec.kind, config_version })?;
    log::answer(&reading)?;
    Ok(())
}
