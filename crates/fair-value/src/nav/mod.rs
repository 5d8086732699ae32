//! The redemption rate: what the backing is worth a token, bounded in speed.

mod agreement;
mod fall;
mod firm;
pub mod freshness;
mod memory;
mod mint_guard;
mod raw;
mod recent;
mod speed_limit;
mod witness;

pub(crate) use fall::acknowledge;
pub(crate) use firm::watch as watch_firm;
pub(crate) use raw::{Read, max_transit};
pub(crate) use recent::days as remembered_days;

use agreement::Others;

use crate::findings::{Causes, Findings, Level, Reason};
use crate::input::{Leg, Observation};
use crate::market::MarketRates;
use crate::math::log2;
use crate::math::mul::{discount, premium};
use crate::params::Params;
use crate::state::NavState;
use crate::tick::Tick;
use crate::units::{Bps, Lamports, LogRate, Rate};

pub(crate) use memory::{backing, recall};

/// What the rest of a refresh needs to know of NAV.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NavView {
    /// Published.
    pub(crate) nav: Rate,
    /// Raw, assets in transit included.
    pub(crate) raw: Rate,
    /// For collateral: without assets in transit, the lowest of the sources.
    pub(crate) counted: Rate,
    /// For debt: the highest of the sources.
    pub(crate) raw_high: Rate,
    /// The level to which NAV and `fair` close the gap, once the market has agreed with a fall for long enough.
    pub(crate) agreed: Option<Rate>,
    /// Whether accounts prove the backing: it is counted from them, and at most a tenth lies where one signer can take it.
    pub(crate) provable: bool,
    /// The attesters' own uncertainty.
    pub(crate) confidence: Bps,
    /// What is counted of the assets announced in transit.
    pub(crate) transit: Lamports,
    /// Bit a source that was used.
    pub(crate) used: u32,
}

/// Why nothing can be published: no NAV was ever read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NoNav;

/// What the primary source says. Changes nothing.
///
/// # Errors
/// [`NoNav`].
pub(crate) fn read<'a>(
    params: &Params,
    state: &NavState,
    tick: &Tick,
    observations: &'a [Observation],
) -> Result<Read<'a>, NoNav> {
    let read = raw::read(params, state, tick, observations);
    if state.nav == Rate::ZERO && read.primary.is_none() {
        return Err(NoNav);
    }
    Ok(read)
}

/// Raw NAV as a logarithm: what a market says above it is worth no more than it. Zero where nothing was ever read.
pub(crate) fn cap(state: &NavState, read: &Read<'_>) -> LogRate {
    log2(read.primary.as_ref().map_or(state.raw, |primary| primary.rate)).unwrap_or_default()
}

/// A refresh of the NAV leg, of which the market is the second witness.
// A frame of its own: bytecode has 4,096 bytes for each.
#[inline(never)]
pub(crate) fn refresh(
    params: &Params,
    state: &mut NavState,
    (tick, market): (&Tick, &MarketRates),
    read: &Read<'_>,
    observations: &[Observation],
    findings: &mut Findings,
) -> NavView {
    let others = agreement::compare(params, read, observations);
    memory::keep(state, read, &others);
    judge(params, state, (tick, market), read, &others, findings)
}

/// Whether the sources say what is remembered of them. Only a primary source without others is: how each of several read is not remembered.
pub(crate) fn is_known(params: &Params, state: &NavState, tick: &Tick, observations: &[Observation]) -> bool {
    let sources = observations.iter().filter(|observation| observation.leg == Leg::Nav).count();
    let read = raw::read(params, state, tick, observations);
    sources == 1 && memory::is_known(state, &read, &agreement::compare(params, &read, observations), tick)
}

/// What was read moves NAV and says what is wrong with it.
pub(crate) fn judge(
    params: &Params,
    state: &mut NavState,
    (tick, market): (&Tick, &MarketRates),
    read: &Read<'_>,
    others: &Others,
    findings: &mut Findings,
) -> NavView {
    let first = state.nav == Rate::ZERO;
    speed_limit::refill(params, state, tick);
    recent::roll(state, tick.now);
    let new_epoch = first || tick.epoch > state.epoch;
    if new_epoch {
        state.epoch = tick.epoch;
        state.anchor = state.accepted;
    }

    let mut view = match &read.primary {
        Some(primary) => {
            if let Some(backing) = primary.backing {
                mint_guard::watch(params, state, backing, new_epoch, findings);
                findings_of_backing(state, primary, findings);
            }
            if first {
                start(params, state, primary.rate);
            } else {
                fall::settle(params, state, primary.rate, (tick, market), findings);
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
                agreed: fall::agreed(state),
                provable: state.marks.has(NavState::PROVABLE),
                confidence: primary.confidence,
                transit: primary.transit,
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
                agreed: None,
                provable: state.marks.has(NavState::PROVABLE),
                confidence: Bps::ZERO,
                transit: Lamports::ZERO,
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
fn findings_of_backing(state: &NavState, primary: &raw::Primary<'_>, findings: &mut Findings) {
    if state.marks.has(NavState::CUSTODIAL) {
        findings.note(Reason::Custodial);
    }
    if state.marks.has(NavState::UNDERCOVERED) {
        findings.note(Reason::LstUndercovered);
        findings.require(Level::Depegged);
    }
    if primary.transit > Lamports::ZERO {
        findings.measure(Reason::Transit, discount(primary.rate, primary.counted));
    }
}
