//! The token bucket that bounds the published NAV upward.
//!
//! The bucket is kept as two numbers: NAV when it was last full (`base`), and the growth allowed since (`allowance`), in basis
//! points times seconds of a year, so that refilling is exact and splitting an interval changes nothing. What has been spent
//! is the distance of NAV from the base.

use crate::math::bounded;
use crate::params::Params;
use crate::state::NavState;
use crate::tick::Tick;
use crate::units::Rate;

/// A Julian year in seconds, times the basis points in one: the allowance that doubles NAV.
const YEAR: u64 = 31_557_600 * 10_000;

/// Time passes.
pub(super) fn refill(params: &Params, state: &mut NavState, tick: &Tick) {
    // Two 32-bit numbers.
    let growth = u64::from(params.growth_per_year.get()).wrapping_mul(u64::from(tick.passed.get()));
    state.allowance = bounded::sum(state.allowance, growth);
}

/// Starts over with a full bucket at the present NAV.
pub(super) fn fill(params: &Params, state: &mut NavState) {
    state.base = state.nav;
    state.allowance = capacity(params);
}

/// A full bucket.
fn capacity(params: &Params) -> u64 {
    u64::from(params.growth_per_epoch.get()).wrapping_mul(31_557_600)
}

/// Lets NAV rise toward `raw`. A return to `free` or below costs nothing.
// NAV moves once an epoch: out of line, this and a fall.
#[inline(never)]
pub(super) fn raise(params: &Params, state: &mut NavState, raw: Rate, free: Rate) {
    overflow(params, state);
    let (base, wanted) = (bits(state.base), bits(raw).saturating_sub(bits(state.base)));
    // (raw - base) / base <= allowance / YEAR, crosswise.
    if wide(wanted, YEAR) <= wide(base, state.allowance) {
        state.nav = raw;
        return;
    }
    let growth = wide(base, state.allowance).checked_div(u128::from(YEAR));
    let growth = growth.and_then(|growth| u64::try_from(growth).ok()).unwrap_or(u64::MAX);
    let limit = base.saturating_add(growth);
    // A limit below NAV is only a rounding remainder.
    state.nav = state.nav.max(rate(limit));
    let returned = raw.min(free);
    if returned > state.nav {
        start_over(state, returned);
    }
}

/// NAV falls to `lower`; what the bucket holds stays.
pub(super) fn fall(params: &Params, state: &mut NavState, lower: Rate) {
    if lower != state.nav {
        overflow(params, state);
        start_over(state, lower);
    }
}

/// The base moves to another NAV; what the bucket holds stays.
#[cold]
#[inline(never)]
fn start_over(state: &mut NavState, nav: Rate) {
    let left = unspent(state);
    state.nav = nav;
    state.base = nav;
    state.allowance = left;
}

/// A bucket that holds more than its size is full: it starts over from here.
#[inline(never)]
fn overflow(params: &Params, state: &mut NavState) {
    let capacity = capacity(params);
    let Some(above) = state.allowance.checked_sub(capacity) else { return };
    let spent = bits(state.nav).saturating_sub(bits(state.base));
    if wide(bits(state.base), above) >= wide(spent, YEAR) {
        fill(params, state);
    }
}

/// What the bucket holds, rounded down.
fn unspent(state: &NavState) -> u64 {
    let spent = bits(state.nav).saturating_sub(bits(state.base));
    let spent = wide(spent, YEAR).checked_div(u128::from(bits(state.base)));
    // Rounded down and one more: never less than was spent.
    let spent = spent.map_or(u64::MAX, |spent| u64::try_from(spent).unwrap_or(u64::MAX).saturating_add(1));
    state.allowance.saturating_sub(spent)
}

fn wide(a: u64, b: u64) -> u128 {
    // Two 64-bit numbers.
    u128::from(a).wrapping_mul(u128::from(b))
}

fn bits(rate: Rate) -> u64 {
    rate.to_bits()
}

fn rate(bits: u64) -> Rate {
    Rate::from_bits(bits)
}
