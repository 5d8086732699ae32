//! Weighted medians with a capped weight.

use bytemuck::Zeroable;

use crate::input::MAX_SOURCES;
use crate::math::bounded;

/// The weight that is 40 % of the sum once all above it are lowered to it; the largest number where there are fewer than three. With c
/// capped sources and R the sum of the others: x = 0.4 (R + c x), so x = 2/3 R for one and 2 R for two; three cannot exceed 40 % each.
pub(super) fn cap(weights: impl Iterator<Item = u64>) -> u64 {
    let (mut len, mut total, mut first, mut second) = (0_usize, 0_u64, 0_u64, 0_u64);
    for weight in weights {
        len = len.wrapping_add(1); // no more than there are sources
        total = bounded::sum(total, weight);
        if weight > first {
            second = first;
            first = weight;
        } else if weight > second {
            second = weight;
        }
    }
    if len < 3 {
        return u64::MAX;
    }
    let without_first = bounded::rest(total, first);
    let one = (without_first / 3).wrapping_mul(2);
    if second <= one {
        return one;
    }
    bounded::rest(without_first, second).saturating_mul(2)
}

/// A value with its weight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Zeroable)]
pub(super) struct Weighed {
    pub(super) value: i64,
    pub(super) weight: u64,
}

/// At most [`MAX_SOURCES`] values, in ascending order.
#[derive(Clone, Copy, Debug, Zeroable)]
pub(super) struct Sorted {
    entries: [Weighed; MAX_SOURCES],
    len: usize,
    /// Sum of the weights.
    total: u64,
}

impl Sorted {
    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.len = 0;
        self.total = 0;
    }

    /// Inserts in order; more than fit are ignored, which the number of sources rules out.
    pub(super) fn insert(&mut self, entry: Weighed) {
        let Some((free, sorted)) = self.entries.get_mut(..=self.len).and_then(<[Weighed]>::split_last_mut) else {
            return;
        };
        let mut place = free;
        for below in sorted.iter_mut().rev() {
            if below.value <= entry.value {
                break;
            }
            *place = *below;
            place = below;
        }
        *place = entry;
        self.len = self.len.wrapping_add(1); // there was a place
        self.total = bounded::sum(self.total, entry.weight);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The entries.
    fn entries(&self) -> &[Weighed] {
        self.entries.get(..self.len).unwrap_or_default()
    }

    /// The lowest value with at least half of the weight at or below it; zero for no entries.
    #[inline(never)]
    fn lower_median(&self) -> i64 {
        self.reach_half(self.entries().iter())
    }

    /// The highest value with at least half of the weight at or above it; zero for no entries.
    #[inline(never)]
    pub(super) fn upper_median(&self) -> i64 {
        self.reach_half(self.entries().iter().rev())
    }

    fn reach_half<'a>(&self, entries: impl Iterator<Item = &'a Weighed>) -> i64 {
        let half = self.total.div_ceil(2);
        let mut sum = 0_u64;
        for entry in entries {
            sum = bounded::sum(sum, entry.weight);
            if sum >= half {
                return entry.value;
            }
        }
        0
    }

    /// The lowest value; zero for no entries.
    fn lowest(&self) -> i64 {
        self.entries().first().map_or(0, |entry| entry.value)
    }

    /// The highest value; zero for no entries.
    pub(super) fn highest(&self) -> i64 {
        self.entries().last().map_or(0, |entry| entry.value)
    }

    /// For collateral and breaker: the lower median, of two voters the lower one.
    pub(super) fn low(&self) -> i64 {
        if self.len == 2 { self.lowest() } else { self.lower_median() }
    }

    /// For `fair` and debt: the upper median, of two voters the higher one.
    pub(super) fn high(&self) -> i64 {
        if self.len == 2 { self.highest() } else { self.upper_median() }
    }
}
