//! One price, a confidence and how far it may be trusted: the shape of perpetual exchanges.

use super::LowHigh;
use crate::error::ReadError;
use crate::gates::{Action, Swap};
use crate::permit::{Deleverage, Liquidate};
use crate::price::Price;
use crate::units::Unit;

/// How far a price may be trusted, from the least to the most. Each rung allows what the ones before it allow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Validity {
    /// For repaying and topping up, which need no price.
    Unusable,
    /// And for liquidation, at a price lowered with age.
    LiquidateOnly,
    /// And for what lowers risk: deposits, deleveraging.
    ReduceOnly,
    /// And for everything else, with wider fees on swaps.
    Widen,
    /// For everything.
    Valid,
}

impl Validity {
    /// The highest rung all of whose actions are allowed.
    pub fn of(price: &Price<'_>) -> Self {
        let all = |actions: &[Action]| actions.iter().all(|action| price.may(*action));
        if !price.may(Action::Liquidate) {
            Self::Unusable
        } else if !all(&[Action::Deposit, Action::Deleverage]) {
            Self::LiquidateOnly
        } else if !all(&[Action::Withdraw, Action::Borrow]) {
            Self::ReduceOnly
        } else {
            match price.swap() {
                Swap::Open => Self::Valid,
                Swap::Widen { .. } => Self::Widen,
                Swap::Paused => Self::ReduceOnly,
            }
        }
    }
}

/// The liquidation price with the distance to the farther of collateral and debt price, scaled by 10^12.
///
/// Test health at `price`. Lend by `price - confidence` for what is owned and `price + confidence` for what is owed.
///
/// **Lost:** reasons; the difference between a discount and a premium, since one distance stands for both sides (the values are
/// never less conservative than those of the permit to borrow, often more); gates finer than the ladder: where
/// swaps are paused but borrowing is not, as at a large premium, the rung is [`Validity::ReduceOnly`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct GradedPrice {
    /// Liquidation price, lowered with age once the publication is beyond the hard limit. Never 0.
    pub price: u64,
    /// Distance to the farther of collateral and debt price; 0 at [`Validity::LiquidateOnly`], where neither is to be used.
    pub confidence: u64,
    /// How far it may be trusted; never [`Validity::Unusable`].
    pub validity: Validity,
    /// Unix time of the publication.
    pub published_at: i64,
    /// Slot of the publication.
    pub slot: u64,
}

impl GradedPrice {
    /// The price with its grade.
    ///
    /// # Errors
    /// [`ReadError::Denied`] where the grade would be [`Validity::Unusable`], and those of [`Permit`](crate::Permit).
    pub fn quote(price: &Price<'_>, unit: Unit) -> Result<Self, ReadError> {
        let LowHigh { low: middle, published_at, slot, .. } = LowHigh::quote(price.permit(Liquidate)?, unit)?;
        let validity = Validity::of(price);
        let confidence = match validity {
            Validity::Unusable | Validity::LiquidateOnly => 0,
            Validity::ReduceOnly | Validity::Widen | Validity::Valid => {
                let LowHigh { low, high, .. } = LowHigh::quote(price.permit(Deleverage)?, unit)?;
                middle.saturating_sub(low).max(high.saturating_sub(middle))
            }
        };
        Ok(Self { price: middle, confidence, validity, published_at, slot })
    }
}
