//! The ring of observations that a CLMM pool keeps: the tick, summed over time.
//!
//! The program writes an observation on a swap that changes the tick, at least 15 s after the last one, with the tick from
//! before that swap. Since then the tick is the pool's own.
//! Layout: `ObservationState` of Raydium's open-source `raydium-clmm`, packed, behind the account's discriminator.

use fair_value::{History, units::LogRate};

use crate::{
    Key,
    account::Part,
    bytes::{field, i64_at, key_at, u8_at, u16_at, u32_at},
    fault::{Condition, SourceFault},
    math::log::{Mean, log_rate_at_tick},
    observe::{Clock, Windows},
    pair::Orientation,
    programs,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0x7a, 0xae, 0xc5, 0x35, 0x81, 0x09, 0xa5, 0x84];
/// Length of the account.
pub const LEN: usize = 4483;
const INITIALIZED: usize = 8;
const OBSERVATION_INDEX: usize = 17;
const POOL_ID: usize = 19;
const OBSERVATIONS: usize = 51;

/// Observations in the ring.
pub const COUNT: usize = 100;
const OBSERVATION_LEN: usize = 44;
const RING_LEN: usize = COUNT * OBSERVATION_LEN;
const BLOCK_TIMESTAMP: usize = 0;
const TICK_CUMULATIVE: usize = 4;

/// A pool's observations.
#[derive(Clone, Copy)]
pub struct Observations<'a> {
    ring: &'a [u8; RING_LEN],
    /// The newest observation; `None` before the first swap.
    newest: Option<usize>,
}

/// The sum of ticks x seconds up to a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Point {
    time: i64,
    sum: i64,
}

impl<'a> Observations<'a> {
    /// Decodes the observations of this pool.
    pub(crate) fn decode(part: &Part<'a>, pool: &Key) -> Result<Self, SourceFault> {
        let data = part.typed::<LEN>(&programs::RAYDIUM_CLMM, &DISCRIMINATOR)?;
        let pool_id = key_at::<POOL_ID, LEN>(data);
        if pool_id != pool {
            return Err(part.fault(Condition::WrongSibling { expected: *pool, found: *pool_id }));
        }
        let index = usize::from(u16_at::<OBSERVATION_INDEX, LEN>(data));
        if index >= COUNT {
            return Err(part.fault(Condition::Malformed { offset: OBSERVATION_INDEX as u32 }));
        }
        let newest = match u8_at::<INITIALIZED, LEN>(data) {
            0 => None,
            1 => Some(index),
            _ => return Err(part.fault(Condition::Malformed { offset: INITIALIZED as u32 })),
        };
        Ok(Self { ring: field::<OBSERVATIONS, RING_LEN, LEN>(data), newest })
    }

    /// The observation that lies so many steps behind the newest.
    fn behind(&self, newest: usize, steps: usize) -> Point {
        let at = match newest.checked_sub(steps) {
            Some(at) => at,
            None => newest.saturating_add(COUNT).saturating_sub(steps),
        };
        let start = at.saturating_mul(OBSERVATION_LEN);
        let slot = self.ring.get(start..).and_then(|tail| tail.first_chunk::<OBSERVATION_LEN>());
        // `at` is below COUNT: there is always a slot. One of time zero reads as never written.
        slot.map_or(Point { time: 0, sum: 0 }, |slot| Point {
            time: i64::from(u32_at::<BLOCK_TIMESTAMP, OBSERVATION_LEN>(slot)),
            sum: i64_at::<TICK_CUMULATIVE, OBSERVATION_LEN>(slot),
        })
    }

    /// The sum of ticks x seconds at a time, interpolated between the observations around it; with `tick` since the newest one.
    /// `None` before the oldest observation.
    fn sum_at(&self, newest: usize, time: i64, tick: i32) -> Option<i64> {
        let mut after = self.behind(newest, 0);
        if time >= after.time {
            return Some(extended(after, time, tick));
        }
        // The fewest steps back (`near` <= steps < `far`) at which an observation is not after `time`.
        let (mut near, mut far) = (1, COUNT);
        let mut before = None;
        while near < far {
            let middle = near.midpoint(far);
            let point = self.behind(newest, middle);
            // A slot that was never written has time zero: beyond the oldest observation.
            if point.time != 0 && point.time > time {
                (near, after) = (middle.saturating_add(1), point);
            } else {
                (far, before) = (middle, Some(point));
            }
        }
        let before = before.filter(|point| point.time != 0)?;
        interpolated(before, after, time)
    }

    /// The mean tick between two times, weighted by time; `None` where the observations do not reach back far enough or lie in
    /// the future of `to`.
    pub fn mean(&self, from: i64, to: i64, tick: i32) -> Option<Mean> {
        let newest = self.newest?;
        if self.behind(newest, 0).time > to {
            return None;
        }
        let seconds = u32::try_from(to.checked_sub(from)?).ok().filter(|seconds| *seconds > 0)?;
        let sum = self.sum_at(newest, to, tick)?.wrapping_sub(self.sum_at(newest, from, tick)?);
        Some(Mean { sum, seconds })
    }

    /// Both windows as logarithms of the rate.
    pub(crate) fn history(
        &self,
        tick: i32,
        clock: &Clock,
        windows: &Windows,
        orientation: Orientation,
        token_decimals: u8,
    ) -> History {
        let now = clock.unix_timestamp.0;
        let over = |seconds: u32| -> Option<LogRate> {
            let mean = self.mean(now.checked_sub(i64::from(seconds))?, now, tick)?;
            log_rate_at_tick(mean, orientation, token_decimals)
        };
        History { short: over(windows.short.0), long: over(windows.long.0) }
    }
}

/// The mean tick of an account's observations between two unix times, with the pool's current tick since the newest observation.
pub fn mean_tick(observations: &Observations<'_>, from: i64, to: i64, tick: i32) -> Option<Mean> {
    observations.mean(from, to, tick)
}

/// The sum some time after the newest observation. Cumulative ticks wrap, as the program lets them.
fn extended(newest: Point, time: i64, tick: i32) -> i64 {
    newest.sum.wrapping_add(i64::from(tick).wrapping_mul(time.wrapping_sub(newest.time)))
}

/// The sum between two observations, as if the tick had been the same throughout. Ticks below 2^20 and seconds below 2^32 leave
/// room in 64 bits for gaps of up to 65,536 s; longer ones go through 128 bits.
fn interpolated(before: Point, after: Point, time: i64) -> Option<i64> {
    let rise = after.sum.wrapping_sub(before.sum);
    let (part, whole) = (time.checked_sub(before.time)?, after.time.checked_sub(before.time)?);
    let (part, whole) = (u64::try_from(part).ok()?, u64::try_from(whole).ok()?);
    let magnitude = match rise.unsigned_abs().checked_mul(part) {
        Some(product) => product.checked_div(whole)?,
        None => u64::try_from(
            u128::from(rise.unsigned_abs()).wrapping_mul(u128::from(part)).checked_div(u128::from(whole))?,
        )
        .ok()?,
    };
    let magnitude = i64::try_from(magnitude).ok()?;
    Some(before.sum.wrapping_add(if rise < 0 { magnitude.wrapping_neg() } else { magnitude }))
}
