//! One source of a table, as it is judged.

use fair_value::input::MAX_SOURCES;

use super::error::TableError;
use crate::{
    Key,
    account::same,
    table::{SourceConfig, SourceKind, SourceTable},
};

/// One source with what belongs to it.
pub(super) struct Entry<'a> {
    pub(super) index: u8,
    pub(super) kind: SourceKind,
    pub(super) config: &'a SourceConfig,
    pub(super) roles: &'a [u8],
    pub(super) accounts: &'a [Key],
    pub(super) mint: &'a Key,
}

impl<'a> Entry<'a> {
    /// The source at this index, whose accounts begin where those of the one before it end.
    #[inline(never)]
    pub(super) fn of(table: &'a SourceTable, index: u8, first: u8) -> Result<Self, TableError> {
        let absent = TableError::SourceCount { limit: MAX_SOURCES as u8, found: table.source_count };
        let config = table.sources.get(usize::from(index)).ok_or(absent)?;
        let kind = SourceKind::from_code(config.kind)
            .ok_or(TableError::UnknownKind { source_index: index, kind: config.kind })?;
        if config.first_account != first {
            let found = config.first_account;
            return Err(TableError::AccountRange { source_index: index, expected: first, found });
        }
        let end = first.saturating_add(config.accounts);
        let range = usize::from(first)..usize::from(end);
        match (table.roles.get(range.clone()), table.accounts.get(range)) {
            (Some(roles), Some(accounts)) if end <= table.account_count => {
                Ok(Self { index, kind, config, roles, accounts, mint: &table.mint })
            }
            _ => Err(TableError::AccountCount { expected: end, found: table.account_count }),
        }
    }
}

/// Whether an address is there. One of zeros is the system program's: nothing that a source reads or pins.
pub(super) fn is_set(key: &Key) -> bool {
    !same(key, &[0; 32])
}
