//! The traded rate: readings become samples, samples windows, windows of all sources one market.

mod depth;
mod hold;
mod median;
mod sample;
mod spot;
mod vote;
mod window;

pub(crate) use depth::reconfigure;
pub(crate) use spot::confirms;
use vote::{Registrar, Votes};
pub(crate) use window::{lay_out, push};

use bytemuck::Zeroable;

use crate::breaker::{Findings, Reason};
use crate::input::{Leg, MAX_SOURCES, MarketReading, Observation, Reading};
use crate::math::{log_step, log2};
use crate::params::Params;
use crate::state::{MarketState, Marks, Moment, SourceState};
use crate::tick::Tick;
use crate::units::{Bps, LogRate, Seconds};

/// A window across sources.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Band {
    /// Low side, with what venues say of themselves: serves collateral and breaker.
    pub(crate) low: LogRate,
    /// Low side of our own windows: serves confidence, and says who is far from the others.
    pub(crate) own: LogRate,
    /// High side: serves the fall of `fair`, and debt.
    pub(crate) high: LogRate,
}

/// The readings across sources: the two sides differ only where two sources vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Spot {
    pub(crate) low: LogRate,
    pub(crate) high: LogRate,
}

/// What the rest of a refresh needs to know of the market. The default is that of no source.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MarketView {
    /// Short window; `None` if not valid now.
    pub(crate) short: Option<Band>,
    /// Long window.
    pub(crate) long: Option<Band>,
    /// Unclamped median of the stored readings, without a voter the range of all readings; `None` if none of them was made now.
    pub(crate) spot: Option<Spot>,
    /// The higher of its low side and that of this refresh's readings alone: what may confirm that spot is far down.
    pub(crate) spot_seen: Option<LogRate>,
    /// Median distance of the voters from their median, as a logarithm.
    pub(crate) dispersion: u64,
    /// The voters' own uncertainty.
    pub(crate) confidence: Bps,
    /// Depth of the voters, lamports.
    pub(crate) depth: u64,
    /// Depth now and its highest of the last hour, over all sources, lamports.
    pub(crate) depth_now: u64,
    pub(crate) depth_peak: u64,
    /// Bit a voter.
    pub(crate) voted: u32,
    /// Whether enough sources have the depth to vote, with samples or without.
    pub(crate) capable: bool,
    /// Whether enough of them were read in this refresh.
    pub(crate) read: bool,
    /// Best coverage of any source.
    pub(crate) short_coverage: Seconds,
    pub(crate) long_coverage: Seconds,
    /// Market sources configured.
    pub(crate) sources: u32,
}

/// Whether a reading, together with an earlier one, shows that something has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Confirmed {
    /// Both lie in slots that no single leader owns.
    Yes,
    /// The earlier one is too close.
    TooYoung,
    /// The earlier one proves nothing any more, or there is none.
    TooOld,
}

/// Judges by the earlier reading's slot (the lower half of its bits) and time.
fn confirmed(params: &Params, tick: &Tick, slot: u32, time: Moment) -> Confirmed {
    if time == Moment::NEVER || tick.now.since(time) > tick.max_credit {
        Confirmed::TooOld
    } else if (tick.slot.0 as u32).wrapping_sub(slot) < params.spot_confirm.0 {
        Confirmed::TooYoung
    } else {
        Confirmed::Yes
    }
}

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
    let mut votes = Votes::zeroed();
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
        if let Some(ballot) = votes.next() {
            registrar.fill(source, index, fresh, ballot);
        }
    }
    if votes.is_empty() && depth::was_never_compared(state) {
        return MarketView::default();
    }
    let mut view = votes.count(params, cap, findings);
    votes.judge(params, &view, sources, tick);
    if let Some(spot) = view.spot {
        spot::take(params, state, spot, tick);
        state.heard = tick.now;
    }
    settle(params, state, &mut view, &votes, tick);
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
fn settle(params: &Params, state: &mut MarketState, view: &mut MarketView, votes: &Votes, tick: &Tick) {
    depth::compare(params, state, view, votes, tick);
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
    let mut votes = Votes::zeroed();
    let registrar = Registrar::new(params, tick, log_step(params.max_step));
    for (index, source) in sources.iter().enumerate() {
        // Only market sources remember anything.
        if source.marks == Marks::default() {
            continue;
        }
        let fresh = source.marks.has(SourceState::READ) && source.read == last;
        if let Some(ballot) = votes.next() {
            registrar.repeat(source, index, fresh, ballot);
        }
    }
    let mut view = votes.count(params, cap, findings);
    settle(params, state, &mut view, &votes, tick);
    view
}
