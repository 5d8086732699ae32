//! The price account. Its layout is `price_reader::layout`; this struct is that layout with names, for writing.

use core::mem::offset_of;

use anchor_lang::prelude::*;
use fair_value::{Action, Causes, Level, Now, Outcome, Reason, Sides};
use price_reader::layout;

use super::Feed;

/// What lenders and AMMs read. Fields, units and offsets: [`price_reader::layout`].
#[account(zero_copy)]
#[repr(C)]
pub struct Price {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Breaker level, 0 normal to 3 halted.
    pub level: u8,
    /// Why it is halted: bit 0 market, 1 NAV fault, 2 guardian.
    pub halt_cause: u8,
    /// Bit per allowed action; bit 8: swaps widen their fee.
    pub gates: u16,
    /// Mode flags.
    pub flags: u16,
    /// Reason bits.
    pub reasons: u64,
    /// The reason with the largest magnitude, 255 for none.
    pub largest_reason: u8,
    /// Decimals of the token's mint.
    pub token_decimals: u8,
    /// Configured sources.
    pub sources: u8,
    /// Zero.
    pub padding_0: u8,
    /// Magnitude of the largest reason, basis points.
    pub largest_reason_bps: u32,
    /// The feed this price belongs to.
    pub feed: Pubkey,
    /// The token's mint.
    pub mint: Pubkey,
    /// Publications so far.
    pub sequence: u64,
    /// Slot of this publication.
    pub slot: u64,
    /// Unix time of this publication.
    pub published_at: i64,
    /// Epoch of this publication.
    pub epoch: u64,
    /// Unix time at which the level was entered.
    pub level_since: i64,
    /// Soft staleness, seconds.
    pub soft_limit: u32,
    /// Hard staleness, seconds.
    pub hard_limit: u32,
    /// Age to which a stale price still serves liquidation, seconds.
    pub liquidation_limit: u32,
    /// Soft limit of the NAV leg, seconds.
    pub nav_limit: u32,
    /// Soft limit of the market leg, seconds; 0 without one.
    pub market_limit: u32,
    /// Limit of SOL/USD, seconds.
    pub usd_limit: u32,
    /// What a stale price loses for liquidation, basis points an hour.
    pub stale_decay_bps_per_hour: u32,
    /// Zero.
    pub padding_1: u32,
    /// Assets by supply as last read.
    pub raw_nav: u64,
    /// NAV, bounded in speed.
    pub nav: u64,
    /// Unclamped median of this refresh, the mean of its sides.
    pub spot: u64,
    /// Short window, the mean of its sides.
    pub short: u64,
    /// Long window, the mean of its sides.
    pub long: u64,
    /// Fair value.
    pub fair: u64,
    /// Low estimate, for the token as collateral.
    pub collateral: u64,
    /// High estimate, for the token as debt.
    pub debt: u64,
    /// For testing health.
    pub liquidation: u64,
    /// Uncertainty of the above.
    pub confidence: u64,
    /// Time of the NAV leg.
    pub nav_time: i64,
    /// Time of the market leg.
    pub market_time: i64,
    /// USD per SOL.
    pub sol_usd: u64,
    /// Uncertainty of USD per SOL.
    pub sol_usd_confidence: u64,
    /// Time of USD per SOL.
    pub sol_usd_time: i64,
    /// Collateral in USD.
    pub collateral_usd: u64,
    /// Debt in USD.
    pub debt_usd: u64,
    /// Liquidation in USD.
    pub liquidation_usd: u64,
    /// Bit per configured source that voted.
    pub voted: u16,
    /// Market sources that voted.
    pub market_sources: u8,
    /// Zero.
    pub padding_2: [u8; 5],
    /// Last NAV that passed every check.
    pub last_good_nav: u64,
    /// Its time.
    pub last_good_nav_time: i64,
    /// Last market rate from valid windows.
    pub last_good_market: u64,
    /// Its time.
    pub last_good_market_time: i64,
    /// Depth of the voters together, lamports.
    pub depth: u64,
    /// Coverage of the short window, basis points.
    pub short_coverage_bps: u16,
    /// Coverage of the long window, basis points.
    pub long_coverage_bps: u16,
    /// Zero.
    pub padding_3: u32,
    /// What backs the token, lamports, without what is in transit; 0 where NAV is attested.
    pub assets: u64,
    /// Base units of the token in issue; 0 where NAV is attested.
    pub supply: u64,
    /// Announced assets in transit, lamports.
    pub transit: u64,
    /// Low side of `spot`.
    pub spot_low: u64,
    /// High side of `spot`.
    pub spot_high: u64,
    /// Low side of `short`.
    pub short_low: u64,
    /// High side of `short`.
    pub short_high: u64,
    /// Low side of `long`.
    pub long_low: u64,
    /// High side of `long`.
    pub long_high: u64,
    /// Part of `assets` that lies where one signer can take it, basis points rounded up.
    pub custodial_bps: u16,
    /// Zero.
    pub padding_4: [u8; 6],
    /// Zero, for later versions.
    pub reserved: [u64; 8],
}

/// Checks offsets of fields, behind Anchor's discriminator, against the layout that readers use.
macro_rules! assert_layout {
    ($($field:ident = $offset:ident),* $(,)?) => {
        const _: () = {
            $(assert!(offset_of!(Price, $field) + Price::DISCRIMINATOR.len() == layout::offset::$offset);)*
            assert!(size_of::<Price>() + Price::DISCRIMINATOR.len() == layout::LEN);
        };
    };
}

assert_layout! {
    version = VERSION, bump = BUMP, level = LEVEL, halt_cause = HALT_CAUSE, gates = GATES, flags = FLAGS,
    reasons = REASONS, largest_reason = LARGEST_REASON, token_decimals = TOKEN_DECIMALS, sources = SOURCES,
    largest_reason_bps = LARGEST_REASON_BPS, feed = FEED, mint = MINT, sequence = SEQUENCE, slot = SLOT,
    published_at = PUBLISHED_AT, epoch = EPOCH, level_since = LEVEL_SINCE, soft_limit = SOFT_LIMIT,
    hard_limit = HARD_LIMIT, liquidation_limit = LIQUIDATION_LIMIT, nav_limit = NAV_LIMIT,
    market_limit = MARKET_LIMIT, usd_limit = USD_LIMIT, stale_decay_bps_per_hour = STALE_DECAY_BPS_PER_HOUR,
    raw_nav = RAW_NAV, nav = NAV, spot = SPOT, short = SHORT, long = LONG, fair = FAIR, collateral = COLLATERAL,
    debt = DEBT, liquidation = LIQUIDATION, confidence = CONFIDENCE, nav_time = NAV_TIME, market_time = MARKET_TIME,
    sol_usd = SOL_USD, sol_usd_confidence = SOL_USD_CONFIDENCE, sol_usd_time = SOL_USD_TIME,
    collateral_usd = COLLATERAL_USD, debt_usd = DEBT_USD, liquidation_usd = LIQUIDATION_USD, voted = VOTED,
    market_sources = MARKET_SOURCES, last_good_nav = LAST_GOOD_NAV, last_good_nav_time = LAST_GOOD_NAV_TIME,
    last_good_market = LAST_GOOD_MARKET, last_good_market_time = LAST_GOOD_MARKET_TIME, depth = DEPTH,
    short_coverage_bps = SHORT_COVERAGE_BPS, long_coverage_bps = LONG_COVERAGE_BPS, assets = ASSETS, supply = SUPPLY,
    transit = TRANSIT, spot_low = SPOT_LOW, spot_high = SPOT_HIGH, short_low = SHORT_LOW, short_high = SHORT_HIGH,
    long_low = LONG_LOW, long_high = LONG_HIGH, custodial_bps = CUSTODIAL_BPS, reserved = RESERVED,
}

impl Price {
    /// What a reader sees before the first publication: no rates, everything but leaving shut.
    pub fn unpublished(&mut self) {
        self.level = Level::Depegged as u8;
        self.gates = fair_value::Gates::PAUSED.0;
        self.flags = fair_value::Flags::WARMUP;
        self.reasons = 1 << Reason::Warmup as u8;
        self.largest_reason = layout::NO_REASON;
    }

    /// Shuts the gates until the next refresh does what the guardian's halt means; that of liquidation only if it may still be barred.
    pub fn pause(&mut self, now: &Now, bars_liquidation: bool) {
        let liquidation = self.gates & (1 << Action::Liquidate as u16);
        self.halt(now, Causes::GUARDIAN);
        if !bars_liquidation {
            self.gates |= liquidation;
        }
        self.reasons |= 1 << Reason::Guardian as u8;
    }

    /// Shuts the gates for good.
    pub fn retire(&mut self, now: &Now) {
        self.halt(now, Causes::GUARDIAN);
        self.largest_reason = layout::NO_REASON;
    }

    fn halt(&mut self, now: &Now, cause: Causes) {
        if self.level != Level::Halted as u8 {
            self.level = Level::Halted as u8;
            self.level_since = now.time.0;
        }
        self.halt_cause |= cause.0;
        self.gates &= fair_value::Gates::PAUSED.0;
    }

    /// Writes one refresh. Rates leave binary fixed point against whom they could favour: debt, confidence and high sides up, all else down.
    // From the outcome where it lies: in line, each of its forty values would be kept in a place of its own first.
    #[inline(never)]
    pub fn publish(&mut self, feed: &Feed, now: &Now, outcome: &Outcome) {
        self.publish_verdict(outcome);
        self.publish_limits(feed);
        self.publish_rates(outcome);
        self.sequence = feed.sequence;
        self.slot = now.slot.0;
        self.published_at = now.time.0;
        self.epoch = now.epoch.0;
    }

    fn publish_verdict(&mut self, outcome: &Outcome) {
        self.level = outcome.level as u8;
        self.halt_cause = outcome.causes.0;
        self.gates = outcome.gates.0;
        self.flags = outcome.flags.0;
        self.reasons = outcome.reasons.0;
        self.largest_reason = outcome.largest.map_or(layout::NO_REASON, |(reason, _)| reason as u8);
        self.largest_reason_bps = outcome.largest.map_or(0, |(_, bps)| bps.0);
        self.level_since = outcome.level_since.0;
        self.voted = outcome.voted;
        self.market_sources = outcome.market_sources;
        self.depth = outcome.depth.0;
        // Coverage is at most 10,000.
        self.short_coverage_bps = outcome.short_coverage.0 as u16;
        self.long_coverage_bps = outcome.long_coverage.0 as u16;
        self.assets = outcome.assets.0;
        self.supply = outcome.supply.0;
        self.transit = outcome.transit.0;
        // So is a share.
        self.custodial_bps = outcome.custodial.0 as u16;
    }

    fn publish_limits(&mut self, feed: &Feed) {
        self.sources = feed.sources.source_count;
        self.soft_limit = feed.limits.soft;
        self.hard_limit = feed.limits.hard;
        self.liquidation_limit = feed.limits.liquidation;
        self.nav_limit = feed.limits.nav;
        self.market_limit = if feed.params.is_nav_only() { 0 } else { feed.params.market_grace.0 };
        self.usd_limit = feed.params.usd_max_age.0;
        self.stale_decay_bps_per_hour = feed.limits.decay_bps_per_hour;
    }

    fn publish_rates(&mut self, outcome: &Outcome) {
        self.raw_nav = outcome.raw_nav.to_decimal_floor();
        self.nav = outcome.nav.to_decimal_floor();
        [self.spot_low, self.spot, self.spot_high] = published(outcome.spot);
        [self.short_low, self.short, self.short_high] = published(outcome.short);
        [self.long_low, self.long, self.long_high] = published(outcome.long);
        self.fair = outcome.fair.to_decimal_floor();
        self.collateral = outcome.collateral.to_decimal_floor();
        self.debt = outcome.debt.to_decimal_ceil();
        self.liquidation = outcome.liquidation.to_decimal_floor();
        self.confidence = outcome.confidence.to_decimal_ceil();
        self.nav_time = outcome.nav_time.0;
        self.market_time = outcome.market_time.0;
        self.sol_usd = outcome.sol_usd.to_decimal_floor();
        self.sol_usd_confidence = outcome.sol_usd_confidence.to_decimal_ceil();
        self.sol_usd_time = outcome.sol_usd_time.0;
        self.collateral_usd = outcome.collateral_usd.to_decimal_floor();
        self.debt_usd = outcome.debt_usd.to_decimal_ceil();
        self.liquidation_usd = outcome.liquidation_usd.to_decimal_floor();
        self.last_good_nav = outcome.last_good_nav.to_decimal_floor();
        self.last_good_nav_time = outcome.last_good_nav_time.0;
        self.last_good_market = outcome.last_good_market.to_decimal_floor();
        self.last_good_market_time = outcome.last_good_market_time.0;
    }
}

/// Low side, mean and high side of a market's value.
fn published(sides: Sides) -> [u64; 3] {
    [sides.low.to_decimal_floor(), sides.mean().to_decimal_floor(), sides.high.to_decimal_ceil()]
}
