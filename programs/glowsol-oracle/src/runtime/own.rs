//! This program's accounts, for writing.

use anchor_lang::{Discriminator, error::ErrorCode, prelude::Pubkey};
use bytemuck::Pod;
use pinocchio::Resize as _;

use super::{Purse, accounts::Alone, split::split, system};
use crate::error::{OracleError, Result};

/// An account of this program, of whatever type, that nothing else in the call refers to.
pub struct Own<'a>(Alone<'a>);

/// An account that may be written, as what it is.
pub struct Written<'a, T> {
    /// Its address.
    pub key: &'a Pubkey,
    /// Its content.
    pub content: &'a mut T,
    /// What follows it.
    pub tail: &'a mut [u8],
}

impl<'a> Own<'a> {
    pub(super) fn new(account: Alone<'a>) -> Self {
        Self(account)
    }

    /// Its address.
    pub fn key(&self) -> &'a Pubkey {
        self.0.key()
    }

    /// Its data.
    pub fn data(&mut self) -> &mut [u8] {
        self.0.data()
    }

    /// Its content as a `T`, for the rest of the call.
    ///
    /// # Errors
    /// Anchor's for an account of another type, or too short for this one.
    #[inline(never)]
    pub fn load<T: Pod + Discriminator>(self) -> Result<Written<'a, T>> {
        self.load_here()
    }

    /// The same where a call would cost more than it does.
    #[inline(always)]
    pub(super) fn load_here<T: Pod + Discriminator>(self) -> Result<Written<'a, T>> {
        let key = self.0.key();
        let (content, tail) = split(self.0.into_data())?;
        Ok(Written { key, content, tail })
    }

    /// What follows its discriminator, which has to be that of `T`.
    ///
    /// # Errors
    /// Anchor's for an account of another type.
    pub fn content_of<T: Discriminator>(&mut self) -> Result<&mut [u8]> {
        let data = self.data().split_at_mut_checked(T::DISCRIMINATOR.len());
        let (found, content) = data.ok_or(ErrorCode::AccountDiscriminatorNotFound)?;
        ensure!(found == T::DISCRIMINATOR, ErrorCode::AccountDiscriminatorMismatch);
        Ok(content)
    }

    /// Gives it `len` bytes, new ones zero.
    ///
    /// # Errors
    /// [`OracleError::Overflow`] for more than 10,240 bytes beyond those with which it came into the call.
    pub fn resize(&mut self, len: usize) -> Result {
        self.0.view_mut().resize(len).map_err(|_| OracleError::Overflow)?;
        Ok(())
    }

    /// The same; `payer` brings it up to rent exemption first.
    ///
    /// # Errors
    /// Those of [`Self::resize`].
    pub fn lengthen(&mut self, len: usize, payer: &Purse<'_>) -> Result {
        system::exempt(self.0.view(), len, payer)?;
        self.resize(len)
    }

    /// Leaves nothing of it but its address; `receiver` gets its lamports.
    ///
    /// # Errors
    /// [`OracleError::Overflow`].
    pub fn close(mut self, receiver: &mut Purse<'_>) -> Result {
        self.give(receiver, 0)?;
        // Now of the system program, without data.
        self.0.view_mut().close().map_err(|_| OracleError::WrittenTwice)?;
        Ok(())
    }

    /// Leaves `remains` of it, and the lamports that keep those; `receiver` gets the rest.
    ///
    /// # Errors
    /// [`OracleError::Overflow`].
    pub fn bury(mut self, remains: &[u8], receiver: &mut Purse<'_>) -> Result {
        self.resize(remains.len())?;
        self.data().copy_from_slice(remains);
        self.give(receiver, system::rent(remains.len())?)
    }

    /// All its lamports but `kept`.
    fn give(&mut self, receiver: &mut Purse<'_>, kept: u64) -> Result {
        let mut purse = Purse::new(self.0.view_mut());
        let rest = purse.lamports().saturating_sub(kept);
        purse.give(receiver, rest)
    }
}
