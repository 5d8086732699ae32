//! Changes to a table of sources, keeping its accounts contiguous and in order. Whether the result may be used is
//! [`check`](crate::check)'s to say.

use crate::{
    Key, TableError,
    table::{MAX_ACCOUNTS, Role, SourceConfig, SourceTable},
};
use bytemuck::Zeroable;
use fair_value::input::MAX_SOURCES;

impl SourceTable {
    /// Puts a source at place `index`, before the one that is there. `config` says everything but where its accounts are:
    /// those are `members`, in order.
    ///
    /// # Errors
    /// Too many sources or accounts, or no such place. The table is unchanged.
    pub fn insert(&mut self, index: u8, config: &SourceConfig, roles: &[u8], keys: &[Key]) -> Result<(), TableError> {
        let (count, place) = (self.source_count, usize::from(index));
        if usize::from(count) >= MAX_SOURCES || index > count || roles.len() != keys.len() {
            return Err(TableError::SourceCount { limit: MAX_SOURCES as u8, found: count.saturating_add(1) });
        }
        let first = self.first_account(index);
        let accounts = self.open_accounts(first, roles, keys)?;
        if let Some(sources) = self.sources.get_mut(place..) {
            // The last place is free.
            sources.copy_within(..sources.len().saturating_sub(1), 1);
        }
        if let Some(source) = self.sources.get_mut(place) {
            *source = SourceConfig { accounts, ..*config };
        }
        self.source_count = count.saturating_add(1);
        self.renumber();
        Ok(())
    }

    /// Takes the source at place `index` out.
    ///
    /// # Errors
    /// No such source.
    pub fn remove(&mut self, index: u8) -> Result<(), TableError> {
        let config = self.configured(index)?;
        self.close_accounts(config.first_account, config.accounts);
        if let Some(sources) = self.sources.get_mut(usize::from(index)..) {
            sources.copy_within(1.., 0);
        }
        if let Some(last) = self.sources.last_mut() {
            *last = SourceConfig::default();
        }
        self.source_count = self.source_count.saturating_sub(1);
        self.renumber();
        Ok(())
    }

    /// Gives a source one more account, behind those it has.
    ///
    /// # Errors
    /// No such source, or too many accounts. The table is unchanged.
    pub fn add_account(&mut self, index: u8, role: Role, key: Key) -> Result<(), TableError> {
        let config = self.configured(index)?;
        self.open_accounts(config.first_account.saturating_add(config.accounts), &[role as u8], &[key])?;
        if let Some(source) = self.sources.get_mut(usize::from(index)) {
            source.accounts = source.accounts.saturating_add(1);
        }
        self.renumber();
        Ok(())
    }

    /// Takes account number `account` of a source out.
    ///
    /// # Errors
    /// No such source or account.
    pub fn remove_account(&mut self, index: u8, account: u8) -> Result<(), TableError> {
        let config = self.configured(index)?;
        if account >= config.accounts {
            return Err(TableError::AccountCount { expected: config.accounts, found: account });
        }
        self.close_accounts(config.first_account.saturating_add(account), 1);
        if let Some(source) = self.sources.get_mut(usize::from(index)) {
            source.accounts = source.accounts.saturating_sub(1);
        }
        self.renumber();
        Ok(())
    }

    /// A configured source.
    ///
    /// # Errors
    /// No such source.
    pub fn configured(&self, index: u8) -> Result<&SourceConfig, TableError> {
        let absent = TableError::SourceCount { limit: self.source_count, found: index };
        if index >= self.source_count {
            return Err(absent);
        }
        self.sources.get(usize::from(index)).ok_or(absent)
    }

    /// Addresses and roles of a source's accounts; none for a source that there is not.
    pub fn members(&self, index: u8) -> impl ExactSizeIterator<Item = (&Key, u8)> {
        let range = self.configured(index).map_or(0..0, |config| {
            let first = usize::from(config.first_account);
            first..first.saturating_add(usize::from(config.accounts))
        });
        let keys = self.accounts.get(range.clone()).unwrap_or_default();
        let roles = self.roles.get(range).unwrap_or_default();
        keys.iter().zip(roles.iter().copied())
    }

    /// Where the accounts of the source at this place begin, or would.
    fn first_account(&self, index: u8) -> u8 {
        self.configured(index).map_or(self.account_count, |config| config.first_account)
    }

    /// Puts accounts in at `at`, before those that are there; gives their number.
    #[inline(never)]
    fn open_accounts(&mut self, at: u8, roles: &[u8], keys: &[Key]) -> Result<u8, TableError> {
        let (at, count) = (usize::from(at), roles.len());
        let end = usize::from(self.account_count).saturating_add(count);
        let found = u8::try_from(end).unwrap_or(u8::MAX);
        if end > MAX_ACCOUNTS {
            return Err(TableError::TooManyAccounts { limit: MAX_ACCOUNTS as u8, found });
        }
        self.account_count = found;
        opened(self.roles.get_mut(at..end), roles);
        opened(self.accounts.get_mut(at..end), keys);
        Ok(count as u8) // at most MAX_ACCOUNTS
    }

    #[inline(never)]
    fn close_accounts(&mut self, at: u8, count: u8) {
        let range = usize::from(at)..usize::from(self.account_count);
        closed(self.roles.get_mut(range.clone()), count.into());
        closed(self.accounts.get_mut(range), count.into());
        self.account_count = self.account_count.saturating_sub(count);
    }

    /// Each source's accounts begin where those of the one before it end.
    #[inline(never)]
    fn renumber(&mut self) {
        let mut next = 0u8;
        for source in self.sources.iter_mut().take(self.source_count.into()) {
            source.first_account = next;
            next = next.saturating_add(source.accounts);
        }
    }
}

/// Moves what is in `range` back and puts `new` before it.
fn opened<T: Copy>(range: Option<&mut [T]>, new: &[T]) {
    if let Some(range) = range
        && let Some(kept) = range.len().checked_sub(new.len())
    {
        range.copy_within(..kept, new.len());
        range.iter_mut().zip(new).for_each(|(place, new)| *place = *new);
    }
}

/// Moves what is in `range` forward over its first `count` elements and clears the end.
fn closed<T: Copy + Zeroable>(range: Option<&mut [T]>, count: usize) {
    if let Some(range) = range
        && let Some(kept) = range.len().checked_sub(count)
    {
        range.copy_within(count.., 0);
        range.iter_mut().skip(kept).for_each(|place| *place = T::zeroed());
    }
}
