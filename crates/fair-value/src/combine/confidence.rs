//! How far the published prices may be off.

use super::MarketRates;
use crate::breaker::{Findings, Reason};
use crate::market::MarketView;
use crate::math::log::log_to_bps;
use crate::nav::NavView;
use crate::params::Params;
use crate::state::MarketState;
use crate::tick::Tick;
use crate::units::Bps;

/// No confidence is wider than all of the price.
const WIDEST: u32 = 10_000;

/// The widest of: the voters' dispersion, half the distance of the windows, the feeds' own, the least; more without a market.
/// A voter that goes missing does not narrow it for as long as its prices are held.
pub(crate) fn confidence(
    params: &Params,
    state: &mut MarketState,
    nav: &NavView,
    view: &MarketView,
    market: &MarketRates,
    tick: &Tick,
    findings: &mut Findings,
) -> Bps {
    let mut widest = params.min_confidence.max(nav.confidence).max(view.confidence);
    widest = widest.max(log_to_bps(view.dispersion)).max(log_to_bps(market.gap / 2));
    if tick.now < state.hold_until {
        widest = widest.max(state.hold_width);
    }
    if !market.valid {
        widest = widest.max(params.blind_confidence);
    }
    if params.is_nav_only() {
        widest = widest.max(params.nav_only_confidence);
    }
    state.width = widest;
    let confidence = Bps(widest.0.saturating_add(params.extra_confidence.0).min(WIDEST));
    if confidence > params.blind_confidence {
        findings.measure(Reason::ConfidenceWide, confidence);
    }
    confidence
}
