//! SPL stake pools.
//!
//! Layout: Borsh of <https://docs.rs/spl-stake-pool>, `state::StakePool`, padded to a fixed length; no discriminator but the
//! account type in the first byte. Fields up to the first option have fixed offsets, those behind it are walked.

#[cfg(feature = "encode")]
mod encode;
mod fee;

use fair_value::{
    Backing, NavReading, Now, Reading,
    units::{Epoch, Lamports, TokenAmount},
};

#[cfg(feature = "encode")]
pub use encode::StakePoolAccount;
pub use fee::{Fee, FutureFee};

use crate::{
    Key,
    account::{Part, same},
    bytes::{Cursor, key_at, u8_at, u64_at},
    fault::{Condition, Fault, SourceFault},
    layout::{Layout, Length, offsets},
    math::wide::mul_div_floor,
    members::Members,
    programs,
    table::SourceConfig,
};

/// Length of the account.
pub const LEN: usize = 611;
const ACCOUNT_TYPE: usize = 0;
const POOL_MINT: usize = 162;
const TOTAL_LAMPORTS: usize = 258;
const POOL_TOKEN_SUPPLY: usize = 266;
const LAST_UPDATE_EPOCH: usize = 274;
/// The first field whose length varies: `next_epoch_fee`, behind `epoch_fee` at 330.
const NEXT_EPOCH_FEE: usize = 346;

const UNINITIALIZED: u8 = 0;
const STAKE_POOL: u8 = 1;

/// The stake-pool program accepts mints of 9 decimals only.
pub const DECIMALS: u8 = 9;

/// A pool that nobody has updated for longer than this is not a running pool: its totals say nothing any more. (Staleness within
/// it is judged by the rules, from the reading's epoch.)
pub const MAX_EPOCHS_BEHIND: u64 = 5;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "StakePool",
    owners: &programs::STAKE_POOLS,
    discriminator: None,
    length: Length::Exact(LEN),
    offsets: offsets![ACCOUNT_TYPE, POOL_MINT, TOTAL_LAMPORTS, POOL_TOKEN_SUPPLY, LAST_UPDATE_EPOCH, NEXT_EPOCH_FEE],
};

/// What a stake pool says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StakePool<'a> {
    /// The pool's token.
    pub mint: &'a Key,
    /// What it manages as of the last update; nonzero.
    pub total: Lamports,
    /// Pool tokens in issue; nonzero.
    pub supply: TokenAmount,
    /// Epoch of the last update.
    pub updated: Epoch,
    /// Fee on withdrawals of stake, the way out that is open to anyone.
    pub withdrawal_fee: Fee,
    /// The fee that was announced to replace it within two epochs.
    pub announced_fee: Option<Fee>,
}

impl<'a> StakePool<'a> {
    /// Decodes a pool of any of the three programs and checks that it is running: initialised, funded, updated lately.
    pub(crate) fn decode(part: Part<'a>, now: &Now) -> Result<Self, SourceFault> {
        part.owned_by_any(&programs::STAKE_POOLS)?;
        let data = part.sized::<LEN>()?;
        match u8_at::<ACCOUNT_TYPE, LEN>(data) {
            STAKE_POOL => {}
            UNINITIALIZED => return Err(part.fault(Condition::Uninitialised)),
            _ => return Err(part.fault(Condition::Malformed)),
        }
        let mut cursor = Cursor::new(data, NEXT_EPOCH_FEE);
        let (withdrawal_fee, announced_fee) =
            fee::withdrawal_fees(&mut cursor).ok_or_else(|| part.fault(Condition::Malformed))?;
        let pool = Self {
            mint: key_at::<POOL_MINT, LEN>(data),
            total: Lamports::new(u64_at::<TOTAL_LAMPORTS, LEN>(data)),
            supply: TokenAmount::new(u64_at::<POOL_TOKEN_SUPPLY, LEN>(data)),
            updated: Epoch::new(u64_at::<LAST_UPDATE_EPOCH, LEN>(data)),
            withdrawal_fee,
            announced_fee,
        };
        pool.check_running(now).map_err(|condition| part.fault(condition))?;
        Ok(pool)
    }

    fn check_running(&self, now: &Now) -> Result<(), Condition> {
        if self.supply == TokenAmount::ZERO {
            Err(Condition::ZeroSupply)
        } else if self.total == Lamports::ZERO {
            Err(Condition::ZeroAssets)
        } else if self.updated > now.epoch {
            Err(Condition::FromFuture)
        } else if now.epoch.since(self.updated) > MAX_EPOCHS_BEHIND {
            Err(Condition::Stale)
        } else {
            Ok(())
        }
    }

    /// What so many tokens are worth, rounded down: less the withdrawal fee if that is configured, which then is the
    /// higher of today's and the announced one. A fee above the ceiling is refused either way.
    pub(crate) fn value(&self, tokens: TokenAmount, config: &SourceConfig) -> Result<Lamports, Condition> {
        if !self.withdrawal_fee.at_most(config.max_fee_bps) {
            return Err(Condition::FeeTooHigh);
        }
        let gross = if tokens == self.supply {
            Some(self.total)
        } else {
            mul_div_floor(tokens.get(), self.total.get(), self.supply.get()).map(Lamports::new)
        };
        let gross = gross.ok_or(Condition::OutOfRange)?;
        if config.net_withdrawal_fee == 0 {
            return Ok(gross);
        }
        let today = self.withdrawal_fee.net_of(gross);
        Ok(self.announced_fee.map_or(today, |fee| fee.net_of(gross).min(today)))
    }
}

/// The token is the pool's own: NAV is all its lamports over all its tokens.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now) -> Result<Reading, Fault> {
    let part = members.main()?;
    part.owned_by(&members.config.program)?;
    let pool = StakePool::decode(part, now)?;
    if !same(pool.mint, members.mint) {
        return Err(part.fault(Condition::WrongMint).into());
    }
    let assets = pool.value(pool.supply, members.config).map_err(|condition| part.fault(condition))?;
    Ok(Reading::Nav(NavReading::Backing(Backing {
        assets,
        supply: pool.supply,
        decimals: DECIMALS,
        updated: pool.updated,
        custodial: Lamports::ZERO,
        undercovered: false,
    })))
}
