//! Rates that no instruction of their programs lowers: that one fell, however little, is another program's doing.

use super::raw::Read;
use crate::math::log2;
use crate::state::{NavState, SourceState};
use crate::units::Rate;

/// A basis point down, as a logarithm: log2(10,000 / 9,999) in steps of 2^-40. Rounding takes less.
const TOLERANCE: i64 = 158633929;

/// Marks whether the primary source's firm rate lies more than a basis point below the highest that was accepted.
#[inline(always)]
pub(crate) fn watch(state: &mut NavState, sources: &mut [SourceState], read: &Read<'_>) {
    let Some(primary) = &read.primary else { return };
    match (primary.backing, read.index) {
        (Some(backing), Some(index)) if backing.firm != Rate::ZERO => {
            compare(state, sources.get_mut(index), backing.firm)
        }
        _ => state.marks.set(NavState::FIRM_FELL, false),
    }
}

#[cold]
#[inline(never)]
fn compare(state: &mut NavState, source: Option<&mut SourceState>, firm: Rate) {
    let (Some(source), Some(rate)) = (source, log2(firm)) else { return };
    // A fall that nothing waits for any more was accepted: the lower rate is the one to go by now.
    let accepted = state.marks.has(NavState::FIRM_FELL) && !state.marks.has(NavState::DROP);
    if !source.marks.has(SourceState::FIRM) || accepted {
        source.marks.set(SourceState::FIRM, true);
        source.reading = rate;
    }
    let fell = source.reading.to_bits().saturating_sub(rate.to_bits()) > TOLERANCE;
    state.marks.set(NavState::FIRM_FELL, fell);
    if !fell {
        source.reading = source.reading.max(rate);
    }
}
