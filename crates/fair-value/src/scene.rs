//! What NAV and market say in one refresh, real or rehearsed: combination and breaker judge by it.

use crate::market::{self, MarketRates, MarketView};
use crate::nav::NavView;
use crate::params::Params;
use crate::state::{BreakerState, MarketState};
use crate::tick::Tick;

/// Both legs, and what their memory adds.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) params: &'a Params,
    pub(crate) tick: &'a Tick,
    pub(crate) nav: &'a NavView,
    pub(crate) view: &'a MarketView,
    pub(crate) market: &'a MarketRates,
    /// Nobody could borrow on this feed yet.
    pub(crate) unopened: bool,
    /// There was a market, and none is left to judge by.
    pub(crate) lost: bool,
    /// A price was read within three cadences.
    pub(crate) heard: bool,
}

impl<'a> Scene<'a> {
    /// Of the legs, with the memory of market and breaker as this refresh has found it.
    pub(crate) fn of(
        (params, tick): (&'a Params, &'a Tick),
        nav: &'a NavView,
        (view, market): (&'a MarketView, &'a MarketRates),
        memory: &MarketState,
        breaker: &BreakerState,
    ) -> Self {
        Self {
            params,
            tick,
            nav,
            view,
            market,
            unopened: !breaker.marks.has(BreakerState::WARM),
            lost: market::is_lost(params, memory, view, tick),
            heard: tick.now.since(memory.heard) <= tick.max_credit,
        }
    }
}
