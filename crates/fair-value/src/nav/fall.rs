//! Falls: small ones pass at once, large ones halt until confirmed, and then NAV descends.

use super::{recent, speed_limit};
use crate::breaker::{Findings, Level, Reason};
use crate::math::mul::{discount, drift, lowered};
use crate::params::Params;
use crate::state::NavState;
use crate::tick::Tick;
use crate::units::{Rate, Seconds};

/// Lets the published NAV follow a good raw reading.
pub(super) fn settle(params: &Params, state: &mut NavState, raw: Rate, tick: &Tick, findings: &mut Findings) {
    if raw >= lowered(state.anchor, params.max_drop) {
        forget_drop(state);
        follow(params, state, raw);
    } else {
        hold(params, state, raw, tick, findings);
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

/// A large fall: NAV stays until every reading has been below for long enough, and then believes the highest of them.
#[cold]
#[inline(never)]
fn hold(params: &Params, state: &mut NavState, raw: Rate, tick: &Tick, findings: &mut Findings) {
    if state.marks.has(NavState::DROP) {
        // Only time between two readings below counts.
        if state.marks.has(NavState::DROP_SEEN) {
            state.drop_held = Seconds(state.drop_held.0.saturating_add(tick.credit.0));
        }
        state.drop_high = state.drop_high.max(raw);
    } else {
        state.marks.set(NavState::DROP, true);
        state.drop_held = Seconds(0);
        state.drop_high = raw;
    }
    state.marks.set(NavState::DROP_SEEN, true);
    if state.drop_held >= params.drop_confirm {
        let confirmed = state.drop_high;
        accept(state, confirmed);
        return;
    }
    findings.measure(Reason::NavDrop, discount(state.anchor, raw));
    findings.fall = true;
    findings.require(Level::Halted);
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
    let step = drift(state.nav, params.nav_descent, tick.credit.0);
    let next = Rate(state.nav.0.saturating_sub(step.0)).max(state.accepted);
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
    state.marks.set(NavState::DROP | NavState::DROP_SEEN, false);
    state.drop_held = Seconds(0);
    state.drop_high = Rate::ZERO;
}
