//! Whether a table of sources may be used: everything that can be judged without looking at an account.

mod config;
mod entry;
mod error;
mod roles;

use fair_value::{Leg, input::MAX_SOURCES};

use entry::{Entry, is_set};
pub use error::TableError;

use crate::{
    Key,
    account::same,
    members::place,
    table::{MAX_ACCOUNTS, Role, SourceTable},
};

/// Judges a table: known kinds, complete and ordered account ranges, roles as each kind needs them, programs that may own such an
/// account, pins and bounds present, NAV first, nothing counted twice.
pub fn check(table: &SourceTable) -> Result<(), TableError> {
    let sources = usize::from(table.source_count);
    if sources == 0 || sources > MAX_SOURCES {
        return Err(TableError::SourceCount { limit: MAX_SOURCES as u8, found: table.source_count });
    }
    if usize::from(table.account_count) > MAX_ACCOUNTS {
        return Err(TableError::TooManyAccounts { limit: MAX_ACCOUNTS as u8, found: table.account_count });
    }
    if !is_set(&table.mint) {
        return Err(TableError::NoMint);
    }
    if table.reserved != [0; 6] {
        return Err(TableError::ReservedNotZero { source_index: u8::MAX });
    }

    let mut next_account = 0u8;
    let mut previous = Leg::Nav;
    for index in 0..table.source_count {
        let entry = Entry::of(table, index, next_account)?;
        check_entry(table, &entry, previous)?;
        previous = entry.kind.leg();
        next_account = next_account.saturating_add(entry.config.accounts);
    }
    if next_account != table.account_count {
        return Err(TableError::AccountCount { expected: next_account, found: table.account_count });
    }
    Ok(())
}

/// Judges what [`check`] cannot see: that no private key signs for a table's derived reserves. `is_on_curve` is whatever the caller has
/// for it: a syscall on chain, a library elsewhere.
///
/// # Errors
/// [`TableError::OnCurve`].
pub fn check_derived(table: &SourceTable, is_on_curve: impl Fn(&Key) -> bool) -> Result<(), TableError> {
    for (source_index, source) in (0..table.source_count).zip(&table.sources) {
        for account in 0..source.accounts {
            let at = usize::from(source.first_account.saturating_add(account));
            let derived = table.roles.get(at).is_some_and(|role| *role == Role::DerivedReserve as u8);
            if derived && table.accounts.get(at).is_some_and(&is_on_curve) {
                return Err(TableError::OnCurve { source_index, account });
            }
        }
    }
    Ok(())
}

#[inline(never)]
fn check_entry(table: &SourceTable, entry: &Entry<'_>, previous: Leg) -> Result<(), TableError> {
    check_order(entry, previous)?;
    roles::check(entry)?;
    config::check(entry)?;
    check_distinct(table, entry)
}

/// NAV comes first: its first source is the primary one.
fn check_order(entry: &Entry<'_>, previous: Leg) -> Result<(), TableError> {
    let nav = entry.kind.leg() == Leg::Nav;
    if entry.index == 0 && !nav {
        return Err(TableError::NoNav { kind: entry.config.kind });
    }
    if nav && previous != Leg::Nav {
        return Err(TableError::NavNotFirst { source_index: entry.index });
    }
    Ok(())
}

/// No account twice within a source, or it would be counted twice; no source twice, or it would vote twice.
fn check_distinct(table: &SourceTable, entry: &Entry<'_>) -> Result<(), TableError> {
    for (at, account) in entry.accounts.iter().enumerate() {
        if entry.accounts.iter().skip(at.saturating_add(1)).any(|other| same(other, account)) {
            let account = u8::try_from(at).unwrap_or(u8::MAX);
            return Err(TableError::AccountTwice { source_index: entry.index, account });
        }
    }
    let twice = identity(table, entry.index)
        .is_some_and(|this| (0..entry.index).any(|other| identity(table, other).is_some_and(|that| same(this, that))));
    if twice { Err(TableError::SourceTwice { source_index: entry.index }) } else { Ok(()) }
}

/// What makes a source that source: its main account, for a vault its mint, for a chain its first step.
#[inline(never)]
fn identity(table: &SourceTable, index: u8) -> Option<&Key> {
    let config = table.sources.get(usize::from(index))?;
    let start = usize::from(config.first_account);
    let range = start..start.saturating_add(usize::from(config.accounts));
    let (roles, accounts) = (table.roles.get(range.clone())?, table.accounts.get(range)?);
    let of = |role| accounts.get(place(roles, role));
    of(Role::Main).or_else(|| of(Role::Mint)).or(accounts.first())
}
