//! Standing properties of a feed.

/// A set of bits that describe the feed rather than its moment. Unknown bits are kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Flags(u16);

impl Flags {
    /// No market by configuration: permanent caution, wide confidence.
    pub const NAV_ONLY: Self = Self(1 << 0);
    /// Part of the backing lies in a wallet that one signer controls.
    pub const CUSTODIAL: Self = Self(1 << 1);
    /// New feed: its windows have not been valid yet.
    pub const WARMUP: Self = Self(1 << 2);
    /// SOL/USD is configured; without it there are no USD values.
    pub const USD: Self = Self(1 << 3);
    /// A market leg is configured.
    pub const MARKET: Self = Self(1 << 4);

    /// From the account's field.
    #[inline]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// As in the account.
    #[inline]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Both sets.
    #[inline]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every bit of `other` is set.
    #[inline]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
