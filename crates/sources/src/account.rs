//! An account as every caller can show it: on chain, from RPC, or made up for a replay.

use crate::{
    bytes::field,
    fault::{Condition, SourceFault},
    programs,
};

/// A 32-byte address.
pub type Key = [u8; 32];

/// A borrowed view of an account.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// Its address.
    pub key: &'a Key,
    /// The program that owns it.
    pub owner: &'a Key,
    /// Its balance.
    pub lamports: u64,
    /// Its data.
    pub data: &'a [u8],
}

impl Account<'_> {
    /// Owned by this program, of this length, and marked as of this type.
    #[inline(never)]
    fn checked(&self, program: &Key, length: usize, discriminator: u64) -> Result<(), Condition> {
        if self.owner != program {
            Err(self.foreign())
        } else if self.data.len() != length {
            Err(Condition::WrongLength)
        } else if self.data.first_chunk() != Some(&discriminator.to_le_bytes()) {
            Err(Condition::WrongDiscriminator)
        } else {
            Ok(())
        }
    }

    /// What is wrong with an account that no expected program owns.
    #[cold]
    #[inline(never)]
    fn foreign(&self) -> Condition {
        if self.is_gone() { Condition::Gone } else { Condition::WrongOwner }
    }

    /// Whether nothing exists at this address: either it never did, or it was closed. Lamports that somebody sent there since
    /// change nothing about that.
    pub fn is_gone(&self) -> bool {
        self.data.is_empty() && same(self.owner, &programs::SYSTEM)
    }
}

/// Whether two addresses are the same. Once for all: in place it is ten times the size of a call.
#[inline(never)]
pub fn same(one: &Key, other: &Key) -> bool {
    one == other
}

/// An account together with its place in its source, so that every fault names it.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) account: &'a Account<'a>,
    pub(crate) index: u8,
}

impl<'a> Part<'a> {
    pub(crate) fn fault(self, condition: Condition) -> SourceFault {
        SourceFault { account: self.index, condition }
    }

    /// Has this address.
    pub(crate) fn is_at(self, key: &Key) -> bool {
        same(self.account.key, key)
    }

    /// Owned by this program.
    pub(crate) fn owned_by(self, program: &Key) -> Result<(), SourceFault> {
        if same(self.account.owner, program) { Ok(()) } else { Err(self.foreign()) }
    }

    /// Owned by one of these programs.
    pub(crate) fn owned_by_any(self, programs: &[Key]) -> Result<(), SourceFault> {
        if programs.iter().any(|program| same(self.account.owner, program)) { Ok(()) } else { Err(self.foreign()) }
    }

    #[cold]
    fn foreign(self) -> SourceFault {
        self.fault(self.account.foreign())
    }

    /// The data, if it has exactly this length.
    pub(crate) fn sized<const LEN: usize>(self) -> Result<&'a [u8; LEN], SourceFault> {
        self.account.data.try_into().map_err(|_| self.fault(Condition::WrongLength))
    }

    /// The data of an account whose program marks its type in the first eight bytes: owner, length and type checked.
    pub(crate) fn typed<const LEN: usize>(
        self,
        program: &Key,
        discriminator: &[u8; 8],
    ) -> Result<&'a [u8; LEN], SourceFault> {
        let marked = u64::from_le_bytes(*discriminator);
        self.account.checked(program, LEN, marked).map_err(|condition| self.fault(condition))?;
        self.sized()
    }

    /// As [`Self::typed`] of an account whose length varies behind its first `HEAD` bytes: those.
    pub(crate) fn headed<const HEAD: usize>(
        self,
        program: &Key,
        discriminator: &[u8; 8],
    ) -> Result<&'a [u8; HEAD], SourceFault> {
        self.owned_by(program)?;
        let head = self.account.data.first_chunk().ok_or_else(|| self.fault(Condition::WrongLength))?;
        if field::<0, 8, HEAD>(head) == discriminator {
            Ok(head)
        } else {
            Err(self.fault(Condition::WrongDiscriminator))
        }
    }
}
