//! Who votes, and what the votes say.

use fixed::types::I24F40;

use super::median::{Sorted, Weighed};
use super::sample::MAX_STEPS;
use super::window::{self, Window};
use super::{Band, MarketView};
use crate::breaker::{Findings, Reason};
use crate::input::MAX_SOURCES;
use crate::math::log_step;
use crate::math::mul::share_floor;
use crate::params::Params;
use crate::state::SourceState;
use crate::tick::Tick;
use crate::units::{BPS_PER_ONE, Bps, LogRate, Seconds};

/// A sample is overdue after this many cadences.
const OVERDUE: u32 = 2;

/// What one source brings to the count.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ballot {
    bit: u32,
    /// Weight, lamports of depth.
    depth: u64,
    one_sided: bool,
    thin: bool,
    confidence: Bps,
    /// Stored reading, and whether it is of this refresh.
    spot: Option<LogRate>,
    fresh: bool,
    /// Own window and the lower of it and the venue's own average.
    short: Option<Band>,
    long: Option<Band>,
    short_coverage: Seconds,
    long_coverage: Seconds,
}

/// The ballots of one refresh.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Votes {
    ballots: [Ballot; MAX_SOURCES],
    len: usize,
}

/// Fills in a source's ballot. `fresh` is whether it was read and averaged in this refresh.
// In place: a ballot is too large to be passed around for nothing.
#[inline(never)]
pub(super) fn fill(
    params: &Params,
    source: &mut SourceState,
    index: usize,
    fresh: bool,
    tick: &Tick,
    ballot: &mut Ballot,
) {
    let windows = windows(params, source, tick);
    write(params, source, index, fresh, tick, windows, ballot);
}

/// As [`fill`], but from memory alone and for windows of any length; changes nothing.
#[inline(never)]
pub(super) fn repeat(
    params: &Params,
    source: &SourceState,
    index: usize,
    fresh: bool,
    tick: &Tick,
    ballot: &mut Ballot,
) {
    let at = if is_overdue(params, source, tick) { tick.now } else { source.sampled };
    let mean = |length| window::mean_of_any_length(source, at, length).unwrap_or(Window::NONE);
    let windows = (mean(params.short_window), mean(params.long_window));
    write(params, source, index, fresh, tick, windows, ballot);
}

fn write(
    params: &Params,
    source: &SourceState,
    index: usize,
    fresh: bool,
    tick: &Tick,
    (short, long): (Window, Window),
    ballot: &mut Ballot,
) {
    let marks = source.marks;
    ballot.bit = 1_u32.checked_shl(index as u32).unwrap_or(0);
    ballot.depth = source.depth;
    ballot.one_sided = marks.has(SourceState::ONE_SIDED);
    ballot.thin = marks.has(SourceState::THIN) || source.depth < params.min_depth.0;
    ballot.confidence = source.confidence;
    ballot.fresh = fresh;
    if marks.has(SourceState::READ) && tick.now.since(source.read) <= params.short_window {
        ballot.spot = Some(source.reading);
    }
    ballot.short_coverage = short.coverage;
    ballot.long_coverage = long.coverage;
    ballot.short = band(params, short, params.short_window, marks.has(SourceState::OWN_SHORT), source.own_short);
    ballot.long = band(params, long, params.long_window, marks.has(SourceState::OWN_LONG), source.own_long);
}

/// Whether the next sample is overdue, so that windows age.
fn is_overdue(params: &Params, source: &SourceState, tick: &Tick) -> bool {
    tick.now.since(source.sampled).0 >= params.cadence.0.saturating_mul(OVERDUE)
}

/// A source's windows as of its last sample; as of now once the next sample is overdue, so that they age. Those are not stored: only
/// samples change a source's memory.
fn windows(params: &Params, source: &mut SourceState, tick: &Tick) -> (Window, Window) {
    let overdue = is_overdue(params, source, tick);
    if source.marks.has(SourceState::COMPUTED) && !overdue {
        return (
            Window { mean: source.short_mean, coverage: source.short_covered },
            Window { mean: source.long_mean, coverage: source.long_covered },
        );
    }
    let end = window::end_of(source);
    let short = window::mean(&source.short, end, tick.now, params.short_window).unwrap_or(Window::NONE);
    let long = window::mean(&source.long, end, tick.now, params.long_window).unwrap_or(Window::NONE);
    if !overdue {
        source.short_mean = short.mean;
        source.short_covered = short.coverage;
        source.long_mean = long.mean;
        source.long_covered = long.coverage;
        source.marks.set(SourceState::COMPUTED, true);
    }
    (short, long)
}

/// A window with enough coverage, beside the venue's own average: the lower one serves collateral and breaker. Whoever holds two slots
/// can book any price into that average, so it counts for no more below our window than one sample could step.
fn band(params: &Params, window: Window, length: Seconds, has_own: bool, own: LogRate) -> Option<Band> {
    if window.coverage < params.needed(length) {
        return None;
    }
    let low = if has_own {
        let reach = log_step(params.max_step).saturating_mul(u64::from(MAX_STEPS));
        let floor = window.mean.0.to_bits().saturating_sub_unsigned(reach);
        window.mean.min(own).max(log(floor))
    } else {
        window.mean
    };
    Some(Band { low, high: window.mean })
}

impl Votes {
    /// The next ballot, to be filled in; `None` if there are more than sources.
    pub(super) fn next(&mut self) -> Option<&mut Ballot> {
        let place = self.ballots.get_mut(self.len)?;
        self.len = self.len.saturating_add(1);
        Some(place)
    }

    /// Whether there is no market source.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn ballots(&self) -> &[Ballot] {
        self.ballots.get(..self.len).unwrap_or_default()
    }

    /// Depth of all sources whose shape lets them vote, lamports.
    pub(super) fn depth(&self) -> u64 {
        self.ballots()
            .iter()
            .filter(|ballot| !ballot.one_sided)
            .fold(0_u64, |sum, ballot| sum.saturating_add(ballot.depth))
    }

    /// Counts.
    pub(super) fn count(&self, params: &Params, findings: &mut Findings) -> MarketView {
        let deepest = self.ballots().iter().map(|ballot| ballot.depth).max().unwrap_or(0);
        let least = share_floor(deepest, params.min_share.0, BPS_PER_ONE);
        let min_sources = params.min_sources.0.max(1);
        let mut view = MarketView { sources: self.len as u32, ..MarketView::default() };
        let (mut capable, mut fresh) = (0_u32, 0_u32);
        for ballot in self.ballots() {
            view.short_coverage = view.short_coverage.max(ballot.short_coverage);
            view.long_coverage = view.long_coverage.max(ballot.long_coverage);
            if ballot.thin || ballot.depth < least {
                findings.note(Reason::SourceThin);
            } else if !ballot.one_sided {
                capable = capable.saturating_add(1);
                fresh = fresh.saturating_add(u32::from(ballot.fresh));
                if ballot.short.is_some() {
                    view.voted |= ballot.bit;
                    view.depth = view.depth.saturating_add(ballot.depth);
                    view.confidence = view.confidence.max(ballot.confidence);
                }
            }
        }
        view.capable = capable >= min_sources;
        view.read = fresh >= min_sources;
        let electors = Electors { ballots: self.ballots(), least, min_sources: min_sources as usize };
        view.short = electors.band(|ballot| ballot.short);
        view.long = electors.band(|ballot| ballot.long);
        view.spot = electors.spot(false);
        view.spot_now = if fresh == capable { view.spot } else { electors.spot(true) };
        // One voter agrees with itself.
        if capable > 1 {
            view.dispersion = view.short.map_or(0, |short| electors.dispersion(short));
        }
        if view.short.is_none() {
            view.voted = 0;
            view.depth = 0;
        }
        view
    }
}

/// Those whose depth and shape let them vote.
struct Electors<'a> {
    ballots: &'a [Ballot],
    least: u64,
    min_sources: usize,
}

impl Electors<'_> {
    fn capable(&self) -> impl Iterator<Item = &Ballot> {
        let least = self.least;
        self.ballots.iter().filter(move |ballot| !ballot.thin && !ballot.one_sided && ballot.depth >= least)
    }

    /// A window across sources.
    // A frame of its own, and one body for both windows.
    #[inline(never)]
    fn band(&self, window: fn(&Ballot) -> Option<Band>) -> Option<Band> {
        // The most usual market: one pool is its own median.
        if let [_] = self.ballots
            && self.min_sources == 1
        {
            return self.capable().next().and_then(window);
        }
        let mut lows = Sorted::default();
        let mut own = false;
        for ballot in self.capable() {
            if let Some(band) = window(ballot) {
                lows.insert(weighed(band.low, ballot.depth));
                own |= band.low != band.high;
            }
        }
        if lows.len() < self.min_sources {
            return None;
        }
        lows.cap();
        let low = log(lows.low()?);
        if !own {
            return Some(Band { low, high: log(lows.high()?) });
        }
        let mut highs = Sorted::default();
        for ballot in self.capable() {
            if let Some(band) = window(ballot) {
                highs.insert(weighed(band.high, ballot.depth));
            }
        }
        highs.cap();
        Some(Band { low, high: log(highs.high()?).max(low) })
    }

    /// Spot across sources, unclamped; of this refresh's readings only, or of the stored ones too.
    #[inline(never)]
    fn spot(&self, fresh_only: bool) -> Option<LogRate> {
        if let [_] = self.ballots {
            return self.capable().next().filter(|ballot| ballot.fresh || !fresh_only).and_then(|ballot| ballot.spot);
        }
        let mut spots = Sorted::default();
        for ballot in self.capable() {
            if let Some(spot) = ballot.spot.filter(|_| ballot.fresh || !fresh_only) {
                spots.insert(weighed(spot, ballot.depth));
            }
        }
        spots.cap();
        spots.low().map(log)
    }

    /// Weighted median of the voters' distances from their median: one outlier moves it little. Of two, half their distance.
    #[inline(never)]
    fn dispersion(&self, short: Band) -> u64 {
        let mut distances = Sorted::default();
        for ballot in self.capable() {
            if let Some(band) = ballot.short {
                let distance = band.low.0.to_bits().abs_diff(short.low.0.to_bits());
                let distance = i64::try_from(distance).unwrap_or(i64::MAX);
                distances.insert(Weighed { value: distance, weight: ballot.depth });
            }
        }
        distances.cap();
        let distance = match distances.len() {
            2 => distances.highest().map(|distance| distance / 2),
            _ => distances.upper_median(),
        };
        distance.map_or(0, i64::unsigned_abs)
    }
}

fn weighed(log: LogRate, weight: u64) -> Weighed {
    Weighed { value: log.0.to_bits(), weight }
}

fn log(bits: i64) -> LogRate {
    LogRate(I24F40::from_bits(bits))
}
