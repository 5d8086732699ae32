//! What each kind of consumer may do.

use price_reader::{Action, Gates};

use super::level::{BAR, level_of};
use crate::findings::{Causes, Findings, Level};
use crate::state::BreakerState;
use crate::units::Moment;

/// The gates of a level, its causes, and what was found.
#[inline(never)]
pub(crate) fn gates(state: &BreakerState, causes: Causes, findings: &Findings, now: Moment) -> Gates {
    let level = level_of(state.level);
    let mut gates = Gates::at(level, causes);
    if level == Level::Halted && causes.is_strict() && now.since(state.barred_since) >= BAR {
        gates = gates.with(Action::Liquidate);
    }
    if findings.no_borrow {
        // Taking collateral out while owing is the same risk.
        gates = gates.without(Action::Borrow).without(Action::Withdraw);
    }
    if findings.no_swap {
        gates = Gates::from_bits(gates.without(Action::Swap).bits() & !Gates::WIDEN);
    }
    gates
}
