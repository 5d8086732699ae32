//! An account's bytes as what they are.

use anchor_lang::{Discriminator, error::ErrorCode};
use bytemuck::Pod;

use crate::error::{OracleError, Result};

/// Content of an account of type `T`, and what follows it.
///
/// # Errors
/// Anchor's for an account of another type; [`OracleError::OtherVersion`] for one that is too short, as an earlier version wrote it.
#[inline(always)] // three times in every refresh: a call costs more than the checks
pub fn split<T: Pod + Discriminator>(data: &mut [u8]) -> Result<(&mut T, &mut [u8])> {
    let (found, content) =
        data.split_at_mut_checked(T::DISCRIMINATOR.len()).ok_or(ErrorCode::AccountDiscriminatorNotFound)?;
    ensure!(found == T::DISCRIMINATOR, ErrorCode::AccountDiscriminatorMismatch);
    let (content, tail) = content.split_at_mut_checked(size_of::<T>()).ok_or(OracleError::OtherVersion)?;
    let content = bytemuck::try_from_bytes_mut(content).map_err(|_| ErrorCode::AccountDidNotDeserialize)?;
    Ok((content, tail))
}

/// The same for reading, without what follows.
///
/// # Errors
/// Those of [`split`].
pub fn content<T: Pod + Discriminator>(data: &[u8]) -> Result<&T> {
    let content = data.strip_prefix(T::DISCRIMINATOR).ok_or(ErrorCode::AccountDiscriminatorMismatch)?;
    let content = content.get(..size_of::<T>()).ok_or(OracleError::OtherVersion)?;
    Ok(bytemuck::try_from_bytes(content).map_err(|_| ErrorCode::AccountDidNotDeserialize)?)
}
