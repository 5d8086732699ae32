//! Why the account says what it says: one bit a reason.

use core::fmt;

macro_rules! reasons {
    ($($bit:literal $variant:ident $name:literal $explanation:literal;)*) => {
        /// Why a level, a gate or a price is as it is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Reason {
            $(#[doc = $explanation] $variant = $bit,)*
        }

        impl Reason {
            /// Every reason of version 1, in the order of the bits.
            pub const ALL: [Self; 32] = [$(Self::$variant,)*];

            /// From a bit number; `None` for one that this crate does not know.
            #[inline]
            pub const fn from_bit(bit: u8) -> Option<Self> {
                match bit {
                    $($bit => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The stable name, as in logs, events and metrics.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// One sentence for people.
            pub const fn explanation(self) -> &'static str {
                match self {
                    $(Self::$variant => $explanation,)*
                }
            }
        }
    };
}

reasons! {
    0 NavStale "NAV_STALE" "NAV is older than its source allows; no new risk is priced on it.";
    1 NavGrace "NAV_GRACE" "NAV is of the previous epoch, which is accepted while the new epoch's update is due.";
    2 NavCapped "NAV_CAPPED" "Published NAV is still rising towards the raw one within its speed limit.";
    3 NavFault "NAV_FAULT" "The backing could not be read or is implausible; the last good NAV is kept.";
    4 NavDrop "NAV_DROP" "NAV fell by more than slashing explains and the fall is not confirmed yet.";
    5 UnbackedMint "UNBACKED_MINT" "Supply grew without assets to match.";
    6 NavDisagreement "NAV_DISAGREEMENT" "NAV sources disagree; the lower one serves collateral.";
    7 Transit "TRANSIT" "Part of the backing is in transit by announcement; it counts for liquidation, not for collateral.";
    8 Custodial "CUSTODIAL" "Part of the backing lies in a wallet that one signer controls.";
    9 DiscountShort "DISCOUNT_SHORT" "The short window trades below NAV.";
    10 DiscountLong "DISCOUNT_LONG" "The long window trades below NAV.";
    11 DiscountSpot "DISCOUNT_SPOT" "Spot traded far below NAV in two readings apart.";
    12 DepthLoss "DEPTH_LOSS" "Market depth fell sharply within the hour.";
    13 MarketLost "MARKET_LOST" "No market source votes any more.";
    14 Premium "PREMIUM" "The market trades above NAV.";
    15 Warmup "WARMUP" "The feed is new and its windows have not been valid yet.";
    16 WindowInvalid "WINDOW_INVALID" "A window lacks samples; its last value serves collateral.";
    17 MarketGrace "MARKET_GRACE" "Market samples are missing, within the grace that a calm market earns.";
    18 NavOnly "NAV_ONLY" "The feed has no market by configuration.";
    19 UsdStale "USD_STALE" "SOL/USD is too old.";
    20 UsdDisagreement "USD_DISAGREEMENT" "SOL/USD sources disagree; the low one serves collateral, the high one debt.";
    21 Guardian "GUARDIAN" "The guardian has halted the feed.";
    22 ProgramChanged "PROGRAM_CHANGED" "A program behind the backing was upgraded and the upgrade is not acknowledged yet.";
    23 SourceRejected "SOURCE_REJECTED" "A source's reading was out of bounds and was left out.";
    24 SourceThin "SOURCE_THIN" "A market is too thin to vote.";
    25 OneSided "ONE_SIDED" "A pool holds almost one side only and has no vote.";
    26 Dwell "DWELL" "The cause is gone; the level waits out its dwell before it falls.";
    27 ConfidenceWide "CONFIDENCE_WIDE" "A source states a wide confidence.";
    28 LstUndercovered "LST_UNDERCOVERED" "The vault behind a wrapped stake token holds less than that token's supply.";
    29 NavDescent "NAV_DESCENT" "An accepted fall of NAV is being walked down at its speed limit.";
    30 Disputed "DISPUTED" "The two sides of the market have long disagreed about a depeg; fair value stands still between them.";
    31 SourceOutvoted "SOURCE_OUTVOTED" "A source was far from the others for so long that it has no vote.";
}

impl Reason {
    /// The reason's bit number in the account.
    #[inline]
    pub const fn bit(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A set of reasons; iterates over those that this crate knows. A later program may set bits that it does not: they stay in
/// [`Reasons::bits`] and are counted by [`Reasons::unknown`], never an error.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Reasons(u64);

/// Bits of every known reason.
const KNOWN: u64 = (1 << Reason::ALL.len()) - 1;

impl Reasons {
    /// From the account's field.
    #[inline]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// As in the account, or what an iteration has left.
    #[inline]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether the reason is given.
    #[inline]
    pub const fn has(self, reason: Reason) -> bool {
        self.0 & (1 << reason.bit()) != 0
    }

    /// This and one more.
    #[inline]
    pub const fn with(self, reason: Reason) -> Self {
        Self(self.0 | (1 << reason.bit()))
    }

    /// The bits that this crate has no name for.
    #[inline]
    pub const fn unknown(self) -> u64 {
        self.0 & !KNOWN
    }
}

impl Iterator for Reasons {
    type Item = Reason;

    fn next(&mut self) -> Option<Reason> {
        let known = self.0 & KNOWN;
        let reason = Reason::from_bit(u8::try_from(known.trailing_zeros()).ok()?)?; // 64, no reason, when none is left
        self.0 &= !(1 << reason.bit());
        Some(reason)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = (self.0 & KNOWN).count_ones() as usize;
        (count, Some(count))
    }
}

impl ExactSizeIterator for Reasons {}

impl FromIterator<Reason> for Reasons {
    fn from_iter<I: IntoIterator<Item = Reason>>(reasons: I) -> Self {
        reasons.into_iter().fold(Self::default(), Self::with)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Reasons {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(*self)
    }
}

/// The reason that weighs most at this publication.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LargestReason {
    /// The reason, `None` if this crate has no name for it.
    pub reason: Option<Reason>,
    /// Its bit number.
    pub bit: u8,
    /// Its magnitude in basis points; can exceed 10,000, as a premium can.
    pub bps: u32,
}
