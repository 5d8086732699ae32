//! The time that has passed since the last refresh, as the rules see it.

use bytemuck::{Pod, Zeroable};

use crate::input::Now;
use crate::math::bounded;
use crate::params::Params;
use crate::units::{Epoch, Seconds, Slot, UnixTime};

/// Longest credit of one reading, in cadences.
const MAX_CREDIT_CADENCES: u32 = 3;

/// Unix time that fits four bytes (until the year 2106); zero is "never".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Pod, Zeroable)]
#[repr(transparent)]
pub struct Moment(pub u32);

impl Moment {
    /// Not yet.
    pub const NEVER: Self = Self(0);

    /// From the chain's time; `None` before 1970-01-01 00:00:01 and after 2106.
    pub fn new(time: UnixTime) -> Option<Self> {
        u32::try_from(time.0).ok().filter(|seconds| *seconds != 0).map(Self)
    }

    /// As the chain's time.
    pub fn unix(self) -> UnixTime {
        UnixTime(i64::from(self.0))
    }

    /// Time since `earlier`; zero if that is later.
    pub fn since(self, earlier: Self) -> Seconds {
        Seconds(bounded::rest32(self.0, earlier.0))
    }

    /// A later moment.
    pub fn plus(self, time: Seconds) -> Self {
        Self(self.0.saturating_add(time.0))
    }

    /// An earlier moment, not before the beginning of time.
    pub fn minus(self, time: Seconds) -> Self {
        Self(bounded::rest32(self.0, time.0))
    }
}

/// One refresh's place in time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tick {
    /// The chain's time, never before that of the last refresh.
    pub(crate) now: Moment,
    pub(crate) slot: Slot,
    pub(crate) epoch: Epoch,
    pub(crate) since_epoch_start: Seconds,
    pub(crate) rewards_active: bool,
    /// Time since the last refresh; zero where the clock stood still or ran backwards.
    pub(crate) passed: Seconds,
    /// Of `passed`, what may count as evidence: time during which somebody looked.
    pub(crate) credit: Seconds,
    /// As [`max_credit`] says.
    pub(crate) max_credit: Seconds,
}

impl Tick {
    /// `None` if the clock is out of range. `last` is that of the last refresh, [`Moment::NEVER`] at the first.
    pub(crate) fn new(params: &Params, now: &Now, last: Moment) -> Option<Self> {
        let read = Moment::new(now.time)?;
        let first = last == Moment::NEVER;
        let time = read.max(last);
        let passed = if first { Seconds(0) } else { time.since(last) };
        let max_credit = max_credit(params);
        Some(Self {
            now: time,
            slot: now.slot,
            epoch: now.epoch,
            since_epoch_start: now.since_epoch_start,
            rewards_active: now.rewards_active,
            passed,
            credit: passed.min(max_credit),
            max_credit,
        })
    }
}

/// The longest time for which one stored reading counts.
pub(crate) fn max_credit(params: &Params) -> Seconds {
    Seconds(params.cadence.0.saturating_mul(MAX_CREDIT_CADENCES))
}
