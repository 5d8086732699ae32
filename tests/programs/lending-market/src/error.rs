//! What the market refuses. What the reader refuses has the reader's own numbers (`price_reader::ReadError::code`).

use anchor_lang::prelude::*;

/// Custom errors, from 6000.
#[error_code]
#[derive(PartialEq, Eq)]
pub enum LendingError {
    /// 6000
    #[msg("risk parameters are out of order: 0 < ltv < threshold, threshold x (1 + bonus) <= 1, 0 < close factor <= 1")]
    RiskOutOfOrder,
    /// 6001
    #[msg("a loan in SOL is a loan of wrapped SOL, and a loan in USD is not")]
    QuoteMismatch,
    /// 6002
    #[msg("comparisons are made in SOL only")]
    ComparisonInUsd,
    /// 6003
    #[msg("beyond what the collateral is good for")]
    BeyondLoanToValue,
    /// 6004
    #[msg("beyond the market's borrow cap")]
    BeyondBorrowCap,
    /// 6005
    #[msg("more than there is in the position")]
    MoreThanThere,
    /// 6006
    #[msg("nothing is owed")]
    NothingOwed,
    /// 6007
    #[msg("the loan-to-value would not fall")]
    LoanToValueNotFalling,
    /// 6008
    #[msg("the position is healthy")]
    Healthy,
    /// 6009
    #[msg("the collateral pays for nothing")]
    NothingToSeize,
    /// 6010
    #[msg("amount does not fit")]
    Overflow,
    /// 6011
    #[msg("the price account has no such rate")]
    NoRate,
}
