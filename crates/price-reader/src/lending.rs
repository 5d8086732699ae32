//! What a lending market calculates with a price: how much may be owed, whether an account is healthy, what a liquidator gets, whether a
//! loan-to-value falls. Integers of the caller's units, rounded against whoever could gain.
//!
//! ```
//! use price_reader::lending::{Liquidation, Risk, Terms};
//! use price_reader::permit::{Borrow, Liquidate};
//! use price_reader::{Price, ReadError};
//!
//! /// Lamports that may still be borrowed.
//! fn borrowable(terms: &Terms, price: &Price<'_>, deposited: u64, owed: u64) -> Result<u64, ReadError> {
//!     Ok(terms.borrowable(price.permit(Borrow)?.collateral_value(deposited)?, owed))
//! }
//!
//! /// What a liquidator who offers `repay` lamports pays and gets; `None` for a healthy account.
//! fn liquidate(
//!     terms: &Terms, price: &Price<'_>, deposited: u64, owed: u64, repay: u64,
//! ) -> Result<Option<price_reader::lending::Seizure>, ReadError> {
//!     let permit = price.permit(Liquidate)?;
//!     if terms.is_healthy(owed, permit.collateral_value(deposited)?) {
//!         return Ok(None);
//!     }
//!     let worth = permit.seized_value(deposited)?;
//!     Ok(terms.seizure(Liquidation { repay, owed, deposited, worth }))
//! }
//! ```

use core::fmt;

use crate::math::{self, Rounding};
use crate::units::Bps;

/// What a market lends against what, as its operators configure it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Risk {
    /// Up to this part of the collateral value may be owed after borrowing or withdrawing.
    pub ltv: Bps,
    /// Beyond this part of the liquidation value an account may be liquidated.
    pub threshold: Bps,
    /// What a liquidator gets on top of what it pays back.
    pub bonus: Bps,
    /// Part of a debt that one liquidation may pay back, while the collateral covers the debt.
    pub close_factor: Bps,
    /// Debts below this are not worth a transaction: none is left behind by a liquidation, and smaller ones are closed at once. Base units of
    /// the token lent.
    pub dust: u64,
}

/// Why [`Risk`] is refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BadTerms {
    /// The loan-to-value is 0, or not below the threshold: who borrows all could be liquidated at once.
    LoanToValue,
    /// Threshold x (1 + bonus) is above 1: a liquidation at the threshold could not be paid.
    Unpayable,
    /// The close factor is 0: nothing could be liquidated.
    CloseFactor,
}

impl fmt::Display for BadTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LoanToValue => "the loan-to-value is 0 or not below the threshold",
            Self::Unpayable => "threshold x (1 + bonus) is above 1: a liquidation at the threshold could not be paid",
            Self::CloseFactor => "the close factor is 0",
        })
    }
}

/// [`Risk`] that was found to be in order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Terms(Risk);

/// An account, in base units of its two tokens.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Position {
    /// Of the token lent.
    pub owed: u64,
    /// Of the collateral.
    pub deposited: u64,
}

/// A liquidation as it is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Liquidation {
    /// What the liquidator offers to pay back, at most; base units of the token lent.
    pub repay: u64,
    /// What is owed.
    pub owed: u64,
    /// Base units of collateral.
    pub deposited: u64,
    /// What all of it pays for, base units of the token lent:
    /// [`seized_value`](crate::Permit::seized_value)` of `deposited`.
    pub worth: u64,
}

/// What one liquidation does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Seizure {
    /// What the liquidator pays back, above 0.
    pub repaid: u64,
    /// Base units of collateral that it gets, above 0.
    pub seized: u64,
}

/// Basis points in one.
const ONE: u64 = 10_000;

impl Terms {
    /// Refuses values with which a market harms itself.
    ///
    /// # Errors
    /// See [`BadTerms`].
    pub fn new(risk: Risk) -> Result<Self, BadTerms> {
        if risk.ltv == Bps::ZERO || risk.ltv >= risk.threshold {
            return Err(BadTerms::LoanToValue);
        }
        if risk.close_factor == Bps::ZERO {
            return Err(BadTerms::CloseFactor);
        }
        let terms = Self(risk);
        if u64::from(risk.threshold.get()).saturating_mul(terms.with_bonus()) > ONE.saturating_mul(ONE) {
            return Err(BadTerms::Unpayable);
        }
        Ok(terms)
    }

    /// What it was made of.
    pub const fn risk(&self) -> Risk {
        self.0
    }

    /// The most that may be owed after borrowing or withdrawing, against collateral of this value by
    /// [`Borrow`](crate::permit::Borrow) or [`Withdraw`](crate::permit::Withdraw). Rounded down.
    pub fn borrow_limit(&self, collateral_value: u64) -> u64 {
        part(collateral_value, self.0.ltv, Rounding::Down)
    }

    /// What may still be borrowed by who owes this much.
    pub fn borrowable(&self, collateral_value: u64, owed: u64) -> u64 {
        self.borrow_limit(collateral_value).saturating_sub(owed)
    }

    /// The most that may be owed before liquidation, against collateral of this value by [`Liquidate`](crate::permit::Liquidate). Rounded
    /// down.
    pub fn liquidation_limit(&self, collateral_value: u64) -> u64 {
        part(collateral_value, self.0.threshold, Rounding::Down)
    }

    /// Whether an account may not be liquidated.
    pub fn is_healthy(&self, owed: u64, collateral_value: u64) -> bool {
        owed <= self.liquidation_limit(collateral_value)
    }

    /// What a liquidator pays and gets. What it gets is rounded down, what it pays up. Where the collateral does not cover the debt,
    /// everything may be closed at once, since waiting could only lose more, and all collateral goes for what it is worth less the bonus: what
    /// is then still owed is bad debt.
    ///
    /// `None` where the collateral pays for nothing, where the amounts are too small to buy any, and where a debt below
    /// [`Risk::dust`] would be left: offer more.
    pub fn seizure(&self, asked: Liquidation) -> Option<Seizure> {
        let Liquidation { repay, owed, deposited, worth } = asked;
        let part_of_it = part(owed, self.0.close_factor, Rounding::Up);
        let leaves_dust = |repaid: u64| owed.saturating_sub(repaid) < self.0.dust;
        let most = if worth <= owed || leaves_dust(part_of_it) { owed } else { part_of_it };
        let repaid = repay.min(most);
        let due = math::multiply_divide(repaid, self.with_bonus(), ONE, Rounding::Down).unwrap_or(u64::MAX);
        let seizure = if due >= worth {
            let repaid = math::multiply_divide(worth, ONE, self.with_bonus(), Rounding::Up)?;
            Seizure { repaid: repaid.min(owed), seized: deposited }
        } else if repaid < owed && leaves_dust(repaid) {
            return None;
        } else {
            Seizure { repaid, seized: math::multiply_divide(deposited, due, worth, Rounding::Down)? }
        };
        if seizure.repaid > 0 && seizure.seized > 0 {
            Some(seizure)
        } else {
            None
        }
    }

    /// 1 + bonus, basis points.
    fn with_bonus(&self) -> u64 {
        ONE.saturating_add(self.0.bonus.get().into())
    }
}

impl Position {
    /// Whether deleveraging to `after` lowers the loan-to-value, `owed / deposited`, or ends the debt. Collateral and debt are each one token,
    /// so that the price cancels out of the comparison; where debts are in several, compare values by
    /// [`Deleverage`](crate::permit::Deleverage).
    pub fn loan_to_value_falls(self, after: Self) -> bool {
        after.owed == 0 || math::product_is_less(after.owed, self.deposited, self.owed, after.deposited)
    }
}

fn part(value: u64, share: Bps, rounding: Rounding) -> u64 {
    // At most the value itself.
    math::multiply_divide(value, share.get().into(), ONE, rounding).unwrap_or(value)
}
