//! The refresh that would follow under other parameters, if everything read the same as at the last one.

use crate::breaker::{self, Gates};
use crate::combine::{self, Fair};
use crate::findings::{Findings, Level, Reasons};
use crate::input::Now;
use crate::market;
use crate::nav;
use crate::params::Params;
use crate::scene::Scene;
use crate::state::State;
use crate::tick::{Tick, max_credit};
use crate::units::{Moment, Rate, Seconds};

/// What would be published.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rehearsal {
    pub(super) level: Level,
    pub(super) gates: Gates,
    pub(super) reasons: Reasons,
    pub(super) nav: Rate,
    pub(super) fair: Rate,
    pub(super) collateral: Rate,
    pub(super) debt: Rate,
    /// Bit a market source.
    pub(super) voted: u32,
    /// Credited part of a window that is not valid; `None` where it is.
    pub(super) short_lacks: Option<Seconds>,
    pub(super) long_lacks: Option<Seconds>,
}

/// Rehearses a refresh by `params` of a memory that was made by `then`: at `now`, and with one cadence of time to spend, so that speeds show.
///
/// It runs the rules themselves, on copies of the small memories.
#[inline(never)]
pub(super) fn rehearse(params: &Params, then: &Params, state: &State, at: Moment, now: &Now) -> Rehearsal {
    let tick = Tick {
        now: at,
        slot: state.slot,
        epoch: now.epoch,
        since_epoch_start: now.since_epoch_start,
        rewards_active: now.rewards_active,
        first: false,
        passed: then.cadence,
        credit: then.cadence,
        max_credit: max_credit(params),
    };
    let mut findings = Findings::default();
    let (mut nav_state, mut market_state, mut breaker_state) = (state.nav, state.market, state.breaker);
    if params.long_window != then.long_window {
        market::reconfigure(params, &mut market_state, state.time);
    }
    let backing = nav::backing(&nav_state);
    let (read, others) = nav::recall(params, then, &nav_state, backing.as_ref(), state.time);
    let cap = nav::cap(&nav_state, &read);
    let view = market::repeat(params, &mut market_state, &state.sources, (state.time, cap), &tick, &mut findings);
    let market = market::rates(params, &market_state, &view, cap);
    let nav = nav::judge(params, &mut nav_state, (&tick, &market), &read, &others, &mut findings);
    let scene = Scene::of((params, &tick), &nav, (&view, &market), &market_state, &breaker_state);
    let mut fair = Fair::of(state);
    let prices = combine::combine(&scene, &mut fair, &mut market_state, &mut findings);
    combine::repeat_usd(params, &state.usd, &tick, &mut findings);
    scene.watch(&fair, &mut market_state, &mut breaker_state, &mut findings);
    // Once more, as many slots later as the fast path waits.
    let later = Tick { slot: state.slot.later(params.spot_confirm), ..tick };
    Scene { tick: &later, ..scene }.watch(&fair, &mut market_state, &mut breaker_state, &mut findings);
    // No level is left here: how long a dwell still takes is no trip.
    breaker_state.level = breaker_state.level.max(findings.demanded() as u32);
    let causes = breaker::causes(&mut breaker_state, tick.now, &findings);
    Rehearsal {
        level: breaker::level_of(breaker_state.level),
        gates: breaker::gates(&breaker_state, causes, &findings, tick.now),
        reasons: findings.reasons,
        nav: nav.nav,
        fair: prices.fair,
        collateral: prices.collateral,
        debt: prices.debt,
        voted: view.voted,
        short_lacks: lacks(view.short.is_some(), view.short_coverage),
        long_lacks: lacks(view.long.is_some(), view.long_coverage),
    }
}

fn lacks(valid: bool, covered: Seconds) -> Option<Seconds> {
    (!valid).then_some(covered)
}
