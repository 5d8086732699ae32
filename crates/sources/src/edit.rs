//! Changes to a table of sources, keeping its accounts contiguous and in order. Whether the result may be used is
//! [`check`](crate::check)'s to say.

use crate::{
    Key, TableError,
    table::{MAX_ACCOUNTS, Role, SourceConfig, SourceTable},
};
use fair_value::input::MAX_SOURCES;

impl SourceTable {
    /// Puts a source at place `index`, before the one that is there. `config` says everything but where its accounts are:
    /// those are `members`, in order.
    ///
    /// # Errors
    /// Too many sources or accounts, or no such place. The table is unchanged.
    pub fn insert(&mut self, index: u8, config: &SourceConfig, roles: &[u8], keys: &[Key]) -> Result<(), TableError> {
        let count = self.source_count;
        let full = TableError::SourceCount { limit: MAX_SOURCES as u8, found: count.saturating_add(1) };
        if usize::from(count) >= MAX_SOURCES || index > count || roles.len() != keys.len() {
            return Err(full);
        }
        let first = self.first_account(index);
        let added = self.open_accounts(first, roles.len())?;
        for (at, (role, key)) in (usize::from(first)..).zip(roles.iter().zip(keys)) {
            if let (Some(place), Some(pinned)) = (self.roles.get_mut(at), self.accounts.get_mut(at)) {
                (*place, *pinned) = (*role, *key);
            }
        }
        let place = usize::from(index);
        let Some(sources) = self.sources.get_mut(place..=usize::from(count)) else { return Err(full) };
        sources.rotate_right(1);
        for (offset, source) in sources.iter_mut().enumerate() {
            *source = match offset {
                0 => SourceConfig { first_account: first, accounts: added, ..*config },
                _ => SourceConfig { first_account: source.first_account.saturating_add(added), ..*source },
            };
        }
        self.source_count = count.saturating_add(1);
        Ok(())
    }

    /// Takes the source at place `index` out.
    ///
    /// # Errors
    /// No such source.
    pub fn remove(&mut self, index: u8) -> Result<(), TableError> {
        let config = *self.configured(index)?;
        self.close_accounts(config.first_account, config.accounts);
        let range = usize::from(index)..usize::from(self.source_count);
        let sources = self.sources.get_mut(range).unwrap_or_default();
        sources.rotate_left(1);
        if let Some(last) = sources.last_mut() {
            *last = SourceConfig::default();
        }
        self.source_count = self.source_count.saturating_sub(1);
        self.shift_after(index, |first| first.saturating_sub(config.accounts));
        Ok(())
    }

    /// Gives a source one more account, behind those it has.
    ///
    /// # Errors
    /// No such source, or too many accounts. The table is unchanged.
    pub fn add_account(&mut self, index: u8, role: Role, key: Key) -> Result<(), TableError> {
        let config = *self.configured(index)?;
        let at = config.first_account.saturating_add(config.accounts);
        self.open_accounts(at, 1)?;
        let at = usize::from(at);
        if let (Some(place), Some(pinned)) = (self.roles.get_mut(at), self.accounts.get_mut(at)) {
            (*place, *pinned) = (role as u8, key);
        }
        if let Some(source) = self.sources.get_mut(usize::from(index)) {
            source.accounts = source.accounts.saturating_add(1);
        }
        self.shift_after(index.saturating_add(1), |first| first.saturating_add(1));
        Ok(())
    }

    /// Takes account number `account` of a source out.
    ///
    /// # Errors
    /// No such source or account.
    pub fn remove_account(&mut self, index: u8, account: u8) -> Result<(), TableError> {
        let config = *self.configured(index)?;
        if account >= config.accounts {
            return Err(TableError::AccountCount { expected: config.accounts, found: account });
        }
        self.close_accounts(config.first_account.saturating_add(account), 1);
        if let Some(source) = self.sources.get_mut(usize::from(index)) {
            source.accounts = source.accounts.saturating_sub(1);
        }
        self.shift_after(index.saturating_add(1), |first| first.saturating_sub(1));
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

    /// Makes room for `count` accounts at `at`; gives the count.
    fn open_accounts(&mut self, at: u8, count: usize) -> Result<u8, TableError> {
        let end = usize::from(self.account_count).saturating_add(count);
        let found = u8::try_from(end).unwrap_or(u8::MAX);
        if end > MAX_ACCOUNTS {
            return Err(TableError::TooManyAccounts { limit: MAX_ACCOUNTS as u8, found });
        }
        let range = usize::from(at)..end;
        if let (Some(roles), Some(keys)) = (self.roles.get_mut(range.clone()), self.accounts.get_mut(range)) {
            // No longer than what is rotated: the old end is not before `at`.
            roles.rotate_right(count);
            keys.rotate_right(count);
        }
        self.account_count = found;
        Ok(count as u8) // at most MAX_ACCOUNTS
    }

    fn close_accounts(&mut self, at: u8, count: u8) {
        let range = usize::from(at)..usize::from(self.account_count);
        let closed = usize::from(count);
        if let (Some(roles), Some(keys)) = (self.roles.get_mut(range.clone()), self.accounts.get_mut(range))
            && closed <= roles.len()
        {
            roles.rotate_left(closed);
            keys.rotate_left(closed);
            let kept = roles.len().saturating_sub(closed);
            roles.iter_mut().skip(kept).for_each(|role| *role = 0);
            keys.iter_mut().skip(kept).for_each(|key| *key = [0; 32]);
        }
        self.account_count = self.account_count.saturating_sub(count);
    }

    fn shift_after(&mut self, index: u8, moved: impl Fn(u8) -> u8) {
        let range = usize::from(index)..usize::from(self.source_count);
        for source in self.sources.get_mut(range).unwrap_or_default() {
            source.first_account = moved(source.first_account);
        }
    }
}
