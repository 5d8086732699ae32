//! Accounts of the stake program.
//!
//! Layout: <https://docs.rs/solana-stake-interface>, `state::StakeStateV2` in bincode: a u32 tag, then `Meta`, then `Stake`.

use crate::{
    Key,
    account::{Account, Part, same},
    bytes::{field, key_at, u32_at, u64_at},
    fault::{Condition, SourceFault},
    layout::{Layout, Length, offsets},
    programs,
};

const LEN: usize = 200;
const STATE: usize = 0;
const STAKER: usize = 12;
const WITHDRAWER: usize = 44;
/// The time and the epoch until which nothing can be withdrawn.
const LOCKUP: usize = 76;
const DELEGATED: usize = 156;

const UNINITIALIZED: u32 = 0;
const INITIALIZED: u32 = 1;
const DELEGATED_STAKE: u32 = 2;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "StakeStateV2",
    owners: &[programs::STAKE],
    discriminator: None,
    length: Length::Exact(LEN),
    offsets: offsets![STATE, STAKER, WITHDRAWER, LOCKUP, DELEGATED],
};

/// What a stake account says. Its balance is the account's lamports: those are the delegated stake, the rent-exempt reserve and
/// whatever else lies in it, each once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StakeAccount<'a> {
    /// Who may delegate, split and merge it.
    pub staker: &'a Key,
    /// Who may take the lamports out, once they are unstaked.
    pub withdrawer: &'a Key,
    /// Whether there is a time or an epoch before which nobody may.
    pub locked: bool,
    /// Lamports delegated to a validator, a part of its balance; zero before delegation.
    pub delegated: u64,
}

/// Whether an account is a stake account that `authority` alone can empty.
pub fn belongs(account: &Account<'_>, authority: &Key) -> bool {
    StakeAccount::decode(Part { account, index: 0 }).is_ok_and(|stake| same(stake.withdrawer, authority))
}

/// The same of one that nobody else can move or lock: no lockup, and no other staker, who could split and merge it away.
pub fn belongs_freely(account: &Account<'_>, authority: &Key) -> bool {
    StakeAccount::decode(Part { account, index: 0 })
        .is_ok_and(|stake| same(stake.withdrawer, authority) && same(stake.staker, authority) && !stake.locked)
}

impl<'a> StakeAccount<'a> {
    /// Decodes a stake account that is initialised, delegated or not.
    pub(crate) fn decode(part: Part<'a>) -> Result<Self, SourceFault> {
        part.owned_by(&programs::STAKE)?;
        let data = part.sized::<LEN>()?;
        let delegated = match u32_at::<STATE, LEN>(data) {
            INITIALIZED => 0,
            DELEGATED_STAKE => u64_at::<DELEGATED, LEN>(data),
            UNINITIALIZED => return Err(part.fault(Condition::Uninitialised)),
            _ => return Err(part.fault(Condition::Malformed)),
        };
        Ok(Self {
            staker: key_at::<STAKER, LEN>(data),
            withdrawer: key_at::<WITHDRAWER, LEN>(data),
            locked: field::<LOCKUP, 16, LEN>(data) != &[0; 16],
            delegated,
        })
    }
}

#[cfg(feature = "encode")]
pub use encode::StakeHolding;

#[cfg(feature = "encode")]
mod encode {
    extern crate alloc;
    use alloc::{vec, vec::Vec};

    use super::{DELEGATED, DELEGATED_STAKE, INITIALIZED, LEN, STAKER, STATE, WITHDRAWER};
    use crate::{Key, bytes::put};

    /// A stake account to lay out; its lamports are the account's own balance.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct StakeHolding {
        /// Lamports that keep the account rent-exempt: 2,282,880 on mainnet.
        pub rent_exempt_reserve: u64,
        /// Who may delegate.
        pub staker: Key,
        /// Who may withdraw.
        pub withdrawer: Key,
        /// Vote account and lamports delegated to it, with the epoch of activation; `None` before delegation.
        pub delegation: Option<(Key, u64, u64)>,
    }

    impl StakeHolding {
        /// The account's data.
        pub fn encode(&self) -> Vec<u8> {
            let mut data = vec![0; LEN];
            put(&mut data, 4, &self.rent_exempt_reserve.to_le_bytes());
            put(&mut data, STAKER, &self.staker);
            put(&mut data, WITHDRAWER, &self.withdrawer);
            let state = match self.delegation {
                None => INITIALIZED,
                Some((voter, stake, activation_epoch)) => {
                    put(&mut data, 124, &voter);
                    put(&mut data, DELEGATED, &stake.to_le_bytes());
                    put(&mut data, 164, &activation_epoch.to_le_bytes());
                    // Never deactivated; the warm-up rate that the stake program writes (0.25, retired).
                    put(&mut data, 172, &u64::MAX.to_le_bytes());
                    put(&mut data, 180, &0.25f64.to_le_bytes());
                    DELEGATED_STAKE
                }
            };
            put(&mut data, STATE, &state.to_le_bytes());
            data
        }
    }
}
