//! Rings in which a venue sums up its tick (or bin) over time, and what a window over them is worth.
//!
//! A sample says: up to this time, the sum of ticks x seconds was so much. Between two samples the tick counts as constant, since the
//! newest one it is the venue's current tick. Sums may wrap: only differences count.

use fair_value::History;

use crate::{
    math::log::{Mean, Step, log_rate},
    observe::{Clock, Windows},
    pair::Orientation,
};

/// The sum of ticks x seconds up to a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sample {
    /// Unix time; zero in a slot that was never written.
    pub time: i64,
    /// Sum of ticks x seconds, wrapped to 64 bits.
    pub sum: i64,
}

/// A ring of samples, newest last.
pub(crate) trait Ring {
    /// How many samples fit.
    fn capacity(&self) -> usize;
    /// The newest sample's slot; `None` before the first.
    fn newest(&self) -> Option<usize>;
    /// The sample in a slot; one of time zero where there is none.
    fn slot(&self, at: usize) -> Sample;
}

/// The sample that lies so many steps behind the newest.
fn behind(ring: &impl Ring, newest: usize, steps: usize) -> Sample {
    ring.slot(match newest.checked_sub(steps) {
        Some(at) => at,
        None => newest.saturating_add(ring.capacity()).saturating_sub(steps),
    })
}

/// The sum at a time; `None` before the oldest sample. `tick` since the newest.
fn sum_at(ring: &impl Ring, newest: usize, time: i64, tick: i32) -> Option<i64> {
    let mut after = behind(ring, newest, 0);
    if time >= after.time {
        let seconds = time.wrapping_sub(after.time);
        return Some(after.sum.wrapping_add(i64::from(tick).wrapping_mul(seconds)));
    }
    // The fewest steps back (`near` <= steps < `far`) at which a sample is not after `time`.
    let (mut near, mut far) = (1, ring.capacity());
    let mut before = None;
    while near < far {
        let middle = near.midpoint(far);
        let sample = behind(ring, newest, middle);
        // A slot that was never written has time zero: beyond the oldest sample.
        if sample.time != 0 && sample.time > time {
            (near, after) = (middle.saturating_add(1), sample);
        } else {
            (far, before) = (middle, Some(sample));
        }
    }
    interpolated(before.filter(|sample| sample.time != 0)?, after, time)
}

/// The sum between two samples, as if the tick had been the same throughout.
fn interpolated(before: Sample, after: Sample, time: i64) -> Option<i64> {
    let rise = after.sum.wrapping_sub(before.sum);
    let part = u64::try_from(time.checked_sub(before.time)?).ok()?;
    let whole = u64::try_from(after.time.checked_sub(before.time)?).ok()?;
    // Ticks below 2^20 leave room in 64 bits for gaps of over a month.
    let magnitude = rise.unsigned_abs().checked_mul(part)?.checked_div(whole)?;
    let magnitude = i64::try_from(magnitude).ok()?;
    Some(before.sum.wrapping_add(if rise < 0 { magnitude.wrapping_neg() } else { magnitude }))
}

/// The mean tick between two times, weighted by time. `None` where the samples do not reach back far enough, or where the newest
/// one lies after `to`.
pub(crate) fn mean(ring: &impl Ring, from: i64, to: i64, tick: i32) -> Option<Mean> {
    let newest = ring.newest()?;
    if behind(ring, newest, 0).time > to {
        return None;
    }
    let seconds = u32::try_from(to.checked_sub(from)?).ok().filter(|seconds| *seconds > 0)?;
    let sum = sum_at(ring, newest, to, tick)?.wrapping_sub(sum_at(ring, newest, from, tick)?);
    Some(Mean { sum, seconds })
}

/// What turns a venue's ticks into logarithms of the rate.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) step: Step,
    pub(crate) orientation: Orientation,
    pub(crate) token_decimals: u8,
}

/// Both windows up to now as logarithms of the rate.
pub(crate) fn windows(ring: &impl Ring, tick: i32, clock: &Clock, windows: &Windows, scale: Scale) -> History {
    let now = clock.unix_timestamp.0;
    let over = |seconds: u32| {
        let mean = mean(ring, now.checked_sub(i64::from(seconds))?, now, tick)?;
        log_rate(mean, scale.step, scale.orientation, scale.token_decimals)
    };
    History { short: over(windows.short.0), long: over(windows.long.0) }
}
