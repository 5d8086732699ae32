//! An account's balance.

use core::marker::PhantomData;

use anchor_lang::prelude::Pubkey;

use super::accounts::Header;
use crate::error::{OracleError, Result};

/// An account whose balance may change. There may be several of one account.
pub struct Purse<'a> {
    place: *mut Header,
    call: PhantomData<&'a Pubkey>,
}

impl<'a> Purse<'a> {
    /// # Safety
    /// `place` must be one of the call that lasts for `'a`.
    pub(super) unsafe fn new(place: *mut Header) -> Self {
        Self { place, call: PhantomData }
    }

    /// Its address.
    pub fn key(&self) -> &'a Pubkey {
        // SAFETY: a place of this call, whose address nobody changes.
        unsafe { &(*self.place).key }
    }

    /// Lamports it holds.
    pub fn lamports(&self) -> u64 {
        // SAFETY: a place; nobody keeps a reference to a balance.
        unsafe { (*self.place).lamports }
    }

    /// Moves lamports to `other`. Only this program's own accounts can be emptied so.
    ///
    /// # Errors
    /// [`OracleError::Overflow`].
    pub fn give(&self, other: &Purse<'_>, lamports: u64) -> Result {
        let left = self.lamports().checked_sub(lamports).ok_or(OracleError::Overflow)?;
        // SAFETY: as above. One after the other, for two of the same account.
        unsafe {
            (*self.place).lamports = left;
            let raised = other.lamports().checked_add(lamports).ok_or(OracleError::Overflow)?;
            (*other.place).lamports = raised;
        }
        Ok(())
    }

    pub(super) fn place(&self) -> *mut Header {
        self.place
    }
}
