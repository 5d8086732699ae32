//! Account bytes for the tests of those who integrate (feature `builder`).

use crate::flags::Flags;
use crate::gates::Gates;
use crate::layout::{self, LEN, SCALE, offset};
use crate::level::{HaltCause, Level};
use crate::published::Published;
use crate::reason::{LargestReason, Reasons};
use crate::units::{Reserves, Sides};

/// Makes price accounts. It starts with a valid, fresh one at par; every field can be changed, to what is wrong too: nothing is
/// checked, so that a lender can test what it does with a bad account.
///
/// Rates are SOL per whole token and prices USD per whole token (or per SOL), scaled by 10^12; 0 is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceBuilder {
    bytes: [u8; LEN],
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $offset:ident;)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name(mut self, value: $type) -> Self {
                self.put::<{ offset::$offset }, { size_of::<$type>() }>(setters!(@bytes $name, value));
                self
            }
        )*
    };
    (@bytes feed, $value:ident) => { $value };
    (@bytes mint, $value:ident) => { $value };
    (@bytes $name:ident, $value:ident) => { $value.to_le_bytes() };
}

impl PriceBuilder {
    /// A fresh account at `now`: level normal, one SOL per token with a confidence of 10 basis points, 150 USD per SOL, nine
    /// decimals, default limits, all legs in use.
    pub fn new(now: i64) -> Self {
        let mut bytes = [0; LEN];
        if let Some(head) = bytes.first_chunk_mut() {
            *head = layout::DISCRIMINATOR;
        }
        let sol_usd = 150 * SCALE;
        Self { bytes }
            .version(layout::VERSION)
            .bump(255)
            .level(Level::Normal, HaltCause::NONE)
            .flags(Flags::USD.union(Flags::MARKET))
            .largest_reason(None)
            .token_decimals(9)
            .sources(2)
            .sequence(1)
            .published_at(now)
            .level_since(now)
            .nav_time(now)
            .market_time(now)
            .sol_usd_time(now)
            .soft_limit(60)
            .hard_limit(600)
            .liquidation_limit(3_600)
            .nav_limit(600)
            .market_limit(600)
            .usd_limit(150)
            .stale_decay_bps_per_hour(100)
            .sol_usd(sol_usd)
            .sol_usd_confidence(sol_usd / 1_000)
            .rates(SCALE, SCALE / 1_000)
            .usd_prices(150 * (SCALE - SCALE / 1_000), 150 * SCALE, 150 * (SCALE + SCALE / 1_000))
            .voted(0b11)
            .market_sources(1)
            .last_good_nav(SCALE)
            .last_good_nav_time(now)
            .last_good_market(SCALE)
            .last_good_market_time(now)
            .depth(1_000_000_000_000)
            .short_coverage_bps(10_000)
            .long_coverage_bps(10_000)
    }

    /// Every field of an existing record.
    pub fn copy_of(record: &Published<'_>) -> Self {
        Self::new(0)
            .version(record.version())
            .bump(record.bump())
            .level(record.level(), record.halt_cause())
            .gates(record.gates())
            .flags(record.flags())
            .reasons(record.reasons())
            .largest_reason(record.largest_reason())
            .token_decimals(record.token_decimals())
            .sources(record.sources())
            .feed(*record.feed())
            .mint(*record.mint())
            .sequence(record.sequence())
            .slot(record.slot())
            .published_at(record.published_at())
            .epoch(record.epoch())
            .level_since(record.level_since())
            .soft_limit(record.soft_limit())
            .hard_limit(record.hard_limit())
            .liquidation_limit(record.liquidation_limit())
            .nav_limit(record.nav_limit())
            .market_limit(record.market_limit())
            .usd_limit(record.usd_limit())
            .stale_decay_bps_per_hour(record.stale_decay_bps_per_hour())
            .raw_nav(record.raw_nav().map_or(0, |rate| rate.get()))
            .nav(record.nav().map_or(0, |rate| rate.get()))
            .spot(record.spot().map_or(0, |rate| rate.get()))
            .short(record.short().map_or(0, |rate| rate.get()))
            .long(record.long().map_or(0, |rate| rate.get()))
            .fair(record.fair().map_or(0, |rate| rate.get()))
            .collateral(record.collateral().map_or(0, |rate| rate.get()))
            .debt(record.debt().map_or(0, |rate| rate.get()))
            .liquidation(record.liquidation().map_or(0, |rate| rate.get()))
            .confidence(record.confidence())
            .nav_time(record.nav_time())
            .market_time(record.market_time())
            .sol_usd(record.sol_usd().map_or(0, |price| price.get()))
            .sol_usd_confidence(record.sol_usd_confidence())
            .sol_usd_time(record.sol_usd_time())
            .collateral_usd(record.collateral_usd().map_or(0, |price| price.get()))
            .debt_usd(record.debt_usd().map_or(0, |price| price.get()))
            .liquidation_usd(record.liquidation_usd().map_or(0, |price| price.get()))
            .voted(record.voted())
            .market_sources(record.market_sources())
            .last_good_nav(record.last_good_nav().map_or(0, |rate| rate.get()))
            .last_good_nav_time(record.last_good_nav_time())
            .last_good_market(record.last_good_market().map_or(0, |rate| rate.get()))
            .last_good_market_time(record.last_good_market_time())
            .depth(record.depth())
            .short_coverage_bps(record.short_coverage_bps())
            .long_coverage_bps(record.long_coverage_bps())
            .reserves(record.reserves())
            .spot_sides(record.spot_sides())
            .short_sides(record.short_sides())
            .long_sides(record.long_sides())
    }

    /// The account's bytes.
    #[must_use]
    pub const fn build(self) -> [u8; LEN] {
        self.bytes
    }

    /// The level and what the gate table allows at it. The cause counts at [`Level::Halted`] only.
    #[must_use]
    pub fn level(mut self, level: Level, cause: HaltCause) -> Self {
        self.put::<{ offset::LEVEL }, 1>([level as u8]);
        self.put::<{ offset::HALT_CAUSE }, 1>([cause.bits()]);
        self.gates(Gates::at(level, cause))
    }

    /// Gates other than the level's own.
    #[must_use]
    pub fn gates(mut self, gates: Gates) -> Self {
        self.put::<{ offset::GATES }, 2>(gates.bits().to_le_bytes());
        self
    }

    /// Standing properties of the feed.
    #[must_use]
    pub fn flags(mut self, flags: Flags) -> Self {
        self.put::<{ offset::FLAGS }, 2>(flags.bits().to_le_bytes());
        self
    }

    /// Reasons.
    #[must_use]
    pub fn reasons(mut self, reasons: Reasons) -> Self {
        self.put::<{ offset::REASONS }, 8>(reasons.bits().to_le_bytes());
        self
    }

    /// The reason that weighs most.
    #[must_use]
    pub fn largest_reason(mut self, largest: Option<LargestReason>) -> Self {
        let (bit, bps) = largest.map_or((layout::NO_REASON, 0), |largest| (largest.bit, largest.bps));
        self.put::<{ offset::LARGEST_REASON }, 1>([bit]);
        self.put::<{ offset::LARGEST_REASON_BPS }, 4>(bps.to_le_bytes());
        self
    }

    /// What backs the token.
    #[must_use]
    pub fn reserves(self, reserves: Option<Reserves>) -> Self {
        let Some(Reserves { assets, supply, transit, custodial }) = reserves else {
            return self.assets(0).supply(0).transit(0).custodial_bps(0);
        };
        self.assets(assets).supply(supply).transit(transit).custodial_bps(custodial.get())
    }

    /// Both sides of the spot rate; the mean between them is a field of its own.
    #[must_use]
    pub fn spot_sides(self, sides: Option<Sides>) -> Self {
        let [low, high] = scaled(sides);
        self.spot_low(low).spot_high(high)
    }

    /// Both sides of the short window.
    #[must_use]
    pub fn short_sides(self, sides: Option<Sides>) -> Self {
        let [low, high] = scaled(sides);
        self.short_low(low).short_high(high)
    }

    /// Both sides of the long window.
    #[must_use]
    pub fn long_sides(self, sides: Option<Sides>) -> Self {
        let [low, high] = scaled(sides);
        self.long_low(low).long_high(high)
    }

    /// All rates from one: every estimate at `rate`, collateral and debt `confidence` below and above it.
    #[must_use]
    pub fn rates(self, rate: u64, confidence: u64) -> Self {
        self.raw_nav(rate)
            .nav(rate)
            .spot(rate)
            .short(rate)
            .long(rate)
            .fair(rate)
            .confidence(confidence)
            .collateral(rate.saturating_sub(confidence))
            .debt(rate.saturating_add(confidence))
            .liquidation(rate)
    }

    /// The three USD prices.
    #[must_use]
    pub fn usd_prices(self, collateral: u64, liquidation: u64, debt: u64) -> Self {
        self.collateral_usd(collateral).liquidation_usd(liquidation).debt_usd(debt)
    }

    setters! {
        /// Layout version.
        version: u8 = VERSION;
        /// Bump of the account's address.
        bump: u8 = BUMP;
        /// The level byte alone, any value.
        level_byte: u8 = LEVEL;
        /// Decimals of the token's mint.
        token_decimals: u8 = TOKEN_DECIMALS;
        /// Sources configured.
        sources: u8 = SOURCES;
        /// Address of the feed account.
        feed: [u8; 32] = FEED;
        /// The token's mint.
        mint: [u8; 32] = MINT;
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
        /// Seconds.
        soft_limit: u32 = SOFT_LIMIT;
        /// Seconds.
        hard_limit: u32 = HARD_LIMIT;
        /// Seconds.
        liquidation_limit: u32 = LIQUIDATION_LIMIT;
        /// Seconds; 0 = leg not used.
        nav_limit: u32 = NAV_LIMIT;
        /// Seconds; 0 = leg not used.
        market_limit: u32 = MARKET_LIMIT;
        /// Seconds.
        usd_limit: u32 = USD_LIMIT;
        /// Basis points an hour.
        stale_decay_bps_per_hour: u32 = STALE_DECAY_BPS_PER_HOUR;
        /// Rate.
        raw_nav: u64 = RAW_NAV;
        /// Rate.
        nav: u64 = NAV;
        /// Rate.
        spot: u64 = SPOT;
        /// Rate.
        short: u64 = SHORT;
        /// Rate.
        long: u64 = LONG;
        /// Rate.
        fair: u64 = FAIR;
        /// Rate.
        collateral: u64 = COLLATERAL;
        /// Rate.
        debt: u64 = DEBT;
        /// Rate.
        liquidation: u64 = LIQUIDATION;
        /// Rate.
        confidence: u64 = CONFIDENCE;
        /// Unix time.
        nav_time: i64 = NAV_TIME;
        /// Unix time.
        market_time: i64 = MARKET_TIME;
        /// Price.
        sol_usd: u64 = SOL_USD;
        /// Price.
        sol_usd_confidence: u64 = SOL_USD_CONFIDENCE;
        /// Unix time.
        sol_usd_time: i64 = SOL_USD_TIME;
        /// Price.
        collateral_usd: u64 = COLLATERAL_USD;
        /// Price.
        debt_usd: u64 = DEBT_USD;
        /// Price.
        liquidation_usd: u64 = LIQUIDATION_USD;
        /// One bit per configured source.
        voted: u16 = VOTED;
        /// Market sources that voted.
        market_sources: u8 = MARKET_SOURCES;
        /// Rate.
        last_good_nav: u64 = LAST_GOOD_NAV;
        /// Unix time.
        last_good_nav_time: i64 = LAST_GOOD_NAV_TIME;
        /// Rate.
        last_good_market: u64 = LAST_GOOD_MARKET;
        /// Unix time.
        last_good_market_time: i64 = LAST_GOOD_MARKET_TIME;
        /// Lamports.
        depth: u64 = DEPTH;
        /// Basis points.
        short_coverage_bps: u16 = SHORT_COVERAGE_BPS;
        /// Basis points.
        long_coverage_bps: u16 = LONG_COVERAGE_BPS;
        /// Lamports.
        assets: u64 = ASSETS;
        /// Base units of the token.
        supply: u64 = SUPPLY;
        /// Lamports.
        transit: u64 = TRANSIT;
        /// Rate.
        spot_low: u64 = SPOT_LOW;
        /// Rate.
        spot_high: u64 = SPOT_HIGH;
        /// Rate.
        short_low: u64 = SHORT_LOW;
        /// Rate.
        short_high: u64 = SHORT_HIGH;
        /// Rate.
        long_low: u64 = LONG_LOW;
        /// Rate.
        long_high: u64 = LONG_HIGH;
        /// Basis points.
        custodial_bps: u16 = CUSTODIAL_BPS;
    }

    fn put<const OFFSET: usize, const N: usize>(&mut self, value: [u8; N]) {
        const { assert!(OFFSET + N <= LEN) };
        if let Some(field) = self.bytes.split_at_mut(OFFSET).1.first_chunk_mut() {
            *field = value;
        }
    }
}

fn scaled(sides: Option<Sides>) -> [u64; 2] {
    sides.map_or([0; 2], |sides| [sides.low.get(), sides.high.get()])
}
