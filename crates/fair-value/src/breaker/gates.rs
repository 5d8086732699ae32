//! What each kind of consumer may do.

use super::level::BAR;
use crate::findings::{Causes, Findings, Level};
use crate::state::BreakerState;
use crate::units::Moment;

/// An action of an account whose health counts this price. Numbers are bits of [`Gates`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Action {
    /// Pay debt back.
    Repay = 0,
    /// Bring collateral.
    Deposit = 1,
    /// Bring collateral to an account that is in debt.
    TopUp = 2,
    /// Repay and withdraw together, with the loan-to-value falling.
    Deleverage = 3,
    /// Withdraw while in debt.
    Withdraw = 4,
    /// Take on debt.
    Borrow = 5,
    /// Liquidate somebody.
    Liquidate = 6,
    /// Trade against a pool that uses this price.
    Swap = 7,
}

/// Open gates, a bit an [`Action`], and bit 8: swaps must widen their fee.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Gates(pub u16);

impl Gates {
    /// Swaps are allowed but must widen their fee.
    pub const WIDEN: u16 = 1 << 8;
    /// What a guardian's pause leaves open, for programs that publish it before the next refresh.
    pub const PAUSED: Self = ALWAYS;

    /// Whether an action is allowed.
    pub fn allows(self, action: Action) -> bool {
        self.0 & bit(action) != 0
    }

    /// Those open here that are not open in `other`. How much swaps must widen is no gate.
    pub(crate) fn closed_by(self, other: Self) -> Self {
        Self(self.0 & !other.0 & !Self::WIDEN)
    }

    const fn with(self, action: Action) -> Self {
        Self(self.0 | bit(action))
    }

    const fn without(self, action: Action) -> Self {
        Self(self.0 & !bit(action))
    }
}

const fn bit(action: Action) -> u16 {
    // Bit numbers are below 16.
    1_u16.wrapping_shl(action as u32)
}

/// What is open in every state.
const ALWAYS: Gates = Gates(0).with(Action::Repay).with(Action::TopUp);
/// What stays open without new risk.
const LEAVING: Gates = ALWAYS.with(Action::Deposit).with(Action::Deleverage).with(Action::Liquidate);
/// Everything.
const ALL: Gates = LEAVING.with(Action::Withdraw).with(Action::Borrow).with(Action::Swap);

/// The gates of a level, its causes, and what was found.
#[inline(never)]
pub(crate) fn gates(state: &BreakerState, causes: Causes, findings: &Findings, now: Moment) -> Gates {
    let mut gates = match Level::from_number(state.level) {
        Level::Normal => ALL,
        Level::Caution => Gates(ALL.0 | Gates::WIDEN),
        Level::Depegged => LEAVING,
        Level::Halted if causes.bars_liquidation() => {
            if now.since(state.barred_since) < BAR {
                ALWAYS
            } else {
                ALWAYS.with(Action::Liquidate)
            }
        }
        Level::Halted => LEAVING,
    };
    if findings.no_borrow {
        // Taking collateral out while owing is the same risk.
        gates = gates.without(Action::Borrow).without(Action::Withdraw);
    }
    if findings.no_swap {
        gates = Gates(gates.without(Action::Swap).0 & !Gates::WIDEN);
    }
    gates
}
