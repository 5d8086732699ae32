//! The market as second witness of a fall of NAV.

use crate::market::{MarketRates, Sides};
use crate::math::mul::{discount, lowered};
use crate::params::Params;
use crate::state::NavState;
use crate::units::Rate;

/// What the market says of a fall that the accounts show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Word {
    /// It fell too, at least half as far, by all that its high side says.
    pub(super) agrees: bool,
    /// Spot fell half as far by its low side, so that it does not contradict.
    pub(super) wavers: bool,
    /// It does not agree, and is whole: neither window of its low side lies below the level from which NAV fell by as much as caution takes.
    pub(super) denies: bool,
}

/// Judges. A market without valid windows neither agrees nor denies; what it said last of spot still stands. Of a fall
/// that would pass at once, were the rate that fell not firm, a market says nothing: it always differs from NAV by as
/// much.
#[cold]
#[inline(never)]
pub(super) fn judge(params: &Params, state: &NavState, raw: Rate, market: &MarketRates) -> Word {
    if raw >= lowered(state.drop_from, params.max_drop) {
        return Word::default();
    }
    let half_way = |value: Option<Rate>| value.is_some_and(|value| is_half_way(state, raw, value));
    let whole =
        |window: Option<Sides>| window.is_some_and(|window| discount(state.drop_from, window.low) < params.near());
    let agrees = market.valid && half_way(market.best(|sides| sides.high));
    Word {
        agrees,
        wavers: half_way(market.spot.map(|spot| spot.low)),
        denies: market.valid && !agrees && whole(market.short) && whole(market.long),
    }
}

/// Whether a value lies at least half as far below the level from which NAV fell as NAV does.
fn is_half_way(state: &NavState, raw: Rate, value: Rate) -> bool {
    let (from, raw, value) = (state.drop_from.to_bits(), raw.to_bits(), value.to_bits());
    from.saturating_sub(value) >= from.saturating_sub(raw).div_ceil(2)
}
