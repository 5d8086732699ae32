//! Units as types: no bare integer rate, price, lamport, second, slot or basis point crosses a function. What is inside
//! is private, so that only arithmetic that makes sense is possible: a time plus a duration is a time, a share of
//! lamports is lamports, and lamports plus slots does not compile.
//!
//! Rates and prices are binary fixed point ([`fixed`]) inside and decimal (scaled by 10^12) outside. The binary step, 2^-44,
//! is finer than the decimal one, so a decimal value survives the way in (rounded up) and out (rounded down) unchanged.

use core::num::NonZeroU32;

use bytemuck::{Pod, Zeroable};
use fixed::types::{I24F40, U20F44};

use crate::math::bounded;
use crate::math::mul::{quotient, share_floor};

/// Published rates and prices are integers scaled by this: 10^12.
pub const DECIMAL_SCALE: u64 = 1_000_000_000_000;

/// Basis points in one.
pub const BPS_PER_ONE: u32 = 10_000;

macro_rules! rate_like {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Pod, Zeroable)]
        #[repr(transparent)]
        pub struct $name(U20F44);

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

            /// The sum, at most what fits.
            pub(crate) fn plus(self, more: Self) -> Self {
                Self::from_bits(bounded::sum(self.to_bits(), more.to_bits()))
            }

            /// The difference, at least zero.
            pub(crate) fn minus(self, less: Self) -> Self {
                Self::from_bits(bounded::rest(self.to_bits(), less.to_bits()))
            }

            /// As a fixed-point number.
            pub const fn fixed(self) -> U20F44 {
                self.0
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
pub struct LogRate(I24F40);

impl LogRate {
    /// The largest representable value, just below 2^23.
    pub const MAX: Self = Self(I24F40::MAX);

    /// As a fixed-point number.
    pub const fn fixed(self) -> I24F40 {
        self.0
    }

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
        pub struct $name($inner);

        impl $name {
            /// So many of them.
            pub const fn new(number: $inner) -> Self {
                Self(number)
            }

            /// How many they are.
            pub const fn get(self) -> $inner {
                self.0
            }
        }
    };
}

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident) => {
        count! {
            $(#[$doc])*
            $name(u64)
        }

        impl $name {
            /// None of it.
            pub const ZERO: Self = Self(0);
            /// The most there can be.
            pub const MAX: Self = Self(u64::MAX);

            /// The sum, at most what fits.
            pub fn plus(self, more: Self) -> Self {
                Self(bounded::sum(self.0, more.0))
            }

            /// The sum, if it fits.
            pub fn checked_add(self, more: Self) -> Option<Self> {
                self.0.checked_add(more.0).map(Self)
            }

            /// The difference, if there is one.
            pub fn checked_sub(self, less: Self) -> Option<Self> {
                self.0.checked_sub(less.0).map(Self)
            }

            /// What is left, at least nothing.
            pub fn minus(self, less: Self) -> Self {
                Self(bounded::rest(self.0, less.0))
            }

            /// One of so many equal parts, rounded down; nothing of no parts.
            #[inline(always)]
            pub fn part(self, parts: u64) -> Self {
                Self(quotient(self.0, parts))
            }
        }
    };
}

amount! {
    /// Billionths of a SOL.
    Lamports
}
amount! {
    /// Base units of a token, as its mint counts them (not whole tokens).
    TokenAmount
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

impl Lamports {
    /// Twice as much, at most what fits.
    pub(crate) fn twice(self) -> Self {
        self.plus(self)
    }

    /// Half of it, rounded up.
    pub(crate) fn half_ceil(self) -> Self {
        Self(self.0.div_ceil(2))
    }
}

impl Seconds {
    /// No time.
    pub const ZERO: Self = Self(0);

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

    /// One of so many equal parts, rounded up.
    #[inline(always)]
    pub(crate) fn part_ceil(self, parts: NonZeroU32) -> Self {
        // Of 64 bits, where bytecode divides in one instruction; the quotient fits 32.
        let parts = u64::from(parts.get());
        Self(quotient(u64::from(self.0).wrapping_add(parts).wrapping_sub(1), parts) as u32)
    }

    /// Of `whole`, in basis points, rounded down, at most all of it; nothing of no time.
    pub(crate) fn share_of(self, whole: Self) -> Bps {
        let parts = u64::from(self.0).wrapping_mul(BPS_PER_ONE.into());
        Bps(quotient(parts, whole.0.into()).min(BPS_PER_ONE.into()) as u32)
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
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Both shares, at most what fits.
    pub(crate) const fn plus(self, more: Self) -> Self {
        Self(self.0.saturating_add(more.0))
    }

    /// As many times as large, at most what fits.
    pub(crate) const fn times(self, times: u32) -> Self {
        Self(self.0.saturating_mul(times))
    }

    /// This share of an amount, rounded down, at most all of it.
    pub(crate) fn of<Q: Quantity>(self, amount: Q) -> Q {
        amount.share(self.0, BPS_PER_ONE)
    }
}

/// What a share of can be taken.
pub(crate) trait Quantity {
    /// So many parts of `whole` ones, rounded down, at most all of it; nothing of no parts.
    fn share(self, parts: u32, whole: u32) -> Self;
}

macro_rules! quantity {
    ($($name:ident),*) => {
        $(impl Quantity for $name {
            fn share(self, parts: u32, whole: u32) -> Self {
                Self(share_floor(self.0, parts, whole))
            }
        })*
    };
}
quantity!(Lamports, TokenAmount);

impl Quantity for Rate {
    fn share(self, parts: u32, whole: u32) -> Self {
        Self::from_bits(share_floor(self.to_bits(), parts, whole))
    }
}

impl Quantity for Seconds {
    fn share(self, parts: u32, whole: u32) -> Self {
        // At most all of it, so it fits.
        Self(share_floor(self.0.into(), parts, whole) as u32)
    }
}

impl Slot {
    /// Slots since `earlier`; zero if that is later.
    pub fn since(self, earlier: Self) -> u64 {
        bounded::rest(self.0, earlier.0)
    }

    /// The lower half of its bits, as memories keep it.
    pub(crate) const fn low(self) -> u32 {
        self.0 as u32
    }

    /// So many slots later.
    pub(crate) const fn later(self, slots: Count) -> Self {
        Self(self.0.saturating_add(slots.0 as u64))
    }
}

impl Epoch {
    /// Epochs since `earlier`; zero if that is later.
    pub fn since(self, earlier: Self) -> u64 {
        bounded::rest(self.0, earlier.0)
    }

    /// So many epochs later.
    pub(crate) const fn later(self, epochs: u64) -> Self {
        Self(self.0.saturating_add(epochs))
    }
}

impl Count {
    /// Whether a switch is on.
    pub(crate) const fn is_on(self) -> bool {
        self.0 != 0
    }
}

/// Unix time that fits four bytes (until the year 2106); zero is "never".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Pod, Zeroable)]
#[repr(transparent)]
pub struct Moment(u32);

impl Moment {
    /// Not yet.
    pub const NEVER: Self = Self(0);

    /// From seconds since 1970; zero is [`Self::NEVER`].
    pub const fn from_seconds(seconds: u32) -> Self {
        Self(seconds)
    }

    /// In seconds since 1970.
    pub const fn seconds(self) -> u32 {
        self.0
    }

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
