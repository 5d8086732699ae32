//! SOL in USD: one wrong source liquidates nobody.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use super::chain::*;
use crate::world::*;

fn quote(world: &World, price: f64, confidence: f64) -> Option<UsdReading> {
    Some(UsdReading { price: usd(price), confidence: usd(confidence), published: world.now.time })
}

fn dollars(price: Price) -> f64 {
    float(Rate::from_bits(price.to_bits()))
}

fn world(prices: &[(f64, f64)]) -> World {
    let mut world = settled(1.0, &[DEPTH]);
    world.usds = prices.iter().map(|(price, confidence)| quote(&world, *price, *confidence)).collect();
    world
}

/// Row 7: two sources, one narrow and wrong: collateral by the lower, debt and liquidation by the higher.
#[test]
fn of_two_sources_that_differ_the_higher_liquidates() {
    for order in [[(150.0, 0.1), (1.12, 0.001)], [(1.12, 0.001), (150.0, 0.1)]] {
        let outcome = world(&order).next(20);
        assert!(dollars(outcome.liquidation_usd) > 149.8, "{}", dollars(outcome.liquidation_usd));
        assert!(dollars(outcome.collateral_usd) < 1.12);
        assert!(dollars(outcome.debt_usd) > 150.0);
        assert!(outcome.reasons.has(Reason::UsdDisagreement));
        assert_eq!(outcome.level, Level::Caution);
        // Nine borrowers at 80/85, 70/80 and 90/93, borrowed at 150.
        assert!(0.93 * dollars(outcome.liquidation_usd) > 0.90 * 150.0);
    }
}

/// The lower liquidates while they agree.
#[test]
fn of_two_sources_that_agree_the_lower_liquidates() {
    let outcome = world(&[(150.0, 0.1), (149.2, 0.1)]).next(20);
    assert!((dollars(outcome.liquidation_usd) - 149.2).abs() < 0.01);
    assert!(!outcome.reasons.has(Reason::UsdDisagreement));
}

proptest! {
    #![proptest_config(cases(256))]

    /// One wrong source, of two or three, liquidates nobody whom the others would not, but for what they may differ by.
    #[test]
    fn one_wrong_source_of_usd_liquidates_nobody(
        right in 1.0_f64..5_000.0, others in 1_usize..3, wrong in -9.0_f64..9.0, place in 0_usize..3,
        narrow in 1e-6_f64..0.02,
    ) {
        let wrong = (right * wrong.exp()).min(900_000.0);
        let mut all = vec![(right, right * 0.001); others];
        all.insert(place % (others + 1), (wrong, wrong * narrow));
        let mut less = all.clone();
        less.remove(place % (others + 1));
        let (with, without) = (world(&all).next(20), world(&less).next(20));
        let (with, without) = (dollars(with.liquidation_usd), dollars(without.liquidation_usd));
        // `usd_agreement`: within it a source counts as right, and the lower serves.
        let allowed = if others == 1 { 1.0 - 0.0101 } else { 1.0 - 1e-9 };
        prop_assert!(with >= without * allowed, "{with} {without}, wrong {wrong}");
    }

    /// Of three the median: one wrong source moves neither collateral nor debt beyond what the right ones say.
    #[test]
    fn of_three_sources_the_median_serves(right in 1.0_f64..5_000.0, wrong in -9.0_f64..9.0, place in 0_usize..3) {
        let wrong = (right * wrong.exp()).min(900_000.0);
        let mut all = vec![(right, right * 0.001), (right * 1.002, right * 0.001)];
        all.insert(place, (wrong, wrong * 0.001));
        let outcome = world(&all).next(20);
        let (low, high) = (dollars(outcome.collateral_usd), dollars(outcome.debt_usd));
        prop_assert!(low >= right * 0.998 * 0.998 && low <= right * 1.002, "{low} {right}");
        prop_assert!(high <= right * 1.002 * 1.004 && high >= right * 0.999, "{high} {right}");
    }
}
