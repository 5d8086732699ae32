//! Calls to the system program: accounts are paid for and created.

use anchor_lang::{error::ErrorCode, prelude::Pubkey};
use pinocchio::{
    AccountView, ProgramResult,
    cpi::{Seed, Signer},
};
use pinocchio_system::instructions::{Allocate, Assign, Transfer};
use solana_sysvar::{Sysvar, rent::Rent};

use super::{Own, Purse, accounts::Alone};
use crate::{
    error::{OracleError, Result},
    pda::ID,
};

/// An account that is to be created, which nothing else in the call refers to.
pub struct Vacant<'a>(Alone<'a>);

impl<'a> Vacant<'a> {
    pub(super) fn new(account: Alone<'a>) -> Self {
        Self(account)
    }

    /// Its address.
    pub fn key(&self) -> &'a Pubkey {
        self.0.key()
    }

    /// The account, if it exists already and is this program's; itself if not.
    pub fn existing(self) -> core::result::Result<Own<'a>, Self> {
        if self.0.view().owned_by(&ID) { Ok(Own::new(self.0)) } else { Err(self) }
    }

    /// Creates it with `len` bytes at the address derived from `seeds`, of this program and beginning with `discriminator`, rent
    /// exempt. Gives its bump, too. Lamports that somebody sent there before are no obstacle.
    ///
    /// # Errors
    /// `ConstraintSeeds`; the system program's for an account that exists.
    pub fn create(self, len: usize, discriminator: &[u8], seeds: &[&[u8]], payer: &Purse<'_>) -> Result<(Own<'a>, u8)> {
        let (address, bump) = Pubkey::find_program_address(seeds, &ID);
        ensure!(*self.key() == address, ErrorCode::ConstraintSeeds);
        let bump_seed = [bump];
        let seeds: Vec<_> = seeds.iter().copied().chain([&bump_seed[..]]).map(Seed::from).collect();
        let signer = [Signer::from(seeds.as_slice())];

        let account = self.0.view();
        exempt(account, len, payer)?;
        called(Allocate { account, space: len as u64 }.invoke_signed(&signer))?;
        called(Assign { account, owner: &ID }.invoke_signed(&signer))?;
        let mut own = Own::new(self.0);
        let head = own.data().get_mut(..discriminator.len()).ok_or(OracleError::Overflow)?;
        head.copy_from_slice(discriminator);
        Ok((own, bump))
    }
}

/// Lamports that keep an account of `len` bytes. In whole numbers: floating point would bring its own arithmetic along.
///
/// # Errors
/// [`OracleError::NoSysvar`], for a factor too that is not a whole number.
pub(super) fn rent(len: usize) -> Result<u64> {
    /// What every account is charged besides its data, bytes.
    const OVERHEAD: u64 = 128;
    let rent = Rent::get().map_err(|_| OracleError::NoSysvar)?;
    #[allow(deprecated, reason = "the chain's own factor, until it is one for good (SIMD-0194)")]
    let (price, factor) = (rent.lamports_per_byte_year, rent.exemption_threshold.to_bits());
    let factors = [(1, 1f64.to_bits()), (2, 2f64.to_bits())];
    let (factor, _) = factors.into_iter().find(|(_, bits)| *bits == factor).ok_or(OracleError::NoSysvar)?;
    Ok(OVERHEAD.saturating_add(len as u64).saturating_mul(price).saturating_mul(factor))
}

/// Brings an account up to what keeps `len` bytes.
pub(super) fn exempt(account: &AccountView, len: usize, payer: &Purse<'_>) -> Result {
    let missing = rent(len)?.saturating_sub(account.lamports());
    if missing == 0 {
        return Ok(());
    }
    called(Transfer { from: payer.view(), to: account, lamports: missing }.invoke())
}

/// A failing call ends the transaction: what comes back succeeded, or was not made since an account is referred to.
fn called(result: ProgramResult) -> Result {
    result.map_err(|_| OracleError::WrittenTwice)?;
    Ok(())
}
