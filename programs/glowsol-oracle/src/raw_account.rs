//! An instruction's accounts where the runtime laid them out, without copies.
//!
//! The layout is that of Solana's loaders 2 and up (`solana-program-entrypoint`): a count; for each account either eight bytes
//! whose first is the index of an earlier, identical account, or a [`Header`], the data, 10,240 bytes of room to grow, padding to a multiple of
//! eight and eight bytes that mean nothing any more; the length of the instruction's data and the data; the program's address.

use core::{mem::size_of, slice};

use anchor_lang::{
    Discriminator, Owner,
    prelude::*,
    solana_program::entrypoint::{MAX_PERMITTED_DATA_INCREASE, NON_DUP_MARKER},
};
use bytemuck::Pod;
use sources::{Account, Key, table};

use crate::state::split;

/// Accounts of a refresh that are not its sources': feed, price, history, Instructions sysvar.
pub const FIXED: usize = 4;
/// Most accounts of a refresh.
pub const MAX_ACCOUNTS: usize = FIXED + table::MAX_ACCOUNTS;
/// The first of them are written to: none may appear twice.
const WRITTEN: u8 = 3;

/// What precedes an account's data.
#[repr(C)]
struct Header {
    marker: u8,
    signer: u8,
    writable: u8,
    executable: u8,
    original_len: u32,
    key: [u8; 32],
    owner: [u8; 32],
    lamports: u64,
    len: u64,
}

/// The accounts of a call in order, each in its place in the runtime's memory; each is handed out once.
pub struct Accounts<'a> {
    places: slice::Iter<'a, *mut Header>,
    next: u8,
}

/// An account that may be written.
pub struct Written<'a, T> {
    /// Its address.
    pub key: &'a Key,
    /// Its content.
    pub content: &'a mut T,
    /// What follows it.
    pub tail: &'a mut [u8],
}

impl<'a> Accounts<'a> {
    /// Walks over the input and notes where each account is; gives the instruction's data too. `None` for a call that cannot be a
    /// refresh: more accounts than one has, or an account that a refresh writes appearing twice.
    ///
    /// # Safety
    /// `input` must be what the loader laid out, alive and not otherwise referred to for `'a`.
    pub unsafe fn walk(input: *mut u8, places: &'a mut [*mut u8; MAX_ACCOUNTS]) -> Option<(Self, &'a [u8])> {
        // SAFETY: every step follows the layout, which the loader wrote and keeps eight-byte aligned.
        unsafe {
            let count = input.cast::<u64>().read() as usize;
            let mut at = input.add(size_of::<u64>());
            let places = places.get_mut(..count)?;
            for index in 0..count {
                let marker = at.read();
                let place = if marker == NON_DUP_MARKER {
                    let place = at;
                    let len = (*place.cast::<Header>()).len as usize;
                    let end = size_of::<Header>().wrapping_add(len).wrapping_add(MAX_PERMITTED_DATA_INCREASE);
                    at = at.add((end.wrapping_add(7) & !7).wrapping_add(size_of::<u64>()));
                    place
                } else {
                    at = at.add(size_of::<u64>());
                    if marker < WRITTEN {
                        return None;
                    }
                    *places.get(usize::from(marker))?
                };
                *places.get_mut(index)? = place;
            }
            let len = at.cast::<u64>().read() as usize;
            let data = slice::from_raw_parts(at.add(size_of::<u64>()), len);
            let places = slice::from_raw_parts(places.as_ptr().cast::<*mut Header>(), count);
            Some((Self { places: places.iter(), next: 0 }, data))
        }
    }

    /// The next account, for reading.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`.
    pub fn read(&mut self) -> Result<Account<'a>> {
        self.place().map(view)
    }

    /// The next account, for writing. Only the first three can be asked for so.
    ///
    /// # Errors
    /// Anchor's own for an account that is missing, not writable, or not this program's account of type `T`.
    pub fn write<T: Pod + Owner + Discriminator>(&mut self) -> Result<Written<'a, T>> {
        ensure!(self.next < WRITTEN, ErrorCode::AccountNotMutable);
        let place = self.place()?;
        // SAFETY: a place among the first ones is no other account's, and is handed out once.
        let (header, data) = unsafe {
            let header = &*place;
            (header, slice::from_raw_parts_mut(place.add(1).cast::<u8>(), header.len as usize))
        };
        ensure!(header.writable != 0, ErrorCode::AccountNotMutable);
        ensure!(header.owner == T::owner().to_bytes(), ErrorCode::AccountOwnedByWrongProgram);
        let (content, tail) = split(data)?;
        Ok(Written { key: &header.key, content, tail })
    }

    /// Those that are left, for reading.
    pub fn rest(self) -> impl ExactSizeIterator<Item = Account<'a>> {
        self.places.map(|place| view(*place))
    }

    fn place(&mut self) -> Result<*mut Header> {
        self.next = self.next.saturating_add(1);
        Ok(*self.places.next().ok_or(ErrorCode::AccountNotEnoughKeys)?)
    }
}

fn view<'a>(place: *mut Header) -> Account<'a> {
    // SAFETY: `walk` found a header here with its data behind it; whoever reads it does not write it.
    unsafe {
        let header = &*place;
        let data = slice::from_raw_parts(place.add(1).cast::<u8>(), header.len as usize);
        Account { key: &header.key, owner: &header.owner, lamports: header.lamports, data }
    }
}
