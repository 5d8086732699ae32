//! How much is lent against how much, and what a liquidation takes: the market's configuration, calculated with by the reader.

use anchor_lang::prelude::*;
use price_reader::{
    Bps,
    lending::{Liquidation, Risk, Seizure, Terms},
};

use crate::error::LendingError;

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

impl RiskParams {
    /// The terms that the market lends on.
    ///
    /// # Errors
    /// [`LendingError::RiskOutOfOrder`].
    pub fn terms(&self) -> Result<Terms> {
        let share = |bps| Bps::new(bps).ok_or(LendingError::RiskOutOfOrder);
        let risk = Risk {
            ltv: share(self.ltv_bps)?,
            threshold: share(self.threshold_bps)?,
            bonus: share(self.bonus_bps)?,
            close_factor: share(self.close_factor_bps)?,
            // Tests want every lamport accounted for; a market that pays for transactions sets one.
            dust: 0,
        };
        Ok(Terms::new(risk).map_err(|_| LendingError::RiskOutOfOrder)?)
    }

    /// What a liquidation does.
    ///
    /// # Errors
    /// [`LendingError::NothingToSeize`] when the collateral is worth nothing or the amounts are too small to buy any.
    pub fn seizure(&self, asked: Liquidation) -> Result<Seizure> {
        Ok(self.terms()?.seizure(asked).ok_or(LendingError::NothingToSeize)?)
    }
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
        assert!(RISK.terms().is_ok());
        for wrong in [
            RiskParams { ltv_bps: 0, ..RISK },
            RiskParams { ltv_bps: 8_500, ..RISK },
            RiskParams { threshold_bps: 9_600, ..RISK },
            RiskParams { close_factor_bps: 0, ..RISK },
            RiskParams { close_factor_bps: 10_001, ..RISK },
        ] {
            assert!(wrong.terms().is_err(), "{wrong:?}");
        }
    }
}
