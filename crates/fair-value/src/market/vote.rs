//! Who votes, and what the votes say.

use bytemuck::Zeroable;
use fixed::types::I24F40;

use super::median::{Sorted, Weighed, cap};
use super::sample::MAX_STEPS;
use super::window::{self, Window};
use super::{Band, MarketView};
use crate::breaker::{Findings, Reason};
use crate::input::MAX_SOURCES;
use crate::math::bounded;
use crate::math::mul::share_floor;
use crate::params::Params;
use crate::state::SourceState;
use crate::tick::Tick;
use crate::units::{BPS_PER_ONE, Bps, LogRate, Seconds};

/// A sample is overdue after this many cadences.
const OVERDUE: u32 = 2;

/// Something that ballots may say: the bit that says whether one does, and the place of the value.
#[derive(Clone, Copy)]
struct Topic {
    bit: u32,
    place: usize,
}

/// Stored reading.
const SPOT: Topic = Topic { bit: 1, place: 0 };
/// The same, if it is of this refresh.
const SPOT_NOW: Topic = Topic { bit: 2, place: 0 };
/// The lower of own short window and the venue's own average.
const SHORT_LOW: Topic = Topic { bit: 4, place: 1 };
/// Own short window.
const SHORT_HIGH: Topic = Topic { bit: 4, place: 2 };
/// As [`SHORT_LOW`], long.
const LONG_LOW: Topic = Topic { bit: 8, place: 3 };
/// As [`SHORT_HIGH`], long.
const LONG_HIGH: Topic = Topic { bit: 8, place: 4 };
/// Distance of [`SHORT_LOW`] from the median's.
const DISTANCE: Topic = Topic { bit: 4, place: 5 };
/// Bit of those whose depth and shape let them vote.
const CAPABLE: u32 = 16;

/// What one source brings to the count.
#[derive(Clone, Copy, Debug, Zeroable)]
pub(crate) struct Ballot {
    /// Logarithms, by the places of [`Topic`]s.
    values: [i64; 6],
    /// Bits of [`Topic`]s, and [`CAPABLE`].
    said: u32,
    /// The source's.
    bit: u32,
    /// Weight, lamports of depth.
    depth: u64,
    one_sided: bool,
    thin: bool,
    /// Whether the stored reading is of this refresh.
    fresh: bool,
    confidence: Bps,
    short_coverage: Seconds,
    long_coverage: Seconds,
}

impl Ballot {
    fn says(&self, bit: u32) -> bool {
        self.said & bit != 0
    }

    fn value(&self, topic: Topic) -> i64 {
        self.values.get(topic.place).copied().unwrap_or_default()
    }

    fn say(&mut self, topic: Topic, value: i64) {
        self.said |= topic.bit;
        if let Some(place) = self.values.get_mut(topic.place) {
            *place = value;
        }
    }
}

/// The ballots of one refresh.
// Zeroed as a whole, by one call of the system: its default would be set field by field.
#[derive(Clone, Copy, Debug, Zeroable)]
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
    /// How far below our own window a venue's own average may count, as a logarithm: no more than one sample could step.
    reach: i64,
}

impl<'a> Registrar<'a> {
    /// `step` is that of one cadence, as a logarithm.
    pub(super) fn new(params: &'a Params, tick: &'a Tick, step: u64) -> Self {
        let (short_needed, long_needed) = (params.needed(params.short_window), params.needed(params.long_window));
        // Below 2^40.
        let reach = step.wrapping_mul(u64::from(MAX_STEPS)) as i64;
        Self { params, tick, short_needed, long_needed, reach }
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

    #[inline(always)] // what a refresh calls has nobody else to share it with
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
        ballot.short_coverage = short.coverage;
        ballot.long_coverage = long.coverage;
        if marks.has(SourceState::READ) && tick.now.since(source.read) <= params.short_window {
            let spot = source.reading.0.to_bits();
            ballot.say(SPOT, spot);
            if fresh {
                ballot.say(SPOT_NOW, spot);
            }
        }
        let own = |mark, own: LogRate| if marks.has(mark) { own.0.to_bits() } else { i64::MAX };
        if short.coverage >= self.short_needed {
            ballot.say(SHORT_LOW, self.low(short, own(SourceState::OWN_SHORT, source.own_short)));
            ballot.say(SHORT_HIGH, short.mean.0.to_bits());
        }
        if long.coverage >= self.long_needed {
            ballot.say(LONG_LOW, self.low(long, own(SourceState::OWN_LONG, source.own_long)));
            ballot.say(LONG_HIGH, long.mean.0.to_bits());
        }
    }

    /// A window beside the venue's own average, the largest number without one: the lower one serves collateral and breaker. Whoever
    /// holds two slots can book any price into that average.
    fn low(&self, window: Window, own: i64) -> i64 {
        let mean = window.mean.0.to_bits();
        // A mean lies within +-2^46.
        mean.min(own).max(mean.wrapping_sub(self.reach))
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

impl Votes {
    /// The next ballot, to be filled in; `None` if there are more than sources.
    pub(super) fn next(&mut self) -> Option<&mut Ballot> {
        let place = self.ballots.get_mut(self.len)?;
        self.len = self.len.wrapping_add(1); // there was a place
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
        self.ballots().iter().filter(|ballot| !ballot.one_sided).fold(0, |sum, ballot| bounded::sum(sum, ballot.depth))
    }

    /// Counts.
    #[inline(never)]
    pub(super) fn count(&mut self, params: &Params, findings: &mut Findings) -> MarketView {
        let ballots = self.ballots.get_mut(..self.len).unwrap_or_default();
        let deepest = ballots.iter().map(|ballot| ballot.depth).max().unwrap_or(0);
        let least = share_floor(deepest, params.min_share.0, BPS_PER_ONE);
        let min_sources = params.min_sources.0.max(1);
        let (mut capable, mut fresh, mut common) = (0_u32, 0_u32, u32::MAX);
        let (mut voted, mut depth, mut confidence) = (0_u32, 0_u64, Bps(0));
        let (mut short_coverage, mut long_coverage) = (Seconds(0), Seconds(0));
        for ballot in ballots.iter_mut() {
            short_coverage = short_coverage.max(ballot.short_coverage);
            long_coverage = long_coverage.max(ballot.long_coverage);
            if ballot.thin || ballot.depth < least {
                findings.note(Reason::SourceThin);
                ballot.said = 0;
            } else if ballot.one_sided {
                ballot.said = 0;
            } else {
                ballot.said |= CAPABLE;
                common &= ballot.said;
                // Both below the number of sources.
                capable = capable.wrapping_add(1);
                fresh = fresh.wrapping_add(u32::from(ballot.fresh));
                if ballot.says(SHORT_LOW.bit) {
                    voted |= ballot.bit;
                    depth = bounded::sum(depth, ballot.depth);
                    confidence = confidence.max(ballot.confidence);
                }
            }
        }
        let sources = ballots.len() as u32;
        let mut electors = Electors { ballots, len: capable, common, cap: u64::MAX, min_sources };
        if capable > 1 {
            electors.cap = electors.cap(CAPABLE);
        }
        // One place for all that is sorted: to make one takes a call of the system.
        let mut sorted = Sorted::zeroed();
        let short = electors.band(SHORT_LOW, SHORT_HIGH, &mut sorted);
        let long = electors.band(LONG_LOW, LONG_HIGH, &mut sorted);
        let spot = electors.spot(SPOT, &mut sorted);
        let spot_now = if fresh == capable { spot } else { electors.spot(SPOT_NOW, &mut sorted) };
        let dispersion = match short {
            // One voter agrees with itself.
            Some(short) if capable > 1 => electors.dispersion(short.low, &mut sorted),
            Some(_) => 0,
            None => {
                (voted, depth) = (0, 0);
                0
            }
        };
        MarketView {
            short,
            long,
            spot,
            spot_now,
            dispersion,
            confidence,
            depth,
            depth_now: 0,
            depth_peak: 0,
            voted,
            capable: capable >= min_sources,
            read: fresh >= min_sources,
            short_coverage,
            long_coverage,
            sources,
        }
    }
}

/// Those whose depth and shape let them vote; the others say nothing.
struct Electors<'a> {
    ballots: &'a mut [Ballot],
    len: u32,
    /// What all of them have something to say about.
    common: u32,
    /// The highest weight of one where all of them have something to say.
    cap: u64,
    min_sources: u32,
}

impl Electors<'_> {
    /// The highest weight of one among those with this bit.
    #[inline(never)]
    fn cap(&self, bit: u32) -> u64 {
        cap(self.ballots.iter().filter(|ballot| ballot.says(bit)).map(|ballot| ballot.depth))
    }

    /// What those who have something to say say, with capped weights.
    // A frame of its own, and one body for all that is counted.
    #[inline(never)]
    fn sort(&self, topic: Topic, sorted: &mut Sorted) {
        sorted.clear();
        let cap = if self.common & topic.bit != 0 { self.cap } else { self.cap(topic.bit) };
        for ballot in self.ballots.iter() {
            if ballot.says(topic.bit) {
                sorted.insert(Weighed { value: ballot.value(topic), weight: ballot.depth.min(cap) });
            }
        }
    }

    /// What the only one there is says: the most usual market, and its own median.
    fn only(&self, topic: Topic) -> Option<i64> {
        self.ballots.iter().find(|ballot| ballot.says(topic.bit)).map(|ballot| ballot.value(topic))
    }

    /// A window across sources.
    #[inline(never)]
    fn band(&self, low: Topic, high: Topic, sorted: &mut Sorted) -> Option<Band> {
        if self.len < self.min_sources {
            return None;
        }
        if self.len == 1 {
            return Some(Band { low: log(self.only(low)?), high: log(self.only(high)?) });
        }
        self.sort(low, sorted);
        if sorted.len() < self.min_sources as usize {
            return None;
        }
        let lowest = sorted.low();
        let differs = |ballot: &Ballot| ballot.says(low.bit) && ballot.value(low) != ballot.value(high);
        if !self.ballots.iter().any(differs) {
            return Some(Band { low: log(lowest), high: log(sorted.high()) });
        }
        self.sort(high, sorted);
        Some(Band { low: log(lowest), high: log(sorted.high().max(lowest)) })
    }

    /// Spot across sources, unclamped; of this refresh's readings only, or of the stored ones too.
    #[inline(never)]
    fn spot(&self, topic: Topic, sorted: &mut Sorted) -> Option<LogRate> {
        if self.len == 1 {
            return self.only(topic).map(log);
        }
        self.sort(topic, sorted);
        (sorted.len() > 0).then(|| log(sorted.low()))
    }

    /// Weighted median of the voters' distances from their median: one outlier moves it little. Of two, half their distance.
    #[inline(never)]
    fn dispersion(&mut self, median: LogRate, sorted: &mut Sorted) -> u64 {
        for ballot in self.ballots.iter_mut().filter(|ballot| ballot.says(DISTANCE.bit)) {
            let distance = ballot.value(SHORT_LOW).abs_diff(median.0.to_bits());
            ballot.say(DISTANCE, i64::try_from(distance).unwrap_or(i64::MAX));
        }
        self.sort(DISTANCE, sorted);
        match sorted.len() {
            2 => sorted.highest().unsigned_abs() / 2,
            _ => sorted.upper_median().unsigned_abs(),
        }
    }
}

fn log(bits: i64) -> LogRate {
    LogRate(I24F40::from_bits(bits))
}
