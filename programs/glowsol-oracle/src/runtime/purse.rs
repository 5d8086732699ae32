//! An account's balance.

use anchor_lang::prelude::Pubkey;
use pinocchio::AccountView;

use crate::error::{OracleError, Result};

/// An account whose balance may change. There may be several of one account.
pub struct Purse<'a>(&'a mut AccountView);

impl<'a> Purse<'a> {
    pub(super) fn new(account: &'a mut AccountView) -> Self {
        Self(account)
    }

    /// Its address.
    pub fn key(&self) -> &Pubkey {
        self.0.address()
    }

    /// Lamports it holds.
    pub fn lamports(&self) -> u64 {
        self.0.lamports()
    }

    /// Moves lamports to `other`. Only this program's own accounts can be emptied so.
    ///
    /// # Errors
    /// [`OracleError::Overflow`].
    pub fn give(&mut self, other: &mut Purse<'_>, lamports: u64) -> Result {
        let left = self.lamports().checked_sub(lamports).ok_or(OracleError::Overflow)?;
        ensure!(other.lamports().checked_add(lamports).is_some(), OracleError::Overflow);
        // One after the other, for two of the same account.
        self.0.set_lamports(left);
        other.0.set_lamports(other.lamports().saturating_add(lamports));
        Ok(())
    }

    pub(super) fn view(&self) -> &AccountView {
        self.0
    }
}
