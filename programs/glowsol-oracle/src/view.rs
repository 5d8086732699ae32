//! The runtime's accounts as the source parsers see them.

use core::cell::Ref;

use anchor_lang::prelude::*;
use sources::Account;

/// Borrowed data of the source accounts, held while their views are in use.
pub struct Borrowed<'a, 'info> {
    infos: &'a [AccountInfo<'info>],
    data: Vec<Ref<'a, &'a mut [u8]>>,
}

impl<'a, 'info> Borrowed<'a, 'info> {
    /// Borrows the data of `infos`.
    ///
    /// # Errors
    /// `AccountBorrowFailed` when one of them is borrowed mutably already: the feed or the price passed as a source.
    pub fn new(infos: &'a [AccountInfo<'info>]) -> Result<Self> {
        let mut data = Vec::with_capacity(infos.len());
        for info in infos {
            data.push(info.try_borrow_data()?);
        }
        Ok(Self { infos, data })
    }

    /// The views, in the order of the accounts.
    pub fn views(&'a self) -> Vec<Account<'a>> {
        self.infos.iter().zip(&self.data).map(|(info, data)| view(info, data)).collect()
    }
}

/// An account with its borrowed data.
pub fn view<'a>(info: &'a AccountInfo, data: &'a [u8]) -> Account<'a> {
    Account { key: info.key.as_array(), owner: info.owner.as_array(), lamports: info.lamports(), data }
}
