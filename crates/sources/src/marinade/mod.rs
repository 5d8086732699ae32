//! Marinade's mSOL.
//!
//! Layout: `State` of <https://github.com/marinade-finance/liquid-staking-program>, packed Borsh. Only its head has
//! fixed offsets: behind it stands an enum of varying length.
//!
//! The state does not say of what epoch it is. Anybody may update it, one of its stake accounts after the other, so
//! that after an epoch's turn the rate climbs for hours in as many small steps. Without the [list](list) of those
//! accounts the rate counts as of the present epoch, and is late by an epoch at most as long as somebody updates it:
//! too low, if nobody was slashed.

#[cfg(feature = "encode")]
mod encode;
mod list;

#[cfg(feature = "encode")]
pub use encode::{MarinadeAccount, StakeListAccount, StakeRecord};
pub(crate) use list::LAYOUT as LIST_LAYOUT;

use crate::{
    account::Part,
    bytes::{key_at, u8_at, u32_at, u64_at},
    chain::{Link, Quality, Step, Terms},
    fault::{Condition, Fault, SourceFault},
    layout::{Layout, Length, offsets},
    math::wide::{checked_times, widening},
    programs,
    stake_pool::Fee,
    table::Role,
};

/// Bytes in which every field has its place.
pub const HEAD: usize = 638;
/// Anchor's discriminator of `State`.
pub const DISCRIMINATOR: [u8; 8] = [0xd8, 0x92, 0x6b, 0x5e, 0x68, 0x4b, 0xb6, 0xb1];
const MSOL_MINT: usize = 8;
const STAKE_LIST: usize = 150;
const STAKE_LIST_ITEM_SIZE: usize = 182;
const STAKE_LIST_COUNT: usize = 186;
const DELAYED_UNSTAKE_COOLING_DOWN: usize = 226;
const TOTAL_ACTIVE_BALANCE: usize = 376;
const AVAILABLE_RESERVE_BALANCE: usize = 496;
const MSOL_SUPPLY: usize = 504;
const MSOL_PRICE: usize = 512;
const CIRCULATING_TICKET_BALANCE: usize = 528;
const STAKING_SOL_CAP: usize = 560;
const EMERGENCY_COOLING_DOWN: usize = 568;
const PAUSED: usize = 608;
const DELAYED_UNSTAKE_FEE: usize = 609;
const WITHDRAW_STAKE_ACCOUNT_FEE: usize = 613;
const WITHDRAW_STAKE_ACCOUNT_ENABLED: usize = 617;

/// Marinade states fees in so many parts of one.
const FEE_PARTS: u64 = 1_000_000;
/// Fractional bits of `msol_price`.
const PRICE_BITS: u32 = 32;
/// `msol_price` may differ from what the fields say by one part in so many: it is set by updates alone, other
/// instructions round.
const PRICE_PARTS: u64 = 10_000;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "State (Marinade)",
    owners: &[programs::MARINADE],
    discriminator: Some(DISCRIMINATOR),
    length: Length::AtLeast(HEAD),
    offsets: offsets![
        MSOL_MINT,
        STAKE_LIST,
        STAKE_LIST_ITEM_SIZE,
        STAKE_LIST_COUNT,
        DELAYED_UNSTAKE_COOLING_DOWN,
        TOTAL_ACTIVE_BALANCE,
        AVAILABLE_RESERVE_BALANCE,
        MSOL_SUPPLY,
        MSOL_PRICE,
        CIRCULATING_TICKET_BALANCE,
        STAKING_SOL_CAP,
        EMERGENCY_COOLING_DOWN,
        PAUSED,
        DELAYED_UNSTAKE_FEE,
        WITHDRAW_STAKE_ACCOUNT_FEE,
        WITHDRAW_STAKE_ACCOUNT_ENABLED
    ],
};

/// mSOL in SOL, by Marinade's books and its mint.
#[inline(always)]
pub(crate) fn step<'a>(link: &Link<'a, '_>) -> Result<Step<'a>, Fault> {
    let part = link.part;
    let data = head(part)?;
    let token = key_at::<MSOL_MINT, HEAD>(data);
    let (_, mint) = link.mint(token)?;
    let supply = u64_at::<MSOL_SUPPLY, HEAD>(data);
    let assets = assets(data).ok_or_else(|| part.fault(Condition::OutOfRange))?;
    let terms = Terms::of_books(assets, supply, fee(data)).map_err(|condition| part.fault(condition))?;
    if !agrees(assets, supply, u64_at::<MSOL_PRICE, HEAD>(data)) {
        return Err(part.fault(Condition::Malformed).into());
    }
    let updated = match link.members.behind(link.companion(Role::StepMint)?, Role::StakeList) {
        Some(list) => list::updated(list, data, link.now)?,
        None => link.now.epoch,
    };
    let is_running = match u8_at::<PAUSED, HEAD>(data) {
        0 => true,
        1 => false,
        _ => return Err(part.fault(Condition::Malformed).into()),
    };
    // An update that finds more in issue than the books say adopts it, and sets the cap to zero.
    let unbacked = mint.supply.get() > supply || u64_at::<STAKING_SOL_CAP, HEAD>(data) == 0;
    let terms = Terms { supply: supply.max(mint.supply.get()), ..terms };
    let quality = Quality { unbacked, ..Quality::of(if is_running { updated } else { link.stopped(updated) }) };
    Ok(Step { part, token, terms, decimals: mint.decimals, quality })
}

/// The part of the state that is read, type and owner checked.
fn head(part: Part<'_>) -> Result<&[u8; HEAD], SourceFault> {
    part.owned_by(&programs::MARINADE)?;
    let data = part.account.data.first_chunk::<HEAD>().ok_or_else(|| part.fault(Condition::WrongLength))?;
    if data.first_chunk() == Some(&DISCRIMINATOR) { Ok(data) } else { Err(part.fault(Condition::WrongDiscriminator)) }
}

/// All that is staked, cooling down or in the reserve, less what tickets were given out for; at least nothing.
fn assets(data: &[u8; HEAD]) -> Option<u64> {
    let sum = u64_at::<TOTAL_ACTIVE_BALANCE, HEAD>(data)
        .checked_add(u64_at::<DELAYED_UNSTAKE_COOLING_DOWN, HEAD>(data))?
        .checked_add(u64_at::<EMERGENCY_COOLING_DOWN, HEAD>(data))?
        .checked_add(u64_at::<AVAILABLE_RESERVE_BALANCE, HEAD>(data))?;
    Some(sum.saturating_sub(u64_at::<CIRCULATING_TICKET_BALANCE, HEAD>(data)))
}

/// The fee on withdrawals of stake; where those are disabled, on the ticket that remains.
fn fee(data: &[u8; HEAD]) -> Fee {
    let parts = if u8_at::<WITHDRAW_STAKE_ACCOUNT_ENABLED, HEAD>(data) == 0 {
        u32_at::<DELAYED_UNSTAKE_FEE, HEAD>(data)
    } else {
        u32_at::<WITHDRAW_STAKE_ACCOUNT_FEE, HEAD>(data)
    };
    Fee { denominator: FEE_PARTS, numerator: parts.into() }
}

/// Whether Marinade's own price is what its fields say, but for rounding: a field missing from the sum, or one more in
/// it, shows here.
fn agrees(assets: u64, supply: u64, price: u64) -> bool {
    let (exact, stated) = (u128::from(assets).wrapping_shl(PRICE_BITS), widening(price, supply));
    let apart = exact.abs_diff(stated);
    match u64::try_from(apart) {
        Ok(apart) => widening(apart, PRICE_PARTS) <= stated,
        Err(_) => checked_times(apart, PRICE_PARTS).is_some_and(|scaled| scaled <= stated),
    }
}
