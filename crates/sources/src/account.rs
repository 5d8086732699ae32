//! An account as every caller can show it: on chain, from RPC, or made up for a replay.

use crate::{
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
    /// Whether nothing exists at this address: either it never did, or it was closed. Lamports that somebody sent there since
    /// change nothing about that.
    pub fn is_gone(&self) -> bool {
        self.data.is_empty() && *self.owner == programs::SYSTEM
    }
}

/// An account together with its place in its source, so that every fault names it.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) account: &'a Account<'a>,
    pub(crate) index: u8,
}

impl<'a> Part<'a> {
    pub(crate) fn fault(&self, condition: Condition) -> SourceFault {
        SourceFault { account: self.index, condition }
    }

    /// Owned by this program.
    pub(crate) fn owned_by(&self, program: &Key) -> Result<(), SourceFault> {
        if self.account.owner == program { Ok(()) } else { Err(self.foreign()) }
    }

    /// Owned by one of these programs.
    pub(crate) fn owned_by_any(&self, programs: &[Key]) -> Result<(), SourceFault> {
        if programs.contains(self.account.owner) { Ok(()) } else { Err(self.foreign()) }
    }

    #[cold]
    fn foreign(&self) -> SourceFault {
        self.fault(if self.account.is_gone() { Condition::Gone } else { Condition::WrongOwner })
    }

    /// The data, if it has exactly this length.
    pub(crate) fn sized<const LEN: usize>(&self) -> Result<&'a [u8; LEN], SourceFault> {
        self.account.data.try_into().map_err(|_| self.fault(Condition::WrongLength))
    }

    /// The data of an account whose program marks its type in the first eight bytes: owner, length and type checked.
    pub(crate) fn typed<const LEN: usize>(
        &self,
        program: &Key,
        discriminator: &[u8; 8],
    ) -> Result<&'a [u8; LEN], SourceFault> {
        self.owned_by(program)?;
        let data = self.sized::<LEN>()?;
        match data.first_chunk() {
            Some(found) if found == discriminator => Ok(data),
            _ => Err(self.fault(Condition::WrongDiscriminator)),
        }
    }
}
