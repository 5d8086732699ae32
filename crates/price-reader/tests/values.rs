//! Values: exact against wide arithmetic, rounded against the one who could gain.

mod common;

use common::{aged, Values, NOW, ONE};
use price_reader::builder::PriceBuilder;
use price_reader::permit::{Borrow, Deleverage, Deposit, Liquidate, Swap, Withdraw};
use price_reader::{Bps, Denied, Field, Flags, Gates, HaltCause, Level, Price, ReadError};
use proptest::prelude::*;

/// `amount x price / 10^digits`, rounded as asked, in arithmetic wide enough to be obviously right; `None` beyond 64 bits.
fn exact(amount: u64, price: u64, digits: i32, up: bool) -> Option<u64> {
    let product = u128::from(amount) * u128::from(price);
    if digits < 0 {
        let factor = 10_u128.checked_pow(digits.unsigned_abs())?;
        return u64::try_from(product.checked_mul(factor)?).ok();
    }
    let Some(divisor) = 10_u128.checked_pow(digits.unsigned_abs()) else {
        return Some(u64::from(up && product > 0));
    };
    u64::try_from(if up { product.div_ceil(divisor) } else { product / divisor }).ok()
}

fn of(account: PriceBuilder, value: impl FnOnce(Price<'_>) -> Result<u64, ReadError>) -> Result<u64, ReadError> {
    aged(account, 0, value)
}

#[test]
fn known_values() {
    // 12.345678901 tokens at 1.05 SOL, 0.1 % around it; 150 USD per SOL.
    let amount = 12_345_678_901;
    let account = PriceBuilder::new(NOW).rates(1_050_000_000_000, 1_050_000_000).usd_prices(
        157_342_500_000_000,
        157_500_000_000_000,
        157_657_500_000_000,
    );
    aged(account, 0, |price| {
        assert_eq!(price.collateral_value(amount), Ok(12_949_999_883)); // ...883.206...
        assert_eq!(price.liquidation_value(amount), Ok(12_962_962_846)); // ...846.05
        assert_eq!(price.liquidation_debt_value(amount), Ok(12_962_962_847));
        assert_eq!(price.debt_value(amount), Ok(12_975_925_809)); // ...808.89...
        assert_eq!(price.seized_value(amount), price.collateral_value(amount));
        assert_eq!(price.liquidation_value_usd(amount, 6), Ok(1_944_444_426)); // 1944.4444269075
        assert_eq!(price.liquidation_debt_value_usd(amount, 6), Ok(1_944_444_427));
        assert_eq!(price.liquidation_value_usd(amount, 0), Ok(1_944));
        assert_eq!(price.seized_value_usd(amount, 6), price.collateral_value_usd(amount, 6));
        assert_eq!(price.debt_usd().map(|price| price.get()), Ok(157_657_500_000_000));
    });
}

#[test]
fn nothing_is_worth_nothing() {
    aged(PriceBuilder::new(NOW), 0, |price| {
        assert_eq!(price.collateral_value(0), Ok(0));
        assert_eq!(price.debt_value(0), Ok(0));
        assert_eq!(price.debt_value_usd(0, 6), Ok(0));
    });
}

#[test]
fn dust_is_worth_nothing_owned_and_one_unit_owed() {
    let account = PriceBuilder::new(NOW).token_decimals(18);
    aged(account, 0, |price| {
        assert_eq!(price.collateral_value(1), Ok(0));
        assert_eq!(price.debt_value(1), Ok(1));
    });
}

#[test]
fn the_smallest_excess_over_a_whole_unit_counts_for_debt() {
    let account = PriceBuilder::new(NOW).rates(ONE + 1, 0).usd_prices(ONE + 1, ONE + 1, ONE + 1);
    aged(account, 0, |price| {
        assert_eq!((price.collateral_value(1), price.debt_value(1)), (Ok(1), Ok(2)));
        assert_eq!((price.collateral_value_usd(1, 9), price.debt_value_usd(1, 9)), (Ok(1), Ok(2)));
    });
}

#[test]
fn each_price_in_usd_is_its_own() {
    let (collateral, liquidation, debt) = (147_000_000_000_000, 150_000_000_000_000, 151_000_000_000_000);
    // Windows low enough that seized collateral is worth no more than the collateral price.
    let account = PriceBuilder::new(NOW).short(ONE / 2).usd_prices(collateral, liquidation, debt).usd_limit(10_000);
    let token = 1_000_000_000;
    aged(account.clone(), 0, |price| {
        assert_eq!(price.collateral_usd().map(|price| price.get()), Ok(collateral));
        assert_eq!(price.liquidation_usd().map(|price| price.get()), Ok(liquidation));
        assert_eq!(price.debt_usd().map(|price| price.get()), Ok(debt));
        assert_eq!(price.seized_value_usd(token, 6), Ok(147_000_000));
        assert_eq!(price.liquidation_debt_value_usd(token, 6), Ok(150_000_000));
        assert_eq!(price.debt_value_usd(token, 6), Ok(151_000_000));
    });
    // An hour old: 1 % off what is owned, nothing off what is owed.
    aged(account, 3_600, |price| {
        assert_eq!(price.liquidation_usd().map(|price| price.get()), Ok(148_500_000_000_000));
        assert_eq!(price.liquidation_value_usd(token, 6), Ok(148_500_000));
        assert_eq!(price.seized_value_usd(token, 6), Ok(145_530_000));
        assert_eq!(price.liquidation_debt_value_usd(token, 6), Ok(150_000_000));
    });
}

#[test]
fn seized_collateral_loses_by_age_as_the_liquidation_price_does() {
    let account = PriceBuilder::new(NOW).collateral(ONE / 2).short(ONE / 2);
    aged(account, 3_600, |price| {
        assert_eq!(price.seized_value(1_000_000_000), Ok(495_000_000));
        assert_eq!(price.liquidation_value(1_000_000_000), Ok(990_000_000));
        assert_eq!(price.liquidation_debt_value(1_000_000_000), Ok(1_000_000_000));
    });
}

/// A captured reading lowers spot, and with it the collateral price, for a moment: it must not make seizing cheaper.
#[test]
fn a_captured_spot_does_not_cheapen_what_is_seized() {
    let honest = PriceBuilder::new(NOW).usd_prices(149_850_000_000_000, 150_000_000_000_000, 150_150_000_000_000);
    let captured = honest.clone().spot(ONE / 10).collateral(ONE / 10).collateral_usd(15_000_000_000_000);
    let token = 1_000_000_000;
    aged(captured, 0, |price| {
        assert_eq!(price.collateral_value(token), Ok(100_000_000));
        // 1 SOL less the confidence of a thousandth; 150 USD less a thousandth of each.
        assert_eq!(price.seized_value(token), Ok(999_000_000));
        assert_eq!(price.seized_value_usd(token, 6), Ok(149_700_150));
    });
    aged(honest, 0, |price| {
        assert_eq!(price.seized_value(token), price.collateral_value(token));
        assert_eq!(price.seized_value_usd(token, 6), price.collateral_value_usd(token, 6));
    });
}

/// In a real loss the windows, or raw NAV itself, show it long before `fair` has followed: liquidators are paid what they can sell for.
#[test]
fn seized_collateral_is_worth_what_it_sells_for() {
    let lost = |account: PriceBuilder| {
        aged(account.fair(ONE).liquidation(ONE), 0, |price| price.seized_value(1_000_000_000)).unwrap()
    };
    let account = || PriceBuilder::new(NOW).rates(ONE, 0).collateral(ONE / 10).usd_prices(1, 1, 1);
    assert_eq!(lost(account().short(ONE / 2)), 500_000_000);
    assert_eq!(lost(account().long(ONE / 2)), 500_000_000);
    assert_eq!(lost(account().raw_nav(ONE / 2)), 500_000_000);
    assert_eq!(lost(account().short(ONE / 2).confidence(ONE / 10)), 400_000_000);
    // An absent window says nothing.
    assert_eq!(lost(account().short(0).long(0)), 1_000_000_000);
    assert_eq!(lost(account().collateral(ONE / 5).short(ONE / 8)), 200_000_000);
}

/// One side moves what is seized half way, in either direction; above raw NAV nothing moves it at all.
#[test]
fn seized_collateral_takes_the_mean_of_a_windows_sides_capped_at_raw_nav() {
    let seized = |low: u64, high: u64, mean: u64| {
        let account = PriceBuilder::new(NOW).rates(ONE, 0).collateral(ONE / 10).usd_prices(1, 1, 1);
        let account = account.short(mean).short_low(low).short_high(high);
        aged(account, 0, |price| price.seized_value(1_000_000_000)).unwrap()
    };
    assert_eq!(seized(ONE / 2, ONE, ONE * 3 / 4), 750_000_000);
    assert_eq!(seized(ONE / 2, ONE / 2, ONE / 2), 500_000_000);
    assert_eq!(seized(ONE, 2 * ONE, ONE * 3 / 2), 1_000_000_000);
    // A market pumped above NAV: its mean would hide that the lenders' side is low.
    assert_eq!(seized(ONE / 2, 3 * ONE / 2, ONE), 750_000_000);
    assert_eq!(seized(ONE / 2, u64::MAX, u64::MAX / 2), 750_000_000);
    // Published by a program that showed no sides.
    assert_eq!(seized(0, 0, ONE * 4 / 5), 800_000_000);
    // Not less than its lower side, by rounding either.
    assert_eq!(seized(ONE / 2 - 1, ONE / 2, ONE / 2), 499_999_999);
}

proptest! {
    /// Between the collateral and the liquidation price, whatever the estimates, in both units.
    #[test]
    fn seized_collateral_lies_between(
        estimates in prop::array::uniform4(0_u64..3 * ONE), sides in prop::array::uniform4(0_u64..3 * ONE), confidence in 0_u64..2 * ONE,
        collateral in 1_u64..ONE, liquidation in ONE..2 * ONE, sol in 1_u64..1_000, width in 0_u64..1_000, amount in 1_u64..1 << 40,
    ) {
        let [raw, short, long, spot] = estimates;
        let [short_low, short_high, long_low, long_high] = sides;
        let sol_usd = sol * ONE;
        let low = sol_usd - width * sol_usd / 1_000;
        let usd = |rate: u64, price: u64| u64::try_from(u128::from(rate) * u128::from(price) / u128::from(ONE)).unwrap();
        let account = PriceBuilder::new(NOW).raw_nav(raw).short(short).long(long).spot(spot).confidence(confidence)
            .short_low(short_low).short_high(short_high).long_low(long_low).long_high(long_high)
            .collateral(collateral).fair(liquidation).liquidation(liquidation).debt(3 * ONE)
            .sol_usd(sol_usd).sol_usd_confidence(sol_usd - low)
            .usd_prices(usd(collateral, low), usd(liquidation, sol_usd), usd(3 * ONE, sol_usd) + 1);
        aged(account, 0, |price| {
            let (least, found, most) = (price.collateral_value(amount)?, price.seized_value(amount)?, price.liquidation_value(amount)?);
            assert!(least <= found && found <= most, "{least} {found} {most}");
            if usd(collateral, low) == 0 {
                return Ok(());
            }
            let values = (price.collateral_value_usd(amount, 6)?, price.seized_value_usd(amount, 6)?, price.liquidation_value_usd(amount, 6)?);
            assert!(values.0 <= values.1 && values.1 <= values.2, "{values:?}");
            Ok::<(), ReadError>(())
        })
        .unwrap();
    }
}

#[test]
fn what_does_not_fit_is_an_error() {
    let account = PriceBuilder::new(NOW).rates(2 * ONE, 0);
    assert_eq!(of(account.clone(), |price| price.collateral_value(u64::MAX)), Err(ReadError::Overflow));
    assert_eq!(of(account, |price| price.collateral_value(u64::MAX / 2)), Ok(u64::MAX - 1));
    // Rounding up past the end.
    let account = PriceBuilder::new(NOW).rates(u64::MAX, 0).token_decimals(9);
    assert_eq!(of(account, |price| price.debt_value(ONE)), Ok(u64::MAX));
    assert_eq!(of(PriceBuilder::new(NOW), |price| price.debt_value_usd(u64::MAX, 12)), Err(ReadError::Overflow));
    // More decimals than the token's and the scale's together.
    assert_eq!(of(PriceBuilder::new(NOW), |price| price.collateral_value_usd(1, 255)), Err(ReadError::Overflow));
    let account = PriceBuilder::new(NOW).token_decimals(0).usd_prices(3, 3, 3);
    assert_eq!(of(account, |price| price.collateral_value_usd(5, 14)), Ok(1_500));
}

#[test]
fn an_absent_price_is_an_error_that_names_it() {
    let absent = |field| Err(ReadError::Absent(field));
    let account = PriceBuilder::new(NOW).rates(0, 0).usd_prices(0, 0, 0);
    aged(account, 0, |price| {
        assert_eq!(price.collateral_value(1), absent(Field::Collateral));
        assert_eq!(price.seized_value(1), absent(Field::Collateral));
        assert_eq!(price.debt_value(1), absent(Field::Debt));
        assert_eq!(price.liquidation_value(1), absent(Field::Liquidation));
        assert_eq!(price.liquidation_debt_value(1), absent(Field::Liquidation));
        assert_eq!(price.collateral_value_usd(1, 6), absent(Field::CollateralUsd));
        assert_eq!(price.debt_value_usd(1, 6), absent(Field::DebtUsd));
        assert_eq!(price.liquidation_value_usd(1, 6), absent(Field::LiquidationUsd));
        assert_eq!(price.fair().map(|rate| rate.get()), absent(Field::Fair));
        assert_eq!(price.haircut(Bps::ONE).map(|bps| u64::from(bps.get())), absent(Field::Nav));
    });
    let account = PriceBuilder::new(NOW).flags(Flags::MARKET);
    aged(account, 0, |price| {
        assert_eq!(price.debt_value_usd(1, 6), absent(Field::DebtUsd));
        assert!(price.debt_value(1).is_ok());
    });
}

#[test]
fn prices_out_of_order_are_an_error_wherever_one_of_them_is_used() {
    for (collateral, liquidation, debt) in [(3, 2, 4), (1, 3, 2), (3, 0, 2)] {
        let error = Err(ReadError::Disordered { collateral, liquidation, debt });
        let in_sol = PriceBuilder::new(NOW).collateral(collateral).liquidation(liquidation).debt(debt);
        aged(in_sol, 0, |price| {
            assert_eq!(price.collateral_value(1), error);
            assert_eq!(price.debt_value(1), error);
            assert_eq!(price.liquidation_value(1), error);
            assert!(price.collateral_value_usd(1, 6).is_ok());
        });
        let in_usd = PriceBuilder::new(NOW).usd_prices(collateral, liquidation, debt);
        aged(in_usd, 0, |price| {
            assert_eq!(price.collateral_value_usd(1, 6), error);
            assert!(price.collateral_value(1).is_ok());
        });
    }
}

/// A permit and its values come together; without it they must be asked for by name.
#[test]
fn what_is_barred_has_no_values() {
    fn denied<T>(result: Result<T, ReadError>) -> bool {
        matches!(result, Err(ReadError::Denied(Denied::Level { level: Level::Halted, .. })))
    }
    for cause in [HaltCause::NAV, HaltCause::GUARDIAN] {
        aged(PriceBuilder::new(NOW).level(Level::Halted, cause), 0, |price| {
            assert!(denied(price.permit(Liquidate)) && denied(price.permit(Borrow)) && denied(price.permit(Withdraw)));
            assert!(denied(price.permit(Deleverage)) && denied(price.permit(Deposit)) && denied(price.permit(Swap)));
            assert!(price.without_gate(Liquidate).seized_value(1).is_ok());
            assert!(price.without_gate(Borrow).collateral_value(1).is_ok());
        });
        let resumed = Gates::from_bits(Gates::at(Level::Halted, cause).bits() | 1 << 6);
        aged(PriceBuilder::new(NOW).level(Level::Halted, cause).gates(resumed), 0, |price| {
            assert!(price.permit(Liquidate).and_then(|permit| permit.collateral_value(1)).is_ok());
        });
    }
}

/// The purpose decides the price: nobody is liquidated by the lowest of all estimates, nobody borrows by fair value.
#[test]
fn a_permit_has_the_prices_of_its_purpose() {
    let account = PriceBuilder::new(NOW).collateral(ONE / 2).liquidation(ONE).debt(2 * ONE);
    aged(account.level(Level::Caution, HaltCause::NONE), 0, |price| {
        let token = 1_000_000_000;
        let (borrow, withdraw) = (price.permit(Borrow).unwrap(), price.permit(Withdraw).unwrap());
        let (leave, liquidate) = (price.permit(Deleverage).unwrap(), price.permit(Liquidate).unwrap());
        let lent = (Ok(token / 2), Ok(2 * token));
        assert_eq!((borrow.collateral_value(token), borrow.debt_value(token)), lent);
        assert_eq!((withdraw.collateral_value(token), withdraw.debt_value(token)), lent);
        assert_eq!((leave.collateral_value(token), leave.debt_value(token)), lent);
        assert_eq!((liquidate.collateral_value(token), liquidate.debt_value(token)), (Ok(token), Ok(token)));
        assert_eq!((borrow.purpose(), liquidate.price().level()), (Borrow, Level::Caution));
    });
}

/// An AMM is told how far the market is away: the farthest of what was seen, on either side of NAV, and the confidence.
#[test]
fn a_widened_swap_says_by_how_much() {
    let least = |account: PriceBuilder| {
        let account = account.level(Level::Caution, HaltCause::NONE);
        aged(account, 0, |price| match price.swap() {
            price_reader::Swap::Widen { least } => least.get(),
            other => panic!("{other:?}"),
        })
    };
    let calm = PriceBuilder::new(NOW).rates(ONE, ONE / 1_000);
    assert_eq!(least(calm.clone()), 10);
    assert_eq!(least(calm.clone().short_low(ONE * 98 / 100).short_high(ONE)), 210);
    assert_eq!(least(calm.clone().spot(ONE * 97 / 100)), 310);
    assert_eq!(least(calm.clone().long_low(ONE).long_high(ONE * 102 / 100)), 210);
    assert_eq!(least(calm.clone().spot(ONE - 1)), 11, "rounded up");
    assert_eq!(least(calm.clone().spot(1).confidence(u64::MAX)), 10_000);
    assert_eq!(least(calm.clone().nav(0)), 10_000);
    // Absent values say nothing.
    assert_eq!(least(calm.spot(0).short(0).long(0)), 10);
}

#[test]
fn haircut_at_known_points() {
    let haircut = |nav: u64, collateral: u64, ltv: u16| {
        let account = PriceBuilder::new(NOW).nav(nav).collateral(collateral).liquidation(nav).debt(nav);
        aged(account, 0, |price| price.haircut(Bps::new(ltv).unwrap()).map(Bps::get))
    };
    assert_eq!(haircut(ONE, ONE, 8_000), Ok(8_000));
    assert_eq!(haircut(ONE, ONE * 999 / 1_000, 8_000), Ok(7_992));
    assert_eq!(haircut(ONE, ONE / 2, 8_000), Ok(4_000));
    assert_eq!(haircut(ONE, 1, 10_000), Ok(0));
    assert_eq!(haircut(3, 2, 10_000), Ok(6_666));
    // Prices so large that they are shifted: still below the exact 9,999.99...
    assert_eq!(haircut(u64::MAX, u64::MAX - 1, 10_000), Ok(9_999));
    assert_eq!(haircut((1 << 51) - 1, (1 << 51) - 2, 10_000), Ok(9_999));
    // A collateral price above NAV earns nothing.
    let account = PriceBuilder::new(NOW).nav(ONE / 2);
    assert_eq!(aged(account, 0, |price| price.haircut(Bps::new(8_000).unwrap()).map(Bps::get)), Ok(8_000));
}

#[test]
fn basis_points_end_at_the_whole() {
    assert_eq!(Bps::new(10_000), Some(Bps::ONE));
    assert_eq!(Bps::new(10_001), None);
}

proptest! {
    /// One rounding, in the right direction, for any amount, price and decimals.
    #[test]
    fn values_are_exact_but_for_one_rounding(
        amount in prop_oneof![any::<u64>(), 0_u64..1_000, 0_u64..1_000_000_000_000],
        price in prop_oneof![1_u64..=u64::MAX, 1_u64..1_000, 500_000_000_000_u64..2_000_000_000_000],
        decimals in prop_oneof![Just(9_u8), 0_u8..=30, any::<u8>()],
        usd_decimals in prop_oneof![Just(6_u8), 0_u8..=40],
    ) {
        let account = PriceBuilder::new(NOW).rates(price, 0).usd_prices(price, price, price).token_decimals(decimals);
        aged(account, 0, |read| {
            let overflow = ReadError::Overflow;
            let lamports = i32::from(decimals) + 12 - 9;
            prop_assert_eq!(read.collateral_value(amount), exact(amount, price, lamports, false).ok_or(overflow));
            prop_assert_eq!(read.liquidation_value(amount), exact(amount, price, lamports, false).ok_or(overflow));
            prop_assert_eq!(read.seized_value(amount), exact(amount, price, lamports, false).ok_or(overflow));
            prop_assert_eq!(read.debt_value(amount), exact(amount, price, lamports, true).ok_or(overflow));
            prop_assert_eq!(read.liquidation_debt_value(amount), exact(amount, price, lamports, true).ok_or(overflow));
            let usd = i32::from(decimals) + 12 - i32::from(usd_decimals);
            prop_assert_eq!(
                read.collateral_value_usd(amount, usd_decimals),
                exact(amount, price, usd, false).ok_or(overflow)
            );
            prop_assert_eq!(read.debt_value_usd(amount, usd_decimals), exact(amount, price, usd, true).ok_or(overflow));
            Ok(())
        })?;
    }

    /// For one record and amount: collateral <= liquidation <= debt; and splitting an amount never gains anything.
    #[test]
    fn values_keep_the_order_of_prices_and_splitting_gains_nothing(
        rate in 1_000_u64..1_000_000_000_000_000,
        spread in 0_u64..1_000,
        a in 0_u64..1_000_000_000_000,
        b in 0_u64..1_000_000_000_000,
    ) {
        aged(PriceBuilder::new(NOW).rates(rate, spread), 0, |price| {
            let (owned, tested, owed) =
                (price.collateral_value(a)?, price.liquidation_value(a)?, price.debt_value(a)?);
            assert!(owned <= tested && tested <= owed);
            assert!(price.collateral_value(a)? + price.collateral_value(b)? <= price.collateral_value(a + b)?);
            assert!(price.debt_value(a)? + price.debt_value(b)? >= price.debt_value(a + b)?);
            Ok::<(), ReadError>(())
        }).unwrap();
    }

    /// Beyond the hard limit: never above, and within two base units of 10^-12 per token of, what the exact loss leaves.
    #[test]
    fn the_loss_by_age_is_pro_rata_rounded_down(
        rate in 1_u64..=u64::MAX,
        decay in 0_u32..10_000,
        age in 601_i64..=3_600,
    ) {
        let unit = 36_000_000_u128;
        let left = unit - u128::from(decay) * age as u128;
        let expected = u64::try_from(u128::from(rate) * left / unit).unwrap();
        let account = PriceBuilder::new(NOW).rates(rate, 0).stale_decay_bps_per_hour(decay);
        let found = aged(account, age, |price| price.liquidation().map(|rate| rate.get()));
        match expected {
            0 => prop_assert_eq!(found, Err(ReadError::Absent(Field::Liquidation))),
            _ => prop_assert_eq!(found, Ok(expected)),
        }
    }

    /// What is lent at NAV by the haircut never exceeds what the collateral price allows; and the haircut is tight.
    #[test]
    fn a_haircut_lends_no_more_than_the_collateral_price_allows(
        nav in 1_u64..=u64::MAX,
        collateral_share in 0.0_f64..=1.0,
        ltv in 0_u16..=10_000,
    ) {
        let collateral = ((nav as f64 * collateral_share) as u64).clamp(1, nav);
        let account = PriceBuilder::new(NOW).nav(nav).collateral(collateral).liquidation(0).debt(0);
        let ltv = Bps::new(ltv).unwrap();
        let reduced = aged(account, 0, |price| price.haircut(ltv)).unwrap();
        prop_assert!(reduced <= ltv);
        let allowed = u128::from(ltv.get()) * u128::from(collateral);
        prop_assert!(u128::from(reduced.get()) * u128::from(nav) <= allowed);
        let tight = u128::from(reduced.get() + if nav < 1 << 50 { 1 } else { 2 }) * u128::from(nav) > allowed;
        prop_assert!(tight);
    }
}
