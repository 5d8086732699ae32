//! How old a price may be for what: written into the price account, judged by the reader against its own clock.

use anchor_lang::prelude::*;

use crate::runtime::decode_fields;

/// Ages in seconds. The market leg's limit and SOL/USD's come from the rules' parameters.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, PartialEq, Eq, Debug, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Limits {
    /// From here on no new risk: 60.
    pub soft: u32,
    /// From here on hardly more than leaving: 600.
    pub hard: u32,
    /// To here a stale price serves liquidation, with a discount: 3,600.
    pub liquidation: u32,
    /// Oldest NAV on which new risk is taken: two days and an hour, an epoch with its grace.
    pub nav: u32,
    /// What a stale price loses for liquidation, basis points an hour: 100.
    pub decay_bps_per_hour: u32,
    /// Zero.
    pub padding: u32,
}

decode_fields!(Limits { soft, hard, liquidation, nav, decay_bps_per_hour, padding });

impl Default for Limits {
    fn default() -> Self {
        Self { soft: 60, hard: 600, liquidation: 3_600, nav: 176_400, decay_bps_per_hour: 100, padding: 0 }
    }
}

impl Limits {
    /// Whether they are in order and within what keeps them a protection.
    pub fn are_valid(&self) -> bool {
        let Self { soft, hard, liquidation, nav, decay_bps_per_hour, padding } = *self;
        (40..=600).contains(&soft)
            && (soft..=3_600).contains(&hard)
            && (hard.max(1_800)..=7_200).contains(&liquidation)
            && (3_600..=604_800).contains(&nav)
            && (10..=2_000).contains(&decay_bps_per_hour)
            && padding == 0
    }
}
