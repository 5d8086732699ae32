//! One refresh: readings in, state moved, outcome out.

use crate::breaker;
use crate::combine::{self, Fair, Prices, UsdView};
use crate::findings::{Causes, Findings};
use crate::input::{Inputs, Leg, MAX_SOURCES, Now, Observation};
use crate::market::{self, MarketRates, MarketView};
use crate::nav::{self, NavView};
use crate::outcome::{Flags, Outcome};
use crate::params::Params;
use crate::scene::Scene;
use crate::state::{BreakerState, MarketState, NavState, State};
use crate::tick::Tick;
use crate::units::{Rate, UnixTime};

/// What came of a refresh.
// One value on the stack of one caller: a box would need an allocator.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The slot is older than the last refresh's, or its own refresh has read the same already; nothing has changed.
    NothingDue,
    /// Publish this.
    Publish(Outcome),
}

/// Why a refresh failed. The state is unchanged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepError {
    /// More observations than a feed may have sources.
    TooManySources {
        /// How many.
        found: usize,
    },
    /// The clock shows no time that can be stored.
    ClockOutOfRange {
        /// What it shows.
        time: UnixTime,
    },
    /// The feed is new and its NAV cannot be read: there is nothing to publish yet.
    NoNav,
}

/// Whether a refresh may come now: not for a slot before the last one. Within a slot there may be several, each as honest or as captured as the
/// first.
pub fn due(state: &State, now: &Now) -> bool {
    !state.is_started() || now.slot >= state.slot
}

/// One refresh. A further one in a slot counts no time, and stores what it widens.
///
/// # Errors
/// [`StepError`]; the state is then unchanged.
pub fn step(params: &Params, state: &mut State, inputs: &Inputs<'_>) -> Result<Step, StepError> {
    if !due(state, &inputs.now) {
        return Ok(Step::NothingDue);
    }
    let observations = inputs.observations;
    if observations.len() > MAX_SOURCES {
        return Err(StepError::TooManySources { found: observations.len() });
    }
    let tick =
        Tick::new(params, &inputs.now, state.time).ok_or(StepError::ClockOutOfRange { time: inputs.now.time })?;
    if !tick.first && tick.slot == state.slot && state.known != 0 && is_known(params, state, &tick, observations) {
        return Ok(Step::NothingDue);
    }
    let mut findings = Findings::default();

    // The last thing that can fail, and before anything has changed.
    let read = nav::read(params, &state.nav, &tick, observations).map_err(|_| StepError::NoNav)?;
    let cap = nav::cap(&state.nav, &read);
    let view =
        market::refresh(params, &mut state.market, &mut state.sources, (&tick, cap), observations, &mut findings);
    let market = market::rates(params, &state.market, &view, cap);
    nav::watch_firm(&mut state.nav, &mut state.sources, &read);
    let nav = nav::refresh(params, &mut state.nav, (&tick, &market), &read, observations, &mut findings);
    let scene = Scene::of((params, &tick), &nav, (&view, &market), &state.market, &state.breaker);
    let mut fair = Fair::of(state);
    let prices = combine::combine(&scene, &mut fair, &mut state.market, &mut findings);
    (state.fair, state.beyond, state.disputed) = (fair.rate, fair.beyond, fair.disputed);
    let usd = combine::refresh_usd(params, &mut state.usd, &tick, observations, &prices, &mut findings);

    scene.watch(&fair, &mut state.market, &mut state.breaker, &mut findings);
    let causes = breaker::advance(params, &mut state.breaker, &tick, &mut findings);
    state.slot = tick.slot;
    state.time = tick.now;
    state.known = u32::from(nav.used != 0 && observations.iter().all(|observation| observation.reading.is_some()));
    let legs = Legs { nav: &nav, view: &view, market: &market, prices: &prices, usd: &usd };
    Ok(Step::Publish(legs.outcome(params, state, &tick, causes, &findings)))
}

/// Whether every source says what this slot has already stored of it.
#[cold]
#[inline(never)]
fn is_known(params: &Params, state: &State, tick: &Tick, observations: &[Observation]) -> bool {
    let markets = observations.iter().zip(&state.sources).filter(|(observation, _)| observation.leg == Leg::Market);
    nav::is_known(params, &state.nav, tick, observations)
        && markets.into_iter().all(|(observation, source)| market::is_known(source, observation, tick))
        && combine::is_usd_known(params, &state.usd, tick, observations)
}

/// What the legs of one refresh produced.
struct Legs<'a> {
    nav: &'a NavView,
    view: &'a MarketView,
    market: &'a MarketRates,
    prices: &'a Prices,
    usd: &'a UsdView,
}

impl Legs<'_> {
    #[inline(never)]
    fn outcome(&self, params: &Params, state: &State, tick: &Tick, causes: Causes, findings: &Findings) -> Outcome {
        let Self { nav, view, market, prices, usd } = *self;
        Outcome {
            raw_nav: nav.raw,
            nav: nav.nav,
            spot: market.spot.unwrap_or_default(),
            short: market.short.unwrap_or_default(),
            long: market.long.unwrap_or_default(),
            fair: prices.fair,
            collateral: prices.collateral,
            debt: prices.debt,
            liquidation: prices.fair,
            confidence: prices.confidence,
            nav_time: state.nav.fresh.unix(),
            market_time: state.market.time.unix(),
            sol_usd: usd.price,
            sol_usd_confidence: usd.confidence,
            sol_usd_time: usd.time.unix(),
            collateral_usd: usd.collateral,
            debt_usd: usd.debt,
            liquidation_usd: usd.liquidation,
            level: breaker::level_of(state.breaker.level),
            level_since: state.breaker.since.unix(),
            causes,
            gates: breaker::gates(&state.breaker, causes, findings, tick.now),
            reasons: findings.reasons,
            largest: findings.largest,
            // One bit a source, of which there are at most eight.
            voted: (nav.used | view.voted | usd.used) as u16,
            // At most eight.
            market_sources: view.voted.count_ones() as u8,
            last_good_nav: state.nav.raw,
            last_good_nav_time: state.nav.good.unix(),
            last_good_market: last_good_market(state, market),
            last_good_market_time: state.market.valid.unix(),
            assets: state.nav.last_assets,
            supply: state.nav.last_supply,
            transit: nav.transit,
            custodial: state.nav.custodial,
            depth: view.depth,
            short_coverage: view.short_coverage.share_of(params.short_window),
            long_coverage: view.long_coverage.share_of(params.long_window),
            flags: self.flags(params, state),
        }
    }

    fn flags(&self, params: &Params, state: &State) -> Flags {
        let mut flags = Flags::default();
        for (on, flag) in [
            (params.is_nav_only(), Flags::NAV_ONLY),
            (state.nav.marks.has(NavState::CUSTODIAL), Flags::CUSTODIAL),
            (!state.breaker.marks.has(BreakerState::WARM), Flags::WARMUP),
            (self.usd.configured, Flags::USD),
            (self.view.sources > 0, Flags::MARKET),
        ] {
            if on {
                flags = flags.union(flag);
            }
        }
        flags
    }
}

/// The short window is kept from when it was last valid.
fn last_good_market(state: &State, market: &MarketRates) -> Rate {
    if state.market.marks.has(MarketState::SEEN) {
        market.short.map_or(Rate::ZERO, |short| short.low)
    } else {
        Rate::ZERO
    }
}
