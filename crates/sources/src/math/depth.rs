//! Depth of a pool: the SOL that moves its price by 1 %.
//!
//! With liquidity L constant over that move, raising the price of the token by 1 % takes L x x x (sqrt(1.01) - 1) lamports, where
//! x is the square root of the token's price in lamports per base unit: sqrt(P) where SOL comes second, 1/sqrt(P) where it
//! comes first. Depth weighs votes, so 32-bit mantissas are exact enough: the result is at most one part in 2^28 and one lamport low, never high.

use fair_value::units::Lamports;

use crate::pair::Orientation;

/// (sqrt(1.01) - 1) x 2^39, rounded down.
const ONE_PERCENT: u64 = 2_741_941_268;
/// The power of two in [`ONE_PERCENT`].
const ONE_PERCENT_SHIFT: i32 = 39;

/// The top 32 bits of a nonzero number, rounded down, and the power of two they count: x >= mantissa x 2^exponent.
fn mantissa(x: u128) -> (u64, i32) {
    let zeros = x.leading_zeros();
    let top = x.wrapping_shl(zeros).wrapping_shr(96);
    // At most 32 bits are left, and 96 - zeros lies within +-128.
    (top as u64, 96i32.wrapping_sub(zeros as i32))
}

/// Lamports that raise the price by 1 %, rounded down, at most 2^64 - 1. `liquidity` in sqrt(base units of both tokens), scaled
/// by 2^`liquidity_shift`.
pub(crate) fn one_percent(
    liquidity: u128,
    liquidity_shift: i32,
    sqrt_price: u128,
    orientation: Orientation,
) -> Lamports {
    if liquidity == 0 || sqrt_price == 0 {
        return Lamports(0);
    }
    let (l, l_exponent) = mantissa(liquidity);
    let (s, s_exponent) = mantissa(sqrt_price);
    let (x, x_exponent) = match orientation {
        // sqrt(P) = s / 2^64
        Orientation::TokenFirst => (s, s_exponent.wrapping_sub(64)),
        // 1 / sqrt(P) = 2^64 / s; s + 1 bounds the bits that the mantissa dropped. 2^63 / (2^31 + 1) < 2^32.
        Orientation::SolFirst => ((1u64 << 63).wrapping_div(s.wrapping_add(1)), 1i32.wrapping_sub(s_exponent)),
    };
    // Both below 2^32: the product fits 64 bits; its top half times a constant below 2^32 does, too.
    let product = l.wrapping_mul(x).wrapping_shr(32).wrapping_mul(ONE_PERCENT);
    // All exponents are small: |sum| < 1024.
    let exponent = l_exponent
        .wrapping_add(x_exponent)
        .wrapping_add(32)
        .wrapping_sub(ONE_PERCENT_SHIFT)
        .wrapping_sub(liquidity_shift);
    Lamports(if exponent >= 0 {
        if product.leading_zeros() >= exponent.unsigned_abs() {
            product.wrapping_shl(exponent.unsigned_abs())
        } else {
            u64::MAX
        }
    } else {
        product.checked_shr(exponent.unsigned_abs()).unwrap_or(0)
    })
}
