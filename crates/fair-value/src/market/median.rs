//! Weighted medians.

use super::weights;
use crate::sorted::{List, insert};
use crate::units::{Lamports, LogRate};

/// What a voter says, and what its word weighs.
#[derive(Clone, Copy, Debug)]
struct Voice {
    said: LogRate,
    weight: Lamports,
}

/// Values with their weights, in ascending order.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorted {
    voices: List<Voice>,
    /// Half of their weights.
    half: Lamports,
}

impl Sorted {
    /// One more.
    #[inline(always)]
    pub(super) fn insert(&mut self, said: LogRate, weight: Lamports) {
        insert(&mut self.voices, Voice { said, weight }, |new, below| new.said < below.said);
    }

    /// Lowers the weights that are above `cap`; where that is not known, to 40 % of all.
    #[inline(never)]
    pub(super) fn weigh(&mut self, cap: Option<Lamports>) {
        let cap = cap.unwrap_or_else(|| weights::cap(self.voices.iter().map(|voice| voice.weight)));
        let mut total = Lamports::ZERO;
        for voice in &mut self.voices {
            voice.weight = voice.weight.min(cap);
            total = total.plus(voice.weight);
        }
        self.half = total.half_ceil();
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.voices.len()
    }

    /// For collateral and breaker: the lower median, of two voters the lower one.
    #[inline(never)]
    pub(super) fn low(&self) -> LogRate {
        if self.voices.len() == 2 { self.lowest() } else { self.reach_half(self.voices.iter()) }
    }

    /// For `fair` and debt: the upper median, of two voters the higher one.
    #[inline(never)]
    pub(super) fn high(&self) -> LogRate {
        if self.voices.len() == 2 { self.highest() } else { self.upper_median() }
    }

    /// The highest value with at least half of the weight at or above it; zero for none.
    pub(super) fn upper_median(&self) -> LogRate {
        self.reach_half(self.voices.iter().rev())
    }

    /// The highest value; zero for none.
    pub(super) fn highest(&self) -> LogRate {
        self.voices.last().map_or(LogRate::default(), |voice| voice.said)
    }

    fn lowest(&self) -> LogRate {
        self.voices.first().map_or(LogRate::default(), |voice| voice.said)
    }

    /// The first value with which half of the weight is reached: from below the lower median, from above the upper one.
    fn reach_half<'a>(&self, voices: impl Iterator<Item = &'a Voice>) -> LogRate {
        let mut sum = Lamports::ZERO;
        for Voice { said, weight } in voices {
            sum = sum.plus(*weight);
            if sum >= self.half {
                return *said;
            }
        }
        LogRate::default()
    }
}
