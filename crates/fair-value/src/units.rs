//! Units as types: no bare integer rate, price, lamport, second, slot or basis point crosses a function.
//!
//! Rates and prices are binary fixed point ([`fixed`]) inside and decimal (scaled by 10^12) outside. The binary step, 2^-44,
//! is finer than the decimal one, so a decimal value survives the way in (rounded up) and out (rounded down) unchanged.

use bytemuck::{Pod, Zeroable};
use fixed::types::{I24F40, U20F44};

use crate::math::bounded;

/// Published rates and prices are integers scaled by this: 10^12.
pub const DECIMAL_SCALE: u64 = 1_000_000_000_000;

/// Basis points in one.
pub const BPS_PER_ONE: u32 = 10_000;

macro_rules! rate_like {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Pod, Zeroable)]
        #[repr(transparent)]
        pub struct $name(pub U20F44);

        impl $name {
            /// Nothing; published as "absent".
            pub const ZERO: Self = Self(U20F44::ZERO);
            /// The largest representable value, just below 2^20 = 1,048,576.
            pub const MAX: Self = Self(U20F44::MAX);

            /// From steps of 2^-44.
            pub const fn from_bits(bits: u64) -> Self {
                Self(U20F44::from_bits(bits))
            }

            /// In steps of 2^-44.
            pub const fn to_bits(self) -> u64 {
                self.0.to_bits()
            }

            /// From an integer scaled by 10^12, rounded up to the next binary step, so that [`Self::to_decimal_floor`]
            /// gives the same integer back. `None` from 2^20 upward.
            pub fn from_decimal(scaled: u64) -> Option<Self> {
                let bits = (u128::from(scaled) << 44).div_ceil(u128::from(DECIMAL_SCALE));
                u64::try_from(bits).ok().map(|bits| Self(U20F44::from_bits(bits)))
            }

            /// To an integer scaled by 10^12, rounded down. Total: the largest value is 1.05 x 10^18.
            pub fn to_decimal_floor(self) -> u64 {
                decimal_floor(self.0.to_bits())
            }

            /// To an integer scaled by 10^12, rounded up.
            pub fn to_decimal_ceil(self) -> u64 {
                decimal_ceil(self.0.to_bits())
            }
        }
    };
}

/// `bits` x 10^12 / 2^44 rounded down, without 128-bit arithmetic: 10^12 is 2^12 x 5^12, and 5^12 has 28 bits.
// Every publication converts seventeen values: a call costs two units more than its body and saves half the bytes.
#[inline(never)]
fn decimal_floor(bits: u64) -> u64 {
    let (whole, part) = decimal(bits);
    whole.wrapping_add(part >> 32)
}

/// As [`decimal_floor`], rounded up.
#[inline(never)]
fn decimal_ceil(bits: u64) -> u64 {
    let (whole, part) = decimal(bits);
    whole.wrapping_add(part.div_ceil(1 << 32))
}

/// Whole steps of the decimal scale, and what is left in 2^-32 of one; both below 2^60.
const fn decimal(bits: u64) -> (u64, u64) {
    const FIVES: u64 = DECIMAL_SCALE >> 12;
    ((bits >> 32).wrapping_mul(FIVES), (bits & 0xffff_ffff).wrapping_mul(FIVES))
}

rate_like! {
    /// SOL per whole token, from 0 to just below 2^20 in steps of 2^-44.
    Rate
}
rate_like! {
    /// USD per whole token or per SOL, from 0 to just below 2^20 in steps of 2^-44.
    Price
}

/// Base-2 logarithm of a [`Rate`]: steps of 2^-40, about 6 x 10^-13 relative. Every representable rate has one within +-44.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Pod, Zeroable)]
#[repr(transparent)]
pub struct LogRate(pub I24F40);

impl LogRate {
    /// The largest representable value, just below 2^23.
    pub const MAX: Self = Self(I24F40::MAX);

    /// From steps of 2^-40.
    pub const fn from_bits(bits: i64) -> Self {
        Self(I24F40::from_bits(bits))
    }

    /// In steps of 2^-40.
    pub const fn to_bits(self) -> i64 {
        self.0.to_bits()
    }
}

macro_rules! count {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Pod, Zeroable)]
        #[repr(transparent)]
        pub struct $name(pub $inner);
    };
}

count! {
    /// Billionths of a SOL.
    Lamports(u64)
}
count! {
    /// Base units of a token, as its mint counts them (not whole tokens).
    TokenAmount(u64)
}
count! {
    /// Hundredths of a percent.
    Bps(u32)
}
count! {
    /// A duration in seconds.
    Seconds(u32)
}
count! {
    /// Seconds since 1970-01-01 UTC, by the chain's clock.
    UnixTime(i64)
}
count! {
    /// A slot number (about 0.4 s each).
    Slot(u64)
}
count! {
    /// An epoch number (432,000 slots on mainnet, about two days).
    Epoch(u64)
}
count! {
    /// A number of things: sources, slots, or a switch (0 or 1).
    Count(u32)
}

impl Seconds {
    /// Both durations, at most what fits.
    pub(crate) const fn plus(self, more: Self) -> Self {
        Self(self.0.saturating_add(more.0))
    }

    /// What is left of a duration; zero if nothing is.
    pub(crate) const fn minus(self, less: Self) -> Self {
        Self(self.0.saturating_sub(less.0))
    }

    /// As many times as long, at most what fits.
    pub(crate) const fn times(self, times: u32) -> Self {
        Self(self.0.saturating_mul(times))
    }

    /// A counter that wraps, so much later.
    pub(crate) const fn wrapping_plus(self, more: Self) -> Self {
        Self(self.0.wrapping_add(more.0))
    }

    /// The distance of two states of a counter that wraps.
    pub(crate) const fn wrapping_minus(self, earlier: Self) -> Self {
        Self(self.0.wrapping_sub(earlier.0))
    }
}

impl Bps {
    /// Both shares, at most what fits.
    pub(crate) const fn plus(self, more: Self) -> Self {
        Self(self.0.saturating_add(more.0))
    }
}

impl Slot {
    /// The lower half of its bits, as memories keep it.
    pub(crate) const fn low(self) -> u32 {
        self.0 as u32
    }
}

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
