//! The price account, for writing. Its fields are those that readers read: both are made of one list.

use core::mem::offset_of;

use anchor_lang::prelude::*;
use fair_value::{Action, Causes, Flags, Gates, Level, Now, Outcome, Reason, Sides};
use price_reader::layout;

use super::Feed;

macro_rules! price {
    ($( $(#[$doc:meta])* $constant:ident = $offset:literal, $name:ident: $storage:tt $kind:ident; )*) => {
        /// What lenders and AMMs read. Fields, units and offsets: [`price_reader::layout`].
        #[account(zero_copy)]
        #[repr(C)]
        pub struct Price {
            $( $(#[$doc])* pub $name: $storage, )*
        }

        /// Every field, behind Anchor's discriminator, is where readers look for it.
        const _: () = {
            $( assert!(offset_of!(Price, $name) + Price::DISCRIMINATOR.len() == $offset); )*
            assert!(size_of::<Price>() + Price::DISCRIMINATOR.len() == layout::LEN);
        };
    };
}

price_reader::price_account!(price);

impl Price {
    /// What a reader sees before the first publication: no rates, everything but leaving shut.
    pub fn unpublished(&mut self) {
        self.level = Level::Depegged as u8;
        self.gates = Gates::WITHOUT_PRICE.bits();
        self.flags = Flags::WARMUP.bits();
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
            self.level_since = now.time.get();
        }
        self.halt_cause |= cause.bits();
        self.gates &= Gates::WITHOUT_PRICE.bits();
    }

    /// Writes one refresh. Rates leave binary fixed point against whom they could favour: debt, confidence and high sides up, all else down.
    // From the outcome where it lies: in line, each of its forty values would be kept in a place of its own first.
    #[inline(never)]
    pub fn publish(&mut self, feed: &Feed, now: &Now, outcome: &Outcome) {
        self.publish_verdict(outcome);
        self.publish_limits(feed);
        self.publish_rates(outcome);
        self.sequence = feed.sequence;
        self.slot = now.slot.get();
        self.published_at = now.time.get();
        self.epoch = now.epoch.get();
    }

    fn publish_verdict(&mut self, outcome: &Outcome) {
        self.level = outcome.level as u8;
        self.halt_cause = outcome.causes.bits();
        self.gates = outcome.gates.bits();
        self.flags = outcome.flags.bits();
        self.reasons = outcome.reasons.bits();
        self.largest_reason = outcome.largest.map_or(layout::NO_REASON, |(reason, _)| reason as u8);
        self.largest_reason_bps = outcome.largest.map_or(0, |(_, bps)| bps.get());
        self.level_since = outcome.level_since.get();
        self.voted = outcome.voted;
        self.market_sources = outcome.market_sources;
        self.depth = outcome.depth.get();
        // Coverage is at most 10,000.
        self.short_coverage_bps = outcome.short_coverage.get() as u16;
        self.long_coverage_bps = outcome.long_coverage.get() as u16;
        self.assets = outcome.assets.get();
        self.supply = outcome.supply.get();
        self.transit = outcome.transit.get();
        // So is a share.
        self.custodial_bps = outcome.custodial.get() as u16;
    }

    fn publish_limits(&mut self, feed: &Feed) {
        self.sources = feed.sources.source_count;
        self.soft_limit = feed.limits.soft;
        self.hard_limit = feed.limits.hard;
        self.liquidation_limit = feed.limits.liquidation;
        self.nav_limit = feed.limits.nav;
        self.market_limit = if feed.params.is_nav_only() { 0 } else { feed.params.market_grace.get() };
        self.usd_limit = feed.params.usd_max_age.get();
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
        self.nav_time = outcome.nav_time.get();
        self.market_time = outcome.market_time.get();
        self.sol_usd = outcome.sol_usd.to_decimal_floor();
        self.sol_usd_confidence = outcome.sol_usd_confidence.to_decimal_ceil();
        self.sol_usd_time = outcome.sol_usd_time.get();
        self.collateral_usd = outcome.collateral_usd.to_decimal_floor();
        self.debt_usd = outcome.debt_usd.to_decimal_ceil();
        self.liquidation_usd = outcome.liquidation_usd.to_decimal_floor();
        self.last_good_nav = outcome.last_good_nav.to_decimal_floor();
        self.last_good_nav_time = outcome.last_good_nav_time.get();
        self.last_good_market = outcome.last_good_market.to_decimal_floor();
        self.last_good_market_time = outcome.last_good_market_time.get();
    }
}

/// Low side, mean and high side of a market's value.
fn published(sides: Sides) -> [u64; 3] {
    [sides.low.to_decimal_floor(), sides.mean().to_decimal_floor(), sides.high.to_decimal_ceil()]
}
