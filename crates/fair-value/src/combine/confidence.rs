//! How far the published prices may be off.

use super::MarketRates;
use crate::breaker::{Findings, Reason};
use crate::market::MarketView;
use crate::math::log::log_to_bps;
use crate::nav::NavView;
use crate::params::Params;
use crate::units::Bps;

/// No confidence is wider than all of the price.
const WIDEST: u32 = 10_000;

/// The widest of: the voters' dispersion, half the distance of the windows, the feeds' own, the least; more without a market.
pub(crate) fn confidence(
    params: &Params,
    nav: &NavView,
    view: &MarketView,
    market: &MarketRates,
    findings: &mut Findings,
) -> Bps {
    let mut widest = params.min_confidence.max(nav.confidence).max(view.confidence);
    if let (Some(short), Some(long)) = (view.short, view.long) {
        widest = widest.max(log_to_bps(view.dispersion));
        // Of the lows and of the highs, whichever differ more; rounded up by log_to_bps.
        let low = short.low.0.to_bits().abs_diff(long.low.0.to_bits());
        let high = short.high.0.to_bits().abs_diff(long.high.0.to_bits());
        widest = widest.max(log_to_bps(low.max(high) / 2));
    }
    if !market.valid {
        widest = widest.max(params.blind_confidence);
    }
    if params.is_nav_only() {
        widest = widest.max(params.nav_only_confidence);
    }
    let confidence = Bps(widest.0.saturating_add(params.extra_confidence.0).min(WIDEST));
    if confidence > params.blind_confidence {
        findings.measure(Reason::ConfidenceWide, confidence);
    }
    confidence
}
