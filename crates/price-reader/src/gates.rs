//! What may be done at a price: the breaker's gate table, one bit an action.

use crate::level::{HaltCause, Level};
use crate::staleness::Staleness;
use crate::units::Bps;

/// What a consumer is about to do with an account whose health counts this price.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[repr(u8)]
pub enum Action {
    /// Pay back debt. Always allowed; it needs no price.
    Repay = 0,
    /// Bring in collateral while owing nothing.
    Deposit = 1,
    /// Bring in collateral while owing: any deposit of an account in debt. Always allowed; it needs no price.
    TopUp = 2,
    /// Repay and withdraw together, the loan-to-value at the collateral price falling.
    Deleverage = 3,
    /// Take out collateral while owing.
    Withdraw = 4,
    /// Take on debt.
    Borrow = 5,
    /// Seize collateral of an unhealthy account.
    Liquidate = 6,
    /// Trade at, or quote around, the oracle's price.
    Swap = 7,
}

impl Action {
    /// Every action, in the order of their bits.
    pub const ALL: [Self; 8] = [
        Self::Repay,
        Self::Deposit,
        Self::TopUp,
        Self::Deleverage,
        Self::Withdraw,
        Self::Borrow,
        Self::Liquidate,
        Self::Swap,
    ];

    /// The name used in logs and events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Repay => "repay",
            Self::Deposit => "deposit",
            Self::TopUp => "top up",
            Self::Deleverage => "deleverage",
            Self::Withdraw => "withdraw",
            Self::Borrow => "borrow",
            Self::Liquidate => "liquidate",
            Self::Swap => "swap",
        }
    }

    #[inline]
    const fn bit(self) -> u16 {
        1 << (self as u8)
    }
}

/// What an AMM does with its quotes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Swap {
    /// Quote as usual.
    Open,
    /// Quote with a fee of at least this on top of what you would take anyway: the market's distance from NAV and the confidence. Whoever
    /// takes less can be traded against.
    Widen {
        /// Rounded up, at most the whole.
        least: Bps,
    },
    /// Do not quote.
    Paused,
}

/// A set of allowed actions, and whether swaps must widen their fee. None by default.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Gates(u16);

impl Gates {
    /// What may be done when there is no readable price at all: leave.
    pub const WITHOUT_PRICE: Self = Self::of(&[Action::Repay, Action::TopUp]);

    /// Every action.
    const ALL: Self = Self::of(&Action::ALL);
    /// A duty, not a permission: swaps must widen their fee.
    pub const WIDEN: u16 = 1 << 8;
    /// Depegged, halted by the market, or softly stale (liquidation included, new risk not).
    const NO_NEW_RISK: Self =
        Self::of(&[Action::Repay, Action::Deposit, Action::TopUp, Action::Deleverage, Action::Liquidate]);
    /// Too old for anything but liquidation.
    const HARD_STALE: Self = Self::of(&[Action::Repay, Action::TopUp, Action::Liquidate]);

    const fn of(actions: &[Action]) -> Self {
        let mut bits = 0;
        let mut rest = actions;
        while let [first, tail @ ..] = rest {
            bits |= first.bit();
            rest = tail;
        }
        Self(bits)
    }

    /// The table's row for a level: what a fresh price of that level allows. `cause` counts at [`Level::Halted`] only.
    ///
    /// A halt other than the market's bars liquidation for at most 24 hours; the row is the one before that. The program
    /// publishes the gates, this table does not widen them: [`Price`](crate::Price) only intersects.
    #[inline]
    pub const fn at(level: Level, cause: HaltCause) -> Self {
        match level {
            Level::Normal => Self::ALL,
            Level::Caution => Self(Self::ALL.0 | Self::WIDEN),
            Level::Depegged => Self::NO_NEW_RISK,
            Level::Halted if cause.is_strict() => Self::WITHOUT_PRICE,
            Level::Halted => Self::NO_NEW_RISK,
        }
    }

    /// The table's row for an age.
    #[inline]
    pub const fn when(staleness: Staleness) -> Self {
        match staleness {
            Staleness::Fresh => Self::ALL,
            Staleness::Soft => Self::NO_NEW_RISK,
            Staleness::Hard => Self::HARD_STALE,
            Staleness::Expired => Self::WITHOUT_PRICE,
        }
    }

    /// From the account's field, as it is. [`Gates::fit`] judges it.
    #[inline]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// As in the account.
    #[inline]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether an account of this level may carry these gates: no unknown bit, repaying and topping up open, and nothing
    /// beyond the level's row, except that a strict halt may let liquidation through once its 24 hours are over.
    #[inline]
    pub const fn fit(self, level: Level, cause: HaltCause) -> bool {
        let most = match level {
            Level::Normal | Level::Caution => Self::ALL,
            Level::Halted if cause.is_strict() => Self::HARD_STALE,
            Level::Depegged | Level::Halted => Self::NO_NEW_RISK,
        };
        self.0 & !(most.0 | Self::WIDEN) == 0 && self.0 & Self::WITHOUT_PRICE.0 == Self::WITHOUT_PRICE.0
    }

    /// Whether the action is allowed.
    #[inline]
    pub const fn allows(self, action: Action) -> bool {
        self.0 & action.bit() != 0
    }

    /// What both allow; swaps widen if either demands it.
    #[inline]
    pub const fn intersect(self, other: Self) -> Self {
        Self((self.0 & other.0 & Self::ALL.0) | ((self.0 | other.0) & Self::WIDEN))
    }

    /// These and one more.
    #[inline]
    pub const fn with(self, action: Action) -> Self {
        Self(self.0 | action.bit())
    }

    /// These but one.
    #[inline]
    pub const fn without(self, action: Action) -> Self {
        Self(self.0 & !action.bit())
    }

    /// Whether swaps, where they are allowed, must widen their fee.
    #[inline]
    pub const fn widens(self) -> bool {
        self.0 & Self::WIDEN != 0
    }
}
