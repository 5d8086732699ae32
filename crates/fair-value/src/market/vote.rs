//! Who votes, and what the votes say.

use fixed::types::I24F40;

use super::median::{Sorted, Weighed, cap};
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
    /// Whether depth and shape let it vote.
    capable: bool,
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

/// Fills in ballots.
pub(super) struct Registrar<'a> {
    params: &'a Params,
    tick: &'a Tick,
    short_needed: Seconds,
    long_needed: Seconds,
}

impl<'a> Registrar<'a> {
    pub(super) fn new(params: &'a Params, tick: &'a Tick) -> Self {
        let (short_needed, long_needed) = (params.needed(params.short_window), params.needed(params.long_window));
        Self { params, tick, short_needed, long_needed }
    }

    /// Fills in a source's ballot. `fresh` is whether it was read and averaged in this refresh.
    // In place: a ballot is too large to be passed around for nothing.
    #[inline(never)]
    pub(super) fn fill(&self, source: &mut SourceState, index: usize, fresh: bool, ballot: &mut Ballot) {
        let windows = windows(self.params, source, self.tick);
        self.write(source, index, fresh, windows, ballot);
    }

    /// As [`Self::fill`], but from memory alone and for windows of any length; changes nothing.
    #[inline(never)]
    pub(super) fn repeat(&self, source: &SourceState, index: usize, fresh: bool, ballot: &mut Ballot) {
        let Self { params, tick, .. } = *self;
        let at = if is_overdue(params, source, tick) { tick.now } else { source.sampled };
        let mean = |length| window::mean_of_any_length(source, at, length).unwrap_or(Window::NONE);
        let windows = (mean(params.short_window), mean(params.long_window));
        self.write(source, index, fresh, windows, ballot);
    }

    fn write(
        &self,
        source: &SourceState,
        index: usize,
        fresh: bool,
        (short, long): (Window, Window),
        ballot: &mut Ballot,
    ) {
        let Self { params, tick, .. } = *self;
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
        let own = |mark, own| if marks.has(mark) { Some(own) } else { None };
        ballot.short = band(params, short, self.short_needed, own(SourceState::OWN_SHORT, source.own_short));
        ballot.long = band(params, long, self.long_needed, own(SourceState::OWN_LONG, source.own_long));
    }
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
fn band(params: &Params, window: Window, needed: Seconds, own: Option<LogRate>) -> Option<Band> {
    if window.coverage < needed {
        return None;
    }
    let low = match own {
        Some(own) => {
            let reach = log_step(params.max_step).saturating_mul(u64::from(MAX_STEPS));
            let floor = window.mean.0.to_bits().saturating_sub_unsigned(reach);
            window.mean.min(own).max(log(floor))
        }
        None => window.mean,
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
    pub(super) fn count(&mut self, params: &Params, findings: &mut Findings) -> MarketView {
        let deepest = self.ballots().iter().map(|ballot| ballot.depth).max().unwrap_or(0);
        let least = share_floor(deepest, params.min_share.0, BPS_PER_ONE);
        let min_sources = params.min_sources.0.max(1);
        let mut view = MarketView { sources: self.len as u32, ..MarketView::default() };
        let (mut capable, mut fresh) = (0_u32, 0_u32);
        for ballot in self.ballots.iter_mut().take(self.len) {
            view.short_coverage = view.short_coverage.max(ballot.short_coverage);
            view.long_coverage = view.long_coverage.max(ballot.long_coverage);
            if ballot.thin || ballot.depth < least {
                findings.note(Reason::SourceThin);
            } else if !ballot.one_sided {
                ballot.capable = true;
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
        let electors = Electors::new(self.ballots(), capable as usize, min_sources as usize);
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
    len: usize,
    /// The highest weight of one where all of them have something to say.
    cap: u64,
    min_sources: usize,
}

impl<'a> Electors<'a> {
    fn new(ballots: &'a [Ballot], len: usize, min_sources: usize) -> Self {
        let cap = cap(capable(ballots).map(|ballot| ballot.depth));
        Self { ballots, len, cap, min_sources }
    }

    /// What those who have something to say say, with capped weights.
    // A frame of its own, and one body for all that is counted.
    #[inline(never)]
    fn sort(&self, value: &dyn Fn(&Ballot) -> Option<i64>, sorted: &mut Sorted) {
        for ballot in capable(self.ballots) {
            if let Some(value) = value(ballot) {
                sorted.insert(Weighed { value, weight: ballot.depth.min(self.cap) });
            }
        }
        if sorted.len() == self.len {
            return;
        }
        let cap = cap(capable(self.ballots).filter(|ballot| value(ballot).is_some()).map(|ballot| ballot.depth));
        *sorted = Sorted::default();
        for ballot in capable(self.ballots) {
            if let Some(value) = value(ballot) {
                sorted.insert(Weighed { value, weight: ballot.depth.min(cap) });
            }
        }
    }

    /// The only one there is: the most usual market, and its own median.
    fn only(&self) -> Option<&Ballot> {
        if self.len == 1 { capable(self.ballots).next() } else { None }
    }

    /// A window across sources.
    #[inline(never)]
    fn band(&self, window: fn(&Ballot) -> Option<Band>) -> Option<Band> {
        if self.len < self.min_sources {
            return None;
        }
        if let Some(only) = self.only() {
            return window(only);
        }
        let mut lows = Sorted::default();
        self.sort(&|ballot| window(ballot).map(|band| band.low.0.to_bits()), &mut lows);
        if lows.len() < self.min_sources {
            return None;
        }
        let low = log(lows.low()?);
        let own = capable(self.ballots).any(|ballot| window(ballot).is_some_and(|band| band.low != band.high));
        if !own {
            return Some(Band { low, high: log(lows.high()?) });
        }
        let mut highs = Sorted::default();
        self.sort(&|ballot| window(ballot).map(|band| band.high.0.to_bits()), &mut highs);
        Some(Band { low, high: log(highs.high()?).max(low) })
    }

    /// Spot across sources, unclamped; of this refresh's readings only, or of the stored ones too.
    #[inline(never)]
    fn spot(&self, fresh_only: bool) -> Option<LogRate> {
        let of = |ballot: &Ballot| ballot.spot.filter(|_| ballot.fresh || !fresh_only);
        if let Some(only) = self.only() {
            return of(only);
        }
        let mut spots = Sorted::default();
        self.sort(&|ballot| of(ballot).map(|spot| spot.0.to_bits()), &mut spots);
        spots.low().map(log)
    }

    /// Weighted median of the voters' distances from their median: one outlier moves it little. Of two, half their distance.
    #[inline(never)]
    fn dispersion(&self, short: Band) -> u64 {
        let mut distances = Sorted::default();
        let distance = |band: Band| {
            let distance = band.low.0.to_bits().abs_diff(short.low.0.to_bits());
            i64::try_from(distance).unwrap_or(i64::MAX)
        };
        self.sort(&|ballot| ballot.short.map(distance), &mut distances);
        let distance = match distances.len() {
            2 => distances.highest().map(|distance| distance / 2),
            _ => distances.upper_median(),
        };
        distance.map_or(0, i64::unsigned_abs)
    }
}

fn capable(ballots: &[Ballot]) -> impl Iterator<Item = &Ballot> {
    ballots.iter().filter(|ballot| ballot.capable)
}

fn log(bits: i64) -> LogRate {
    LogRate(I24F40::from_bits(bits))
}
