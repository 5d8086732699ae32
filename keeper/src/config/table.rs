//! The configured sources and parameters as the program stores them, judged before anything is sent.

use bytemuck::Zeroable;
use fair_value::params::FIELDS;
use glowsol_oracle::ParamValue;
use sources::{SourceConfig, SourceTable, TableError};

use super::{FeedConfig, MissingProgram, SourceEntry};

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
    let too_many = || TableProblem::TooMany { sources: feed.source.len(), accounts };
    let mut first = 0_usize;
    for (index, source) in feed.source.iter().enumerate() {
        let slot = table.sources.get_mut(index).ok_or_else(too_many)?;
        *slot = stored(source, index, first, token_decimals)?;
        for account in &source.accounts {
            let (Some(role), Some(key)) = (table.roles.get_mut(first), table.accounts.get_mut(first)) else {
                return Err(too_many());
            };
            (*role, *key) = (account.role as u8, account.address.0.to_bytes());
            first += 1;
        }
    }
    // Both were bounded by the arrays above.
    (table.source_count, table.account_count) = (feed.source.len() as u8, first as u8);
    sources::check(&table).map_err(TableProblem::Invalid)?;
    Ok(table)
}

fn stored(
    source: &SourceEntry,
    index: usize,
    first: usize,
    token_decimals: u8,
) -> Result<SourceConfig, MissingProgram> {
    let spec = source.spec(index)?;
    Ok(SourceConfig {
        kind: spec.kind,
        first_account: first as u8,
        accounts: source.accounts.len() as u8,
        token_decimals,
        max_age: spec.max_age,
        max_confidence_bps: spec.max_confidence_bps,
        min_samples: spec.min_samples,
        net_withdrawal_fee: spec.net_withdrawal_fee.into(),
        max_fee_bps: spec.max_fee_bps,
        custodial_authority: spec.custodial_authority.into(),
        reserved: 0,
        feed_depth: spec.feed_depth,
        program: spec.program.to_bytes(),
        pin: spec.pin.to_bytes(),
        second_pin: spec.second_pin.to_bytes(),
    })
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
