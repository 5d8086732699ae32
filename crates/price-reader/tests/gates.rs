//! The gate table, cell by cell, and that age only ever narrows it.

mod common;

use common::{aged, NOW};
use price_reader::builder::PriceBuilder;
use price_reader::{Action, Bps, Denied, Gates, HaltCause, Level, Staleness, Swap};
use proptest::prelude::*;

/// A row of the table: what is allowed, in the order of [`Action::ALL`], with `w` for swaps that widen.
type Row = &'static str;

/// repay, deposit, top up, deleverage, withdraw with debt, borrow, liquidate, swap.
const BY_LEVEL: [(Level, HaltCause, Row); 12] = [
    (Level::Normal, HaltCause::NONE, "yyyyyyyy"),
    (Level::Caution, HaltCause::NONE, "yyyyyyyw"),
    (Level::Depegged, HaltCause::NONE, "yyyy--y-"),
    (Level::Halted, HaltCause::MARKET, "yyyy--y-"),
    (Level::Halted, HaltCause::NAV, "y-y-----"),
    (Level::Halted, HaltCause::GUARDIAN, "y-y-----"),
    (Level::Halted, HaltCause::MARKET.union(HaltCause::NAV), "y-y-----"),
    (Level::Halted, HaltCause::MARKET.union(HaltCause::GUARDIAN), "y-y-----"),
    (Level::Halted, HaltCause::NAV.union(HaltCause::GUARDIAN), "y-y-----"),
    (Level::Halted, HaltCause::from_bits(0b111), "y-y-----"),
    // A cause that this version does not know counts as strict.
    (Level::Halted, HaltCause::from_bits(0b1000), "y-y-----"),
    // The cause counts when halted only.
    (Level::Depegged, HaltCause::NAV, "yyyy--y-"),
];

/// Ages at both ends of each stage, with the stage's row.
const BY_AGE: [(i64, Staleness, Row); 8] = [
    (0, Staleness::Fresh, "yyyyyyyy"),
    (60, Staleness::Fresh, "yyyyyyyy"),
    (61, Staleness::Soft, "yyyy--y-"),
    (600, Staleness::Soft, "yyyy--y-"),
    (601, Staleness::Hard, "y-y---y-"),
    (3_600, Staleness::Hard, "y-y---y-"),
    (3_601, Staleness::Expired, "y-y-----"),
    (1_000_000_000, Staleness::Expired, "y-y-----"),
];

/// An account whose legs do not go stale, so that only the publication's age counts.
fn account(level: Level, cause: HaltCause) -> PriceBuilder {
    PriceBuilder::new(NOW).nav_limit(0).market_limit(0).level(level, cause)
}

#[test]
fn every_cell_of_the_table() {
    for (level, cause, by_level) in BY_LEVEL {
        for (age, staleness, by_age) in BY_AGE {
            aged(account(level, cause), age, |price| {
                assert_eq!(price.staleness(), staleness);
                for ((action, by_level), by_age) in Action::ALL.into_iter().zip(by_level.chars()).zip(by_age.chars()) {
                    let expected = by_level != '-' && by_age != '-';
                    let cell = (level, cause, age, action);
                    assert_eq!(price.may(action), expected, "{cell:?}");
                    assert_eq!(price.gates().allows(action), expected, "{cell:?}");
                    assert_eq!(price.require(action).is_ok(), expected, "{cell:?}");
                    match price.require(action) {
                        Ok(()) => {}
                        Err(Denied::Level { action: denied, level: at, .. }) => {
                            assert!(by_level == '-' && denied == action && at == level, "{cell:?}");
                        }
                        Err(Denied::Stale { action: denied, stale }) => {
                            assert!(by_level != '-' && denied == action && stale.age == age, "{cell:?}");
                        }
                    }
                }
                let swap = match (by_level.as_bytes()[7], by_age.as_bytes()[7]) {
                    (b'-', _) | (_, b'-') => Swap::Paused,
                    // At par, with ten basis points of confidence.
                    (b'w', _) => Swap::Widen { least: Bps::new(10).unwrap() },
                    _ => Swap::Open,
                };
                assert_eq!(price.swap(), swap);
            });
        }
    }
}

/// The 24 hours are the program's to count: it publishes the gate when they are over.
#[test]
fn liquidation_at_a_strict_halt_follows_the_publication() {
    let resumed = Gates::from_bits(Gates::at(Level::Halted, HaltCause::GUARDIAN).bits() | 1 << 6);
    let account = account(Level::Halted, HaltCause::GUARDIAN).gates(resumed);
    for (age, expected) in [(0, true), (61, true), (601, true), (3_600, true), (3_601, false)] {
        aged(account.clone(), age, |price| {
            assert_eq!(price.may(Action::Liquidate), expected);
            assert!(!price.may(Action::Deposit) && !price.may(Action::Deleverage) && !price.may(Action::Borrow));
        });
    }
}

#[test]
fn a_premium_pauses_swaps_alone() {
    let gates = Gates::from_bits(Gates::at(Level::Caution, HaltCause::NONE).bits() & !(1 << 7));
    aged(account(Level::Caution, HaltCause::NONE).gates(gates), 0, |price| {
        assert_eq!(price.swap(), Swap::Paused);
        assert!(price.may(Action::Borrow) && price.may(Action::Liquidate));
    });
}

#[test]
fn swaps_widen_above_normal_even_if_the_gates_forgot_to_say_so() {
    let account = account(Level::Caution, HaltCause::NONE).gates(Gates::at(Level::Normal, HaltCause::NONE));
    aged(account, 0, |price| assert!(matches!(price.swap(), Swap::Widen { .. })));
}

#[test]
fn without_a_price_one_may_still_leave() {
    let allowed: Vec<_> = Action::ALL.into_iter().filter(|action| Gates::WITHOUT_PRICE.allows(*action)).collect();
    assert_eq!(allowed, [Action::Repay, Action::TopUp]);
}

prop_compose! {
    fn any_level()(row in 0..BY_LEVEL.len()) -> (Level, HaltCause) {
        (BY_LEVEL[row].0, BY_LEVEL[row].1)
    }
}

proptest! {
    /// Whatever the limits, in order or not: gates are within those published, and no action reopens as time passes.
    #[test]
    fn gates_are_intersections_and_never_widen_with_age(
        (level, cause) in any_level(),
        closed in any::<u16>(),
        limits in any::<[u16; 5]>(),
        (nav_behind, market_behind) in (0_i64..100_000, 0_i64..100_000),
        age in 0_i64..200_000,
        later in 0_i64..200_000,
    ) {
        let published = Gates::from_bits(Gates::at(level, cause).bits() & !closed | 0b101);
        let [soft, hard, liquidation, nav, market] = limits.map(u32::from);
        let account = PriceBuilder::new(NOW)
            .level(level, cause)
            .gates(published)
            .soft_limit(soft)
            .hard_limit(hard)
            .liquidation_limit(liquidation)
            .nav_limit(nav)
            .market_limit(market)
            .nav_time(NOW - nav_behind)
            .market_time(NOW - market_behind);
        let at = |age| aged(account.clone(), age, |price| (price.gates(), price.staleness(), price.stale()));
        let (first, first_staleness, stale) = at(age);
        let (second, second_staleness, _) = at(age + later);
        prop_assert!(first_staleness <= second_staleness);
        prop_assert_eq!(stale.is_some(), first_staleness != Staleness::Fresh);
        for action in Action::ALL {
            prop_assert!(!first.allows(action) || published.allows(action));
            prop_assert!(!second.allows(action) || first.allows(action));
        }
        prop_assert!(second.allows(Action::Repay) && second.allows(Action::TopUp));
    }

    #[test]
    fn intersection_allows_what_both_allow_and_keeps_every_duty(a in any::<u16>(), b in any::<u16>()) {
        let (a, b) = (Gates::from_bits(a), Gates::from_bits(b));
        let both = a.intersect(b);
        prop_assert_eq!(both, b.intersect(a));
        for action in Action::ALL {
            prop_assert_eq!(both.allows(action), a.allows(action) && b.allows(action));
        }
        prop_assert_eq!(both.widens(), a.widens() || b.widens());
    }
}
