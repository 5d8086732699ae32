//! Weighted medians with a capped weight.

use crate::input::MAX_SOURCES;

/// A value with its weight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Weighed {
    pub(super) value: i64,
    pub(super) weight: u64,
}

/// At most [`MAX_SOURCES`] values, in ascending order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sorted {
    entries: [Weighed; MAX_SOURCES],
    len: usize,
}

impl Sorted {
    /// Inserts in order; more than fit are ignored, which the number of sources rules out.
    pub(super) fn insert(&mut self, entry: Weighed) {
        let Some(free) = self.entries.get_mut(self.len) else { return };
        *free = entry;
        let mut place = self.len;
        while let Some(below) = place.checked_sub(1) {
            match (self.entries.get(below), self.entries.get(place)) {
                (Some(lower), Some(upper)) if lower.value > upper.value => self.entries.swap(below, place),
                _ => break,
            }
            place = below;
        }
        self.len = self.len.saturating_add(1);
    }

    /// The entries.
    pub(super) fn entries(&self) -> &[Weighed] {
        self.entries.get(..self.len).unwrap_or_default()
    }

    /// Weights lowered so that none exceeds 40 % of their sum, where there are three or more.
    pub(super) fn cap(&mut self) {
        if self.len < 3 {
            return;
        }
        let cap = self.highest_weight();
        for entry in self.entries.iter_mut().take(self.len) {
            entry.weight = entry.weight.min(cap);
        }
    }

    /// The weight that is 40 % of the sum once all above it are lowered to it. With c capped sources and R the sum of the
    /// others: x = 0.4 (R + c x), so x = 2/3 R for one and 2 R for two; three cannot exceed 40 % each.
    fn highest_weight(&self) -> u64 {
        let (mut first, mut second, mut sum) = (0_u64, 0_u64, 0_u64);
        for entry in self.entries() {
            sum = sum.saturating_add(entry.weight);
            if entry.weight > first {
                second = first;
                first = entry.weight;
            } else if entry.weight > second {
                second = entry.weight;
            }
        }
        let without_first = sum.saturating_sub(first);
        let one = (without_first / 3).saturating_mul(2);
        if second <= one {
            return one;
        }
        without_first.saturating_sub(second).saturating_mul(2)
    }

    /// The lowest value with at least half of the weight at or below it; `None` for no entries.
    pub(super) fn lower_median(&self) -> Option<i64> {
        let half = half(self.entries());
        let mut sum = 0_u64;
        for entry in self.entries() {
            sum = sum.saturating_add(entry.weight);
            if sum >= half {
                return Some(entry.value);
            }
        }
        None
    }

    /// The highest value with at least half of the weight at or above it; `None` for no entries.
    pub(super) fn upper_median(&self) -> Option<i64> {
        let half = half(self.entries());
        let mut sum = 0_u64;
        for entry in self.entries().iter().rev() {
            sum = sum.saturating_add(entry.weight);
            if sum >= half {
                return Some(entry.value);
            }
        }
        None
    }

    /// The lowest value.
    pub(super) fn lowest(&self) -> Option<i64> {
        self.entries().first().map(|entry| entry.value)
    }

    /// The highest value.
    pub(super) fn highest(&self) -> Option<i64> {
        self.entries().last().map(|entry| entry.value)
    }

    /// For collateral and breaker: the lower median, of two voters the lower one.
    pub(super) fn low(&self) -> Option<i64> {
        if self.len == 2 { self.lowest() } else { self.lower_median() }
    }

    /// For `fair` and debt: the upper median, of two voters the higher one.
    pub(super) fn high(&self) -> Option<i64> {
        if self.len == 2 { self.highest() } else { self.upper_median() }
    }
}

/// Half of the weight, rounded up.
fn half(entries: &[Weighed]) -> u64 {
    entries.iter().fold(0_u64, |sum, entry| sum.saturating_add(entry.weight)).div_ceil(2)
}
