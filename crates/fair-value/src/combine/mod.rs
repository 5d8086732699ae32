//! NAV and market in one: fair, collateral, debt, confidence, USD.

mod confidence;
mod fair;
mod prices;
mod usd;

pub(crate) use fair::Fair;
pub(crate) use prices::Prices;
pub(crate) use usd::{UsdView, is_known as is_usd_known, refresh as refresh_usd, repeat as repeat_usd};

use crate::findings::Findings;
use crate::scene::Scene;
use crate::state::MarketState;

/// Moves `fair`, and makes the prices of it.
pub(crate) fn combine(scene: &Scene<'_>, fair: &mut Fair, memory: &mut MarketState, findings: &mut Findings) -> Prices {
    fair.chase(scene);
    let width = confidence::confidence(scene, memory, findings);
    prices::price(scene, fair.rate, width)
}
