//! The accounts of everything that the authority alone may do, and how a feed is opened for writing.

use core::cell::{Ref, RefMut};

use anchor_lang::{Discriminator, prelude::*};

use crate::{
    error::OracleError,
    state::{FEED_VERSION, Feed},
};

/// Accounts.
#[derive(Accounts)]
pub struct Govern<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its authority.
    pub authority: Signer<'info>,
}

impl<'info> Govern<'info> {
    /// The feed's address and the feed, if its authority signed.
    ///
    /// # Errors
    /// [`OracleError::NotTheAuthority`] and those of [`open`].
    pub fn feed(&self) -> Result<(Pubkey, RefMut<'_, Feed>)> {
        Ok((self.feed.key(), governed(&self.feed, &self.authority)?))
    }
}

/// A feed of this version, for reading.
///
/// # Errors
/// [`OracleError::OtherVersion`].
pub fn look<'a>(feed: &'a AccountLoader<'_, Feed>) -> Result<Ref<'a, Feed>> {
    ensure!(feed.as_ref().data_len() == Feed::LEN, OracleError::OtherVersion);
    let feed = feed.load()?;
    ensure!(feed.version == FEED_VERSION, OracleError::OtherVersion);
    Ok(feed)
}

/// The same for an account that Anchor must not write to when the instruction ends.
///
/// # Errors
/// Those of [`look`], and Anchor's own for an account that is no feed.
pub fn inspect<'a>(account: &'a AccountInfo) -> Result<Ref<'a, Feed>> {
    ensure!(*account.owner == crate::ID, ErrorCode::AccountOwnedByWrongProgram);
    let data = account.try_borrow_data()?;
    ensure!(data.starts_with(Feed::DISCRIMINATOR), ErrorCode::AccountDiscriminatorMismatch);
    ensure!(data.len() == Feed::LEN, OracleError::OtherVersion);
    let feed: core::result::Result<Ref<'_, Feed>, _> =
        Ref::filter_map(data, |data| bytemuck::try_from_bytes(data.get(Feed::DISCRIMINATOR.len()..)?).ok());
    let feed = feed.map_err(|_| ErrorCode::AccountDidNotDeserialize)?;
    ensure!(feed.version == FEED_VERSION, OracleError::OtherVersion);
    Ok(feed)
}

/// A feed of this version, for writing.
///
/// # Errors
/// [`OracleError::OtherVersion`].
pub fn open<'a>(feed: &'a AccountLoader<'_, Feed>) -> Result<RefMut<'a, Feed>> {
    ensure!(feed.as_ref().data_len() == Feed::LEN, OracleError::OtherVersion);
    let feed = feed.load_mut()?;
    ensure!(feed.version == FEED_VERSION, OracleError::OtherVersion);
    Ok(feed)
}

/// The same, if its authority signed.
///
/// # Errors
/// [`OracleError::NotTheAuthority`] and those of [`open`].
pub fn governed<'a>(feed: &'a AccountLoader<'_, Feed>, authority: &Signer) -> Result<RefMut<'a, Feed>> {
    let feed = open(feed)?;
    ensure!(feed.authority == authority.key(), OracleError::NotTheAuthority);
    Ok(feed)
}
