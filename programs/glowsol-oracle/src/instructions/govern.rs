//! How a feed is opened, and what the authority alone may do.

use anchor_lang::{Discriminator, error::ErrorCode, prelude::Pubkey};

use crate::{
    error::{OracleError, Result},
    pda::same,
    runtime::{Accounts, Own, Written, content},
    state::{FEED_VERSION, Feed},
};

/// The next account, a feed of this version, for reading.
///
/// # Errors
/// Anchor's for an account that is no feed, [`OracleError::OtherVersion`].
pub fn look<'a>(accounts: &mut Accounts<'a>) -> Result<(&'a Pubkey, &'a Feed)> {
    let (key, data) = accounts.read_own()?;
    Ok((key, feed_in(data)?))
}

/// The next account, a feed of this version, for writing.
///
/// # Errors
/// Anchor's for an account that is no feed or not writable, [`OracleError::OtherVersion`].
pub fn open<'a>(accounts: &mut Accounts<'a>) -> Result<Written<'a, Feed>> {
    let mut own = accounts.own()?;
    check_version(own.data())?;
    own.load()
}

/// The same for reading, of an account that is not only read.
///
/// # Errors
/// Those of [`look`].
pub fn inspect<'a>(own: &'a mut Own<'_>) -> Result<&'a Feed> {
    feed_in(own.data())
}

/// The next two accounts, a feed for writing and its authority, which signed.
///
/// # Errors
/// Those of [`open`], `AccountNotSigner`, [`OracleError::NotTheAuthority`].
pub fn governed<'a>(accounts: &mut Accounts<'a>) -> Result<Written<'a, Feed>> {
    let feed = open(accounts)?;
    ensure!(same(&feed.content.authority, accounts.signer()?), OracleError::NotTheAuthority);
    Ok(feed)
}

fn feed_in(data: &[u8]) -> Result<&Feed> {
    check_version(data)?;
    content(data)
}

/// A feed has a length and a version.
fn check_version(data: &[u8]) -> Result {
    let version = data.strip_prefix(Feed::DISCRIMINATOR).ok_or(ErrorCode::AccountDiscriminatorMismatch)?.first();
    ensure!(data.len() == Feed::LEN && version == Some(&FEED_VERSION), OracleError::OtherVersion);
    Ok(())
}
