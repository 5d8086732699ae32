//! The record as published: fields decoded when asked for, nothing judged.

use crate::error::ReadError;
use crate::flags::Flags;
use crate::gates::Gates;
use crate::layout::{self, LEN, offset};
use crate::level::{HaltCause, Level};
use crate::reason::{LargestReason, Reason, Reasons};
use crate::units::{Bps, Rate, Reserves, Sides, UsdPrice};

/// What the oracle last published, for dashboards, archives and tests. Nothing here is checked against a clock, a level or an
/// age: whoever lends by it uses [`Price`](crate::Price).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Published<'a>(&'a [u8; LEN]);

/// `N` bytes from a constant offset, without a copy and, the offset being checked at compile time, without a branch.
#[inline(always)]
fn field<const OFFSET: usize, const N: usize>(data: &[u8; LEN]) -> &[u8; N] {
    const { assert!(OFFSET + N <= LEN) };
    data.split_at_checked(OFFSET).and_then(|(_, tail)| tail.first_chunk()).unwrap_or(&[0; N])
}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident: $kind:ident = $offset:ident;)*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name(&self) -> getters!(@type $kind) {
                getters!(@decode $kind, self.0, $offset)
            }
        )*
    };
    (@type rate) => { Option<Rate> };
    (@type price) => { Option<UsdPrice> };
    (@type key) => { &'a [u8; 32] };
    (@type $int:ident) => { $int };
    (@decode rate, $data:expr, $offset:ident) => { Rate::new(getters!(@decode u64, $data, $offset)) };
    (@decode price, $data:expr, $offset:ident) => { UsdPrice::new(getters!(@decode u64, $data, $offset)) };
    (@decode key, $data:expr, $offset:ident) => { field::<{ offset::$offset }, 32>($data) };
    (@decode $int:ident, $data:expr, $offset:ident) => {
        $int::from_le_bytes(*field::<{ offset::$offset }, { size_of::<$int>() }>($data))
    };
}

impl<'a> Published<'a> {
    /// Takes account bytes for what they claim to be. Checked: length, discriminator, version, level, and that the gates fit the
    /// level. **Not checked: the owner, the feed, the mint, any age, the order of the prices.**
    ///
    /// # Errors
    /// [`ReadError::TooShort`], [`ReadError::WrongDiscriminator`], [`ReadError::UnknownVersion`], [`ReadError::UnknownLevel`],
    /// [`ReadError::MalformedGates`].
    #[inline]
    pub fn read_unchecked(data: &'a [u8]) -> Result<Self, ReadError> {
        let Some(data) = data.first_chunk::<LEN>() else {
            return Err(ReadError::TooShort { found: data.len() });
        };
        let this = Self(data);
        let discriminator = *field::<{ offset::DISCRIMINATOR }, 8>(data);
        if u64::from_le_bytes(discriminator) != u64::from_le_bytes(layout::DISCRIMINATOR) {
            return Err(ReadError::WrongDiscriminator { found: discriminator });
        }
        if this.version() != layout::VERSION {
            return Err(ReadError::UnknownVersion { found: this.version() });
        }
        let Some(level) = Level::from_byte(this.level_byte()) else {
            return Err(ReadError::UnknownLevel { found: this.level_byte() });
        };
        if !this.gates().fit(level, this.halt_cause()) {
            return Err(ReadError::MalformedGates { level, cause: this.halt_cause(), found: this.gates().bits() });
        }
        Ok(this)
    }

    getters! {
        /// Layout version.
        version: u8 = VERSION;
        /// Bump of the account's address.
        bump: u8 = BUMP;
        /// Decimals of the token's mint.
        token_decimals: u8 = TOKEN_DECIMALS;
        /// Sources configured.
        sources: u8 = SOURCES;
        /// Address of the feed account.
        feed: key = FEED;
        /// The token's mint.
        mint: key = MINT;
        /// Publications so far.
        sequence: u64 = SEQUENCE;
        /// Slot of this publication.
        slot: u64 = SLOT;
        /// Unix time of this publication.
        published_at: i64 = PUBLISHED_AT;
        /// Epoch of this publication.
        epoch: u64 = EPOCH;
        /// Unix time at which the level was entered.
        level_since: i64 = LEVEL_SINCE;
        /// Seconds after which a publication is softly stale.
        soft_limit: u32 = SOFT_LIMIT;
        /// Seconds after which a publication serves liquidation only.
        hard_limit: u32 = HARD_LIMIT;
        /// Seconds after which a publication serves nothing.
        liquidation_limit: u32 = LIQUIDATION_LIMIT;
        /// Seconds after which the NAV leg is softly stale; 0 = not used.
        nav_limit: u32 = NAV_LIMIT;
        /// Seconds after which the market leg is softly stale; 0 = not used.
        market_limit: u32 = MARKET_LIMIT;
        /// Seconds after which USD values are stale.
        usd_limit: u32 = USD_LIMIT;
        /// Basis points an hour of age off the liquidation price once the publication is beyond the hard limit.
        stale_decay_bps_per_hour: u32 = STALE_DECAY_BPS_PER_HOUR;
        /// Assets by supply as last read.
        raw_nav: rate = RAW_NAV;
        /// NAV, bounded in speed.
        nav: rate = NAV;
        /// Unclamped median of the last refresh, the mean of [`Published::spot_sides`].
        spot: rate = SPOT;
        /// Short window, the mean of [`Published::short_sides`].
        short: rate = SHORT;
        /// Long window, the mean of [`Published::long_sides`].
        long: rate = LONG;
        /// Fair value.
        fair: rate = FAIR;
        /// Low estimate, for the token as collateral.
        collateral: rate = COLLATERAL;
        /// High estimate, for the token as debt.
        debt: rate = DEBT;
        /// Rate at which health is tested.
        liquidation: rate = LIQUIDATION;
        /// Confidence in SOL per whole token; 0 is none stated.
        confidence: u64 = CONFIDENCE;
        /// Oldest unix time that entered NAV.
        nav_time: i64 = NAV_TIME;
        /// Oldest unix time that entered the market leg.
        market_time: i64 = MARKET_TIME;
        /// USD per SOL.
        sol_usd: price = SOL_USD;
        /// Confidence of USD per SOL, in USD scaled by 10^12.
        sol_usd_confidence: u64 = SOL_USD_CONFIDENCE;
        /// Unix time of USD per SOL.
        sol_usd_time: i64 = SOL_USD_TIME;
        /// Low estimate in USD.
        collateral_usd: price = COLLATERAL_USD;
        /// High estimate in USD.
        debt_usd: price = DEBT_USD;
        /// Price at which health is tested, in USD.
        liquidation_usd: price = LIQUIDATION_USD;
        /// One bit per configured source, set if it voted.
        voted: u16 = VOTED;
        /// Market sources that voted.
        market_sources: u8 = MARKET_SOURCES;
        /// Last NAV that passed every check.
        last_good_nav: rate = LAST_GOOD_NAV;
        /// Its unix time.
        last_good_nav_time: i64 = LAST_GOOD_NAV_TIME;
        /// Last market rate from valid windows.
        last_good_market: rate = LAST_GOOD_MARKET;
        /// Its unix time.
        last_good_market_time: i64 = LAST_GOOD_MARKET_TIME;
        /// Lamports that move the price by 1 %, of the voting sources together.
        depth: u64 = DEPTH;
        /// Basis points of the short window that samples cover.
        short_coverage_bps: u16 = SHORT_COVERAGE_BPS;
        /// Basis points of the long window that samples cover.
        long_coverage_bps: u16 = LONG_COVERAGE_BPS;
    }

    /// What backs the token, as last counted from public accounts; `None` where NAV is attested by a feed, or where the publication is
    /// older than these fields.
    pub fn reserves(&self) -> Option<Reserves> {
        let supply = getters!(@decode u64, self.0, SUPPLY);
        (supply != 0).then(|| Reserves {
            assets: getters!(@decode u64, self.0, ASSETS),
            supply,
            transit: getters!(@decode u64, self.0, TRANSIT),
            custodial: Bps::new(getters!(@decode u16, self.0, CUSTODIAL_BPS)).unwrap_or(Bps::ONE),
        })
    }

    /// Both sides of [`Published::spot`]; `None` where there is no market, or where the publication is older than these fields.
    #[inline]
    pub fn spot_sides(&self) -> Option<Sides> {
        Sides::new(getters!(@decode u64, self.0, SPOT_LOW), getters!(@decode u64, self.0, SPOT_HIGH))
    }

    /// Both sides of [`Published::short`]; `None` as for [`Published::spot_sides`].
    #[inline]
    pub fn short_sides(&self) -> Option<Sides> {
        Sides::new(getters!(@decode u64, self.0, SHORT_LOW), getters!(@decode u64, self.0, SHORT_HIGH))
    }

    /// Both sides of [`Published::long`]; `None` as for [`Published::spot_sides`].
    #[inline]
    pub fn long_sides(&self) -> Option<Sides> {
        Sides::new(getters!(@decode u64, self.0, LONG_LOW), getters!(@decode u64, self.0, LONG_HIGH))
    }

    /// The breaker's level.
    #[inline]
    pub fn level(&self) -> Level {
        Level::from_byte(self.level_byte()).unwrap_or(Level::Halted) // unknown levels were refused
    }

    /// What halted the feed, [`HaltCause::NONE`] below [`Level::Halted`].
    #[inline]
    pub fn halt_cause(&self) -> HaltCause {
        match self.level() {
            Level::Halted => HaltCause::from_bits(*self.byte::<{ offset::HALT_CAUSE }>()),
            _ => HaltCause::NONE,
        }
    }

    /// The gates as published, without regard to age.
    #[inline]
    pub fn gates(&self) -> Gates {
        Gates::from_bits(getters!(@decode u16, self.0, GATES))
    }

    /// Standing properties of the feed.
    #[inline]
    pub fn flags(&self) -> Flags {
        Flags::from_bits(getters!(@decode u16, self.0, FLAGS))
    }

    /// Why the record is as it is.
    #[inline]
    pub fn reasons(&self) -> Reasons {
        Reasons::from_bits(getters!(@decode u64, self.0, REASONS))
    }

    /// The reason that weighs most, if there is any.
    pub fn largest_reason(&self) -> Option<LargestReason> {
        let bit = *self.byte::<{ offset::LARGEST_REASON }>();
        let bps = getters!(@decode u32, self.0, LARGEST_REASON_BPS);
        (bit != layout::NO_REASON).then(|| LargestReason { reason: Reason::from_bit(bit), bit, bps })
    }

    #[inline]
    fn level_byte(&self) -> u8 {
        *self.byte::<{ offset::LEVEL }>()
    }

    #[inline]
    fn byte<const OFFSET: usize>(&self) -> &u8 {
        let [byte] = field::<OFFSET, 1>(self.0);
        byte
    }
}
