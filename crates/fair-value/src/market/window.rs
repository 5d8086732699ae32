//! Geometric windows from rings of cumulative logarithms, of both sides.

use core::num::NonZeroU32;

use bytemuck::Zeroable;

use crate::math::mul::quotient;
use crate::state::{Point, RING, Ring, SourceState};
use crate::units::{LogRate, Moment, Seconds};

/// Places in a ring.
const PLACES: u32 = RING as u32;

/// A window's means and how much of it was credited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Window {
    pub(super) low: LogRate,
    pub(super) high: LogRate,
    pub(super) coverage: Seconds,
}

impl Window {
    /// Of no samples.
    pub(super) const NONE: Self =
        Self { low: LogRate::from_bits(0), high: LogRate::from_bits(0), coverage: Seconds::ZERO };
}

/// Distance of two points of a ring whose intervals span a window, rounded up.
pub(crate) fn spacing(window: Seconds) -> Seconds {
    const INTERVALS: NonZeroU32 = NonZeroU32::new(PLACES - 1).unwrap();
    window.part_ceil(INTERVALS)
}

/// The cumulative samples of a source until its last one.
pub(super) fn end_of(source: &SourceState) -> Point {
    Point { low: source.total_low, high: source.total_high, covered: source.covered, time: source.sampled }
}

/// Adds a point to a ring unless the newest is too close.
pub(crate) fn push(ring: &mut Ring, point: Point, spacing: Seconds) {
    if ring.len > 0 {
        let newest = at(ring, ring.len.wrapping_sub(1));
        if newest.is_some_and(|newest| point.time.since(newest.time) < spacing) {
            return;
        }
    }
    let place = wrapped(ring.next);
    if let Some(slot) = ring.points.get_mut(place as usize) {
        *slot = point;
    }
    ring.next = wrapped(place.wrapping_add(1));
    ring.len = ring.len.min(PLACES.wrapping_sub(1)).wrapping_add(1);
}

/// A place in a ring from one at most a round too far; the first for anything beyond, which only foreign bytes can hold.
fn wrapped(place: u32) -> u32 {
    let place = if place >= PLACES { place.wrapping_sub(PLACES) } else { place };
    if place >= PLACES { 0 } else { place }
}

/// The `age`-th oldest point.
fn at(ring: &Ring, age: u32) -> Option<&Point> {
    // A round more, so that the difference is none below zero. Both are below a round, unless the bytes are foreign.
    let oldest = wrapped(ring.next).wrapping_add(PLACES).wrapping_sub(ring.len.min(PLACES));
    ring.points.get(wrapped(wrapped(oldest).wrapping_add(age)) as usize)
}

/// The means of the samples over the last `length` before `now`, ending with the last sample; `None` without any credit.
pub(super) fn mean(ring: &Ring, end: Point, now: Moment, length: Seconds) -> Option<Window> {
    let start = now.minus(length);
    if end.time <= start {
        return None;
    }
    between(beginning(ring, end, start)?, end)
}

/// As [`mean`], from both of a source's rings, for a length they were not laid out for.
pub(super) fn mean_of_any_length(source: &SourceState, now: Moment, length: Seconds) -> Option<Window> {
    let (start, end) = (now.minus(length), end_of(source));
    if end.time <= start {
        return None;
    }
    between(recall(source, end, start)?, end)
}

/// The means between two points.
fn between(from: Point, end: Point) -> Option<Window> {
    let coverage = end.covered.wrapping_minus(from.covered);
    if coverage == Seconds::ZERO {
        return None;
    }
    let (low, high) = rates(from, end, coverage);
    Some(Window { low: LogRate::from_bits(low), high: LogRate::from_bits(high), coverage })
}

/// What both sides' samples add per second.
fn rates(from: Point, end: Point, time: Seconds) -> (i64, i64) {
    let (low, high) = (end.low.wrapping_sub(from.low), end.high.wrapping_sub(from.high));
    let rate = divide(low, time);
    (rate, if high == low { rate } else { divide(high, time) })
}

/// The cumulative samples at `start`, between the points around it; the oldest point if all are younger.
fn beginning(ring: &Ring, end: Point, start: Moment) -> Option<Point> {
    let len = ring.len.min(PLACES);
    // How many are no younger. Of the others only their times are looked at.
    let mut older = 0_u32;
    while older < len && at(ring, older)?.time <= start {
        older = older.wrapping_add(1);
    }
    let after = if older < len { *at(ring, older)? } else { end };
    match older.checked_sub(1) {
        Some(last) => Some(interpolated(*at(ring, last)?, after, start)),
        None => (len > 0).then_some(after),
    }
}

/// The cumulative samples at `time` from the finest ring that reaches back to it; the oldest point of all if none does.
#[inline(never)]
fn recall(source: &SourceState, end: Point, time: Moment) -> Option<Point> {
    let reaches = |ring: &&Ring| at(ring, 0).is_some_and(|oldest| oldest.time <= time);
    let rings = [&source.short, &source.long];
    match rings.into_iter().find(reaches) {
        Some(ring) => beginning(ring, end, time),
        None => {
            let oldest = rings.into_iter().filter(|ring| ring.len > 0).filter_map(|ring| at(ring, 0));
            oldest.min_by_key(|point| point.time).copied()
        }
    }
}

/// Lays both rings out anew, for other distances of their points, from what both of them remember.
pub(crate) fn lay_out(source: &mut SourceState, short: Seconds, long: Seconds) {
    let (short, long) = (laid_out(source, short), laid_out(source, long));
    source.short = short;
    source.long = long;
}

/// A ring with points `spacing` apart that ends with the last sample.
fn laid_out(source: &SourceState, spacing: Seconds) -> Ring {
    let mut ring = Ring::zeroed();
    let end = end_of(source);
    for place in (0..PLACES).rev() {
        let time = end.time.minus(spacing.times(place));
        if let Some(point) = recall(source, end, time) {
            // What lies before all memory is the oldest point, once.
            push(&mut ring, point, Seconds::new(1));
        }
    }
    ring
}

/// Linear between two points.
fn interpolated(before: Point, after: Point, at: Moment) -> Point {
    let span = after.time.since(before.time);
    let covered = after.covered.wrapping_minus(before.covered);
    if span == Seconds::ZERO || covered == Seconds::ZERO {
        return before;
    }
    let product = u64::from(covered.get()).wrapping_mul(at.since(before.time).get().into());
    // Between the points, so not above `covered`, which has 32 bits.
    let part = Seconds::new(quotient(product, span.get().into()) as u32);
    let (low, high) = rates(before, after, covered);
    let seconds = i64::from(part.get());
    Point {
        low: before.low.wrapping_add(low.wrapping_mul(seconds)),
        high: before.high.wrapping_add(high.wrapping_mul(seconds)),
        covered: before.covered.wrapping_plus(part),
        time: at,
    }
}

/// floor(`total` / `time`), by unsigned division: sBPF has no signed one. Zero for no time.
pub(super) fn divide(total: i64, time: Seconds) -> i64 {
    let divisor = u64::from(time.get());
    if total >= 0 {
        quotient(total as u64, divisor) as i64
    } else {
        // -ceil(|total| / time) = -(floor((|total| - 1) / time) + 1), since |total| is not zero.
        let below = quotient(total.unsigned_abs().wrapping_sub(1), divisor) as i64;
        if divisor == 0 { 0 } else { below.wrapping_add(1).wrapping_neg() }
    }
}
