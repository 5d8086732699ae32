//! Other shapes never promise more than the price itself.

mod common;

use common::{aged, NOW, ONE};
use price_reader::adapters::{DatedPrice, GradedPrice, LowHigh, PythPrice, Side, Validity};
use price_reader::builder::PriceBuilder;
use price_reader::permit::{self, Valuing};
use price_reader::{Action, Denied, Gates, HaltCause, Level, Permit, ReadError, Unit};
use proptest::prelude::*;

/// A depeg as it is published: market far below, liquidation price lagging.
fn depegged() -> PriceBuilder {
    PriceBuilder::new(NOW)
        .level(Level::Depegged, HaltCause::NONE)
        .collateral(700_000_000_001)
        .liquidation(980_000_000_000)
        .debt(1_001_000_000_000)
        .slot(77)
}

#[test]
fn a_pair_for_lending_and_a_pair_for_liquidating() {
    aged(depegged(), 0, |price| {
        assert_eq!(
            LowHigh::quote(price.without_gate(permit::Deleverage), Unit::Sol),
            Ok(LowHigh { low: 700_000_000_001, high: 1_001_000_000_000, published_at: NOW, slot: 77 })
        );
        // Nobody is liquidated by the spot price.
        assert_eq!(
            LowHigh::quote(price.without_gate(permit::Liquidate), Unit::Sol),
            Ok(LowHigh { low: 980_000_000_000, high: 980_000_000_000, published_at: NOW, slot: 77 })
        );
    });
}

#[test]
fn beyond_the_hard_limit_only_the_low_price_loses() {
    aged(depegged(), 3_600, |price| {
        let pair = LowHigh::quote(price.without_gate(permit::Liquidate), Unit::Sol).unwrap();
        assert_eq!((pair.low, pair.high), (970_200_000_000, 980_000_000_000));
        assert!(matches!(LowHigh::quote(price.without_gate(permit::Borrow), Unit::Sol), Err(ReadError::Stale(_))));
    });
}

#[test]
fn what_is_not_allowed_has_no_quote_in_any_shape() {
    aged(depegged(), 0, |price| {
        let denied =
            ReadError::Denied(Denied::Level { action: Action::Borrow, level: Level::Depegged, cause: HaltCause::NONE });
        assert_eq!(price.permit(permit::Borrow).and_then(|permit| LowHigh::quote(permit, Unit::Sol)), Err(denied));
    });
    aged(PriceBuilder::new(NOW).level(Level::Halted, HaltCause::GUARDIAN), 0, |price| {
        assert!(matches!(GradedPrice::quote(&price, Unit::Sol), Err(ReadError::Denied(_))));
    });
}

#[test]
fn usd_quotes_need_a_fresh_sol_usd() {
    aged(PriceBuilder::new(NOW).usd_limit(20), 20, |price| {
        let pair = LowHigh::quote(price.without_gate(permit::Borrow), Unit::Usd).unwrap();
        assert_eq!((pair.low, pair.high), (149_850_000_000_000, 150_150_000_000_000));
    });
    aged(PriceBuilder::new(NOW).usd_limit(20), 21, |price| {
        assert!(matches!(LowHigh::quote(price.without_gate(permit::Borrow), Unit::Usd), Err(ReadError::Stale(_))));
        assert!(LowHigh::quote(price.without_gate(permit::Borrow), Unit::Sol).is_ok());
    });
}

#[test]
fn pyth_shape_at_known_points() {
    aged(depegged(), 0, |price| {
        assert_eq!(
            PythPrice::quote(price.without_gate(permit::Deleverage), Unit::Sol),
            Ok(PythPrice { price: 850_500_000_000, conf: 150_500_000_000, exponent: -12, publish_time: NOW })
        );
    });
    aged(PriceBuilder::new(NOW).rates(u64::MAX, 0), 0, |price| {
        assert_eq!(PythPrice::quote(price.without_gate(permit::Borrow), Unit::Sol), Err(ReadError::Overflow));
    });
}

#[test]
fn scope_shape_by_side() {
    aged(depegged(), 0, |price| {
        let quote = |side| DatedPrice::quote(price.without_gate(permit::Deleverage), Unit::Sol, side).unwrap();
        let (owned, owed) = (quote(Side::Collateral), quote(Side::Debt));
        assert_eq!((owned.price.value, owned.price.exp), (700_000_000_001, 12));
        assert_eq!((owed.price.value, owed.price.exp), (1_001_000_000_000, 12));
        assert_eq!((owned.last_updated_slot, owned.unix_timestamp), (77, NOW as u64));
    });
    let before_1970 = PriceBuilder::new(-5);
    let bytes = before_1970.build();
    let price = price_reader::Price::read_any_feed(&bytes, &price_reader::PROGRAM_ID, -5).unwrap();
    assert_eq!(DatedPrice::quote(price.without_gate(permit::Borrow), Unit::Sol, Side::Debt), Err(ReadError::Overflow));
}

#[test]
fn validity_ladder_over_the_gate_table() {
    let grade = |level, cause, age| {
        let account = PriceBuilder::new(NOW).nav_limit(0).market_limit(0).level(level, cause);
        aged(account, age, |price| Validity::of(&price))
    };
    let none = HaltCause::NONE;
    assert_eq!(grade(Level::Normal, none, 0), Validity::Valid);
    assert_eq!(grade(Level::Caution, none, 0), Validity::Widen);
    assert_eq!(grade(Level::Depegged, none, 0), Validity::ReduceOnly);
    assert_eq!(grade(Level::Halted, HaltCause::MARKET, 0), Validity::ReduceOnly);
    assert_eq!(grade(Level::Halted, HaltCause::NAV, 0), Validity::Unusable);
    assert_eq!(grade(Level::Normal, none, 61), Validity::ReduceOnly);
    assert_eq!(grade(Level::Normal, none, 601), Validity::LiquidateOnly);
    assert_eq!(grade(Level::Depegged, none, 3_600), Validity::LiquidateOnly);
    assert_eq!(grade(Level::Normal, none, 3_601), Validity::Unusable);
}

#[test]
fn a_rung_needs_every_action_of_it() {
    let without = |action: Action| {
        let gates = Gates::from_bits(Gates::at(Level::Normal, HaltCause::NONE).bits() & !(1 << action as u16));
        aged(PriceBuilder::new(NOW).gates(gates), 0, |price| Validity::of(&price))
    };
    assert_eq!(without(Action::Liquidate), Validity::Unusable);
    assert_eq!(without(Action::Deposit), Validity::LiquidateOnly);
    assert_eq!(without(Action::Deleverage), Validity::LiquidateOnly);
    assert_eq!(without(Action::Withdraw), Validity::ReduceOnly);
    assert_eq!(without(Action::Borrow), Validity::ReduceOnly);
    assert_eq!(without(Action::Swap), Validity::ReduceOnly);
}

#[test]
fn graded_price_at_known_points() {
    aged(depegged(), 0, |price| {
        let graded = GradedPrice::quote(&price, Unit::Sol).unwrap();
        assert_eq!((graded.price, graded.confidence), (980_000_000_000, 279_999_999_999));
        assert_eq!((graded.validity, graded.slot, graded.published_at), (Validity::ReduceOnly, 77, NOW));
    });
    aged(depegged(), 3_600, |price| {
        let graded = GradedPrice::quote(&price, Unit::Sol).unwrap();
        assert_eq!((graded.price, graded.confidence), (970_200_000_000, 0));
        assert_eq!(graded.validity, Validity::LiquidateOnly);
    });
}

/// Low and high price can be had back from Pyth's shape.
fn fits<P: Valuing>(permit: Result<Permit<'_, '_, P>, ReadError>) -> Result<(), TestCaseError> {
    let Ok(permit) = permit else { return Ok(()) };
    let Ok(pair) = LowHigh::quote(permit, Unit::Sol) else { return Ok(()) };
    prop_assert!(permit.price().may(P::ACTION) && pair.low <= pair.high && pair.low > 0);
    let pyth = PythPrice::quote(permit, Unit::Sol).unwrap();
    let middle = pyth.price as u64;
    prop_assert!(middle - pyth.conf <= pair.low && pair.low - (middle - pyth.conf) <= 1);
    prop_assert_eq!(middle + pyth.conf, pair.high);
    Ok(())
}

prop_compose! {
    /// Any gates that some level may carry, prices in order.
    fn any_account()(
        level in prop::sample::select(vec![Level::Normal, Level::Caution, Level::Depegged, Level::Halted]),
        cause in 0_u8..8,
        closed in any::<u16>(),
        low in 1_u64..2 * ONE,
        to_liquidation in 0..ONE,
        to_debt in 0..ONE,
    ) -> PriceBuilder {
        let cause = HaltCause::from_bits(cause);
        PriceBuilder::new(NOW)
            .level(level, cause)
            .gates(Gates::from_bits(Gates::at(level, cause).bits() & !closed | 0b101))
            .collateral(low)
            .liquidation(low + to_liquidation)
            .debt(low + to_liquidation + to_debt)
    }
}

proptest! {
    /// Whatever rung a price has, every action of that rung is allowed by its gates, and the rungs fall with age.
    #[test]
    fn the_ladder_never_promises_more_than_the_gates(
        account in any_account(),
        age in 0_i64..5_000,
        later in 0_i64..5_000,
    ) {
        let rungs: [&[Action]; 4] = [
            &[Action::Liquidate],
            &[Action::Deposit, Action::Deleverage],
            &[Action::Withdraw, Action::Borrow, Action::Swap],
            &[],
        ];
        let first = aged(account.clone(), age, |price| {
            let validity = Validity::of(&price);
            let promised = &rungs[..validity as usize];
            assert!(promised.iter().copied().flatten().all(|action| price.may(*action)));
            validity
        });
        let second = aged(account, age + later, |price| Validity::of(&price));
        prop_assert!(second <= first);
    }

    /// Low and high price can be had back from Pyth's shape; the graded price is at least as conservative on both sides.
    #[test]
    fn shapes_are_never_less_conservative(account in any_account(), age in 0_i64..5_000) {
        aged(account, age, |price| {
            fits(price.permit(permit::Borrow))?;
            fits(price.permit(permit::Deleverage))?;
            fits(price.permit(permit::Liquidate))?;
            if let Ok(graded) = GradedPrice::quote(&price, Unit::Sol) {
                prop_assert_eq!(graded.price, price.without_gate(permit::Liquidate).collateral().unwrap().get());
                if graded.validity > Validity::LiquidateOnly {
                    prop_assert!(graded.price.saturating_sub(graded.confidence) <= price.without_gate(permit::Borrow).collateral().unwrap().get());
                    prop_assert!(graded.price + graded.confidence >= price.without_gate(permit::Borrow).debt().unwrap().get());
                }
            }
            Ok(())
        })?;
    }
}
