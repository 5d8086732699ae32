//! The configured sources and parameters as the program stores them, judged before anything is sent.

use bytemuck::Zeroable;
use fair_value::params::FIELDS;
use oracle_client::ParamValue;
use solana_pubkey::Pubkey;
use sources::{SourceTable, TableError};

use super::{FeedConfig, MissingProgram};

/// Sources or parameters that the program would refuse.
#[derive(Debug, thiserror::Error)]
pub enum TableProblem {
    /// A source without its program.
    #[error(transparent)]
    Program(#[from] MissingProgram),
    /// More sources or accounts than a feed holds.
    #[error(
        "[[feed.source]]: {sources} sources with {accounts} accounts; a feed holds {} with {}",
        fair_value::input::MAX_SOURCES,
        sources::table::MAX_ACCOUNTS
    )]
    TooMany {
        /// Configured sources.
        sources: usize,
        /// Their accounts.
        accounts: usize,
    },
    /// The table is not valid.
    #[error("[[feed.source]]: {0}")]
    Invalid(TableError),
    /// A parameter that does not exist.
    #[error("[feed.parameters] {name}: no such parameter; docs/rules.md lists them")]
    UnknownParameter {
        /// Its name.
        name: String,
    },
    /// A parameter outside its bounds.
    #[error("[feed.parameters] {name} is {value}, must be {min} to {max}")]
    ParameterOutOfBounds {
        /// Its name.
        name: &'static str,
        /// The configured value.
        value: u64,
        /// Its lower bound.
        min: u64,
        /// Its upper bound.
        max: u64,
    },
}

/// The table that the configured sources make.
///
/// # Errors
/// [`TableProblem`] where the program would refuse it.
pub fn table(feed: &FeedConfig, token_decimals: u8) -> Result<SourceTable, TableProblem> {
    let mut table = SourceTable::zeroed();
    table.mint = feed.mint.unwrap_or_default().0.to_bytes();
    let accounts: usize = feed.source.iter().map(|source| source.accounts.len()).sum();
    for (index, source) in feed.source.iter().enumerate() {
        let spec = source.spec(index)?;
        let keys: Vec<[u8; 32]> = source.addresses().iter().map(Pubkey::to_bytes).collect();
        table
            .insert(table.source_count, &spec.config(token_decimals), &spec.roles, &keys)
            .map_err(|_| TableProblem::TooMany { sources: feed.source.len(), accounts })?;
    }
    sources::check(&table).map_err(TableProblem::Invalid)?;
    Ok(table)
}

/// The configured parameters as the program takes them.
///
/// # Errors
/// [`TableProblem::UnknownParameter`], [`TableProblem::ParameterOutOfBounds`].
pub fn parameters(feed: &FeedConfig) -> Result<Vec<ParamValue>, TableProblem> {
    let find = |(name, value): (&String, &u64)| {
        let (id, info) = FIELDS
            .iter()
            .enumerate()
            .find(|(_, info)| info.name == name)
            .ok_or_else(|| TableProblem::UnknownParameter { name: name.clone() })?;
        if !(info.min..=info.max).contains(value) {
            let (name, min, max) = (info.name, info.min, info.max);
            return Err(TableProblem::ParameterOutOfBounds { name, value: *value, min, max });
        }
        Ok(ParamValue { id: id as u8, value: *value })
    };
    feed.parameters.iter().map(find).collect()
}
