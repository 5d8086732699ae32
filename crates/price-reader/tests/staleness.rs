//! Which leg is stale when, by whose limit.

mod common;

use common::{aged, Values, NOW, ONE};
use price_reader::builder::PriceBuilder;
use price_reader::{Action, Denied, Leg, Price, ReadError, Stale, Staleness, PROGRAM_ID};
use proptest::prelude::*;

/// A publication that stays fresh, so that the legs alone decide.
fn long_lived() -> PriceBuilder {
    PriceBuilder::new(NOW).soft_limit(1_000_000).hard_limit(1_000_000).liquidation_limit(1_000_000)
}

#[test]
fn each_leg_is_judged_by_its_own_time_and_limit() {
    let nav = long_lived().nav_limit(100).market_limit(0);
    let market = long_lived().nav_limit(0).market_limit(100);
    for (account, leg) in [(nav, Leg::Nav), (market, Leg::Market)] {
        aged(account.clone(), 100, |price| assert_eq!(price.stale(), None));
        aged(account, 101, |price| {
            assert_eq!(price.staleness(), Staleness::Soft);
            assert_eq!(price.stale(), Some(Stale { leg, age: 101, limit: 100 }));
            assert!(!price.may(Action::Borrow) && price.may(Action::Deleverage) && price.may(Action::Liquidate));
        });
    }
}

#[test]
fn a_leg_may_be_older_than_the_publication() {
    aged(long_lived().nav_limit(100).nav_time(NOW - 90).market_limit(0), 11, |price| {
        assert_eq!(price.stale(), Some(Stale { leg: Leg::Nav, age: 101, limit: 100 }));
    });
}

#[test]
fn a_leg_with_limit_zero_is_not_used() {
    let account = long_lived().nav_limit(0).nav_time(0).market_limit(0).market_time(0);
    aged(account, 0, |price| assert_eq!(price.staleness(), Staleness::Fresh));
}

#[test]
fn a_leg_from_the_future_is_stale() {
    aged(long_lived().nav_time(NOW + 30), 0, |price| assert_eq!(price.staleness(), Staleness::Fresh));
    aged(long_lived().nav_time(NOW + 31), 0, |price| {
        assert_eq!(price.stale(), Some(Stale { leg: Leg::Nav, age: -31, limit: 600 }));
    });
    aged(long_lived().market_time(i64::MAX), 0, |price| assert_eq!(price.staleness(), Staleness::Soft));
}

#[test]
fn the_publication_is_named_first_and_by_the_limit_that_counts() {
    for (age, limit) in [(61, 60), (601, 600), (3_601, 3_600)] {
        aged(PriceBuilder::new(NOW), age, |price| {
            let stale = Stale { leg: Leg::Publication, age, limit };
            assert_eq!(price.stale(), Some(stale));
            assert_eq!(price.require(Action::Borrow), Err(Denied::Stale { action: Action::Borrow, stale }));
        });
    }
}

#[test]
fn a_limit_of_zero_does_not_exempt_the_publication() {
    aged(PriceBuilder::new(NOW).soft_limit(0), 0, |price| assert_eq!(price.stale(), None));
    aged(PriceBuilder::new(NOW).soft_limit(0), 1, |price| {
        assert_eq!(price.stale(), Some(Stale { leg: Leg::Publication, age: 1, limit: 0 }));
    });
}

#[test]
fn prices_end_at_the_hard_limit() {
    aged(PriceBuilder::new(NOW).nav_limit(0).market_limit(0), 600, |price| {
        assert!(price.collateral_value(1).is_ok() && price.debt_value(1).is_ok() && price.fair().is_ok());
    });
    aged(PriceBuilder::new(NOW), 601, |price| {
        let stale = Err(ReadError::Stale(Stale { leg: Leg::Publication, age: 601, limit: 600 }));
        assert_eq!(price.collateral_value(1), stale);
        assert_eq!(price.debt_value(1), stale);
        assert_eq!(price.fair().map(|rate| rate.get()), stale);
        assert_eq!(price.collateral().map(|rate| rate.get()), stale);
        assert_eq!(price.debt().map(|rate| rate.get()), stale);
        assert!(price.haircut(price_reader::Bps::ONE).is_err());
        assert!(price.liquidation_value(1).is_ok());
    });
}

#[test]
fn liquidation_ends_at_its_limit() {
    aged(PriceBuilder::new(NOW), 3_600, |price| {
        assert!(price.liquidation_value(1).is_ok() && price.seized_value(1).is_ok());
    });
    aged(PriceBuilder::new(NOW), 3_601, |price| {
        let stale = Err(ReadError::Stale(Stale { leg: Leg::Publication, age: 3_601, limit: 3_600 }));
        assert_eq!(price.liquidation_value(1), stale);
        assert_eq!(price.liquidation_debt_value(1), stale);
        assert_eq!(price.seized_value(1), stale);
        assert_eq!(price.liquidation().map(|rate| rate.get()), stale);
    });
}

#[test]
fn sol_usd_stops_usd_values_and_nothing_else() {
    let account = long_lived().nav_limit(0).market_limit(0).usd_limit(150);
    aged(account.clone(), 150, |price| assert_eq!(price.liquidation_value_usd(1_000_000_000, 6), Ok(150_000_000)));
    aged(account, 151, |price| {
        let stale = Err(ReadError::Stale(Stale { leg: Leg::Usd, age: 151, limit: 150 }));
        assert_eq!(price.collateral_value_usd(1, 6), stale);
        assert_eq!(price.debt_value_usd(1, 6), stale);
        assert_eq!(price.liquidation_value_usd(1, 6), stale);
        assert_eq!(price.liquidation_debt_value_usd(1, 6), stale);
        assert_eq!(price.seized_value_usd(1, 6), stale);
        assert_eq!(price.collateral_usd().map(|price| price.get()), stale);
        assert_eq!(price.staleness(), Staleness::Fresh);
        assert!(price.may(Action::Borrow) && price.collateral_value(1).is_ok());
    });
}

#[test]
fn the_liquidation_price_loses_by_age_only_beyond_the_hard_limit() {
    let account = PriceBuilder::new(NOW).nav_limit(0).market_limit(0);
    let liquidation = |age| aged(account.clone(), age, |price| price.liquidation().map(|rate| rate.get()));
    assert_eq!(liquidation(0), Ok(ONE));
    assert_eq!(liquidation(600), Ok(ONE));
    // 601 s at 100 bps an hour are 601/36 bps.
    assert_eq!(liquidation(601), Ok(ONE - (ONE * 601).div_ceil(360_000)));
    assert_eq!(liquidation(1_800), Ok(ONE - ONE / 200));
    assert_eq!(liquidation(3_600), Ok(ONE - ONE / 100));
}

#[test]
fn a_loss_of_everything_is_no_price() {
    aged(PriceBuilder::new(NOW).stale_decay_bps_per_hour(u32::MAX), 3_600, |price| {
        assert!(matches!(price.liquidation_value(1), Err(ReadError::Absent(_))));
    });
}

proptest! {
    /// As time passes, what seized or pledged tokens count for only falls, and once it is an error it stays one.
    #[test]
    fn values_for_liquidation_never_rise_with_age(
        rate in 1_u64..1_000_000_000_000_000,
        amount in 0_u64..1_000_000_000_000_000,
        decay in 0_u32..20_000,
        age in 0_i64..5_000,
        later in 0_i64..5_000,
    ) {
        let account = PriceBuilder::new(NOW).rates(rate, rate / 1_000).stale_decay_bps_per_hour(decay);
        let at = |age| aged(account.clone(), age, |price| (price.liquidation_value(amount), price.seized_value(amount)));
        let (first, second) = (at(age), at(age + later));
        for (first, second) in [(first.0, second.0), (first.1, second.1)] {
            match (first, second) {
                (Ok(first), Ok(second)) => prop_assert!(second <= first),
                (Err(_), Ok(_)) => prop_assert!(false, "an error healed with age"),
                (_, Err(_)) => {}
            }
        }
    }

    /// No time makes judging panic; extreme ones read as stale or as an error, never as fresh.
    #[test]
    fn only_the_span_from_tolerance_to_limit_is_fresh(
        time in any::<i64>(),
        now in any::<i64>(),
        near in prop::option::of(-100_i64..1_000),
        limit in 0_u32..500,
    ) {
        let now = near.map_or(now, |near| time.saturating_add(near));
        let bytes = PriceBuilder::new(time).soft_limit(limit).build();
        let fresh = Price::read_any_feed(&bytes, &PROGRAM_ID, now).is_ok_and(|price| price.staleness() == Staleness::Fresh);
        let distance = i128::from(now.clamp(0, i64::MAX >> 1)) - i128::from(time); // clocks outside count as the end they lie beyond
        prop_assert_eq!(fresh, (-30..=i128::from(limit)).contains(&distance));
    }
}
