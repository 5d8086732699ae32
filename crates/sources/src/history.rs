//! Rings in which a venue sums up its tick (or bin) over time, and what a window over them is worth.
//!
//! A sample says: up to this time, the sum of ticks x seconds was so much. Between two samples the tick counts as constant, since the
//! newest one it is the venue's current tick. Sums may wrap: only differences count.

use fair_value::{History, Now, Params};

use crate::{
    math::{
        log::{Mean, Step, log_rate},
        wide::widening,
    },
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

/// Of a venue that has not written any samples yet.
pub(crate) const NO_HISTORY: History = History { short: None, long: None };

/// A ring of samples, newest last.
pub(crate) struct Ring<'a, F> {
    /// Reads a sample from its first 32 bytes.
    pub(crate) sample: F,
    /// Sample behind sample.
    pub(crate) data: &'a [u8],
    /// Bytes of a sample.
    pub(crate) stride: usize,
    /// How many samples fit.
    pub(crate) capacity: usize,
    /// The newest sample's slot.
    pub(crate) newest: usize,
}

impl<F: Fn(&[u8; 32]) -> Sample> Ring<'_, F> {
    /// The sample that lies so many steps behind the newest; one of time zero where there is none.
    #[inline(always)] // a search needs no more than its time
    fn behind(&self, steps: usize) -> Sample {
        let at = match self.newest.checked_sub(steps) {
            Some(at) => at,
            None => self.newest.wrapping_add(self.capacity).wrapping_sub(steps),
        };
        let bytes = self.data.get(at.wrapping_mul(self.stride)..).and_then(|rest| rest.first_chunk());
        bytes.map_or(Sample { time: 0, sum: 0 }, &self.sample)
    }

    /// The sum at a time; `None` before the oldest sample. `tick` since the newest.
    #[inline(never)]
    fn sum_at(&self, time: i64, tick: i32) -> Option<i64> {
        let newest = self.behind(0);
        if time >= newest.time {
            let seconds = time.wrapping_sub(newest.time);
            return Some(newest.sum.wrapping_add(i64::from(tick).wrapping_mul(seconds)));
        }
        // The ring of a busy venue ends before a long window begins: that is asked first. A slot that was never written has time zero,
        // beyond the oldest sample.
        let last = self.capacity.checked_sub(1)?;
        if self.behind(last).time > time {
            return None;
        }
        // The fewest steps back (`near` <= steps <= `far`) at which a sample is not after `time`.
        let (mut near, mut far) = (1, last);
        while near < far {
            let middle = near.wrapping_add(far).wrapping_shr(1);
            if self.behind(middle).time > time {
                near = middle.wrapping_add(1);
            } else {
                far = middle;
            }
        }
        let (before, after) = (self.behind(near), self.behind(near.wrapping_sub(1)));
        if before.time == 0 { None } else { interpolated(before, after, time) }
    }

    /// Both windows up to now as logarithms of the rate: the mean tick over each, weighted by time. A side is `None` where the samples do
    /// not reach back far enough, both where the newest one lies in the future.
    #[inline(never)]
    pub(crate) fn windows(&self, tick: i32, now: &Now, params: &Params, scale: Scale) -> History {
        let now = now.time.get();
        let sum = if self.behind(0).time > now { None } else { self.sum_at(now, tick) };
        let over = |seconds: u32| {
            let before = self.sum_at(now.checked_sub(i64::from(seconds))?, tick)?;
            let mean = Mean { sum: sum?.wrapping_sub(before), seconds };
            log_rate(mean, scale.step, scale.orientation, scale.token_decimals)
        };
        History { short: over(params.short_window.get()), long: over(params.long_window.get()) }
    }
}

/// The sum between two samples, as if the tick had been the same throughout.
fn interpolated(before: Sample, after: Sample, time: i64) -> Option<i64> {
    let rise = after.sum.wrapping_sub(before.sum);
    let (part, whole) = (time.abs_diff(before.time), after.time.abs_diff(before.time));
    i64::try_from(whole).ok()?;
    // Ticks below 2^20 leave room in 64 bits for gaps of over a month.
    let magnitude = u64::try_from(widening(rise.unsigned_abs(), part)).ok()?.checked_div(whole)?;
    let magnitude = i64::try_from(magnitude).ok()?;
    Some(before.sum.wrapping_add(if rise < 0 { magnitude.wrapping_neg() } else { magnitude }))
}

/// What turns a venue's ticks into logarithms of the rate.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) step: Step,
    pub(crate) orientation: Orientation,
    pub(crate) token_decimals: u8,
}
