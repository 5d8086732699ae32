//! The market's values as rates, valid or last.

use super::view::{Band, MarketView};
use crate::math::exp2;
use crate::params::Params;
use crate::state::MarketState;
use crate::units::{LogRate, Rate};

/// The two sides of a market's value: the lowest and the highest of what was read. Both zero: absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sides {
    /// Guards the lender: collateral, breaker, premium.
    pub low: Rate,
    /// Guards the borrower: the fall of `fair`, and `debt`.
    pub high: Rate,
}

impl Sides {
    /// Half way between the two, rounded down: what seized collateral is valued by.
    pub fn mean(self) -> Rate {
        let (low, high) = (self.low.to_bits(), self.high.to_bits());
        // The halves lose a step only where both are odd.
        let carry = low & high & 1;
        Rate::from_bits((low >> 1).wrapping_add(high >> 1).wrapping_add(carry))
    }
}

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

/// Converts. `cap` is raw NAV as a logarithm. A NAV_ONLY feed keeps no last value: it is configured to live without.
pub(crate) fn rates(params: &Params, state: &MarketState, view: &MarketView, cap: LogRate) -> MarketRates {
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
    }
}

/// What the last refresh left of the market.
pub(crate) fn remembered(params: &Params, state: &MarketState) -> MarketRates {
    rates(params, state, &MarketView::default(), LogRate::default())
}

fn gap(short: Option<Band>, long: Option<Band>, cap: LogRate) -> u64 {
    let (Some(short), Some(long)) = (short, long) else { return 0 };
    short.own.min(cap).to_bits().abs_diff(long.own.min(cap).to_bits())
}

fn sides(low: LogRate, high: LogRate) -> Sides {
    let rate = exp2(low);
    Sides { low: rate, high: if high == low { rate } else { exp2(high) } }
}
