//! Collateral rounded down, debt rounded up.

use crate::math::mul::{bps_ceil, raised};
use crate::scene::Scene;
use crate::units::{Bps, Rate};

/// What the consumers use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prices {
    pub(crate) fair: Rate,
    pub(crate) collateral: Rate,
    pub(crate) debt: Rate,
    /// Of NAV, absolute, rounded up.
    pub(crate) confidence: Rate,
}

/// Combines.
#[inline(never)]
pub(super) fn price(scene: &Scene<'_>, fair: Rate, width: Bps) -> Prices {
    let Scene { params, nav, market, .. } = *scene;
    let mut lowest = nav.nav.min(nav.counted).min(nav.raw).min(fair);
    for value in [market.spot, market.short, market.long] {
        lowest = value.map_or(lowest, |sides| lowest.min(sides.low));
    }
    let margin = raised(nav.nav, params.debt_margin);
    let mut highest = nav.nav.max(fair).max(nav.raw_high.min(margin));
    if let Some(long) = market.long {
        highest = highest.max(long.high.min(margin));
    }
    Prices {
        fair,
        // In proportion to the price itself, so that a lower one is never made higher by a narrower confidence.
        collateral: lowest.minus(bps_ceil(lowest, width)),
        debt: highest.plus(bps_ceil(highest, width)),
        confidence: bps_ceil(nav.nav, width),
    }
}
