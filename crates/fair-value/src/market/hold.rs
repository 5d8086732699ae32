//! Losing a voter never makes the market look better: what was published last binds for one more long window.

use super::view::{Band, MarketView};
use crate::params::Params;
use crate::state::MarketState;
use crate::tick::Tick;
use crate::units::LogRate;

/// Applies what is held to a fresh view and remembers the view.
#[inline(never)]
pub(super) fn apply(params: &Params, state: &mut MarketState, view: &mut MarketView, tick: &Tick) {
    if state.voted & !view.voted != 0 {
        hold(params, state, tick);
    }
    if tick.now < state.hold_until {
        view.short = view.short.map(|short| held(short, state.hold_short));
        view.long = view.long.map(|long| held(long, state.hold_long));
    }
    state.voted = view.voted;
    if view.read {
        state.time = tick.now;
    }
    if let Some(short) = view.short {
        view.first_short = !state.marks.has(MarketState::SHORT);
        state.short_low = short.low;
        state.short_high = short.high;
        state.marks.set(MarketState::SHORT, true);
    }
    if let Some(long) = view.long {
        state.long_low = long.low;
        state.long_high = long.high;
        state.marks.set(MarketState::LONG, true);
    }
}

/// Only the lower side is held: the upper one serves `fair`, which moves slowly anyway.
fn held(band: Band, limit: LogRate) -> Band {
    Band { low: band.low.min(limit), ..band }
}

/// Holds the last windows, of which no single reading moves much, and the confidence. Spot keeps itself. While others are held the last values are no higher than those already, so a second
/// loss only lowers and prolongs.
fn hold(params: &Params, state: &mut MarketState, tick: &Tick) {
    let highest = LogRate::MAX;
    let marks = state.marks;
    state.hold_short = if marks.has(MarketState::SHORT) { state.short_low } else { highest };
    state.hold_long = if marks.has(MarketState::LONG) { state.long_low } else { highest };
    state.hold_width = state.width;
    state.hold_until = tick.now.plus(params.long_window);
}
