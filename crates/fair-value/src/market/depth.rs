//! Depth as a vote, which is also presence. It rises slowly, so that liquidity added for a moment counts for nothing; it falls when two
//! readings say so, so that liquidity gone for a moment silences nobody.

use super::confirm::{Confirmed, confirmed};
use super::view::MarketView;
use crate::input::MarketReading;
use crate::math::mul::quotient;
use crate::params::Params;
use crate::state::{DEPTH_PEAKS, MarketState, SourceState};
use crate::tick::Tick;
use crate::units::{BPS_PER_ONE, Bps, Lamports, Moment, Quantity as _};

/// A source that was worth nothing starts from this part of the least depth.
const SEED: u64 = 4;

/// What a reading says of its depth: nothing where the pool lies on one side.
pub(super) fn of(reading: &MarketReading) -> Lamports {
    if reading.one_sided { Lamports::ZERO } else { reading.depth }
}

/// Takes a reading's depth and shape; true if its price may be taken.
pub(super) fn measure(params: &Params, source: &mut SourceState, reading: &MarketReading, tick: &Tick) -> bool {
    let depth = of(reading);
    source.depth_read = depth;
    source.marks.set(SourceState::ONE_SIDED, reading.one_sided);
    source.marks.set(SourceState::MEASURED, true);
    if depth < source.depth {
        fall(params, source, depth, tick);
    } else {
        let before = source.depth.max(params.min_depth.part(SEED));
        source.depth = depth.min(risen(params, before, tick));
    }
    let votes = may_vote(params, source);
    source.marks.set(SourceState::VOTES, votes);
    if votes {
        source.marks.set(SourceState::VOTED, true);
    }
    let priced = depth >= least_of_a_voter(params);
    if priced {
        source.marks.set(SourceState::DEEP, depth >= params.min_depth);
    }
    priced
}

/// Whether a source has the depth to vote: the least depth to gain its vote, half of that to keep it.
pub(super) fn may_vote(params: &Params, source: &SourceState) -> bool {
    let least = if source.marks.has(SourceState::VOTES) { least_of_a_voter(params) } else { params.min_depth };
    source.depth >= least
}

/// A voter keeps its vote down to this depth, and a reading with less has no price.
fn least_of_a_voter(params: &Params) -> Lamports {
    params.min_depth.part(2)
}

/// Depth falls to the higher of two readings that confirm the fall. Kept is the lowest of them until it is too old to confirm anything, so that
/// no reading between two others hides them. One that is too young to be confirmed yet is not replaced, or a row of ever lower
/// readings would never let it grow old enough.
#[cold]
#[inline(never)]
fn fall(params: &Params, source: &mut SourceState, depth: Lamports, tick: &Tick) {
    let verdict = confirmed(params, tick, source.falling_slot, source.falling_time);
    if verdict == Confirmed::Yes {
        source.depth = source.depth.min(source.falling.max(depth));
    }
    if verdict == Confirmed::TooOld || (verdict == Confirmed::Yes && depth <= source.falling) {
        source.falling = depth;
        source.falling_slot = tick.slot.low();
        source.falling_time = tick.now;
    }
}

/// What depth may have become since the last refresh.
#[inline(never)]
fn risen(params: &Params, before: Lamports, tick: &Tick) -> Lamports {
    // x / (1 + x) a minute, so that compounding over many refreshes stays within x.
    let minute = Bps::new(BPS_PER_ONE).plus(params.depth_rise).times(60);
    let share = params.depth_rise.times(tick.credit.get());
    before.plus(before.share(share.get(), minute.get()))
}

/// The hour over which depth is compared becomes a long window of another length: its parts are numbered anew, and what depth was highest
/// is remembered for all of it.
pub(crate) fn reconfigure(new: &Params, state: &mut MarketState, now: Moment) {
    let highest = state.depth_peaks.iter().copied().max().unwrap_or(Lamports::ZERO);
    state.depth_peaks = [Lamports::ZERO; DEPTH_PEAKS];
    state.peak = part(new, now);
    if let Some(peak) = state.depth_peaks.get_mut(state.peak as usize % DEPTH_PEAKS) {
        *peak = highest;
    }
}

/// Which eighth of a long window is current, since 1970.
fn part(params: &Params, now: Moment) -> u32 {
    // A moment has 32 bits.
    quotient(now.seconds().into(), (params.long_window.get() >> 3).into()) as u32
}

/// Whether no market source was ever configured: then there is nothing to miss either.
pub(super) fn was_never_compared(state: &MarketState) -> bool {
    state.peak == 0
}

/// Compares the depth of all sources with its highest of the last hour.
#[inline(never)]
pub(super) fn compare(params: &Params, state: &mut MarketState, view: &mut MarketView, depth: Lamports, tick: &Tick) {
    let current = part(params, tick.now);
    let gone = current.saturating_sub(state.peak).min(DEPTH_PEAKS as u32);
    for back in 0..gone {
        if let Some(peak) = state.depth_peaks.get_mut(current.saturating_sub(back) as usize % DEPTH_PEAKS) {
            *peak = Lamports::ZERO;
        }
    }
    state.peak = state.peak.max(current);
    view.depth_now = depth;
    if let Some(peak) = state.depth_peaks.get_mut(state.peak as usize % DEPTH_PEAKS) {
        *peak = view.depth_now.max(*peak);
    }
    view.depth_peak = state.depth_peaks.iter().copied().max().unwrap_or(Lamports::ZERO);
}
