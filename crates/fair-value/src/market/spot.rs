//! Spot across sources, of two sides: each moves outward with one reading, and back only with a run of readings that lasted longer than a
//! cadence, to the one among them that is nearest to it.

use super::confirm::{Confirmed, confirmed};
use super::view::Spot;
use crate::params::Params;
use crate::state::{MarketState, Run};
use crate::tick::Tick;
use crate::units::{Count, LogRate, Moment};

/// Takes the median of the readings that were made now.
#[inline(never)]
pub(super) fn take(params: &Params, state: &mut MarketState, spot: Spot, tick: &Tick) {
    if !state.marks.has(MarketState::SPOT) {
        state.marks.set(MarketState::SPOT, true);
        (state.spot_low, state.spot_high) = (spot.low, spot.high);
        return;
    }
    if spot.low <= state.spot_low {
        state.spot_low = spot.low;
        state.above.since = Moment::NEVER;
    } else if let Some(lasted) = follow(params, &mut state.above, spot.low, LogRate::min, tick) {
        state.spot_low = lasted;
    }
    if spot.high >= state.spot_high {
        state.spot_high = spot.high;
        state.below.since = Moment::NEVER;
    } else if let Some(lasted) = follow(params, &mut state.below, spot.high, LogRate::max, tick) {
        state.spot_high = lasted;
    }
}

/// Adds a reading to a run; the nearest of them once it has lasted, and the next run then begins with this reading.
#[inline(never)]
fn follow(
    params: &Params,
    run: &mut Run,
    spot: LogRate,
    nearer: impl Fn(LogRate, LogRate) -> LogRate,
    tick: &Tick,
) -> Option<LogRate> {
    let mut lasted = None;
    if run.since != Moment::NEVER {
        run.nearest = nearer(run.nearest, spot);
        let slots = tick.slot.low().wrapping_sub(run.slot);
        // Longer than a cadence: the chain's clock counts whole seconds.
        if tick.now.since(run.since) <= params.cadence || Count::new(slots) < params.spot_confirm {
            return None;
        }
        lasted = Some(run.nearest);
    }
    *run = Run { nearest: spot, slot: tick.slot.low(), since: tick.now };
    lasted
}

/// Whether a spot beyond the depegged threshold, read now, confirms another: whatever lies between.
#[cold]
#[inline(never)]
pub(crate) fn confirms(params: &Params, state: &mut MarketState, tick: &Tick) -> bool {
    let verdict = confirmed(params, tick, state.spot_slot, state.spot_time);
    if verdict == Confirmed::TooOld {
        state.spot_slot = tick.slot.low();
        state.spot_time = tick.now;
    }
    verdict == Confirmed::Yes
}
