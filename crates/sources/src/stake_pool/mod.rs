//! SPL stake pools.
//!
//! Layout: Borsh of <https://docs.rs/spl-stake-pool>, `state::StakePool`, padded to a fixed length; no discriminator but the
//! account type in the first byte. Fields up to the first option have fixed offsets, those behind it are walked.

#[cfg(feature = "encode")]
mod encode;
mod fee;

use fair_value::{
    Backing, NavReading, Now, Reading,
    units::{Epoch, Lamports, Rate, TokenAmount},
};

#[cfg(feature = "encode")]
pub use encode::StakePoolAccount;
pub use fee::{Fee, FutureFee};

use crate::{
    account::{Part, same},
    bytes::{Cursor, key_at, u8_at, u64_at},
    chain::{Quality, Step, Terms},
    fault::{Condition, Fault, SourceFault},
    layout::{Layout, Length, offsets},
    members::Members,
    programs,
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

/// Decodes a pool of any of the three programs and checks that it is running: initialised, funded, updated lately. Its
/// fee is that on withdrawals of stake, the way out that is open to anyone; the announced one replaces it within two
/// epochs.
#[inline(always)]
pub(crate) fn step<'a>(part: Part<'a>, now: &Now) -> Result<Step<'a>, SourceFault> {
    part.owned_by_any(&programs::STAKE_POOLS)?;
    let data = part.sized::<LEN>()?;
    match u8_at::<ACCOUNT_TYPE, LEN>(data) {
        STAKE_POOL => {}
        UNINITIALIZED => return Err(part.fault(Condition::Uninitialised)),
        _ => return Err(part.fault(Condition::Malformed)),
    }
    let mut cursor = Cursor::new(data, NEXT_EPOCH_FEE);
    let (fee, announced) = fee::withdrawal_fees(&mut cursor).ok_or_else(|| part.fault(Condition::Malformed))?;
    let (assets, supply) = (u64_at::<TOTAL_LAMPORTS, LEN>(data), u64_at::<POOL_TOKEN_SUPPLY, LEN>(data));
    let terms = Terms::of_books(assets, supply, fee).map_err(|condition| part.fault(condition))?;
    let updated = Epoch::new(u64_at::<LAST_UPDATE_EPOCH, LEN>(data));
    check_age(updated, now).map_err(|condition| part.fault(condition))?;
    Ok(Step {
        part,
        token: key_at::<POOL_MINT, LEN>(data),
        terms: Terms { announced, ..terms },
        decimals: DECIMALS,
        quality: Quality::of(updated),
    })
}

/// Books of an epoch that has begun, and not too long ago.
fn check_age(updated: Epoch, now: &Now) -> Result<(), Condition> {
    if updated > now.epoch {
        Err(Condition::FromFuture)
    } else if now.epoch.since(updated) > MAX_EPOCHS_BEHIND {
        Err(Condition::Stale)
    } else {
        Ok(())
    }
}

/// The token is the pool's own: NAV is all its lamports over all its tokens.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now) -> Result<Reading, Fault> {
    let part = members.main()?;
    part.owned_by(&members.config.program)?;
    let pool = step(part, now)?;
    if !same(pool.token, members.mint) {
        return Err(part.fault(Condition::WrongMint).into());
    }
    let assets = pool.terms.value(pool.terms.supply, members.config).map_err(|condition| part.fault(condition))?;
    Ok(Reading::Nav(NavReading::Backing(Backing {
        assets: Lamports::new(assets),
        supply: TokenAmount::new(pool.terms.supply),
        decimals: DECIMALS,
        updated: pool.quality.updated,
        custodial: Lamports::ZERO,
        undercovered: false,
        unbacked: false,
        firm: Rate::ZERO,
    })))
}
