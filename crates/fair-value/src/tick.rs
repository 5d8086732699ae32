//! The time that has passed since the last refresh, as the rules see it.

use crate::input::Now;
use crate::params::Params;
use crate::units::{Epoch, Moment, Seconds, Slot};

/// Longest credit of one reading, in cadences.
const MAX_CREDIT_CADENCES: u32 = 3;

/// One refresh's place in time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tick {
    /// The chain's time, never before that of the last refresh.
    pub(crate) now: Moment,
    pub(crate) slot: Slot,
    pub(crate) epoch: Epoch,
    pub(crate) since_epoch_start: Seconds,
    pub(crate) rewards_active: bool,
    /// The feed's first refresh.
    pub(crate) first: bool,
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
        let passed = if first { Seconds::ZERO } else { time.since(last) };
        let max_credit = max_credit(params);
        Some(Self {
            now: time,
            slot: now.slot,
            epoch: now.epoch,
            since_epoch_start: now.since_epoch_start,
            rewards_active: now.rewards_active,
            first,
            passed,
            credit: passed.min(max_credit),
            max_credit,
        })
    }
}

/// The longest time for which one stored reading counts.
pub(crate) fn max_credit(params: &Params) -> Seconds {
    params.cadence.times(MAX_CREDIT_CADENCES)
}
