//! The price account for Anchor programs (feature `anchor`).

use anchor_lang::prelude::{ProgramError, Pubkey};
use anchor_lang::{AccountDeserialize, AccountSerialize, Owner, Result};

extern crate alloc;
use alloc::boxed::Box;

use crate::error::{Denied, ReadError};
use crate::layout::{LEN, PROGRAM_ID};
use crate::price::Price;
use crate::published::Published;

/// The price account as a field of `#[derive(Accounts)]`: `Account<'info, PriceAccount>`. Anchor checks the owner, this type the
/// record; age and level are judged by [`PriceAccount::at`]. It copies the account (512 bytes, to the heap); where compute units
/// count, take an `UncheckedAccount` and call [`Price::read`] on its borrowed data instead.
///
/// Pin the account by `address = ...`, or call [`Price::for_feed`].
#[derive(Clone, Debug)]
pub struct PriceAccount(Box<[u8; LEN]>);

impl PriceAccount {
    /// The price as judged at a unix time (`Clock::get()?.unix_timestamp`).
    ///
    /// # Errors
    /// [`ReadError::FromFuture`].
    pub fn at(&self, now: i64) -> core::result::Result<Price<'_>, ReadError> {
        Price::judge(Published::read_unchecked(self.0.as_slice())?, now)
    }
}

impl Owner for PriceAccount {
    fn owner() -> Pubkey {
        Pubkey::new_from_array(PROGRAM_ID)
    }
}

impl AccountDeserialize for PriceAccount {
    fn try_deserialize(buf: &mut &[u8]) -> Result<Self> {
        Published::read_unchecked(buf)?;
        Self::try_deserialize_unchecked(buf)
    }

    fn try_deserialize_unchecked(buf: &mut &[u8]) -> Result<Self> {
        let record = buf.first_chunk().ok_or(ReadError::TooShort { found: buf.len() })?;
        Ok(Self(Box::new(*record)))
    }
}

/// Nothing to write: the account belongs to the oracle.
impl AccountSerialize for PriceAccount {}

/// A custom program error with the number of [`ReadError::code`].
impl From<ReadError> for anchor_lang::error::Error {
    fn from(error: ReadError) -> Self {
        ProgramError::Custom(error.code()).into()
    }
}

/// As for [`ReadError::Denied`].
impl From<Denied> for anchor_lang::error::Error {
    fn from(denied: Denied) -> Self {
        ReadError::Denied(denied).into()
    }
}
