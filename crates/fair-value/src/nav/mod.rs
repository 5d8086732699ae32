//! The redemption rate: what the backing is worth a token, bounded in speed.

mod agreement;
mod fall;
pub mod freshness;
mod memory;
mod mint_guard;
mod raw;
mod recent;
mod speed_limit;

pub(crate) use fall::acknowledge;
pub(crate) use raw::{max_transit, source_bit};
pub(crate) use recent::days as remembered_days;

use crate::breaker::{Causes, Findings, Level, Reason};
use crate::input::Observation;
use crate::math::mul::{discount, premium};
use crate::params::Params;
use crate::state::{Moment, NavState};
use crate::tick::Tick;
use crate::units::{Bps, Rate};

/// What the rest of a refresh needs to know of NAV.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NavView {
    /// Published.
    pub(crate) nav: Rate,
    /// Raw, assets in transit included: the reference of every discount.
    pub(crate) raw: Rate,
    /// For collateral: without assets in transit, the lowest of the sources.
    pub(crate) counted: Rate,
    /// For debt: the highest of the sources.
    pub(crate) raw_high: Rate,
    /// The attesters' own uncertainty.
    pub(crate) confidence: Bps,
    /// Some assets are custodial.
    pub(crate) custodial: bool,
    /// Bit a source that was used.
    pub(crate) used: u32,
}

/// Why nothing can be published: no NAV was ever read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NoNav;

/// A refresh of the NAV leg. Changes nothing if it fails.
// A frame of its own: bytecode has 4,096 bytes for each.
#[inline(never)]
pub(crate) fn refresh(
    params: &Params,
    state: &mut NavState,
    tick: &Tick,
    observations: &[Observation],
    findings: &mut Findings,
) -> Result<NavView, NoNav> {
    let read = raw::read(params, state, tick, observations);
    if state.nav == Rate::ZERO && read.primary.is_none() {
        return Err(NoNav);
    }
    let others = agreement::compare(params, &read, observations);
    memory::keep(state, &read, &others);
    Ok(judge(params, state, tick, &read, &others, findings))
}

/// The refresh that would follow if everything read the same as at the last one, at `last`, which went by the parameters `then`.
pub(crate) fn repeat(
    params: &Params,
    then: &Params,
    state: &mut NavState,
    last: Moment,
    tick: &Tick,
    findings: &mut Findings,
) -> NavView {
    let backing = memory::backing(state);
    let (read, others) = memory::recall(params, then, state, backing.as_ref(), last);
    judge(params, state, tick, &read, &others, findings)
}

/// What was read moves NAV and says what is wrong with it.
fn judge(
    params: &Params,
    state: &mut NavState,
    tick: &Tick,
    read: &raw::Read<'_>,
    others: &agreement::Others,
    findings: &mut Findings,
) -> NavView {
    let first = state.nav == Rate::ZERO;
    speed_limit::refill(params, state, tick);
    recent::roll(state, tick.now);
    let new_epoch = first || tick.epoch.0 > state.epoch;
    if new_epoch {
        state.epoch = tick.epoch.0;
        state.anchor = state.accepted;
    }

    let mut view = match &read.primary {
        Some(primary) => {
            if let Some(backing) = primary.backing {
                mint_guard::watch(params, state, backing, new_epoch, findings);
                findings_of_backing(params, state, tick, primary, backing, findings);
            }
            if first {
                start(params, state, primary.rate);
            } else {
                fall::settle(params, state, primary.rate, tick, findings);
            }
            state.raw = primary.rate;
            state.counted = primary.counted.min(others.lowest);
            state.good = tick.now;
            freshness::judge(params, state, tick, primary, findings);
            NavView {
                nav: state.nav,
                raw: primary.rate,
                counted: state.counted,
                raw_high: primary.rate.max(others.highest),
                confidence: primary.confidence,
                custodial: primary.backing.is_some_and(|backing| backing.custodial.0 > 0),
                used: primary.bit,
            }
        }
        None => {
            // Last good kept, halted. What other sources say may lower collateral, nothing more.
            unreadable(params, state, tick, findings);
            NavView {
                nav: state.nav,
                raw: state.raw,
                counted: state.counted.min(others.lowest),
                raw_high: state.raw,
                confidence: Bps(0),
                custodial: false,
                used: 0,
            }
        }
    };
    view.used |= others.used;
    if others.distance > params.nav_agreement {
        findings.measure(Reason::NavDisagreement, others.distance);
        findings.require(Level::Caution);
    }
    if state.nav < view.raw {
        findings.measure(Reason::NavCapped, premium(state.nav, view.raw));
    }
    if state.marks.has(NavState::PROGRAM) {
        findings.note(Reason::ProgramChanged);
        findings.halt(Causes::NAV);
    }
    recent::record(state);
    view
}

/// Without the primary source: a halt, in which only a descent goes on.
#[cold]
#[inline(never)]
fn unreadable(params: &Params, state: &mut NavState, tick: &Tick, findings: &mut Findings) {
    findings.note(Reason::NavFault);
    findings.halt(Causes::NAV);
    fall::pause(state);
    fall::descend(params, state, tick, findings);
}

/// The first NAV is taken as it is; its speed limit starts with a full bucket.
fn start(params: &Params, state: &mut NavState, raw: Rate) {
    state.nav = raw;
    state.accepted = raw;
    state.anchor = raw;
    speed_limit::fill(params, state);
}

/// What the backing itself says about its quality.
fn findings_of_backing(
    params: &Params,
    state: &NavState,
    tick: &Tick,
    primary: &raw::Primary<'_>,
    backing: &crate::input::Backing,
    findings: &mut Findings,
) {
    if backing.custodial.0 > 0 {
        findings.note(Reason::Custodial);
    }
    if backing.undercovered {
        findings.note(Reason::LstUndercovered);
        findings.require(Level::Depegged);
    }
    if raw::transit(params, state, tick.now, backing.assets).0 > 0 {
        findings.measure(Reason::Transit, discount(primary.rate, primary.counted));
    }
}
