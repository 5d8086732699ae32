//! An instruction's accounts where the runtime laid them out, handed out one after the other.

use core::mem::{self, MaybeUninit};

use anchor_lang::{Discriminator, error::ErrorCode, prelude::Pubkey};
use bytemuck::Pod;
use pinocchio::{AccountView, entrypoint::deserialize};
use sources::{Account, table};

use super::{Own, Purse, Vacant, Written};
use crate::{
    error::{OracleError, Result},
    pda::ID,
};

/// Most accounts of a call: those of `apply_config`, six besides the sources'.
const MAX_ACCOUNTS: usize = 6 + table::MAX_ACCOUNTS;

/// Room for the accounts of a call, and for one more, which shows that there are too many.
pub struct Places([MaybeUninit<AccountView>; MAX_ACCOUNTS + 1]);

impl Default for Places {
    /// Room that nothing was written to yet.
    fn default() -> Self {
        Self([const { MaybeUninit::uninit() }; MAX_ACCOUNTS + 1])
    }
}

/// The accounts of a call in order, each in its place in the runtime's memory; each is handed out once. The lifetime is that of the call.
pub struct Accounts<'a> {
    /// Those that were not handed out yet.
    left: &'a mut [AccountView],
    /// Bit per place of them that is not the only one of its account.
    shared: u32,
}

// A place for each bit.
const _: () = assert!(MAX_ACCOUNTS < u32::BITS as usize);

/// An account that may be written and has no second place in the call: nothing else refers to its data or its owner.
pub(super) struct Alone<'a>(&'a mut AccountView);

impl<'a> Accounts<'a> {
    /// Walks over the input and notes where each account is; gives the instruction's data too. `None` for more accounts than any
    /// instruction has.
    ///
    /// # Safety
    /// `input` must be what the loader laid out, alive and not otherwise referred to for `'a`.
    pub unsafe fn walk(input: *mut u8, places: &'a mut Places) -> Option<(Self, &'a [u8])> {
        // SAFETY: LAID OUT, as the caller promises.
        let (_, count, data) = unsafe { deserialize(input, &mut places.0) };
        let places = places.0.get_mut(..count)?;
        // SAFETY: WALKED.
        let left = unsafe { places.assume_init_mut() };
        (count <= MAX_ACCOUNTS).then(|| (Self { shared: shared(left), left }, data))
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
        let account: &'a AccountView = self.take()?;
        ensure!(account.owned_by(&ID), ErrorCode::AccountOwnedByWrongProgram);
        Ok((account.address(), view(account).data))
    }

    /// Whether the next account can be run, and the account for reading.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`.
    pub fn read_program(&mut self) -> Result<(bool, Account<'a>)> {
        let account = self.take()?;
        Ok((account.executable(), view(account)))
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
        let account: &'a AccountView = self.take()?;
        ensure!(account.is_signer(), ErrorCode::AccountNotSigner);
        Ok(account.address())
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
        let account = self.take_alone()?;
        ensure!(account.view().owned_by(&ID), ErrorCode::AccountOwnedByWrongProgram);
        Ok(Own::new(account))
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
        ensure!(purse.view().is_signer(), ErrorCode::AccountNotSigner);
        Ok(purse)
    }

    /// The next account, which is paid: its balance may change.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`, `AccountNotMutable`.
    #[inline(never)]
    pub fn receiver(&mut self) -> Result<Purse<'a>> {
        let account = self.take()?;
        writable(account)?;
        Ok(Purse::new(account))
    }

    /// The next account, which is to be created.
    ///
    /// # Errors
    /// `AccountNotEnoughKeys`, `AccountNotMutable`, [`OracleError::WrittenTwice`].
    pub fn vacant(&mut self) -> Result<Vacant<'a>> {
        Ok(Vacant::new(self.take_alone()?))
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
        self.left.len()
    }

    /// Those that are left, for reading.
    pub fn rest(self) -> Vec<Account<'a>> {
        let left: &'a [AccountView] = self.left;
        left.iter().map(view).collect()
    }

    #[inline(always)]
    fn take(&mut self) -> Result<&'a mut AccountView> {
        let (next, left) = mem::take(&mut self.left).split_first_mut().ok_or(ErrorCode::AccountNotEnoughKeys)?;
        self.left = left;
        self.shared >>= 1;
        Ok(next)
    }

    #[inline(always)]
    fn take_alone(&mut self) -> Result<Alone<'a>> {
        let shared = self.shared & 1 != 0;
        let account = self.take()?;
        writable(account)?;
        ensure!(!shared, OracleError::WrittenTwice);
        Ok(Alone(account))
    }
}

impl<'a> Alone<'a> {
    /// What the runtime says of it.
    pub(super) fn view(&self) -> &AccountView {
        self.0
    }

    /// The same, to change it.
    pub(super) fn view_mut(&mut self) -> &mut AccountView {
        self.0
    }

    /// Its address.
    #[inline(always)]
    pub(super) fn key(&self) -> &'a Pubkey {
        // SAFETY: FIXED ADDRESS.
        unsafe { &(*self.0.account_ptr()).address }
    }

    /// Its data.
    #[inline(always)]
    pub(super) fn data(&mut self) -> &mut [u8] {
        Alone(self.0).into_data()
    }

    /// Its data, for the rest of the call.
    #[inline(always)]
    pub(super) fn into_data(self) -> &'a mut [u8] {
        // SAFETY: ONE PLACE.
        unsafe { self.0.borrow_unchecked_mut() }
    }
}

/// Bit per place that is not the only one of its account. Accounts lie in the order of their first places.
#[inline(always)]
fn shared(places: &[AccountView]) -> u32 {
    let mut last = core::ptr::null();
    for account in places {
        let at = account.account_ptr();
        if at <= last {
            return shared_by_pairs(places);
        }
        last = at;
    }
    0
}

#[cold]
#[inline(never)]
fn shared_by_pairs(places: &[AccountView]) -> u32 {
    let twice = |account| places.iter().filter(|other| *other == account).count() > 1;
    places.iter().rev().fold(0, |shared, account| shared << 1 | u32::from(twice(account)))
}

fn writable(account: &AccountView) -> Result {
    ensure!(account.is_writable(), ErrorCode::AccountNotMutable);
    Ok(())
}

fn view(account: &AccountView) -> Account<'_> {
    // SAFETY: ONE PLACE: what is written has no second place, so it is in no view.
    let data = unsafe { account.borrow_unchecked() };
    let (key, owner) = (account.address().as_array(), account.owner().as_array());
    Account { key, owner, lamports: account.lamports(), data }
}
