//! NAV and market in one: fair, collateral, debt, confidence, USD.

mod confidence;
mod fair;
mod prices;
mod usd;

pub(crate) use confidence::confidence;
pub(crate) use fair::Chase;
pub(crate) use prices::{Prices, price};
pub(crate) use usd::{UsdView, refresh as refresh_usd, repeat as repeat_usd};

use crate::market::{Band, MarketView};
use crate::math::exp2;
use crate::params::Params;
use crate::state::MarketState;
use crate::units::Rate;

/// The market's values as rates. An invalid window keeps its last value, but says that it is not valid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarketRates {
    pub(crate) spot: Option<Rate>,
    pub(crate) spot_now: Option<Rate>,
    pub(crate) short: Option<RateBand>,
    pub(crate) long: Option<RateBand>,
    /// Distance of the two windows as a logarithm: of their lows or of their highs, whichever is larger.
    pub(crate) gap: u64,
    /// Both windows are valid now.
    pub(crate) valid: bool,
    /// The short window is valid now, for the first time.
    pub(crate) first_short: bool,
}

/// As [`Band`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct RateBand {
    pub(crate) low: Rate,
    pub(crate) high: Rate,
}

/// Converts. `had_short` is whether there had been a short window before this refresh. A NAV_ONLY feed keeps no last value: it
/// is configured to live without.
pub(crate) fn rates(params: &Params, state: &MarketState, view: &MarketView, had_short: bool) -> MarketRates {
    let keeps = !params.is_nav_only();
    let last = |mark: u32, low, high| {
        if keeps && state.marks.has(mark) { Some(Band { low, high }) } else { None }
    };
    let short = view.short.or(last(MarketState::SHORT, state.short_low, state.short_high));
    let long = view.long.or(last(MarketState::LONG, state.long_low, state.long_high));
    let spot = view.spot.map(exp2);
    MarketRates {
        spot,
        spot_now: if view.spot_now == view.spot { spot } else { view.spot_now.map(exp2) },
        gap: gap(short, long),
        short: short.map(rate_band),
        long: long.map(rate_band),
        valid: view.short.is_some() && view.long.is_some(),
        first_short: view.short.is_some() && !had_short,
    }
}

fn gap(short: Option<Band>, long: Option<Band>) -> u64 {
    let (Some(short), Some(long)) = (short, long) else { return 0 };
    let low = short.low.0.to_bits().abs_diff(long.low.0.to_bits());
    let high = short.high.0.to_bits().abs_diff(long.high.0.to_bits());
    low.max(high)
}

fn rate_band(band: Band) -> RateBand {
    let low = exp2(band.low);
    RateBand { low, high: if band.high == band.low { low } else { exp2(band.high) } }
}
