//! NAV and market in one: fair, collateral, debt, confidence, USD.

mod confidence;
mod fair;
mod prices;
mod usd;

pub(crate) use confidence::confidence;
pub(crate) use fair::{Chase, Fair};
pub(crate) use prices::{Prices, price};
pub(crate) use usd::{UsdView, is_known as is_usd_known, refresh as refresh_usd, repeat as repeat_usd};

use crate::market::{Band, MarketView};
use crate::math::exp2;
use crate::outcome::Sides;
use crate::params::Params;
use crate::state::MarketState;
use crate::units::{LogRate, Rate};

/// The market's values as rates. An invalid window keeps its last value, but says that it is not valid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarketRates {
    pub(crate) spot: Option<Sides>,
    /// What may confirm that spot is far down.
    pub(crate) spot_seen: Option<Rate>,
    pub(crate) short: Option<Sides>,
    pub(crate) long: Option<Sides>,
    /// The higher of the windows' low sides without what venues say of themselves, as a logarithm: what a premium is measured by.
    pub(crate) own: Option<LogRate>,
    /// Distance of the two windows' low sides as a logarithm. A pump of both high sides would end theirs.
    pub(crate) gap: u64,
    /// Both windows are valid now.
    pub(crate) valid: bool,
    /// The short window is valid now, for the first time.
    pub(crate) first_short: bool,
}

impl MarketRates {
    /// The best that a side says: both windows and spot, once there are all three.
    pub(crate) fn best(&self, side: impl Fn(Sides) -> Rate) -> Option<Rate> {
        Some(self.better_window(&side)?.max(side(self.spot?)))
    }

    /// The same without spot.
    pub(crate) fn better_window(&self, side: impl Fn(Sides) -> Rate) -> Option<Rate> {
        Some(side(self.short?).max(side(self.long?)))
    }
}

/// Converts. `had_short` is whether there had been a short window before this refresh, `cap` is raw NAV as a logarithm. A NAV_ONLY feed keeps
/// no last value: it is configured to live without.
pub(crate) fn rates(
    params: &Params,
    state: &MarketState,
    view: &MarketView,
    had_short: bool,
    cap: LogRate,
) -> MarketRates {
    let keeps = |mark| !params.is_nav_only() && state.marks.has(mark);
    let last = |mark, low, high| keeps(mark).then_some(Band { low, own: low, high });
    let short = view.short.or(last(MarketState::SHORT, state.short_low, state.short_high));
    let long = view.long.or(last(MarketState::LONG, state.long_low, state.long_high));
    // A market that is not read says nothing new, and nothing better.
    let has_spot = view.spot.is_some() || keeps(MarketState::SPOT);
    let spot = has_spot.then(|| sides(state.spot_low, state.spot_high));
    MarketRates {
        spot,
        spot_seen: view.spot_seen.map(exp2),
        gap: gap(short, long, cap),
        own: short.into_iter().chain(long).map(|band| band.own).max(),
        short: short.map(|band| sides(band.low, band.high)),
        long: long.map(|band| sides(band.low, band.high)),
        valid: view.short.is_some() && view.long.is_some(),
        first_short: view.short.is_some() && !had_short,
    }
}

/// What the last refresh left of the market.
pub(crate) fn remembered(params: &Params, state: &MarketState) -> MarketRates {
    rates(params, state, &MarketView::default(), true, LogRate::default())
}

fn gap(short: Option<Band>, long: Option<Band>, cap: LogRate) -> u64 {
    let (Some(short), Some(long)) = (short, long) else { return 0 };
    short.own.min(cap).0.to_bits().abs_diff(long.own.min(cap).0.to_bits())
}

fn sides(low: LogRate, high: LogRate) -> Sides {
    let rate = exp2(low);
    Sides { low: rate, high: if high == low { rate } else { exp2(high) } }
}
