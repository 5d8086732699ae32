//! Falls: small ones pass at once, large ones halt until they are believed, and then NAV descends. How soon depends on the market: what it
//! agrees with is believed fast, what it denies waits for the books to be made again.

use super::witness::{self, Word};
use super::{recent, speed_limit};
use crate::findings::{Findings, Level, Reason};
use crate::market::MarketRates;
use crate::math::mul::{discount, drift, lowered};
use crate::params::Params;
use crate::state::NavState;
use crate::tick::Tick;
use crate::units::{Rate, Seconds};

/// Epoch turns after which books that the market denies have been made again.
const TURNS: u64 = 2;
/// They are not waited for longer than this.
const LONGEST_WAIT: Seconds = Seconds::new(432_000);

/// Lets the published NAV follow a good raw reading, unless it fell too far or, however little, with a rate that no
/// program lowers.
pub(super) fn settle(
    params: &Params,
    state: &mut NavState,
    raw: Rate,
    (tick, market): (&Tick, &MarketRates),
    findings: &mut Findings,
) {
    if raw >= lowered(state.anchor, params.max_drop) && !state.marks.has(NavState::FIRM_FELL) {
        forget_drop(state);
        follow(params, state, raw);
    } else {
        hold(params, state, raw, (tick, market), findings);
    }
    descend(params, state, tick, findings);
    state.anchor = state.anchor.max(state.accepted);
}

/// Ordinary times: down at once, up by the speed limit. While NAV is descending, only its aim moves.
fn follow(params: &Params, state: &mut NavState, raw: Rate) {
    if state.marks.has(NavState::DESCENT) && raw < state.nav {
        state.accepted = raw;
        return;
    }
    state.marks.set(NavState::DESCENT, false);
    if raw <= state.nav {
        speed_limit::fall(params, state, raw);
    } else {
        let free = recent::highest(state);
        speed_limit::raise(params, state, raw, free);
    }
    state.accepted = state.nav;
}

/// A large fall: NAV stays until it is believed. By the market's agreement, then NAV goes wherever the better of both witnesses is; or by time in
/// which every reading was below, then to the highest of them.
#[cold]
#[inline(never)]
fn hold(
    params: &Params,
    state: &mut NavState,
    raw: Rate,
    (tick, market): (&Tick, &MarketRates),
    findings: &mut Findings,
) {
    if !state.marks.has(NavState::DROP) {
        state.marks.set(NavState::DROP, true);
        state.drop_held = Seconds::ZERO;
        state.drop_agreed = Seconds::ZERO;
        state.drop_high = raw;
        state.drop_from = state.anchor;
        state.drop_epoch = tick.epoch;
        state.drop_since = tick.now;
    }
    // Only time between two readings below counts.
    if state.marks.has(NavState::DROP_SEEN) {
        weigh(params, state, witness::judge(params, state, raw, market), tick);
    }
    state.drop_high = state.drop_high.max(raw);
    state.marks.set(NavState::DROP_SEEN, true);
    let agreed = state.drop_agreed >= params.fall_agree;
    if state.marks.has(NavState::AGREED) && !agreed {
        // The market takes it back: NAV stays where it is.
        state.accepted = state.nav;
        state.marks.set(NavState::DESCENT, false);
    }
    state.marks.set(NavState::AGREED, agreed);
    if state.marks.has(NavState::AGREED)
        && let (Some(short), Some(long)) = (market.short, market.long)
    {
        state.accepted = raw.max(short.high).max(long.high).min(state.nav);
        state.marks.set(NavState::DESCENT, state.accepted < state.nav);
        if state.nav <= raw {
            accept(state, raw);
            return;
        }
    }
    if state.drop_held >= params.drop_confirm {
        let confirmed = state.drop_high;
        accept(state, confirmed);
        return;
    }
    findings.measure(Reason::NavDrop, discount(state.drop_from, raw));
    findings.fall = true;
    findings.require(Level::Halted);
}

/// Counts the time since the last reading: for the market's agreement, and toward belief without it.
fn weigh(params: &Params, state: &mut NavState, market: Word, tick: &Tick) {
    if market.agrees {
        // As much again is kept, so that what is over ends in as much time.
        state.drop_agreed = state.drop_agreed.plus(tick.credit).min(params.fall_agree.times(2));
    } else if !market.wavers {
        state.drop_agreed = state.drop_agreed.minus(tick.credit);
    }
    let made_again = tick.epoch >= state.drop_epoch.later(TURNS);
    if !market.denies || made_again || tick.now.since(state.drop_since) >= LONGEST_WAIT {
        state.drop_held = state.drop_held.plus(tick.credit);
    }
}

/// The level that both witnesses show, while NAV is on its way there.
pub(super) fn agreed(state: &NavState) -> Option<Rate> {
    state.marks.has(NavState::AGREED).then_some(state.accepted)
}

/// The backing could not be read: the time until the next reading proves nothing about an unconfirmed fall.
pub(super) fn pause(state: &mut NavState) {
    state.marks.set(NavState::DROP_SEEN, false);
}

/// NAV moves to the accepted level, at its own speed.
pub(super) fn descend(params: &Params, state: &mut NavState, tick: &Tick, findings: &mut Findings) {
    if state.marks.has(NavState::DESCENT) {
        lower(params, state, tick, findings);
    }
}

/// A step of a descent.
#[cold]
#[inline(never)]
fn lower(params: &Params, state: &mut NavState, tick: &Tick, findings: &mut Findings) {
    let mut step = drift(state.nav, params.nav_descent, tick.credit);
    if state.marks.has(NavState::AGREED) {
        step = step.max(state.nav.minus(state.accepted).closed_in(tick.credit, params.fall_close));
    }
    let next = state.nav.minus(step).max(state.accepted);
    speed_limit::fall(params, state, next.min(state.nav));
    if state.nav <= state.accepted {
        state.marks.set(NavState::DESCENT, false);
    } else {
        findings.measure(Reason::NavDescent, discount(state.nav, state.accepted));
    }
}

/// The authority takes the latest reading for true.
pub(crate) fn acknowledge(state: &mut NavState) {
    if state.marks.has(NavState::DROP) {
        let raw = state.raw;
        accept(state, raw);
    }
}

/// Believes a lower level.
#[cold]
#[inline(never)]
fn accept(state: &mut NavState, level: Rate) {
    forget_drop(state);
    state.accepted = level.min(state.nav);
    state.anchor = state.accepted;
    state.marks.set(NavState::DESCENT, state.accepted < state.nav);
}

fn forget_drop(state: &mut NavState) {
    state.marks.set(NavState::DROP | NavState::DROP_SEEN | NavState::AGREED, false);
    state.drop_held = Seconds::ZERO;
    state.drop_agreed = Seconds::ZERO;
    state.drop_high = Rate::ZERO;
}
