//! The record for JSON and the like (feature `serde`).

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::published::Published;

macro_rules! serialize_fields {
    ($($name:ident)*) => {
        /// Field names as the getters'. Rates and prices are integers scaled by 10^12, absent ones `null`; they exceed the 2^53 that
        /// JavaScript's numbers hold exactly only from 9,007 units upward. Addresses are arrays of bytes. `unknown_reasons` has
        /// the bits of `reasons` that this crate has no name for.
        impl Serialize for Published<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let count = [$(stringify!($name)),*].len().saturating_add(3);
                let mut record = serializer.serialize_struct("Published", count)?;
                $(record.serialize_field(stringify!($name), &self.$name())?;)*
                record.serialize_field("unknown_reasons", &self.reasons().unknown())?;
                record.serialize_field("feed", self.feed())?;
                record.serialize_field("mint", self.mint())?;
                record.end()
            }
        }
    };
}

serialize_fields! {
    version bump level halt_cause gates flags reasons largest_reason token_decimals sources sequence slot published_at
    epoch level_since soft_limit hard_limit liquidation_limit nav_limit market_limit usd_limit
    stale_decay_bps_per_hour raw_nav nav spot short long fair collateral debt liquidation confidence nav_time
    market_time sol_usd sol_usd_confidence sol_usd_time collateral_usd debt_usd liquidation_usd voted market_sources
    last_good_nav last_good_nav_time last_good_market last_good_market_time depth short_coverage_bps long_coverage_bps
    reserves spot_sides short_sides long_sides
}
