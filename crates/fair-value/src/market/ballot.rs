//! What one source brings to the count: what it says of spot and of both windows, and what its word weighs.

use super::depth;
use super::sample::MAX_STEPS;
use super::window::{self, Window};
use crate::params::Params;
use crate::sorted::List;
use crate::state::SourceState;
use crate::tick::Tick;
use crate::units::{Bps, Lamports, LogRate, Seconds};

/// A sample is overdue after this many cadences.
const OVERDUE: u32 = 2;

/// What a source says of a window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// Low side.
    pub(super) low: LogRate,
    /// The lower of that and the venue's own average.
    pub(super) venue: LogRate,
    /// High side.
    pub(super) high: LogRate,
}

/// What a source says, and as what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ballot {
    /// Its place among the sources.
    pub(super) source: usize,
    /// Its depth, which is its weight.
    pub(super) depth: Lamports,
    /// Whether it has the depth to vote.
    pub(super) is_deep: bool,
    /// Whether it was far from the others for too long.
    pub(super) is_outvoted: bool,
    /// Whether it may deny what the voters say without a vote: it had one, and within three cadences it was read with the depth for one.
    pub(super) denies: bool,
    /// The stored reading, unless that is older than a short window.
    pub(super) spot: Option<LogRate>,
    /// Whether that is of this refresh.
    pub(super) is_fresh: bool,
    /// The short window, where enough of it was credited.
    short: Option<Said>,
    /// The long one, likewise.
    long: Option<Said>,
    pub(super) short_coverage: Seconds,
    pub(super) long_coverage: Seconds,
    pub(super) confidence: Bps,
}

/// One of the two windows.
#[derive(Clone, Copy)]
pub(super) enum Length {
    Short,
    Long,
}

impl Ballot {
    /// What it says of a window, where enough of that was credited.
    pub(super) fn window(&self, length: Length) -> Option<&Said> {
        let window = match length {
            Length::Short => &self.short,
            Length::Long => &self.long,
        };
        window.as_ref()
    }

    /// What it reads now.
    pub(super) fn spot_now(&self) -> Option<LogRate> {
        if self.is_fresh { self.spot } else { None }
    }
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

    /// Adds a source's ballot. `fresh` is whether it was read and averaged in this refresh.
    #[inline(never)]
    pub(super) fn fill(&self, source: &mut SourceState, index: usize, fresh: bool, ballots: &mut List<Ballot>) {
        let windows = windows(self.params, source, self.tick);
        let _ = ballots.try_push(self.write(source, index, fresh, windows)); // there are no more than sources
    }

    /// As [`Self::fill`], but from memory alone and for windows of any length; changes nothing.
    #[inline(never)]
    pub(super) fn repeat(&self, source: &SourceState, index: usize, fresh: bool, ballots: &mut List<Ballot>) {
        let Self { params, tick, .. } = *self;
        let at = if is_overdue(params, source, tick) { tick.now } else { source.sampled };
        let mean = |length| window::mean_of_any_length(source, at, length).unwrap_or(Window::NONE);
        let windows = (mean(params.short_window), mean(params.long_window));
        let _ = ballots.try_push(self.write(source, index, fresh, windows)); // there are no more than sources
    }

    #[inline(always)] // what a refresh calls has nobody else to share it with
    fn write(&self, source: &SourceState, index: usize, fresh: bool, (short, long): (Window, Window)) -> Ballot {
        let Self { params, tick, .. } = *self;
        let marks = source.marks;
        let age = tick.now.since(source.read);
        let own = |mark, own: LogRate| marks.has(mark).then_some(own);
        let (own_short, own_long) =
            (own(SourceState::OWN_SHORT, source.own_short), own(SourceState::OWN_LONG, source.own_long));
        Ballot {
            source: index,
            depth: source.depth,
            is_deep: depth::may_vote(params, source),
            is_outvoted: source.apart >= params.long_window,
            denies: marks.has(SourceState::VOTED) && marks.has(SourceState::DEEP) && age <= tick.max_credit,
            spot: (marks.has(SourceState::READ) && age <= params.short_window).then_some(source.reading),
            is_fresh: fresh,
            short: (short.coverage >= self.short_needed).then(|| self.said(short, own_short)),
            long: (long.coverage >= self.long_needed).then(|| self.said(long, own_long)),
            short_coverage: short.coverage,
            long_coverage: long.coverage,
            confidence: source.confidence,
        }
    }

    /// A window beside the venue's own average: that lowers it by a bounded distance, since whoever holds two slots can book any price into it.
    fn said(&self, Window { low, high, .. }: Window, own: Option<LogRate>) -> Said {
        let floor = LogRate::from_bits(low.to_bits().wrapping_sub(self.reach)); // a mean lies within +-2^46
        Said { venue: own.map_or(low, |own| low.min(own).max(floor)), low, high }
    }
}

/// Whether the next sample is overdue, so that windows age.
fn is_overdue(params: &Params, source: &SourceState, tick: &Tick) -> bool {
    tick.now.since(source.sampled) >= params.cadence.times(OVERDUE)
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
