//! Up at once, by any number of levels; down one at a time, after the dwell.

use crate::findings::{Causes, Findings, Level, Reason};
use crate::params::Params;
use crate::state::BreakerState;
use crate::tick::Tick;
use crate::units::{Moment, Seconds};

/// A level as the state keeps it; a number that is none is [`Level::Halted`].
pub(crate) fn level_of(number: u32) -> Level {
    u8::try_from(number).ok().and_then(Level::from_byte).unwrap_or(Level::Halted)
}

fn below(level: Level) -> Level {
    match level {
        Level::Normal | Level::Caution => Level::Normal,
        Level::Depegged => Level::Caution,
        Level::Halted => Level::Depegged,
    }
}

/// Moves the level; gives the causes to publish.
pub(crate) fn advance(params: &Params, state: &mut BreakerState, tick: &Tick, findings: &mut Findings) -> Causes {
    let level = level_of(state.level);
    let demanded = findings.demanded();
    if findings.enter >= Level::Depegged {
        state.marks.set(BreakerState::SUSPECTED, false);
    } else if demanded > level {
        state.marks.set(BreakerState::SUSPECTED, findings.suspected);
    }
    if demanded > level {
        enter(state, demanded, tick.now);
    } else {
        // Time counts only between two refreshes that both found the level clear.
        if level > findings.hold && state.marks.has(BreakerState::CLEARING) {
            state.clear = state.clear.plus(tick.credit);
        }
        if level > findings.hold && state.clear >= dwell(params, state, level) {
            enter(state, below(level), tick.now);
        }
        let clearing = level_of(state.level) > findings.hold;
        state.marks.set(BreakerState::CLEARING, clearing);
        if clearing {
            findings.note(Reason::Dwell);
        } else {
            state.clear = Seconds::ZERO;
        }
    }
    causes(state, tick.now, findings)
}

fn enter(state: &mut BreakerState, level: Level, now: Moment) {
    state.level = level as u32;
    state.since = now;
    state.clear = Seconds::ZERO;
    state.marks.set(BreakerState::CLEARING, false);
}

/// How long the level must have been clear. A halt that the market had no part in ends as soon as its cause does.
fn dwell(params: &Params, state: &BreakerState, level: Level) -> Seconds {
    match level {
        Level::Normal => Seconds::ZERO,
        Level::Caution => params.caution_dwell,
        // A sale that was taken back: the long window never followed.
        Level::Depegged if state.marks.has(BreakerState::SUSPECTED) => params.caution_dwell.min(params.depegged_dwell),
        Level::Depegged => params.depegged_dwell,
        Level::Halted if state.marks.has(BreakerState::MARKET_HALT) => params.halted_dwell,
        Level::Halted => Seconds::ZERO,
    }
}

/// Remembers for a halt what brought it about, and since when it bars liquidation.
#[inline(never)]
pub(crate) fn causes(state: &mut BreakerState, now: Moment, findings: &Findings) -> Causes {
    let halted = state.level == Level::Halted as u32;
    let market = state.marks.has(BreakerState::MARKET_HALT) || findings.causes.has(Causes::MARKET);
    state.marks.set(BreakerState::MARKET_HALT, halted && market);
    if !halted {
        return Causes::default();
    }
    let mut causes = findings.causes;
    // A halt whose causes ended but which may not be left yet, for want of a valid window or of dwell, is the market's.
    if market || findings.fall || causes == Causes::default() {
        causes = causes.union(Causes::MARKET);
    }
    if causes.is_strict() {
        // A bar that follows another within its own length continues it: repeating a pause wins no more time.
        if state.barred_last == Moment::NEVER || now.since(state.barred_last) >= BAR {
            state.barred_since = now;
        }
        state.barred_last = now;
    }
    causes
}

/// How long NAV faults and guardian halts may bar liquidation, and how long after one ended the next may begin.
pub(crate) const BAR: Seconds = Seconds::new(86_400);
