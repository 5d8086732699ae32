//! Why a feed says what it says. Numbers are part of the published account.

macro_rules! reasons {
    ($( $(#[$doc:meta])* $variant:ident = $bit:literal, )*) => {
        /// A reason, by its bit in [`Reasons`].
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Reason {
            $( $(#[$doc])* $variant = $bit, )*
        }

        impl Reason {
            /// All reasons, in the order of their bits.
            pub const ALL: &[Self] = &[ $( Self::$variant, )* ];
        }
    };
}

reasons! {
    /// NAV is older than its grace.
    NavStale = 0,
    /// NAV is of the previous epoch, within its grace.
    NavGrace = 1,
    /// Raw NAV is above what the speed limit lets through.
    NavCapped = 2,
    /// The backing cannot be read.
    NavFault = 3,
    /// Raw NAV fell by more than passes at once.
    NavDrop = 4,
    /// Supply grew without assets.
    UnbackedMint = 5,
    /// Two NAV sources differ.
    NavDisagreement = 6,
    /// Assets in transit are counted.
    Transit = 7,
    /// Some assets lie where one signer can take them.
    Custodial = 8,
    /// The short window lies below NAV.
    DiscountShort = 9,
    /// The long window lies below NAV.
    DiscountLong = 10,
    /// Spot lies below NAV, in repeated readings.
    DiscountSpot = 11,
    /// Depth vanished while the token traded at a discount.
    DepthLoss = 12,
    /// No market is left to judge by.
    MarketLost = 13,
    /// A window lies above NAV.
    Premium = 14,
    /// The feed is new: its windows were not valid yet.
    Warmup = 15,
    /// A window lacks samples.
    WindowInvalid = 16,
    /// Samples are missing, for less than the grace.
    MarketGrace = 17,
    /// The feed is configured to live without a market.
    NavOnly = 18,
    /// SOL/USD is stale.
    UsdStale = 19,
    /// Two SOL/USD sources differ.
    UsdDisagreement = 20,
    /// The guardian halted the feed.
    Guardian = 21,
    /// A watched program was upgraded.
    ProgramChanged = 22,
    /// A source's reading was rejected.
    SourceRejected = 23,
    /// A source is too thin to vote.
    SourceThin = 24,
    /// A pool's value lies on one side.
    OneSided = 25,
    /// The level waits out its dwell.
    Dwell = 26,
    /// Confidence is wide.
    ConfidenceWide = 27,
    /// A wrapped asset's vault holds less than the wrapper's supply.
    LstUndercovered = 28,
    /// NAV moves to a lower level that was accepted.
    NavDescent = 29,
    /// The low side of the market has long said that the token is depegged, and the high side has not.
    Disputed = 30,
    /// A source was far from the others for so long that it has no vote.
    SourceOutvoted = 31,
}

/// A set of reasons.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reasons(pub u64);

impl Reasons {
    /// Whether a reason is among them.
    pub fn has(self, reason: Reason) -> bool {
        self.0 & bit(reason) != 0
    }

    pub(crate) fn add(&mut self, reason: Reason) {
        self.0 |= bit(reason);
    }
}

const fn bit(reason: Reason) -> u64 {
    // Bit numbers are below 64.
    1_u64.wrapping_shl(reason as u32)
}
