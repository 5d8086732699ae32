//! Fixed point against exact references.

use fair_value::Sides;
use fair_value::math::exp::exp2_parts;
use fair_value::math::log::{log_to_bps, log2_bits};
use fair_value::math::mul::*;
use fair_value::math::{exp2, log_step, log2, rate_of};
use fair_value::units::*;
use num_bigint::BigUint;
use proptest::prelude::*;

use crate::world::cases;

fn rate(bits: u64) -> Rate {
    Rate::from_bits(bits)
}

fn price(bits: u64) -> Price {
    Price::from_bits(bits)
}

fn log_value(bits: i64) -> f64 {
    bits as f64 / (1_u64 << 40) as f64
}

/// Any magnitude is as likely as any other.
fn magnitude() -> impl Strategy<Value = u64> {
    (0_u32..64, any::<u64>()).prop_map(|(shift, bits)| (bits | 1 << 63) >> shift)
}

/// As documented, a hundredth of what is asked for.
const LOG_ERROR: f64 = 1e-11;

proptest! {
    #![proptest_config(cases(8_192))]

    /// Half way between two sides, rounded down, over the whole range.
    #[test]
    fn the_mean_of_two_sides_is_exact(low in magnitude(), high in magnitude()) {
        let mean = Sides { low: rate(low), high: rate(high) }.mean();
        prop_assert_eq!(u128::from(mean.to_bits()), (u128::from(low) + u128::from(high)) / 2);
    }

    #[test]
    fn logarithm_is_within_its_error(bits in magnitude()) {
        let log = log_value(log2_bits(bits).unwrap());
        prop_assert!((log - (bits as f64).log2()).abs() < LOG_ERROR, "{log} {}", (bits as f64).log2());
        let of_rate = log_value(log2(rate(bits)).unwrap().to_bits());
        prop_assert!((of_rate - (bits as f64).log2() + 44.0).abs() < LOG_ERROR);
    }

    /// Over 2^-32..2^32, to 1e-9 relative, as the mantissa shows it: a rate has fewer bits than that at its low end.
    #[test]
    fn exponential_is_within_its_error(log in -(32_i64 << 40)..(32_i64 << 40)) {
        let (mantissa, exponent) = exp2_parts(log);
        let exact = log_value(log & ((1 << 40) - 1)).exp2();
        prop_assert_eq!(exponent, log >> 40);
        prop_assert!((mantissa as f64 / (1_u64 << 62) as f64 / exact - 1.0).abs() < LOG_ERROR);
    }

    #[test]
    fn exponential_of_a_logarithm_is_the_rate(bits in magnitude()) {
        let back = exp2(log2(rate(bits)).unwrap()).to_bits();
        let allowed = 1 + (bits as f64 * 2e-11) as u64;
        prop_assert!(back.abs_diff(bits) <= allowed, "{bits} {back}");
    }

    #[test]
    fn logarithm_and_exponential_rise(bits in magnitude(), more in magnitude()) {
        let (low, high) = (bits.min(more), bits.max(more));
        // Apart by more than the error, so that the order must show.
        prop_assume!(high as f64 > low as f64 * 1.000_000_000_1);
        let (low, high) = (log2(rate(low)).unwrap(), log2(rate(high)).unwrap());
        prop_assert!(low < high);
        prop_assert!(exp2(low) <= exp2(high));
    }

    #[test]
    fn shares_are_exact(value: u64, numerator: u32, denominator: u32) {
        let n = u128::from(numerator.min(denominator));
        let (floor, ceil) = match denominator {
            0 => (0, 0),
            d => {
                let product = u128::from(value) * n;
                (product / u128::from(d), product.div_ceil(u128::from(d)))
            }
        };
        prop_assert_eq!(u128::from(share_floor(value, numerator, denominator)), floor);
        prop_assert_eq!(u128::from(share_ceil(value, numerator, denominator)), ceil);
    }

    #[test]
    fn shares_of_rates_round_as_they_say(bits: u64, bps in 0_u32..=10_000) {
        let exact = u128::from(bits) * u128::from(bps);
        prop_assert_eq!(u128::from(share_floor(bits, bps, 10_000)), exact / 10_000);
        prop_assert_eq!(u128::from(bps_ceil(rate(bits), Bps::new(bps)).to_bits()), exact.div_ceil(10_000));
        let floor = (exact / 10_000) as u64;
        prop_assert_eq!(raised(rate(bits), Bps::new(bps)).to_bits(), bits.saturating_add(floor));
        prop_assert_eq!(lowered(rate(bits), Bps::new(bps)).to_bits(), bits - floor);
    }

    #[test]
    fn drift_is_speed_times_time(bits: u64, speed in 0_u32..=2_000, seconds in 0_u32..=18_000) {
        let share = (u128::from(speed) * u128::from(seconds)).min(36_000_000);
        let exact = u128::from(bits) * share / 36_000_000;
        prop_assert_eq!(u128::from(drift(rate(bits), Bps::new(speed), Seconds::new(seconds)).to_bits()), exact);
    }

    /// Exact while the reference has 50 bits or fewer; a shift loses less than 2^-49 of it otherwise.
    #[test]
    fn distances_are_exact(reference in magnitude(), value in magnitude()) {
        let below = (u128::from(reference.saturating_sub(value)) * 10_000 / u128::from(reference)) as u64;
        let found = u64::from(discount(rate(reference), rate(value)).get());
        prop_assert!(found.abs_diff(below) <= 1, "{found} {below}");
        let above = u128::from(value.saturating_sub(reference)) * 10_000 / u128::from(reference);
        let found = u128::from(premium(rate(reference), rate(value)).get());
        if above > u128::from(u32::MAX) {
            prop_assert!(found > u128::from(u32::MAX) / 2);
        } else if value >> 50 == 0 && reference >> 50 == 0 {
            prop_assert_eq!(found, above);
            prop_assert_eq!(u64::from(discount(rate(reference), rate(value)).get()), below);
        } else if reference >> 30 != 0 {
            prop_assert!(found.abs_diff(above) <= 1 + above / 1_000_000, "{found} {above}");
        }
    }

    #[test]
    fn rate_is_the_floor_of_assets_over_supply(assets in magnitude(), supply in magnitude(), decimals in 0_u8..=20) {
        let dividend = (BigUint::from(assets) * BigUint::from(10_u8).pow(u32::from(decimals))) << 44;
        let exact = dividend / (BigUint::from(supply) * BigUint::from(10_u8).pow(9));
        let expected = if decimals > 18 { None } else { u64::try_from(exact).ok() };
        prop_assert_eq!(rate_of(Lamports::new(assets), TokenAmount::new(supply), decimals).map(|rate| rate.to_bits()), expected);
    }

    #[test]
    fn usd_rounds_as_it_says(a in magnitude(), b in magnitude()) {
        let exact = BigUint::from(a) * BigUint::from(b);
        let floor = u64::try_from(&exact >> 44).ok();
        let ceil = u64::try_from((&exact + BigUint::from((1_u64 << 44) - 1)) >> 44).ok();
        prop_assert_eq!(usd_floor(rate(a), price(b)).map(|price| price.to_bits()), floor);
        prop_assert_eq!(usd_ceil(rate(a), price(b)).map(|price| price.to_bits()), ceil);
    }

    /// A step never exceeds what it says, and is no more than a hundredth of a basis point a basis point short of it.
    #[test]
    fn log_step_is_a_lower_bound(bps in 0_u32..=2_000) {
        let x = f64::from(bps) / 10_000.0;
        let step = log_value(log_step(Bps::new(bps)) as i64);
        prop_assert!(step <= (1.0 + x).log2());
        prop_assert!(step >= (1.0 + x).log2() - x * x * x / 2.0 - 1e-11);
    }

    #[test]
    fn basis_points_of_a_distance_are_an_upper_bound(distance in 0_u64..(2 << 40)) {
        let ratio = 1.0 - (-log_value(distance as i64)).exp2();
        let found = f64::from(log_to_bps(distance).get());
        prop_assert!(found >= (ratio * 10_000.0).min(10_000.0) - 1e-6);
        prop_assert!(found <= log_value(distance as i64) * 6_932.0 + 1.0 || found == 10_000.0);
        prop_assert!(found <= 10_000.0);
    }

    #[test]
    fn decimals_survive_the_way_in_and_out(scaled in 0_u64..1_048_576_000_000_000_000) {
        let rate = Rate::from_decimal(scaled).unwrap();
        prop_assert_eq!(rate.to_decimal_floor(), scaled);
        prop_assert!(rate.to_decimal_ceil() - scaled <= 1);
    }
}

#[test]
fn powers_of_two_have_exact_logarithms() {
    for exponent in 0..64 {
        assert_eq!(log2_bits(1 << exponent), Some(i64::from(exponent) << 40));
    }
    assert_eq!(exp2(LogRate::from_bits(0)), rate(1 << 44));
}

#[test]
fn zero_has_no_logarithm_and_the_ends_saturate() {
    assert_eq!(log2_bits(0), None);
    assert_eq!(log2(Rate::ZERO), None);
    let whole = |n: i64| LogRate::from_bits(n << 40);
    assert_eq!(exp2(whole(20)), Rate::MAX);
    assert_eq!(exp2(whole(19)).to_bits(), 1 << 63);
    assert_eq!(exp2(whole(18)).to_bits(), 1 << 62);
    assert_eq!(exp2(whole(-44)).to_bits(), 1);
    assert_eq!(exp2(whole(-45)).to_bits(), 0);
    assert_eq!(exp2(LogRate::from_bits(i64::MIN)).to_bits(), 0);
    assert_eq!(exp2(LogRate::from_bits(i64::MAX)), Rate::MAX);
}

#[test]
fn ratio_refuses_what_is_no_rate() {
    assert_eq!(rate_of(Lamports::new(1), TokenAmount::ZERO, 9), None);
    assert_eq!(rate_of(Lamports::new(1), TokenAmount::ZERO, 6), None);
    assert_eq!(rate_of(Lamports::new(u64::MAX), TokenAmount::new(1), 9), None);
    assert_eq!(rate_of(Lamports::new(1), TokenAmount::new(1), 19), None);
    assert_eq!(rate_of(Lamports::new(1 << 20), TokenAmount::new(1), 9), None);
    assert_eq!(rate_of(Lamports::new((1 << 20) - 1), TokenAmount::new(1), 9), Some(rate(((1 << 20) - 1) << 44)));
}

#[test]
fn a_distance_without_a_reference_is_the_largest() {
    assert_eq!(premium(Rate::ZERO, rate(1)), Bps::new(u32::MAX));
    assert_eq!(discount(Rate::ZERO, rate(1)), Bps::new(u32::MAX));
    assert_eq!(discount(rate(10_000), rate(9_999)), Bps::new(1));
    assert_eq!(premium(rate(10_000), rate(10_001)), Bps::new(1));
    assert_eq!(log_to_bps(1 << 40), Bps::new(10_000));
    assert_eq!(log_to_bps((1 << 40) - 1), Bps::new(6_932));
    assert_eq!(log_to_bps(0), Bps::ZERO);
    assert_eq!(log_to_bps(1), Bps::new(1));
}

/// Rates so large that their distances are counted after a shift.
#[test]
fn distances_of_large_rates_are_counted_too() {
    for shift in 6..=18 {
        let whole = |thousandths: u64| rate(thousandths << (shift + 34));
        assert_eq!(discount(whole(1_000), whole(990)), Bps::new(100), "{shift}");
        assert_eq!(premium(whole(1_000), whole(1_010)), Bps::new(100), "{shift}");
        assert_eq!(premium(whole(1), whole(3)), Bps::new(20_000), "{shift}");
    }
}

#[test]
fn units_refuse_what_they_cannot_hold() {
    assert_eq!(Rate::from_decimal(1_048_576 * DECIMAL_SCALE), None);
    assert_eq!(Rate::from_decimal(1_048_575 * DECIMAL_SCALE), Some(rate(1_048_575 << 44)));
    assert_eq!(rate(1).to_decimal_floor(), 0);
    assert_eq!(rate(1).to_decimal_ceil(), 1);
    assert_eq!(Rate::MAX.to_decimal_floor(), 1_048_575_999_999_999_999);
    assert_eq!(price(3).to_decimal_ceil(), 1);
}
