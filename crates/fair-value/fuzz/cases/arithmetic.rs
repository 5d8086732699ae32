//! Fixed point against 128-bit and floating references.

use fair_value::math::mul::*;
use fair_value::math::{exp2, log2, rate_of};
use fair_value::units::*;

/// Two numbers, a share, and decimals.
pub type Case = (u64, u64, u32, u32, u8);

/// Compares. Panics where a law is broken.
pub fn run(case: Case) {
    let (a, b, numerator, denominator, decimals) = case;
    let (rate, other) = (Rate::from_bits(a), Rate::from_bits(b));
    if let Some(log) = log2(rate) {
        let exact = (a as f64).log2() - 44.0;
        assert!((log.to_bits() as f64 / (1_u64 << 40) as f64 - exact).abs() < 1e-11);
        assert!(exp2(log).to_bits().abs_diff(a) <= 1 + (a as f64 * 2e-11) as u64);
    }
    let n = u128::from(numerator.min(denominator));
    if denominator != 0 {
        let product = u128::from(a) * n;
        assert_eq!(u128::from(share_floor(a, numerator, denominator)), product / u128::from(denominator));
        assert_eq!(u128::from(share_ceil(a, numerator, denominator)), product.div_ceil(u128::from(denominator)));
    }
    if let Some(found) = rate_of(Lamports::new(a), TokenAmount::new(b), 9) {
        assert_eq!(u128::from(found.to_bits()), (u128::from(a) << 44) / u128::from(b));
    }
    // Other decimals: never a panic.
    let _ = rate_of(Lamports::new(a), TokenAmount::new(b), decimals);
    let _ = (discount(rate, other), premium(rate, other), drift(rate, Bps::new(numerator), Seconds::new(denominator)));
    let price = Price::from_bits(b);
    if let (Some(floor), Some(ceil)) = (usd_floor(rate, price), usd_ceil(rate, price)) {
        assert!(ceil.to_bits() - floor.to_bits() <= 1);
    }
}
