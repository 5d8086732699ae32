//! How much is lent against how much, and what a liquidation takes: pure arithmetic, rounded against the one who could gain.

use anchor_lang::prelude::*;

use crate::error::LendingError;

/// Basis points in one.
const ONE: u64 = 10_000;

/// A market's risk parameters. Shares are basis points.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, PartialEq, Eq, Debug)]
pub struct RiskParams {
    /// Loan-to-value up to which it lends, against the collateral price.
    pub ltv_bps: u16,
    /// Loan-to-value beyond which it liquidates, against the liquidation price.
    pub threshold_bps: u16,
    /// What a liquidator gets on top of what it pays.
    pub bonus_bps: u16,
    /// Share of a debt that one liquidation may pay back, while collateral covers the debt.
    pub close_factor_bps: u16,
    /// Base units lent at most, to all borrowers together.
    pub borrow_cap: u64,
}

/// What one liquidation does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seizure {
    /// Base units of debt the liquidator pays back.
    pub repaid: u64,
    /// Base units of collateral it gets.
    pub seized: u64,
}

impl RiskParams {
    /// Refuses values out of order.
    ///
    /// # Errors
    /// [`LendingError::RiskOutOfOrder`].
    pub fn validate(&self) -> Result<()> {
        let [ltv, threshold, bonus, close] =
            [self.ltv_bps, self.threshold_bps, self.bonus_bps, self.close_factor_bps].map(u64::from);
        // A position liquidated at its threshold must be able to pay the bonus, or the liquidation itself makes bad debt.
        let payable = threshold.saturating_mul(ONE.saturating_add(bonus)) <= ONE.saturating_mul(ONE);
        require!(0 < ltv && ltv < threshold && payable && (1..=ONE).contains(&close), LendingError::RiskOutOfOrder);
        Ok(())
    }

    /// The most that may be owed against collateral of `value` when borrowing or withdrawing. Rounded down.
    pub fn borrow_limit(&self, value: u64) -> u64 {
        share_floor(value, self.ltv_bps.into())
    }

    /// What may be owed against collateral of `value` before liquidation. Rounded down.
    pub fn liquidation_limit(&self, value: u64) -> u64 {
        share_floor(value, self.threshold_bps.into())
    }

    /// What a liquidator gets for paying back at most `repay` of `owed`, when all `deposited` collateral pays for `worth`. What it gets is
    /// rounded down, what it pays up.
    ///
    /// # Errors
    /// [`LendingError::NothingToSeize`] when the collateral is worth nothing or the amounts are too small to buy any.
    pub fn seizure(&self, repay: u64, owed: u64, deposited: u64, worth: u64) -> Result<Seizure> {
        require!(worth > 0, LendingError::NothingToSeize);
        let bonus = u64::from(self.bonus_bps);
        // All at once where the collateral does not cover the debt: waiting could only lose more.
        let most = if worth <= owed { owed } else { share_ceil(owed, self.close_factor_bps.into()) };
        let repaid = repay.min(most);
        let due = share_floor(repaid, ONE.saturating_add(bonus));
        let seizure = if due >= worth {
            // Everything there is, for what it is worth less the bonus.
            let repaid = ceil_div(u128::from(worth).saturating_mul(ONE.into()), ONE.saturating_add(bonus));
            Seizure { repaid: repaid.min(owed), seized: deposited }
        } else {
            let seized = floor_div(u128::from(deposited).saturating_mul(due.into()), worth);
            Seizure { repaid, seized }
        };
        require!(seizure.repaid > 0 && seizure.seized > 0, LendingError::NothingToSeize);
        Ok(seizure)
    }
}

/// Whether paying back and withdrawing lowers the loan-to-value: `owed_after / deposited_after < owed / deposited`. The price cancels out.
pub fn loan_to_value_falls(owed: u64, deposited: u64, owed_after: u64, deposited_after: u64) -> bool {
    let product = |a: u64, b: u64| u128::from(a).saturating_mul(b.into());
    product(owed_after, deposited) < product(owed, deposited_after)
}

fn share_floor(value: u64, bps: u64) -> u64 {
    floor_div(u128::from(value).saturating_mul(bps.into()), ONE)
}

fn share_ceil(value: u64, bps: u64) -> u64 {
    ceil_div(u128::from(value).saturating_mul(bps.into()), ONE)
}

/// Rounded down; saturates where it does not fit, which only a nonsensical amount does.
fn floor_div(value: u128, by: u64) -> u64 {
    value.checked_div(by.into()).and_then(|quotient| quotient.try_into().ok()).unwrap_or(u64::MAX)
}

/// Rounded up.
fn ceil_div(value: u128, by: u64) -> u64 {
    floor_div(value.saturating_add(u128::from(by).saturating_sub(1)), by)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RISK: RiskParams = RiskParams {
        ltv_bps: 8_000,
        threshold_bps: 8_500,
        bonus_bps: 500,
        close_factor_bps: 5_000,
        borrow_cap: u64::MAX,
    };

    #[test]
    fn parameters_out_of_order_are_refused() {
        assert!(RISK.validate().is_ok());
        for wrong in [
            RiskParams { ltv_bps: 0, ..RISK },
            RiskParams { ltv_bps: 8_500, ..RISK },
            RiskParams { threshold_bps: 9_600, ..RISK },
            RiskParams { close_factor_bps: 0, ..RISK },
            RiskParams { close_factor_bps: 10_001, ..RISK },
        ] {
            assert!(wrong.validate().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_covered_debt_is_closed_by_half_and_pays_the_bonus() {
        let seizure = RISK.seizure(u64::MAX, 1_000, 1_000, 1_200).unwrap();
        assert_eq!(seizure, Seizure { repaid: 500, seized: 437 }); // 525 of 1,200 for 500
    }

    #[test]
    fn an_uncovered_debt_takes_all_for_its_worth_less_the_bonus() {
        let seizure = RISK.seizure(u64::MAX, 1_000, 2_000, 210).unwrap();
        assert_eq!(seizure, Seizure { repaid: 200, seized: 2_000 });
    }

    #[test]
    fn worthless_collateral_and_dust_are_refused() {
        assert!(RISK.seizure(10, 1_000, 1_000, 0).is_err());
        assert!(RISK.seizure(0, 1_000, 1_000, 1_200).is_err());
    }

    #[test]
    fn a_liquidator_never_gets_more_than_the_bonus() {
        for repay in [1_u64, 7, 99, 500, 10_000] {
            for worth in [1_u64, 13, 999, 1_000, 1_050, 5_000] {
                let Ok(Seizure { repaid, seized }) = RISK.seizure(repay, 1_000, 3_333, worth) else { continue };
                // seized x worth / deposited <= repaid x 1.05, exactly.
                assert!(u128::from(seized) * u128::from(worth) * 10_000 <= u128::from(repaid) * 10_500 * 3_333);
                assert!(repaid <= 1_000 && seized <= 3_333);
            }
        }
    }

    #[test]
    fn the_loan_to_value_falls_or_does_not() {
        assert!(loan_to_value_falls(100, 200, 50, 101));
        assert!(!loan_to_value_falls(100, 200, 50, 100));
        assert!(!loan_to_value_falls(0, 200, 0, 100));
        assert!(loan_to_value_falls(100, 200, 0, 1));
    }
}
