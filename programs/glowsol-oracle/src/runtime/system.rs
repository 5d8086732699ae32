//! Calls to the system program: accounts are paid for and created.

use core::marker::PhantomData;

use anchor_lang::{error::ErrorCode, prelude::Pubkey};
use solana_sysvar::{Sysvar, rent::Rent};

use super::{Own, Purse, accounts::Header};
use crate::error::{OracleError, Result};

/// An account that is to be created, which nothing else in the call refers to.
pub struct Vacant<'a> {
    place: *mut Header,
    call: PhantomData<&'a mut [u8]>,
}

impl<'a> Vacant<'a> {
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

    /// Creates it with `len` bytes at the address derived from `seeds`, of this program and beginning with `discriminator`, rent
    /// exempt. Gives its bump, too. Lamports that somebody sent there before are no obstacle.
    ///
    /// # Errors
    /// `ConstraintSeeds`; the system program's for an account that exists.
    pub fn create(self, len: usize, discriminator: &[u8], seeds: &[&[u8]], payer: &Purse<'_>) -> Result<(Own<'a>, u8)> {
        let (address, bump) = Pubkey::find_program_address(seeds, &crate::ID);
        ensure!(*self.key() == address, ErrorCode::ConstraintSeeds);
        let bump_seed = [bump];
        let mut signer: [&[u8]; 4] = [&[]; 4];
        let end = seeds.len();
        signer.get_mut(..end).ok_or(ErrorCode::ConstraintSeeds)?.copy_from_slice(seeds);
        *signer.get_mut(end).ok_or(ErrorCode::ConstraintSeeds)? = &bump_seed;
        let signer = signer.get(..=end).unwrap_or_default();

        exempt(self.place, len, payer)?;
        call(&Request::allocate(len as u64), &[self.place], signer)?;
        call(&Request::assign(&crate::ID), &[self.place], signer)?;
        // SAFETY: what was promised for this one.
        let mut own = unsafe { Own::new(self.place) };
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
pub(super) fn exempt(place: *mut Header, len: usize, payer: &Purse<'_>) -> Result {
    // SAFETY: a place; nobody keeps a reference to a balance.
    let missing = rent(len)?.saturating_sub(unsafe { (*place).lamports });
    if missing == 0 {
        return Ok(());
    }
    call(&Request::transfer(missing), &[payer.place(), place], &[])
}

/// An instruction of the system program: a tag of four bytes, and what it is about (`solana-system-interface`).
struct Request {
    bytes: [u8; 36],
    len: usize,
}

impl Request {
    fn assign(owner: &Pubkey) -> Self {
        Self::new(1, owner.as_array())
    }

    fn transfer(lamports: u64) -> Self {
        Self::new(2, &lamports.to_le_bytes())
    }

    fn allocate(len: u64) -> Self {
        Self::new(8, &len.to_le_bytes())
    }

    fn new(tag: u8, about: &[u8]) -> Self {
        let mut bytes = [0; 36];
        let (head, body) = bytes.split_at_mut(4);
        if let (Some(first), Some(body)) = (head.first_mut(), body.get_mut(..about.len())) {
            *first = tag;
            body.copy_from_slice(about);
        }
        Self { bytes, len: about.len().saturating_add(4) }
    }
}

/// What the system call of the C interface takes (`solana-program`'s `sol/cpi.h`).
#[repr(C)]
struct Instruction<'a> {
    program: &'a [u8; 32],
    accounts: *const Meta,
    account_count: u64,
    data: *const u8,
    data_len: u64,
}

#[repr(C)]
struct Meta {
    key: *const Pubkey,
    writable: bool,
    signer: bool,
}

#[repr(C)]
struct Info {
    key: *const Pubkey,
    lamports: *mut u64,
    data_len: u64,
    data: *mut u8,
    owner: *const Pubkey,
    rent_epoch: u64,
    signer: bool,
    writable: bool,
    executable: bool,
}

/// A slice of slices is laid out in the same way.
#[repr(C)]
struct Signer<'a> {
    seeds: *const &'a [u8],
    count: u64,
}

/// Calls the system program. All accounts are written; the first signs, by `seeds` if there are any.
fn call(request: &Request, places: &[*mut Header], seeds: &[&[u8]]) -> Result {
    let mut infos = Vec::with_capacity(places.len());
    let mut metas = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        // SAFETY: places of this call; the runtime checks what is claimed of them.
        unsafe {
            let header = *place;
            metas.push(Meta { key: &raw const (*header).key, writable: true, signer: index == 0 });
            infos.push(Info {
                key: &raw const (*header).key,
                lamports: &raw mut (*header).lamports,
                data_len: (*header).len,
                data: header.add(1).cast(),
                owner: &raw const (*header).owner,
                rent_epoch: u64::MAX,
                signer: (*header).signer != 0,
                writable: (*header).writable != 0,
                executable: (*header).executable != 0,
            });
        }
    }
    let instruction = Instruction {
        program: &sources::programs::SYSTEM,
        accounts: metas.as_ptr(),
        account_count: metas.len() as u64,
        data: request.bytes.as_ptr(),
        data_len: request.len as u64,
    };
    let signers = [Signer { seeds: seeds.as_ptr(), count: seeds.len() as u64 }];
    let signer_count = u64::from(!seeds.is_empty());
    invoke(&instruction, &mut infos, &signers, signer_count)
}

/// A failing call ends the transaction: what comes back succeeded.
#[cfg(target_os = "solana")]
fn invoke(instruction: &Instruction<'_>, infos: &mut [Info], signers: &[Signer<'_>], signer_count: u64) -> Result {
    // SAFETY: everything pointed to lives until the call is over.
    unsafe {
        solana_define_syscall::definitions::sol_invoke_signed_c(
            core::ptr::from_ref(instruction).cast(),
            infos.as_mut_ptr().cast_const().cast(),
            infos.len() as u64,
            signers.as_ptr().cast(),
            signer_count,
        );
    }
    Ok(())
}

#[cfg(not(target_os = "solana"))]
fn invoke(_: &Instruction<'_>, _: &mut [Info], _: &[Signer<'_>], _: u64) -> Result {
    Err(OracleError::NoSysvar.into())
}
