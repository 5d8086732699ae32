//! How old a price is, judged by the reader's clock against the limits that the account carries.

/// How far a publication may lie ahead of the reader's clock, in seconds. Within the chain there is no difference; clocks of
/// hosts and of price services drift.
pub const CLOCK_TOLERANCE: i64 = 30;

/// How far age limits the use of a price, from the least to the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Staleness {
    /// Every leg within its limit.
    Fresh,
    /// Publication beyond the soft limit, or a leg of it beyond its own: no new risk.
    Soft,
    /// Publication beyond the hard limit: only liquidation, at a price lowered with age.
    Hard,
    /// Publication beyond the liquidation limit: no use at all.
    Expired,
}

/// A part of the price that has a time of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Leg {
    /// The account's publication.
    Publication,
    /// What NAV was computed from.
    Nav,
    /// The market readings.
    Market,
    /// USD per SOL.
    Usd,
}

impl Leg {
    /// Every leg, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Publication, Self::Nav, Self::Market, Self::Usd];

    /// The name used in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publication => "publication",
            Self::Nav => "NAV",
            Self::Market => "market",
            Self::Usd => "SOL/USD",
        }
    }
}

/// Which leg is too old and by how much.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Stale {
    /// The leg.
    pub leg: Leg,
    /// Its age in seconds. Negative if its time lies ahead of the reader's clock, which is no better.
    pub age: i64,
    /// The limit that it exceeds, in seconds.
    pub limit: u32,
}

/// The reader's time as ages are computed with: from 1970 to below 2^62. No clock of a chain or host is outside; it makes
/// [`age`] exact or negative without saturating arithmetic, which costs a program ten instructions a subtraction.
#[inline]
pub(crate) fn plausible(now: i64) -> i64 {
    now.clamp(0, i64::MAX >> 1)
}

/// Seconds from `time` to `now`, which is [`plausible`]; negative if `time` is ahead. A time so long before 1970 that the
/// difference does not fit wraps to below -2^62, which counts as far ahead: as unusable as far behind.
#[inline]
pub(crate) const fn age(time: i64, now: i64) -> i64 {
    now.wrapping_sub(time)
}

/// Whether an age is beyond a limit, or further ahead than clocks may differ by.
#[inline]
pub(crate) const fn exceeds(age: i64, limit: u32) -> bool {
    age > limit as i64 || age < -CLOCK_TOLERANCE
}

/// As [`exceeds`] for a leg; a limit of 0 is a leg that is not used.
#[inline]
pub(crate) const fn leg_exceeds(age: i64, limit: u32) -> bool {
    limit != 0 && exceeds(age, limit)
}
