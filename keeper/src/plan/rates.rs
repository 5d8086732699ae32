//! What two publications have in common, for telling how far apart they are.

use fair_value::{
    Outcome,
    units::{Price, Rate},
};
use price_reader::Published;
use serde::Serialize;

use crate::units::Bps;

/// The rates of a publication, SOL per whole token scaled by 10^12; `None` where one is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rates {
    /// Assets by supply as read.
    pub raw_nav: Option<u64>,
    /// NAV, bounded in speed.
    pub nav: Option<u64>,
    /// Unclamped median of the markets.
    pub spot: Option<u64>,
    /// Short window.
    pub short: Option<u64>,
    /// Long window.
    pub long: Option<u64>,
    /// Fair value.
    pub fair: Option<u64>,
    /// Low estimate.
    pub collateral: Option<u64>,
    /// High estimate.
    pub debt: Option<u64>,
    /// For testing health.
    pub liquidation: Option<u64>,
    /// Of NAV, absolute, taken from collateral and added to debt.
    pub confidence: Option<u64>,
    /// USD per SOL, scaled by 10^12.
    pub sol_usd: Option<u64>,
    /// Collateral in USD per whole token, scaled by 10^12.
    pub collateral_usd: Option<u64>,
    /// Debt, likewise.
    pub debt_usd: Option<u64>,
    /// Liquidation, likewise.
    pub liquidation_usd: Option<u64>,
}

/// A published rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// NAV.
    Nav,
    /// Spot.
    Spot,
    /// Fair value.
    Fair,
    /// Collateral.
    Collateral,
    /// Debt.
    Debt,
    /// Liquidation.
    Liquidation,
    /// The short window.
    Short,
    /// The long window.
    Long,
    /// Confidence, against the fair value.
    Confidence,
    /// SOL in USD.
    SolUsd,
    /// Collateral in USD.
    CollateralUsd,
    /// Debt in USD.
    DebtUsd,
    /// Liquidation in USD.
    LiquidationUsd,
}

impl Rates {
    /// Of a price account.
    pub fn published(price: &Published<'_>) -> Self {
        let get = |rate: Option<price_reader::Rate>| rate.map(price_reader::Rate::get);
        let usd = |price: Option<price_reader::UsdPrice>| price.map(price_reader::UsdPrice::get);
        Self {
            raw_nav: get(price.raw_nav()),
            nav: get(price.nav()),
            spot: get(price.spot()),
            short: get(price.short()),
            long: get(price.long()),
            fair: get(price.fair()),
            collateral: get(price.collateral()),
            debt: get(price.debt()),
            liquidation: get(price.liquidation()),
            confidence: Some(price.confidence()).filter(|rate| *rate != 0),
            sol_usd: usd(price.sol_usd()),
            collateral_usd: usd(price.collateral_usd()),
            debt_usd: usd(price.debt_usd()),
            liquidation_usd: usd(price.liquidation_usd()),
        }
    }

    /// Of what a refresh now would publish.
    pub fn expected(outcome: &Outcome) -> Self {
        let get = |rate: Rate| Some(rate.to_decimal_floor()).filter(|rate| *rate != 0);
        let usd = |price: Price| Some(price.to_decimal_floor()).filter(|price| *price != 0);
        Self {
            raw_nav: get(outcome.raw_nav),
            nav: get(outcome.nav),
            spot: get(outcome.spot.mean()),
            short: get(outcome.short.mean()),
            long: get(outcome.long.mean()),
            fair: get(outcome.fair),
            collateral: get(outcome.collateral),
            debt: get(outcome.debt),
            liquidation: get(outcome.liquidation),
            confidence: Some(outcome.confidence.to_decimal_ceil()).filter(|rate| *rate != 0),
            sol_usd: usd(outcome.sol_usd),
            collateral_usd: usd(outcome.collateral_usd),
            debt_usd: usd(outcome.debt_usd),
            liquidation_usd: usd(outcome.liquidation_usd),
        }
    }

    /// The value that differs most from `other`, and by how much of `other`. One that either lacks differs wholly.
    pub fn deviation(&self, other: &Self) -> (Field, Bps) {
        let pairs = [
            (Field::Collateral, self.collateral, other.collateral),
            (Field::Debt, self.debt, other.debt),
            (Field::Liquidation, self.liquidation, other.liquidation),
            (Field::Nav, self.nav, other.nav),
            (Field::Fair, self.fair, other.fair),
            (Field::Spot, self.spot, other.spot),
            (Field::Short, self.short, other.short),
            (Field::Long, self.long, other.long),
            (Field::SolUsd, self.sol_usd, other.sol_usd),
            (Field::CollateralUsd, self.collateral_usd, other.collateral_usd),
            (Field::DebtUsd, self.debt_usd, other.debt_usd),
            (Field::LiquidationUsd, self.liquidation_usd, other.liquidation_usd),
        ];
        let apart = pairs.map(|(field, one, other)| (field, bps_apart(one, other)));
        // A confidence is small, and moves by large parts of itself.
        let around = |rates: &Self| Some(rates.fair.unwrap_or(0).saturating_add(rates.confidence.unwrap_or(0)));
        let at = Self { fair: other.fair, ..*self };
        let confidence = (Field::Confidence, bps_apart(around(&at), around(other)));
        let apart = apart.into_iter().chain([confidence]).rev();
        apart.max_by_key(|(_, bps)| *bps).unwrap_or((Field::Nav, Bps::new(0)))
    }
}

fn bps_apart(one: Option<u64>, other: Option<u64>) -> Bps {
    match (one, other) {
        (None, None) => Bps::new(0),
        (Some(one), Some(other)) => {
            let bps = u128::from(one.abs_diff(other)) * 10_000 / u128::from(other.max(1));
            Bps::new(u32::try_from(bps).unwrap_or(u32::MAX))
        }
        _ => Bps::new(10_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate() -> impl Strategy<Value = Option<u64>> {
        prop::option::of(1..=1_000_000_000_000_000_000u64)
    }

    fn rates() -> impl Strategy<Value = Rates> {
        prop::array::uniform6(rate()).prop_map(|[nav, spot, fair, collateral, debt, liquidation]| Rates {
            nav,
            spot,
            fair,
            collateral,
            debt,
            liquidation,
            ..Rates::default()
        })
    }

    proptest! {
        #[test]
        fn nothing_differs_from_itself(rates in rates()) {
            prop_assert_eq!(rates.deviation(&rates).1, Bps::new(0));
        }

        #[test]
        fn a_moved_rate_is_found_and_measured(base in 1_000_000_000u64..1_000_000_000_000, bps in 1..10_000u64) {
            let before = Rates { nav: Some(base), spot: Some(base), ..Rates::default() };
            let after = Rates { spot: Some(base + base * bps / 10_000), ..before };
            let (field, found) = after.deviation(&before);
            prop_assert_eq!(field, Field::Spot);
            prop_assert!(u64::from(found.get()).abs_diff(bps) <= 1, "{} for {}", found.get(), bps);
        }

        #[test]
        fn losing_a_rate_is_a_whole_deviation(rates in rates()) {
            prop_assume!(rates.collateral.is_some());
            let without = Rates { collateral: None, ..rates };
            prop_assert!(without.deviation(&rates).1 >= Bps::new(10_000));
        }
    }
}
