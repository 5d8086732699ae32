//! The traded rate: readings become samples, samples windows, windows of all sources one market.

mod depth;
mod hold;
mod median;
mod sample;
mod vote;
mod window;

pub(crate) use depth::reconfigure;
use vote::{Registrar, Votes};
pub(crate) use window::lay_out;

use bytemuck::Zeroable;

use crate::breaker::{Findings, Reason};
use crate::input::{Leg, MAX_SOURCES, MarketReading, Observation, Reading};
use crate::math::{log_step, log2};
use crate::params::Params;
use crate::state::{MarketState, Marks, Moment, SourceState};
use crate::tick::Tick;
use crate::units::{Bps, LogRate, Seconds};

/// A value across sources: the lower one serves collateral and breaker, the upper one `fair` and debt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Band {
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
    /// Unclamped median of the stored readings.
    pub(crate) spot: Option<LogRate>,
    /// The same of this refresh's readings alone.
    pub(crate) spot_now: Option<LogRate>,
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
    /// Whether enough sources have the depth and shape to vote, with samples or without.
    pub(crate) capable: bool,
    /// Whether enough of them were read in this refresh.
    pub(crate) read: bool,
    /// Best coverage of any source.
    pub(crate) short_coverage: Seconds,
    pub(crate) long_coverage: Seconds,
    /// Market sources configured.
    pub(crate) sources: u32,
}

/// A refresh of the market leg.
// A frame of its own: bytecode has 4,096 bytes for each.
#[inline(never)]
pub(crate) fn refresh(
    params: &Params,
    state: &mut MarketState,
    sources: &mut [SourceState; MAX_SOURCES],
    tick: &Tick,
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
        let fresh = match usable(observation) {
            Some((reading, log)) => {
                let thin = depth::measure(params, source, reading, tick);
                let new = !thin && sample::is_new(source, reading, tick);
                if new {
                    sample::take(params, source, (reading, log), step, tick);
                }
                new
            }
            None => {
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
    tally(params, state, &mut votes, tick, findings)
}

/// What the ballots say together, beside what is held and how deep the market was.
#[inline(never)]
fn tally(
    params: &Params,
    state: &mut MarketState,
    votes: &mut Votes,
    tick: &Tick,
    findings: &mut Findings,
) -> MarketView {
    let mut view = votes.count(params, findings);
    depth::compare(params, state, &mut view, votes, tick);
    hold::apply(params, state, &mut view, tick);
    view
}

/// The view of the market that would follow if every source read the same as at the last refresh, at `last`.
#[inline(never)]
pub(crate) fn repeat(
    params: &Params,
    state: &mut MarketState,
    sources: &[SourceState],
    last: Moment,
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
    tally(params, state, &mut votes, tick, findings)
}

/// A reading of the configured leg that is a price.
fn usable(observation: &Observation) -> Option<(&MarketReading, LogRate)> {
    let Some(Reading::Market(reading)) = &observation.reading else { return None };
    log2(reading.spot).map(|log| (reading, log))
}
