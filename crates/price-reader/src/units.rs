//! Units as types, so that a rate is never taken for a price nor basis points for a percentage.

use core::num::NonZeroU64;

macro_rules! scaled {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
        pub struct $name(NonZeroU64);

        impl $name {
            /// From an integer scaled by 10^12; `None` for 0, which the account uses for "absent".
            #[inline]
            pub const fn new(scaled: u64) -> Option<Self> {
                match NonZeroU64::new(scaled) {
                    Some(scaled) => Some(Self(scaled)),
                    None => None,
                }
            }

            /// As an integer scaled by 10^12, at least 1.
            #[inline]
            pub const fn get(self) -> u64 {
                self.0.get()
            }
        }
    };
}

scaled! {
    /// SOL per whole token.
    Rate
}

scaled! {
    /// USD per whole token, or per SOL.
    UsdPrice
}

/// What a price is quoted in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Unit {
    /// SOL per whole token.
    Sol,
    /// USD per whole token.
    Usd,
}

/// A share in basis points, from 0 to 10,000.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Bps(u16);

impl Bps {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The whole: 10,000 basis points.
    pub const ONE: Self = Self(10_000);

    /// `None` above 10,000.
    #[inline]
    pub const fn new(bps: u16) -> Option<Self> {
        if bps <= Self::ONE.0 {
            Some(Self(bps))
        } else {
            None
        }
    }

    /// From 0 to 10,000.
    #[inline]
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// The two sides of a market's value: the lowest and the highest that it was seen at, so that whoever moves the market for a moment moves
/// one of them at most.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Sides {
    /// Guards the lender, rounded down: collateral and breaker are judged by it.
    pub low: Rate,
    /// Guards the borrower, rounded up: fair value falls by it.
    pub high: Rate,
}

impl Sides {
    /// `None` where one is absent.
    #[inline]
    pub(crate) const fn of(low: Option<Rate>, high: Option<Rate>) -> Option<Self> {
        match (low, high) {
            (Some(low), Some(high)) => Some(Self { low, high }),
            _ => None,
        }
    }
}

/// What backs the token: proof of reserves that a program can read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reserves {
    /// Lamports that public accounts hold for the token, without those in transit.
    pub assets: u64,
    /// Base units of the token in issue.
    pub supply: u64,
    /// Lamports that the feed's authority says are on their way between accounts, which nobody can check. They count for liquidation,
    /// never for collateral.
    pub transit: u64,
    /// Part of `assets` that lies where one signer can take it, rounded up.
    pub custodial: Bps,
}
