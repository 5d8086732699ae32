//! An instruction's accounts where the runtime laid them out.
//!
//! The layout is that of Solana's loaders 2 and up (`solana-program-entrypoint`): a count; for each account either eight bytes
//! whose first is the index of an earlier, identical account, or a [`Header`], the data, 10,240 bytes of room to grow, padding to a multiple of
//! eight and eight bytes that mean nothing any more; the length of the instruction's data and the data; the program's address.

use core::{
    marker::PhantomData,
    mem::{MaybeUninit, size_of},
    slice,
};

use anchor_lang::{
    Discriminator,
    error::ErrorCode,
    prelude::Pubkey,
    solana_program::entrypoint::{MAX_PERMITTED_DATA_INCREASE, NON_DUP_MARKER},
};
use bytemuck::Pod;
use sources::{Account, table};

use super::{Own, Purse, Vacant, Written};
use crate::error::{OracleError, Result};

/// Most accounts of a call: those of `apply_config`, six besides the sources'.
const MAX_ACCOUNTS: usize = 6 + table::MAX_ACCOUNTS;

/// Room for where each account is.
pub struct Places([MaybeUninit<*mut Header>; MAX_ACCOUNTS]);

impl Default for Places {
    /// Room that nothing was written to yet.
    fn default() -> Self {
        Self([MaybeUninit::uninit(); MAX_ACCOUNTS])
    }
}

/// What precedes an account's data. Never referred to as a whole: balances, owners and lengths change while addresses are in use.
#[repr(C)]
pub(super) struct Header {
    marker: u8,
    pub(super) signer: u8,
    pub(super) writable: u8,
    pub(super) executable: u8,
    padding: u32,
    pub(super) key: Pubkey,
    pub(super) owner: Pubkey,
    pub(super) lamports: u64,
    pub(super) len: u64,
}

/// The accounts of a call in order, each in its place in the runtime's memory; each is handed out once. The lifetime is that of the call.
pub struct Accounts<'a> {
    places: &'a [*mut Header],
    next: usize,
    /// Bit per place that is not the only one of its account.
    shared: u32,
    call: PhantomData<&'a mut [u8]>,
}

// A place for each bit.
const _: () = assert!(MAX_ACCOUNTS <= u32::BITS as usize);

impl<'a> Accounts<'a> {
    /// Walks over the input and notes where each account is; gives the instruction's data too. `None` for more accounts than any
    /// instruction has.
    ///
    /// # Safety
    /// `input` must be what the loader laid out, alive and not otherwise referred to for `'a`.
    pub unsafe fn walk(input: *mut u8, places: &'a mut Places) -> Option<(Self, &'a [u8])> {
        // SAFETY: every step follows the layout, which the loader wrote and keeps eight-byte aligned.
        unsafe {
            let count = input.cast::<u64>().read() as usize;
            let mut at = input.add(size_of::<u64>());
            let places = places.0.get_mut(..count)?;
            let mut shared = 0;
            for index in 0..count {
                let marker = at.read();
                let place = if marker == NON_DUP_MARKER {
                    let place = at.cast::<Header>();
                    let len = (*place).len as usize;
                    let end = size_of::<Header>().wrapping_add(len).wrapping_add(MAX_PERMITTED_DATA_INCREASE);
                    at = at.add((end.wrapping_add(7) & !7).wrapping_add(size_of::<u64>()));
                    place
                } else {
                    at = at.add(size_of::<u64>());
                    shared |= 1u32.wrapping_shl(marker.into()) | 1u32.wrapping_shl(index as u32);
                    places.get(..index)?.get(usize::from(marker))?.assume_init()
                };
                places.get_mut(index)?.write(place);
            }
            let len = at.cast::<u64>().read() as usize;
            let data = slice::from_raw_parts(at.add(size_of::<u64>()), len);
            // All of them were written.
            let places = slice::from_raw_parts(places.as_ptr().cast::<*mut Header>(), count);
            Some((Self { places, next: 0, shared, call: PhantomData }, data))
        }
    }

    /// The next account, for reading.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`.
    #[inline(never)]
    pub fn read(&mut self) -> Result<Account<'a>> {
        Ok(view(self.take()?))
    }

    /// Address and data of the next account, which has to be this program's, for reading.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`, `AccountOwnedByWrongProgram`.
    pub fn read_own(&mut self) -> Result<(&'a Pubkey, &'a [u8])> {
        let place = self.take()?;
        let account = view(place);
        ensure!(account.owner == crate::ID.as_array(), ErrorCode::AccountOwnedByWrongProgram);
        // SAFETY: a place, whose address nobody changes.
        Ok((unsafe { &(*place).key }, account.data))
    }

    /// Whether the next account can be run, and the account for reading.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`.
    pub fn read_program(&mut self) -> Result<(bool, Account<'a>)> {
        let place = self.take()?;
        // SAFETY: a place, whose flags nobody changes.
        Ok((unsafe { (*place).executable } != 0, view(place)))
    }

    /// The next account, which has to be the one at this address.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`, `ConstraintAddress`.
    pub fn read_at(&mut self, address: &Pubkey) -> Result<Account<'a>> {
        let account = view(self.take()?);
        ensure!(account.key == address.as_array(), ErrorCode::ConstraintAddress);
        Ok(account)
    }

    /// Address of the next account, which has to have signed.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`, `AccountNotSigner`.
    #[inline(never)]
    pub fn signer(&mut self) -> Result<&'a Pubkey> {
        signed(self.take()?)
    }

    /// The next account, of this program, for writing.
    ///
    /// # Errors
    /// Anchor's own for an account that is missing, not writable, or another program's; [`OracleError::WrittenTwice`].
    #[inline(never)]
    pub fn own(&mut self) -> Result<Own<'a>> {
        self.own_here()
    }

    #[inline(always)]
    fn own_here(&mut self) -> Result<Own<'a>> {
        let place = self.take_alone()?;
        // SAFETY: a place.
        ensure!(unsafe { (*place).owner } == crate::ID, ErrorCode::AccountOwnedByWrongProgram);
        // SAFETY: no other place is this account's, and this one is handed out once.
        Ok(unsafe { Own::new(place) })
    }

    /// The same as of type `T`, where a call would cost more than it does: in a refresh.
    ///
    /// # Errors
    /// Those of [`Self::own`], and Anchor's for an account that is not of this type.
    #[inline(always)]
    pub fn write<T: Pod + Discriminator>(&mut self) -> Result<Written<'a, T>> {
        self.own_here()?.load_here()
    }

    /// The next account, which pays: it signed, and its balance may change.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`, `AccountNotSigner`, `AccountNotMutable`.
    #[inline(never)]
    pub fn payer(&mut self) -> Result<Purse<'a>> {
        let purse = self.receiver()?;
        signed(purse.place())?;
        Ok(purse)
    }

    /// The next account, which is paid: its balance may change.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`, `AccountNotMutable`.
    #[inline(never)]
    pub fn receiver(&mut self) -> Result<Purse<'a>> {
        let place = self.take()?;
        writable(place)?;
        // SAFETY: a place of this call.
        Ok(unsafe { Purse::new(place) })
    }

    /// The next account, which is to be created.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`, `AccountNotMutable`, [`OracleError::WrittenTwice`].
    pub fn vacant(&mut self) -> Result<Vacant<'a>> {
        let place = self.take_alone()?;
        // SAFETY: no other place is this account's, and this one is handed out once.
        Ok(unsafe { Vacant::new(place) })
    }

    /// The next account, which has to be the system program.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`, `InvalidProgramId`.
    pub fn system_program(&mut self) -> Result {
        ensure!(*self.read()?.key == sources::programs::SYSTEM, ErrorCode::InvalidProgramId);
        Ok(())
    }

    /// How many are left.
    pub fn left(&self) -> usize {
        self.places.len().saturating_sub(self.next)
    }

    /// Those that are left, for reading.
    pub fn rest(self) -> Vec<Account<'a>> {
        self.places.get(self.next..).unwrap_or_default().iter().map(|place| view(*place)).collect()
    }

    #[inline(always)]
    fn take(&mut self) -> Result<*mut Header> {
        let place = self.places.get(self.next).ok_or(ErrorCode::AccountNotEnoughKeys)?;
        self.next = self.next.wrapping_add(1); // at most 30
        Ok(*place)
    }

    #[inline(always)]
    fn take_alone(&mut self) -> Result<*mut Header> {
        let shared = self.shared.wrapping_shr(self.next as u32) & 1 != 0;
        let place = self.take()?;
        writable(place)?;
        ensure!(!shared, OracleError::WrittenTwice);
        Ok(place)
    }
}

fn writable(place: *mut Header) -> Result {
    // SAFETY: a place, whose flags nobody changes.
    ensure!(unsafe { (*place).writable } != 0, ErrorCode::AccountNotMutable);
    Ok(())
}

fn signed<'a>(place: *mut Header) -> Result<&'a Pubkey> {
    // SAFETY: a place, whose flags and address nobody changes.
    unsafe {
        ensure!((*place).signer != 0, ErrorCode::AccountNotSigner);
        Ok(&(*place).key)
    }
}

fn view<'a>(place: *mut Header) -> Account<'a> {
    // SAFETY: `walk` found a header here with its data behind it. Data and owner of an account that is handed out for writing are in
    // no view, since it has no second place.
    unsafe {
        let data = slice::from_raw_parts(place.add(1).cast::<u8>(), (*place).len as usize);
        let (key, owner) = (&(*place).key, &(*place).owner);
        Account { key: key.as_array(), owner: owner.as_array(), lamports: (*place).lamports, data }
    }
}
