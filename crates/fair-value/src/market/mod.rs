//! The traded rate: readings become samples, samples windows, windows of all sources one market.

mod ballot;
mod confirm;
mod count;
mod denial;
mod depth;
mod hold;
mod median;
mod outvoted;
mod rates;
mod sample;
mod spot;
mod view;
mod weights;
mod window;

pub(crate) use depth::reconfigure;
pub use rates::Sides;
pub(crate) use rates::{MarketRates, rates, remembered};
pub(crate) use spot::confirms;
pub(crate) use view::MarketView;
pub(crate) use window::{lay_out, push, spacing};

use ballot::{Ballot, Registrar};

use crate::findings::{Findings, Reason};
use crate::input::{Leg, MAX_SOURCES, MarketReading, Observation, Reading};
use crate::math::{log_step, log2};
use crate::params::Params;
use crate::sorted::List;
use crate::state::{MarketState, Marks, SourceState};
use crate::tick::Tick;
use crate::units::{Lamports, LogRate, Moment};

/// A refresh of the market leg. `cap` is raw NAV as a logarithm.
// A frame of its own: bytecode has 4,096 bytes for each.
#[inline(never)]
pub(crate) fn refresh(
    params: &Params,
    state: &mut MarketState,
    sources: &mut [SourceState; MAX_SOURCES],
    (tick, cap): (&Tick, LogRate),
    observations: &[Observation],
    findings: &mut Findings,
) -> MarketView {
    let mut ballots = List::new_const();
    let step = log_step(params.max_step);
    let registrar = Registrar::new(params, tick, step);
    for (index, observation) in observations.iter().enumerate() {
        if observation.leg != Leg::Market {
            continue;
        }
        let Some(source) = sources.get_mut(index) else { break };
        let fresh = match &observation.reading {
            Some(Reading::Market(reading)) => observe(params, source, reading, step, tick, findings),
            _ => {
                findings.note(Reason::SourceRejected);
                false
            }
        };
        if source.marks.has(SourceState::ONE_SIDED) {
            findings.note(Reason::OneSided);
        }
        registrar.fill(source, index, fresh, &mut ballots);
    }
    if ballots.is_empty() && depth::was_never_compared(state) {
        return MarketView::default();
    }
    let least = weights::least(params, &ballots);
    let mut view = count::count(params, &ballots, least, cap, findings);
    outvoted::judge((params, tick), &ballots, least, &view, sources);
    if let Some(spot) = view.spot {
        spot::take(params, state, spot, tick);
        state.heard = tick.now;
    }
    settle(params, state, &mut view, &ballots, tick);
    view
}

/// Takes what a source says; whether it says a price that it did not say before.
fn observe(
    params: &Params,
    source: &mut SourceState,
    reading: &MarketReading,
    step: u64,
    tick: &Tick,
    findings: &mut Findings,
) -> bool {
    if !depth::measure(params, source, reading, tick) {
        return false;
    }
    let Some(log) = log2(reading.spot) else {
        findings.note(Reason::SourceRejected);
        return false;
    };
    let new = sample::is_new(source, reading, tick);
    if new {
        sample::take(params, source, (reading, log), step, tick);
    }
    new
}

/// How deep the market was, and what is held of it.
fn settle(params: &Params, state: &mut MarketState, view: &mut MarketView, ballots: &[Ballot], tick: &Tick) {
    let depth = ballots.iter().fold(Lamports::ZERO, |sum, ballot| sum.plus(ballot.depth));
    depth::compare(params, state, view, depth, tick);
    hold::apply(params, state, view, tick);
}

/// Whether a refresh would say nothing of a source that was not read in this slot already.
pub(crate) fn is_known(source: &SourceState, observation: &Observation, tick: &Tick) -> bool {
    let Some(Reading::Market(reading)) = &observation.reading else { return false };
    let same = |mark, own: LogRate, read: Option<LogRate>| {
        source.marks.has(mark) == read.is_some() && read.is_none_or(|read| read == own)
    };
    let own = reading.history.map_or((None, None), |own| (own.short, own.long));
    source.read == tick.now
        && source.depth_read == depth::of(reading)
        && source.marks.has(SourceState::ONE_SIDED) == reading.one_sided
        && source.confidence == reading.confidence
        && source.published == sample::publication(reading, tick)
        && same(SourceState::OWN_SHORT, source.own_short, own.0)
        && same(SourceState::OWN_LONG, source.own_long, own.1)
        && log2(reading.spot) == Some(source.reading)
}

/// Whether a market that was there is not: at once for want of depth, votes or configuration; after a grace for want of samples alone, if it
/// had been quiet.
pub(crate) fn is_lost(params: &Params, state: &MarketState, view: &MarketView, tick: &Tick) -> bool {
    if params.is_nav_only() || !state.marks.has(MarketState::SEEN) || (view.short.is_some() && view.long.is_some()) {
        return false;
    }
    let quiet = state.deviation < params.caution_enter;
    let young = tick.now.since(state.valid) <= params.market_grace;
    !(view.capable && quiet && young)
}

/// The view of the market that would follow if every source read the same as at the last refresh, at `last`.
#[inline(never)]
pub(crate) fn repeat(
    params: &Params,
    state: &mut MarketState,
    sources: &[SourceState],
    (last, cap): (Moment, LogRate),
    tick: &Tick,
    findings: &mut Findings,
) -> MarketView {
    let mut ballots = List::new_const();
    let registrar = Registrar::new(params, tick, log_step(params.max_step));
    for (index, source) in sources.iter().enumerate() {
        // A NAV source remembers nothing of the market.
        if source.marks == Marks::default() || source.marks.has(SourceState::FIRM) {
            continue;
        }
        let fresh = source.marks.has(SourceState::READ) && source.read == last;
        registrar.repeat(source, index, fresh, &mut ballots);
    }
    let mut view = count::count(params, &ballots, weights::least(params, &ballots), cap, findings);
    settle(params, state, &mut view, &ballots, tick);
    view
}
