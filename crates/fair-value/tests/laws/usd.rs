//! SOL in USD: low for collateral, high for debt, and one wrong source liquidates nobody.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

fn quote(price: f64, width: f64, published: i64) -> Option<UsdReading> {
    Some(UsdReading { price: usd(price), confidence: usd(width), published: UnixTime::new(published) })
}

fn dollars(price: Price) -> f64 {
    float(Rate::from_bits(price.to_bits()))
}

/// What is published for quotes of these prices and widths.
fn published(quotes: &[(f64, f64)]) -> Outcome {
    let mut world = World::settled(&[0.99]);
    world.usds = quotes.iter().map(|(price, width)| quote(*price, *width, 0)).collect();
    world.next(20)
}

/// SOL/USD as it serves collateral, debt and liquidation.
fn served(outcome: &Outcome) -> [f64; 3] {
    [
        dollars(outcome.collateral_usd) / float(outcome.collateral),
        dollars(outcome.debt_usd) / float(outcome.debt),
        dollars(outcome.liquidation_usd) / float(outcome.liquidation),
    ]
}

fn near(found: [f64; 3], expected: [f64; 3]) -> bool {
    found.iter().zip(expected).all(|(found, expected)| (found / expected - 1.0).abs() < 1e-9)
}

proptest! {
    #![proptest_config(cases(1_024))]

    /// USD rounds against whoever could gain, over the whole range. Of two the lower less its width serves collateral, the higher with its
    /// width debt; liquidation goes by the lower, but by the higher one while they disagree.
    #[test]
    fn usd_is_low_for_collateral_and_high_for_debt(price in 1.0_f64..1_000.0, width in 0.0_f64..0.5, other in 0.98_f64..1.02) {
        let outcome = published(&[(price, width), (price * other, width)]);
        let (low, high) = (price.min(price * other), price.max(price * other));
        let apart = high / low - 1.0;
        prop_assume!(!(0.0099..0.0102).contains(&apart));
        let disagree = apart > 0.01;
        let expected = if disagree { high } else { low };
        prop_assert!(near(served(&outcome), [low - width, high + width, expected]), "{:?}", served(&outcome));
        prop_assert!(outcome.collateral_usd <= outcome.liquidation_usd && outcome.liquidation_usd <= outcome.debt_usd);
        prop_assert_eq!(outcome.sol_usd, usd(expected));
        prop_assert_eq!(outcome.reasons.has(Reason::UsdDisagreement), disagree);
        prop_assert_eq!(outcome.level, if disagree { Level::Caution } else { Level::Normal });
    }

    /// Of three the middle one serves all: one wrong source, whatever it says, moves nothing beyond what the others say.
    #[test]
    fn one_wrong_source_of_three_moves_nothing(
        honest in 100.0_f64..200.0, apart in 0.0_f64..0.009, width in 0.0_f64..0.5, wrong in 0.01_f64..100_000.0, place in 0_usize..3,
    ) {
        let mut quotes = vec![(honest, width), (honest * (1.0 + apart), width)];
        quotes.insert(place, (wrong, 0.01));
        let outcome = published(&quotes);
        let middle = wrong.clamp(honest, honest * (1.0 + apart));
        let width = if middle == wrong { 0.01 } else { width };
        prop_assert!(near(served(&outcome), [middle - width, middle + width, middle]), "{:?}", served(&outcome));
        prop_assert_eq!((outcome.sol_usd, outcome.sol_usd_confidence), (usd(middle), usd(width)));
    }

    /// Of four the middle two count as two do, but how far apart they are is said of all.
    #[test]
    fn of_four_the_middle_two_count(mut prices in prop::collection::vec(100.0_f64..104.0, 4), width in 0.0_f64..0.5) {
        let quotes: Vec<(f64, f64)> = prices.iter().map(|price| (*price, width)).collect();
        let outcome = published(&quotes);
        prices.sort_by(f64::total_cmp);
        let apart = prices[3] / prices[0] - 1.0;
        prop_assume!(!(0.0099..0.0102).contains(&apart));
        let expected = if apart > 0.01 { prices[2] } else { prices[1] };
        prop_assert!(near(served(&outcome), [prices[1] - width, prices[2] + width, expected]), "{:?}", served(&outcome));
        prop_assert_eq!(outcome.reasons.has(Reason::UsdDisagreement), apart > 0.01);
    }

    /// One wrong source liquidates nobody whom the others would not, however many there are, but for what counts as agreement.
    #[test]
    fn one_wrong_source_liquidates_nobody(
        honest in prop::collection::vec(149.0_f64..150.0, 1..6), wrong in 0.01_f64..100_000.0, width in 0.0_f64..200.0,
    ) {
        let alone: Vec<(f64, f64)> = honest.iter().map(|price| (*price, 0.1)).collect();
        let mut all = alone.clone();
        all.push((wrong, width));
        let (alone, all) = (published(&alone), published(&all));
        prop_assert!(dollars(all.liquidation_usd) >= dollars(alone.liquidation_usd) * (1.0 - 0.0101));
        let lowest = honest.iter().copied().fold(f64::MAX, f64::min);
        if wrong < lowest * 0.98 {
            prop_assert!(dollars(all.liquidation_usd) >= lowest * float(all.liquidation) - 1e-6);
        }
    }
}

/// One source serves all, with its width.
#[test]
fn one_source_is_taken_as_it_is() {
    let outcome = published(&[(150.0, 0.25)]);
    assert!(near(served(&outcome), [149.75, 150.25, 150.0]), "{:?}", served(&outcome));
    assert!(!outcome.reasons.has(Reason::UsdDisagreement));
}

/// Two that are 1.12 and 150 liquidate at 150 and lend at 1.12.
#[test]
fn a_narrow_and_wrong_source_liquidates_nobody() {
    let outcome = published(&[(1.12, 0.001), (150.0, 0.1)]);
    assert!(near(served(&outcome), [1.119, 150.1, 150.0]), "{:?}", served(&outcome));
    assert_eq!(outcome.level, Level::Caution);
}

#[test]
fn a_feed_without_usd_has_none() {
    let outcome = World::settled(&[1.0]).next(20);
    assert!(!outcome.flags.has(Flags::USD));
    assert_eq!((outcome.sol_usd, outcome.collateral_usd, outcome.debt_usd), (Price::ZERO, Price::ZERO, Price::ZERO));
    assert_eq!(outcome.sol_usd_time, UnixTime::new(0));
    assert!(!outcome.reasons.has(Reason::UsdStale));
}

#[test]
fn usd_goes_stale_and_keeps_its_last_value() {
    let mut world = World::settled(&[1.0]);
    let quote = UsdReading { price: usd(150.0), confidence: usd(0.1), published: world.now.time };
    world.usds = vec![Some(quote)];
    let outcome = world.next(20);
    assert!(outcome.flags.has(Flags::USD));
    assert_eq!((outcome.sol_usd, outcome.sol_usd_confidence), (usd(150.0), usd(0.1)));
    assert_eq!(outcome.sol_usd_time, world.now.time);
    assert_eq!(outcome.voted, 0b111);
    world.usds[0] = None;
    let kept = world.next(150);
    assert_eq!(kept.sol_usd, usd(150.0));
    assert!(!kept.reasons.has(Reason::UsdStale));
    assert_eq!(kept.voted & 0b100, 0);
    let stale = world.next(1);
    assert!(stale.reasons.has(Reason::UsdStale));
    assert_eq!(stale.sol_usd_time.get(), world.now.time.get() - 151);
    // An old quote is no quote; nor is a zero, or one from before the beginning of time.
    for (price, published) in
        [(150.0, world.now.time.get() - 131), (0.0, world.now.time.get()), (150.0, -1), (150.0, 0)]
    {
        let mut world = world.clone();
        world.pass(20);
        world.usds[0] =
            Some(UsdReading { price: usd(price), confidence: usd(0.1), published: UnixTime::new(published) });
        assert!(world.refresh().reasons.has(Reason::UsdStale));
    }
    // One from the future is as of now.
    world.pass(20);
    world.usds[0] = Some(UsdReading {
        price: usd(150.0),
        confidence: usd(0.1),
        published: UnixTime::new(world.now.time.get() + 50),
    });
    assert_eq!(world.refresh().sol_usd_time, world.now.time);
}

/// Exactly the limit apart is agreement.
#[test]
fn the_usd_limit_is_inclusive() {
    let mut world = World::settled(&[1.0]);
    world.usds = vec![quote(100.0, 0.1, 0), quote(101.0, 0.1, 0)];
    assert!(!world.next(20).reasons.has(Reason::UsdDisagreement));
    world.usds = vec![quote(100.0, 0.1, 0), quote(101.02, 0.1, 0)];
    assert!(world.next(20).reasons.has(Reason::UsdDisagreement));
}

/// A quote counts to its last second, and not a second longer, also beside a fresh one.
#[test]
fn an_old_quote_counts_nothing_beside_a_fresh_one() {
    for (age, counts) in [(150, true), (151, false), (1_000, false)] {
        let mut world = World::settled(&[1.0]);
        world.pass(20);
        let now = world.now.time.get();
        world.usds = vec![quote(150.0, 0.1, now), quote(100.0, 0.1, now - age)];
        let outcome = world.refresh();
        assert_eq!(outcome.reasons.has(Reason::UsdDisagreement), counts, "{age}");
        // While they disagree the higher serves liquidation, and the lower collateral.
        assert_eq!(outcome.sol_usd, usd(150.0), "{age}");
        let collateral = float(Rate::from_bits(outcome.collateral_usd.to_bits())) / float(outcome.collateral);
        assert!((collateral - if counts { 99.9 } else { 149.9 }).abs() < 1e-6, "{age} {collateral}");
    }
}

/// The oldest of two is the time of both; a confidence wider than the price leaves no collateral value.
#[test]
fn usd_takes_the_oldest_and_the_widest() {
    let mut world = World::settled(&[1.0]);
    world.pass(20);
    let time = world.now.time.get();
    world.usds = vec![quote(150.0, 0.1, time - 7), quote(150.5, 0.3, time - 3)];
    let outcome = world.refresh();
    assert_eq!(outcome.sol_usd_time.get(), time - 7);
    assert_eq!(outcome.sol_usd_confidence, usd(0.3));
    world.usds = vec![quote(150.0, 0.3, time - 3), quote(150.5, 0.1, time - 7)];
    world.now.slot = Slot::new(world.now.slot.get() + 1);
    let outcome = world.refresh();
    assert_eq!((outcome.sol_usd_time.get(), outcome.sol_usd_confidence), (time - 7, usd(0.3)));
    world.pass(1);
    world.usds = vec![quote(150.0, 151.0, time)];
    assert_eq!(world.refresh().collateral_usd, Price::ZERO);
}

/// A value that cannot be represented is absent, in all three.
#[test]
fn usd_out_of_range_is_absent() {
    let mut world = World::settled(&[1.0]);
    world.usds = vec![Some(UsdReading { price: Price::MAX, confidence: Price::ZERO, published: world.now.time })];
    let outcome = world.next(20);
    assert_eq!(
        (outcome.collateral_usd, outcome.debt_usd, outcome.liquidation_usd),
        (Price::ZERO, Price::ZERO, Price::ZERO)
    );
}
