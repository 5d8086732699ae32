//! What two publications have in common, for telling how far apart they are.

use fair_value::Outcome;
use price_reader::Published;
use serde::Serialize;

use crate::units::Bps;

/// Makes everything that is known of a published value from one line: its name, its field, where the price account has
/// it, and what the rules say of it.
macro_rules! rates {
    ($($(#[$meaning:meta])* $name:ident, $field:ident: $published:expr, $expected:expr;)*) => {
        /// The rates of a publication: SOL per whole token, or USD, scaled by 10^12; `None` where one is absent.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct Rates {
            $($(#[$meaning])* pub $name: Option<u64>,)*
        }

        /// A published rate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $($(#[$meaning])* $field,)*
        }

        impl Rates {
            /// Of a price account.
            pub fn published(price: &Published<'_>) -> Self {
                Self { $($name: of(price, $published),)* }
            }

            /// Of what a refresh now would publish.
            pub fn expected(outcome: &Outcome) -> Self {
                Self { $($name: Some(of(outcome, $expected)).filter(|rate| *rate != 0),)* }
            }

            /// All of them, beside those of another publication.
            fn beside(&self, other: &Self) -> impl DoubleEndedIterator<Item = (Field, Option<u64>, Option<u64>)> {
                [$((Field::$field, self.$name, other.$name),)*].into_iter()
            }
        }
    };
}

/// Tells the compiler what a line's closure takes.
fn of<S, T>(source: &S, get: impl FnOnce(&S) -> T) -> T {
    get(source)
}

fn rate(rate: Option<price_reader::Rate>) -> Option<u64> {
    rate.map(price_reader::Rate::get)
}

fn usd(price: Option<price_reader::UsdPrice>) -> Option<u64> {
    price.map(price_reader::UsdPrice::get)
}

// Of values that differ by as much, the first is named.
rates! {
    /// Low estimate.
    collateral, Collateral: |price| rate(price.collateral()), |now| now.collateral.to_decimal_floor();
    /// High estimate.
    debt, Debt: |price| rate(price.debt()), |now| now.debt.to_decimal_floor();
    /// For testing health.
    liquidation, Liquidation: |price| rate(price.liquidation()), |now| now.liquidation.to_decimal_floor();
    /// NAV, bounded in speed.
    nav, Nav: |price| rate(price.nav()), |now| now.nav.to_decimal_floor();
    /// Assets by supply as read.
    raw_nav, RawNav: |price| rate(price.raw_nav()), |now| now.raw_nav.to_decimal_floor();
    /// Fair value.
    fair, Fair: |price| rate(price.fair()), |now| now.fair.to_decimal_floor();
    /// Unclamped median of the markets.
    spot, Spot: |price| rate(price.spot()), |now| now.spot.mean().to_decimal_floor();
    /// Short window.
    short, Short: |price| rate(price.short()), |now| now.short.mean().to_decimal_floor();
    /// Long window.
    long, Long: |price| rate(price.long()), |now| now.long.mean().to_decimal_floor();
    /// USD per SOL.
    sol_usd, SolUsd: |price| usd(price.sol_usd()), |now| now.sol_usd.to_decimal_floor();
    /// Collateral in USD per whole token.
    collateral_usd, CollateralUsd: |price| usd(price.collateral_usd()), |now| now.collateral_usd.to_decimal_floor();
    /// Debt, likewise.
    debt_usd, DebtUsd: |price| usd(price.debt_usd()), |now| now.debt_usd.to_decimal_floor();
    /// Liquidation, likewise.
    liquidation_usd, LiquidationUsd: |price| usd(price.liquidation_usd()), |now| now.liquidation_usd.to_decimal_floor();
    /// Of NAV, absolute, taken from collateral and added to debt.
    confidence, Confidence:
        |price| Some(price.confidence()).filter(|rate| *rate != 0), |now| now.confidence.to_decimal_ceil();
}

impl Rates {
    /// The value that differs most from `other`, and by how much of `other`. One that either lacks differs wholly.
    pub fn deviation(&self, other: &Self) -> (Field, Bps) {
        let apart = self.beside(other).map(|(field, one, other_one)| match field {
            // A confidence is small, and moves by large parts of itself: it is compared on top of the fair value.
            Field::Confidence => (field, bps_apart(other.above_fair(one), other.above_fair(other_one))),
            _ => (field, bps_apart(one, other_one)),
        });
        // The last of equal ones is the maximum.
        apart.rev().max_by_key(|(_, bps)| *bps).unwrap_or((Field::Nav, Bps::new(0)))
    }

    fn above_fair(&self, confidence: Option<u64>) -> Option<u64> {
        Some(self.fair.unwrap_or(0).saturating_add(confidence.unwrap_or(0)))
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
