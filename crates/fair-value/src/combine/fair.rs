//! `fair`: never above NAV, and below it a bounded chase of the better of the two windows.

use super::MarketRates;
use crate::math::mul::{discount, drift, minus, plus, share_floor};
use crate::nav::NavView;
use crate::params::Params;
use crate::tick::Tick;
use crate::units::{Rate, Seconds};

/// What decides where `fair` goes in one refresh.
pub(crate) struct Chase<'a> {
    pub(crate) params: &'a Params,
    pub(crate) nav: &'a NavView,
    pub(crate) market: &'a MarketRates,
    pub(crate) tick: &'a Tick,
    /// The feed's first refresh.
    pub(crate) first: bool,
    /// Nobody could borrow on this feed yet.
    pub(crate) unopened: bool,
}

impl Chase<'_> {
    /// Moves `fair`; `beyond` is how long both windows have been beyond the depegged threshold.
    pub(crate) fn run(&self, fair: &mut Rate, beyond: &mut Seconds) {
        let Self { params, nav, market, tick, .. } = *self;
        if self.first {
            *fair = nav.nav;
        }
        // A feed that has been open has borrowers: its first market, whenever that comes, moves `fair` no faster than any other.
        if let (true, true, Some(short)) = (self.unopened, market.first_short, market.short) {
            *fair = nav.nav.min(short.high);
        } else if let Some(aim) = aim(params, nav, market) {
            *beyond = confirm(params, *beyond, nav, market, tick);
            *fair = toward(params, *fair, *beyond, aim, tick);
        }
        *fair = (*fair).min(nav.nav);
    }
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
fn confirm(params: &Params, held: Seconds, nav: &NavView, market: &MarketRates, tick: &Tick) -> Seconds {
    let beyond = |window: Option<super::RateBand>| {
        window.is_some_and(|window| discount(nav.raw, window.high) >= params.depegged_enter)
    };
    if market.valid && beyond(market.short) && beyond(market.long) {
        Seconds(held.0.saturating_add(tick.credit.0))
    } else {
        Seconds(0)
    }
}

fn toward(params: &Params, fair: Rate, beyond: Seconds, aim: Rate, tick: &Tick) -> Rate {
    if aim >= fair {
        let step = drift(fair, params.fair_rise, tick.credit.0);
        return plus(fair, step).min(aim);
    }
    let mut step = drift(fair, params.fair_fall, tick.credit.0);
    if beyond >= params.depeg_confirm {
        let gap = minus(fair, aim).0.to_bits();
        let close = share_floor(gap, tick.credit.0, params.depeg_close.0);
        step = step.max(Rate(fixed::types::U20F44::from_bits(close)));
    }
    minus(fair, step).max(aim)
}
