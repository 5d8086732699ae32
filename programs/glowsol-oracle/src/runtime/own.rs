//! This program's accounts, for writing.

use core::{marker::PhantomData, slice};

use anchor_lang::{
    Discriminator, error::ErrorCode, prelude::Pubkey, solana_program::entrypoint::MAX_PERMITTED_DATA_INCREASE,
};

use bytemuck::Pod;

use super::{Purse, accounts::Header, system};
use crate::{
    error::{OracleError, Result},
    state::split,
};

/// An account of this program, of whatever type, that nothing else in the call refers to.
pub struct Own<'a> {
    place: *mut Header,
    call: PhantomData<&'a mut [u8]>,
}

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
    /// # Safety
    /// `place` must be one of the call that lasts for `'a`, and the only one of its account; nothing else may be made of it.
    pub(super) unsafe fn new(place: *mut Header) -> Self {
        Self { place, call: PhantomData }
    }

    /// Its address.
    pub fn key(&self) -> &'a Pubkey {
        // SAFETY: a place of this call, whose address nobody changes.
        unsafe { &(*self.place).key }
    }

    /// Its data.
    pub fn data(&mut self) -> &mut [u8] {
        // SAFETY: the data of a place, which nothing else refers to.
        unsafe { slice::from_raw_parts_mut(self.place.add(1).cast::<u8>(), (*self.place).len as usize) }
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
        let key = self.key();
        // SAFETY: the data of a place, which nothing else refers to, as before: what could refer to it again is gone.
        let data = unsafe { slice::from_raw_parts_mut(self.place.add(1).cast::<u8>(), (*self.place).len as usize) };
        let (content, tail) = split(data)?;
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

    /// Gives it `len` bytes, new ones zero. Once a call.
    ///
    /// # Errors
    /// [`OracleError::Overflow`] for more than 10,240 bytes at a time.
    pub fn resize(&mut self, len: usize) -> Result {
        let before = self.data().len();
        ensure!(len <= before.saturating_add(MAX_PERMITTED_DATA_INCREASE), OracleError::Overflow);
        // SAFETY: the runtime laid out room for that much behind the data.
        unsafe { (*self.place).len = len as u64 };
        if let Some(new) = self.data().get_mut(before..) {
            new.fill(0);
        }
        Ok(())
    }

    /// The same; `payer` brings it up to rent exemption first.
    ///
    /// # Errors
    /// Those of [`Self::resize`].
    pub fn lengthen(&mut self, len: usize, payer: &Purse<'_>) -> Result {
        system::exempt(self.place, len, payer)?;
        self.resize(len)
    }

    /// Leaves nothing of it but its lamports, which `receiver` gets.
    ///
    /// # Errors
    /// [`OracleError::Overflow`].
    pub fn close(self, receiver: &Purse<'_>) -> Result {
        self.replace(&[], 0, receiver)?;
        Ok(())
    }

    /// Leaves `remains` of it, and the lamports that keep those; `receiver` gets the rest.
    ///
    /// # Errors
    /// [`OracleError::Overflow`].
    pub fn bury(self, remains: &[u8], receiver: &Purse<'_>) -> Result {
        let kept = system::rent(remains.len())?;
        self.replace(remains, kept, receiver)
    }

    fn replace(mut self, remains: &[u8], kept: u64, receiver: &Purse<'_>) -> Result {
        self.resize(remains.len())?;
        self.data().copy_from_slice(remains);
        // SAFETY: a place of this call; nothing refers to its owner.
        let purse = unsafe {
            if remains.is_empty() {
                (*self.place).owner = Pubkey::new_from_array(sources::programs::SYSTEM);
            }
            Purse::new(self.place)
        };
        purse.give(receiver, purse.lamports().saturating_sub(kept))
    }
}
