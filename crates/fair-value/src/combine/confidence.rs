//! How far the published prices may be off.

use crate::findings::{Findings, Reason};
use crate::math::log::log_to_bps;
use crate::scene::Scene;
use crate::state::MarketState;
use crate::units::{BPS_PER_ONE, Bps};

/// No confidence is wider than all of the price.
const WIDEST: Bps = Bps::new(BPS_PER_ONE);

/// The widest of: the voters' dispersion, half the distance of the windows, the feeds' own, the least; more without a market.
/// A voter that goes missing does not narrow it for as long as its prices are held.
#[inline(never)]
pub(super) fn confidence(scene: &Scene<'_>, state: &mut MarketState, findings: &mut Findings) -> Bps {
    let Scene { params, tick, nav, view, market, .. } = *scene;
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
    let confidence = widest.plus(params.extra_confidence).min(WIDEST);
    if confidence > params.blind_confidence {
        findings.measure(Reason::ConfidenceWide, confidence);
    }
    confidence
}
