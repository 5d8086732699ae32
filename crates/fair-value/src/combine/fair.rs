//! `fair`: never above NAV, and below it a bounded chase of the better of the two windows.

use super::MarketRates;
use crate::math::mul::{discount, drift, share_floor};
use crate::nav::NavView;
use crate::params::Params;
use crate::state::{BreakerState, State};
use crate::tick::Tick;
use crate::units::{Rate, Seconds};

/// Moves `fair` for one refresh.
pub(crate) fn chase(params: &Params, state: &mut State, nav: &NavView, market: &MarketRates, tick: &Tick, first: bool) {
    if first {
        state.fair = nav.nav;
    }
    // A feed that has been open has borrowers: its first market, whenever that comes, moves `fair` no faster than any other.
    let unopened = !state.breaker.marks.has(BreakerState::WARM);
    if let (true, true, Some(short)) = (unopened, market.first_short, market.short) {
        state.fair = nav.nav.min(short.high);
    } else if let Some(aim) = aim(params, nav, market) {
        confirm(params, state, nav, market, tick);
        state.fair = toward(params, state, aim, tick);
    }
    state.fair = state.fair.min(nav.nav);
}

/// Where `fair` should be; `None` while the windows cannot say.
fn aim(params: &Params, nav: &NavView, market: &MarketRates) -> Option<Rate> {
    match (market.valid, market.short, market.long) {
        (true, Some(short), Some(long)) => Some(nav.nav.min(short.high.max(long.high))),
        _ if params.is_nav_only() => Some(nav.nav),
        _ => None,
    }
}

/// Counts how long both windows have been beyond the depegged threshold. Only valid windows say so, and only credited time counts.
fn confirm(params: &Params, state: &mut State, nav: &NavView, market: &MarketRates, tick: &Tick) {
    let beyond = |window: Option<super::RateBand>| {
        window.is_some_and(|window| discount(nav.raw, window.high) >= params.depegged_enter)
    };
    state.beyond = if market.valid && beyond(market.short) && beyond(market.long) {
        Seconds(state.beyond.0.saturating_add(tick.credit.0))
    } else {
        Seconds(0)
    };
}

fn toward(params: &Params, state: &State, aim: Rate, tick: &Tick) -> Rate {
    let fair = state.fair;
    if aim >= fair {
        let step = drift(fair, params.fair_rise, tick.credit.0);
        return Rate(fair.0.saturating_add(step.0)).min(aim);
    }
    let mut step = drift(fair, params.fair_fall, tick.credit.0);
    if state.beyond >= params.depeg_confirm {
        let gap = fair.0.saturating_sub(aim.0).to_bits();
        let close = share_floor(gap, tick.credit.0, params.depeg_close.0);
        step = step.max(Rate(fixed::types::U20F44::from_bits(close)));
    }
    Rate(fair.0.saturating_sub(step.0)).max(aim)
}
