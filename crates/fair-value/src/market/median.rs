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
    /// Sum of the weights.
    total: u64,
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
        self.total = self.total.saturating_add(entry.weight);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The entries.
    fn entries(&self) -> &[Weighed] {
        self.entries.get(..self.len).unwrap_or_default()
    }

    /// Weights lowered so that none exceeds 40 % of their sum, where there are three or more.
    pub(super) fn cap(&mut self) {
        if self.len < 3 {
            return;
        }
        let cap = self.highest_weight();
        self.total = 0;
        for entry in self.entries.iter_mut().take(self.len) {
            entry.weight = entry.weight.min(cap);
            self.total = self.total.saturating_add(entry.weight);
        }
    }

    /// The weight that is 40 % of the sum once all above it are lowered to it. With c capped sources and R the sum of the
    /// others: x = 0.4 (R + c x), so x = 2/3 R for one and 2 R for two; three cannot exceed 40 % each.
    fn highest_weight(&self) -> u64 {
        let (mut first, mut second) = (0_u64, 0_u64);
        for entry in self.entries() {
            if entry.weight > first {
                second = first;
                first = entry.weight;
            } else if entry.weight > second {
                second = entry.weight;
            }
        }
        let without_first = self.total.saturating_sub(first);
        let one = (without_first / 3).saturating_mul(2);
        if second <= one {
            return one;
        }
        without_first.saturating_sub(second).saturating_mul(2)
    }

    /// The lowest value with at least half of the weight at or below it; `None` for no entries.
    fn lower_median(&self) -> Option<i64> {
        self.reach_half(self.entries().iter())
    }

    /// The highest value with at least half of the weight at or above it; `None` for no entries.
    pub(super) fn upper_median(&self) -> Option<i64> {
        self.reach_half(self.entries().iter().rev())
    }

    fn reach_half<'a>(&self, entries: impl Iterator<Item = &'a Weighed>) -> Option<i64> {
        let half = self.total.div_ceil(2);
        let mut sum = 0_u64;
        for entry in entries {
            sum = sum.saturating_add(entry.weight);
            if sum >= half {
                return Some(entry.value);
            }
        }
        None
    }

    /// The lowest value.
    fn lowest(&self) -> Option<i64> {
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
