//! Who votes, and what the votes say.

use bytemuck::Zeroable;
use fixed::types::I24F40;

use super::depth;
use super::median::{Sorted, Weighed, cap};
use super::sample::MAX_STEPS;
use super::view::{Band, MarketView, Spot};
use super::window::{self, Window};
use crate::findings::{Findings, Reason};
use crate::input::{MAX_SOURCES, source_bit};
use crate::math::bounded;
use crate::math::log_step;
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
/// Low side of the short window.
const SHORT_LOW: Topic = Topic { bit: 4, place: 1 };
/// The lower of that and the venue's own average.
const SHORT_VENUE: Topic = Topic { bit: 4, place: 2 };
/// High side of the short window.
const SHORT_HIGH: Topic = Topic { bit: 4, place: 3 };
/// As [`SHORT_LOW`], long.
const LONG_LOW: Topic = Topic { bit: 8, place: 4 };
/// As [`SHORT_VENUE`], long.
const LONG_VENUE: Topic = Topic { bit: 8, place: 5 };
/// As [`SHORT_HIGH`], long.
const LONG_HIGH: Topic = Topic { bit: 8, place: 6 };
/// Distance of [`SHORT_LOW`] from the median's.
const DISTANCE: Topic = Topic { bit: 4, place: 7 };
/// Bit of those that may vote.
const CAPABLE: u32 = 16;
/// Bit of those that may vote, or might if they were not far from the others, and have a short window.
const JUDGED: u32 = 32;

/// What one source brings to the count.
#[derive(Clone, Copy, Debug, Zeroable)]
pub(crate) struct Ballot {
    /// Logarithms, by the places of [`Topic`]s.
    values: [i64; 8],
    /// Bits of [`Topic`]s, [`CAPABLE`] and [`JUDGED`].
    said: u32,
    /// The source's.
    bit: u32,
    /// Weight, lamports of depth.
    depth: u64,
    /// Its place among the sources.
    place: usize,
    /// Whether it has the depth to vote.
    votes: bool,
    /// Whether it was far from the others for too long.
    outvoted: bool,
    /// Whether it may deny what the voters say without a vote: it had one, and within three cadences it was read with the depth for one.
    denies: bool,
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
        ballot.bit = source_bit(index);
        ballot.place = index;
        ballot.depth = source.depth;
        ballot.votes = depth::may_vote(params, source);
        ballot.outvoted = source.apart >= params.long_window;
        ballot.denies = marks.has(SourceState::VOTED)
            && marks.has(SourceState::DEEP)
            && tick.now.since(source.read) <= tick.max_credit;
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
            ballot.say(SHORT_LOW, short.low.0.to_bits());
            ballot.say(SHORT_VENUE, self.lower(short, own(SourceState::OWN_SHORT, source.own_short)));
            ballot.say(SHORT_HIGH, short.high.0.to_bits());
        }
        if long.coverage >= self.long_needed {
            ballot.say(LONG_LOW, long.low.0.to_bits());
            ballot.say(LONG_VENUE, self.lower(long, own(SourceState::OWN_LONG, source.own_long)));
            ballot.say(LONG_HIGH, long.high.0.to_bits());
        }
    }

    /// The low side of a window beside the venue's own average, the largest number without one: that lowers it by a bounded distance, since
    /// whoever holds two slots can book any price into it.
    fn lower(&self, window: Window, own: i64) -> i64 {
        let mean = window.low.0.to_bits();
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
            Window { low: source.short_low, high: source.short_high, coverage: source.short_covered },
            Window { low: source.long_low, high: source.long_high, coverage: source.long_covered },
        );
    }
    let end = window::end_of(source);
    let short = window::mean(&source.short, end, tick.now, params.short_window).unwrap_or(Window::NONE);
    let long = window::mean(&source.long, end, tick.now, params.long_window).unwrap_or(Window::NONE);
    if !overdue {
        (source.short_low, source.short_high, source.short_covered) = (short.low, short.high, short.coverage);
        (source.long_low, source.long_high, source.long_covered) = (long.low, long.high, long.coverage);
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

    /// Depth of all sources, lamports.
    pub(super) fn depth(&self) -> u64 {
        self.ballots().iter().fold(0, |sum, ballot| bounded::sum(sum, ballot.depth))
    }

    /// Counts for how long each voter has been far from the median of three or more. Who was far for a whole long window has no vote until
    /// it is near that of the others, however few those are.
    #[inline(never)]
    pub(super) fn judge(
        &self,
        params: &Params,
        view: &MarketView,
        sources: &mut [SourceState; MAX_SOURCES],
        tick: &Tick,
    ) {
        let Some(short) = view.short else { return };
        let limit = log_step(params.near());
        let many = view.voted.count_ones() >= 3;
        for ballot in self.ballots().iter().filter(|ballot| ballot.says(JUDGED)) {
            let Some(source) = sources.get_mut(ballot.place) else { continue };
            // By the side that is nearer: the other one is whoever's who captures a slot in each cadence.
            let median = short.own.0.to_bits();
            let nearest = median.max(ballot.value(SHORT_LOW)).min(ballot.value(SHORT_HIGH));
            if nearest.abs_diff(median) <= limit {
                source.apart = Seconds(0);
            } else if many && !ballot.outvoted {
                source.apart = Seconds(source.apart.0.saturating_add(tick.credit.0));
            }
        }
    }

    /// Counts. `cap` is raw NAV as a logarithm: what is above it is no dispersion.
    #[inline(never)]
    pub(super) fn count(&mut self, params: &Params, cap: LogRate, findings: &mut Findings) -> MarketView {
        let ballots = self.ballots.get_mut(..self.len).unwrap_or_default();
        let least = least_share(params, ballots);
        let min_sources = params.min_sources.0.max(1);
        let (mut capable, mut fresh, mut common) = (0_u32, 0_u32, u32::MAX);
        let (mut voted, mut depth, mut confidence) = (0_u32, 0_u64, Bps(0));
        let (mut short_coverage, mut long_coverage) = (Seconds(0), Seconds(0));
        let mut unheard = None;
        let mut denial = Denial::default();
        for ballot in ballots.iter_mut() {
            if ballot.says(SPOT_NOW.bit) {
                let spot = log(ballot.value(SPOT_NOW));
                widen(&mut unheard, spot, spot);
            }
            short_coverage = short_coverage.max(ballot.short_coverage);
            long_coverage = long_coverage.max(ballot.long_coverage);
            let judged = if ballot.says(SHORT_LOW.bit) { JUDGED } else { 0 };
            if !ballot.votes || ballot.depth < least {
                findings.note(Reason::SourceThin);
                if !ballot.votes && ballot.denies {
                    denial.hear(ballot);
                }
                ballot.said = 0;
            } else if ballot.outvoted {
                findings.note(Reason::SourceOutvoted);
                ballot.said = judged;
            } else {
                ballot.said |= CAPABLE | judged;
                common &= ballot.said;
                // Both below the number of sources.
                capable = capable.wrapping_add(1);
                fresh = fresh.wrapping_add(u32::from(ballot.fresh));
                if judged != 0 {
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
        let short = widened(denial.short, electors.band([SHORT_VENUE, SHORT_LOW, SHORT_HIGH], &mut sorted));
        let long = widened(denial.long, electors.band([LONG_VENUE, LONG_LOW, LONG_HIGH], &mut sorted));
        let spot = electors.spot(SPOT, &mut sorted);
        let spot_now = if fresh == capable { spot } else { electors.spot(SPOT_NOW, &mut sorted) };
        // What nobody read now is no reading; what was read now confirms a fall only as far as the stored readings do not outvote it.
        let spot_seen = spot.zip(spot_now).map(|(spot, now)| denial.of_spot(spot).low.max(denial.of_spot(now).low));
        let dispersion = match short {
            // One voter agrees with itself.
            Some(short) if capable > 1 => electors.dispersion(short.own, cap, &mut sorted),
            Some(_) => 0,
            None => {
                (voted, depth) = (0, 0);
                0
            }
        };
        MarketView {
            short,
            first_short: false,
            long,
            // Without a voter, all that was read now: a price that came back is not hidden by taking the votes away.
            spot: if capable == 0 { unheard } else { spot_now.and(spot).map(|spot| denial.of_spot(spot)) },
            spot_seen,
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

/// What sources say that lost their vote to depth and are read with the depth for one. Two captured readings take a vote away, however many
/// honest ones lie between, and it comes back slowly: so who has none still denies, by widening both sides. It adds no weight and makes no market.
#[derive(Clone, Copy, Default)]
struct Denial {
    short: Option<Spot>,
    long: Option<Spot>,
    spot: Option<Spot>,
}

impl Denial {
    #[cold]
    #[inline(never)]
    fn hear(&mut self, ballot: &Ballot) {
        if ballot.says(SHORT_LOW.bit) {
            widen(&mut self.short, log(ballot.value(SHORT_LOW)), log(ballot.value(SHORT_HIGH)));
        }
        if ballot.says(LONG_LOW.bit) {
            widen(&mut self.long, log(ballot.value(LONG_LOW)), log(ballot.value(LONG_HIGH)));
        }
        if ballot.says(SPOT.bit) {
            widen(&mut self.spot, log(ballot.value(SPOT)), log(ballot.value(SPOT)));
        }
    }

    fn of_spot(&self, spot: Spot) -> Spot {
        let denied = self.spot.unwrap_or(spot);
        Spot { low: spot.low.min(denied.low), high: spot.high.max(denied.high) }
    }
}

/// A window across sources with its sides widened. What confidence goes by stays the voters'.
fn widened(denied: Option<Spot>, band: Option<Band>) -> Option<Band> {
    let (Some(denied), Some(band)) = (denied, band) else { return band };
    Some(Band { low: band.low.min(denied.low), own: band.own, high: band.high.max(denied.high) })
}

/// Takes another value into a range.
fn widen(range: &mut Option<Spot>, low: LogRate, high: LogRate) {
    let Spot { low: lowest, high: highest } = range.unwrap_or(Spot { low, high });
    *range = Some(Spot { low: lowest.min(low), high: highest.max(high) });
}

/// Those that may vote; the others say nothing that is counted.
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

    /// A window across sources, by its topics: low side with venues' own averages, low side, high side.
    #[inline(never)]
    fn band(&self, [venue, low, high]: [Topic; 3], sorted: &mut Sorted) -> Option<Band> {
        if self.len < self.min_sources {
            return None;
        }
        if self.len == 1 {
            return Some(Band { low: log(self.only(venue)?), own: log(self.only(low)?), high: log(self.only(high)?) });
        }
        self.sort(low, sorted);
        if sorted.len() < self.min_sources as usize {
            return None;
        }
        let (own, mut highest) = (sorted.low(), sorted.high());
        let mut lowest = own;
        if self.differ(venue, low) {
            self.sort(venue, sorted);
            lowest = sorted.low();
        }
        if self.differ(low, high) {
            self.sort(high, sorted);
            highest = sorted.high();
        }
        Some(Band { low: log(lowest), own: log(own), high: log(highest) })
    }

    /// Whether any of them says two different things.
    fn differ(&self, a: Topic, b: Topic) -> bool {
        self.ballots.iter().any(|ballot| ballot.says(a.bit) && ballot.value(a) != ballot.value(b))
    }

    /// Spot across sources, unclamped; of this refresh's readings only, or of the stored ones too.
    #[inline(never)]
    fn spot(&self, topic: Topic, sorted: &mut Sorted) -> Option<Spot> {
        if self.len == 1 {
            return self.only(topic).map(|only| Spot { low: log(only), high: log(only) });
        }
        self.sort(topic, sorted);
        (sorted.len() > 0).then(|| Spot { low: log(sorted.low()), high: log(sorted.high()) })
    }

    /// Weighted median of the voters' distances from their median, all capped: one outlier moves it little. Of two, half their distance.
    #[inline(never)]
    fn dispersion(&mut self, median: LogRate, cap: LogRate, sorted: &mut Sorted) -> u64 {
        let (median, cap) = (median.min(cap).0.to_bits(), cap.0.to_bits());
        for ballot in self.ballots.iter_mut().filter(|ballot| ballot.says(DISTANCE.bit)) {
            let distance = ballot.value(SHORT_LOW).min(cap).abs_diff(median);
            ballot.say(DISTANCE, i64::try_from(distance).unwrap_or(i64::MAX));
        }
        self.sort(DISTANCE, sorted);
        match sorted.len() {
            2 => sorted.highest().unsigned_abs() / 2,
            _ => sorted.upper_median().unsigned_abs(),
        }
    }
}

/// Depth that a voter needs beside the others: a part of the second deepest's, where there are three or more. So whoever makes one of them
/// look deep silences nobody, and of two both vote.
#[inline(never)]
fn least_share(params: &Params, ballots: &[Ballot]) -> u64 {
    let (mut count, mut first, mut second) = (0_u32, 0_u64, 0_u64);
    for ballot in ballots.iter().filter(|ballot| ballot.votes && !ballot.outvoted) {
        count = count.wrapping_add(1);
        if ballot.depth > first {
            second = first;
            first = ballot.depth;
        } else if ballot.depth > second {
            second = ballot.depth;
        }
    }
    if count < 3 { 0 } else { share_floor(second, params.min_share.0, BPS_PER_ONE) }
}

fn log(bits: i64) -> LogRate {
    LogRate(I24F40::from_bits(bits))
}
