//! Sanctum's Infinity pool (INF): many liquid staking tokens behind one.
//!
//! Layout: `PoolState` and `PoolStateV2` of <https://github.com/igneous-labs/inf-1.5>,
//! `controller/core/src/accounts/pool_state`. There is no discriminator: the version byte and the length tell both
//! apart, and only together. The first version is rewritten in place by the first instruction behind the program's
//! upgrade, so both are read.
//!
//! # What the token is worth
//! On the first version all of `total` belongs to the tokens in issue. On the second a gain of value (staking yield, or
//! a donation to a reserve) is *withheld* first and released slot by slot, less the protocol's fee, which is *owed*
//! until it is withdrawn:
//!
//! - [`InfPool::assets`] = total - withheld - owed is what the account shows as released. It is the low side: nothing
//!   of it can be taken back but by a loss.
//! - [`InfPool::release`] is what the program would release if an instruction of it ran at a given slot, and every
//!   redemption runs that first. [`InfPool::assets_at`] counts it: the high side.
//! - What remains withheld then is an extra. It belongs to nobody yet and takes losses first, so no side counts it.
//!
//! `total` divided by the supply is the formula of the first version. On the second it would count a donation of any
//! size at once.
//!
//! # What cannot be seen
//! `total` is a sum of one value per member token, each as of that member's last synchronisation, without a time.
//! Whoever likes may synchronise a member, except while the pool is disabled or rebalancing; nobody has to. A gain that
//! is seen late is harmless; a member that was slashed, or whose own pool fell, counts in full until somebody
//! synchronises it. Neither this account nor the list of members shows that. A reading is therefore *partly unseen*:
//! the caller should say so, and may value the largest members by their own sources and pass each through
//! [`InfPool::synced`]. The list ([`InfPool::list`]) says which members there are, what each counts for and whose
//! program values it; which reserve holds it is an address derived from the pool and the member's mint.
//!
//! The pool's administrator may exchange the program that values a member, and whoever upgrades the program anything
//! else.

#[cfg(feature = "encode")]
mod encode;
mod list;
mod release;
mod step;

use fair_value::{
    Now,
    units::{Lamports, Slot, TokenAmount},
};

#[cfg(feature = "encode")]
pub use encode::{InfListEntry, InfPoolAccount, InfYield, encode_list};
pub(crate) use list::LAYOUT as LIST_LAYOUT;
pub use list::{Lst, LstList};
pub use release::{Release, Schedule};
pub(crate) use step::step;

use crate::{
    Account, Key,
    account::Part,
    bytes::{key_at, u8_at, u32_at, u64_at},
    fault::{Condition, SourceFault},
    layout::{Layout, Length, offsets},
    programs,
    token::Mint,
};

/// Length of the account in its first version.
pub const LEN: usize = 176;
/// Length of the account in its second version.
pub const LEN_V2: usize = 240;

const TOTAL_SOL_VALUE: usize = 0;
/// Second version only.
const PROTOCOL_FEE_NANOS: usize = 8;
const VERSION: usize = 12;
const IS_DISABLED: usize = 13;
const IS_REBALANCING: usize = 14;
const LP_TOKEN_MINT: usize = 144;
const RPS: usize = 208;
const WITHHELD_LAMPORTS: usize = 216;
const PROTOCOL_FEE_LAMPORTS: usize = 224;
const LAST_RELEASE_SLOT: usize = 232;

const UNINITIALISED: u8 = 0;
const V1: u8 = 1;
const V2: u8 = 2;

/// Decimals of INF's mint.
pub const DECIMALS: u8 = 9;

/// What is relied on in the first version.
pub(crate) const LAYOUT: Layout = Layout {
    name: "PoolState (INF)",
    owners: &[programs::SANCTUM_INF],
    discriminator: None,
    length: Length::Exact(LEN),
    offsets: offsets![TOTAL_SOL_VALUE, VERSION, IS_DISABLED, IS_REBALANCING, LP_TOKEN_MINT],
};

/// What is relied on in the second version.
pub(crate) const LAYOUT_V2: Layout = Layout {
    name: "PoolStateV2 (INF)",
    length: Length::Exact(LEN_V2),
    offsets: offsets![
        TOTAL_SOL_VALUE,
        PROTOCOL_FEE_NANOS,
        VERSION,
        IS_DISABLED,
        IS_REBALANCING,
        LP_TOKEN_MINT,
        RPS,
        WITHHELD_LAMPORTS,
        PROTOCOL_FEE_LAMPORTS,
        LAST_RELEASE_SLOT
    ],
    ..LAYOUT
};

/// What the pool says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InfPool<'a> {
    /// INF's mint.
    pub mint: &'a Key,
    /// Tokens in issue, by the mint; nonzero.
    pub supply: TokenAmount,
    /// Value of all members, each as of its last synchronisation.
    pub total: Lamports,
    /// Of `total`, gains that are not released yet; zero in the first version.
    pub withheld: Lamports,
    /// Of `total`, fees that the protocol has earned and not withdrawn; zero in the first version.
    pub owed: Lamports,
    /// How the withheld part is released; `None` in the first version, which withholds nothing.
    pub schedule: Option<Schedule>,
}

impl<'a> InfPool<'a> {
    /// Reads the pool with its mint outside any source.
    ///
    /// # Errors
    /// What is wrong with the pool, as account 0, or with the mint, as account 1.
    pub fn read(pool: &'a Account<'a>, mint: &Account<'_>, now: &Now) -> Result<Self, SourceFault> {
        Self::decode(Part { account: pool, index: 0 }, Part { account: mint, index: 1 }, now)
    }

    /// Decodes either version and the mint, and checks that the pool is running: initialised, enabled, not in the
    /// middle of a rebalancing, something in it and something in issue.
    #[inline(never)]
    pub(crate) fn decode(part: Part<'a>, mint: Part<'_>, now: &Now) -> Result<Self, SourceFault> {
        part.owned_by(&programs::SANCTUM_INF)?;
        let data = part.account.data;
        let Some(head) = data.first_chunk::<LEN>() else { return Err(part.fault(Condition::WrongLength)) };
        let tail = match (u8_at::<VERSION, LEN>(head), data.len()) {
            (V1, LEN) => None,
            (V2, LEN_V2) => data.first_chunk::<LEN_V2>(),
            (UNINITIALISED, LEN | LEN_V2) => return Err(part.fault(Condition::Uninitialised)),
            (V1 | V2, _) => return Err(part.fault(Condition::WrongLength)),
            (_, LEN | LEN_V2) => return Err(part.fault(Condition::WrongDiscriminator)),
            _ => return Err(part.fault(Condition::WrongLength)),
        };
        let mut pool = Self {
            mint: key_at::<LP_TOKEN_MINT, LEN>(head),
            supply: TokenAmount::ZERO,
            total: Lamports::new(u64_at::<TOTAL_SOL_VALUE, LEN>(head)),
            withheld: Lamports::ZERO,
            owed: Lamports::ZERO,
            schedule: None,
        };
        if let Some(data) = tail {
            pool.withheld = Lamports::new(u64_at::<WITHHELD_LAMPORTS, LEN_V2>(data));
            pool.owed = Lamports::new(u64_at::<PROTOCOL_FEE_LAMPORTS, LEN_V2>(data));
            pool.schedule = Some(Schedule {
                share: u64_at::<RPS, LEN_V2>(data),
                fee_nanos: u32_at::<PROTOCOL_FEE_NANOS, LEN_V2>(data),
                since: Slot::new(u64_at::<LAST_RELEASE_SLOT, LEN_V2>(data)),
            });
        }
        let flags = (u8_at::<IS_REBALANCING, LEN>(head), u8_at::<IS_DISABLED, LEN>(head));
        pool.check_running(flags, now).map_err(|condition| part.fault(condition))?;
        if !mint.is_at(pool.mint) {
            return Err(part.fault(Condition::WrongMint));
        }
        pool.supply = Mint::issued(mint, DECIMALS)?.supply;
        Ok(pool)
    }

    fn check_running(&self, (rebalancing, disabled): (u8, u8), now: &Now) -> Result<(), Condition> {
        if rebalancing != 0 {
            // Between two instructions of one transaction: what was taken out is missing from the total.
            return Err(Condition::UnsupportedMode);
        }
        if disabled != 0 {
            // Nobody can synchronise a member any more.
            return Err(Condition::Stale);
        }
        if let Some(schedule) = &self.schedule {
            schedule.check(now)?;
        }
        match self.released() {
            None => Err(Condition::Malformed),
            Some(Lamports::ZERO) => Err(Condition::ZeroAssets),
            Some(_) => Ok(()),
        }
    }

    fn released(&self) -> Option<Lamports> {
        self.total.checked_sub(self.withheld)?.checked_sub(self.owed)
    }

    /// What is released to all tokens in issue, lamports: the low side of what they are worth.
    pub fn assets(&self) -> Lamports {
        // Both together are at most the total: checked when it was decoded, and kept by whatever makes one pool of
        // another.
        self.released().unwrap_or(Lamports::ZERO)
    }

    /// What the program would release if an instruction of it ran at this slot.
    pub fn release(&self, slot: Slot) -> Release {
        self.schedule.map_or(Release::NOTHING, |schedule| schedule.release(self.withheld, slot))
    }

    /// What would be released to all tokens by this slot, lamports: the high side of what they are worth, and what a
    /// redemption pays by.
    pub fn assets_at(&self, slot: Slot) -> Lamports {
        self.assets().plus(self.release(slot).released)
    }

    /// The pool after a synchronisation of one member from `stored`, its value in the list, to `seen`: on the second
    /// version a gain is withheld, while a loss takes what is withheld, then what is owed, then what is released; on
    /// the first both move the assets at once.
    ///
    /// The order counts, as it does on chain: a loss before a gain takes what the gain would have covered. For the low
    /// side pass the members that lost first.
    ///
    /// # Errors
    /// [`Condition::Malformed`] if the pool counts less than the member stands for, [`Condition::OutOfRange`] if the
    /// new total does not fit, [`Condition::ZeroAssets`] if nothing is left.
    pub fn synced(self, stored: Lamports, seen: Lamports) -> Result<Self, Condition> {
        let others = self.total.checked_sub(stored).ok_or(Condition::Malformed)?;
        let mut pool = Self { total: others.checked_add(seen).ok_or(Condition::OutOfRange)?, ..self };
        if self.schedule.is_some() {
            // The withheld part is within the old total, and so within the new one where that is larger.
            pool.withheld = self.withheld.plus(seen.minus(stored));
            let loss = stored.minus(seen);
            pool.withheld = pool.withheld.minus(loss);
            pool.owed = self.owed.minus(loss.minus(self.withheld));
        }
        match pool.released() {
            None => Err(Condition::Malformed),
            Some(Lamports::ZERO) => Err(Condition::ZeroAssets),
            Some(_) => Ok(pool),
        }
    }
}
