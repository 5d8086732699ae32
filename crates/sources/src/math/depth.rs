//! Depth of a pool: the SOL that moves its price by 1 %.
//!
//! With liquidity L constant over that move, raising the price of the token by 1 % takes L x x x (sqrt(1.01) - 1) lamports, where
//! x is the square root of the token's price in lamports per base unit: sqrt(P) where SOL comes second, 1/sqrt(P) where it
//! comes first. Depth weighs votes, so 32-bit mantissas are exact enough: the result is at most one part in 2^28 and one lamport low, never high.

use fair_value::{math::leading_zeros, units::Lamports};

use crate::pair::Orientation;

/// (sqrt(1.01) - 1) x 2^39, rounded down.
const ONE_PERCENT: u64 = 2_741_941_268;
/// The power of two in [`ONE_PERCENT`].
const ONE_PERCENT_SHIFT: i32 = 39;

/// The top 32 bits of a nonzero number, rounded down, and the power of two they count: x >= mantissa x 2^exponent.
#[inline(always)] // twice a pool: a pair is returned through memory, and a mantissa that is known to have 32 bits saves checks
fn mantissa(x: u128) -> (u64, i32) {
    let (upper, lower) = (x.wrapping_shr(64) as u64, x as u64);
    let zeros = leading_zeros(if upper == 0 { lower } else { upper });
    let (top, exponent) = if upper == 0 {
        (lower.wrapping_shl(zeros), 32i32)
    } else {
        (upper.wrapping_shl(zeros) | lower.wrapping_shr(1).wrapping_shr(63u32.wrapping_sub(zeros)), 96)
    };
    (top.wrapping_shr(32), exponent.wrapping_sub(zeros as i32))
}

/// Liquidity in range, at a price.
pub(crate) struct Liquidity {
    /// In sqrt(base units of both tokens), scaled by 2^`shift`.
    pub(crate) value: u128,
    pub(crate) shift: i32,
    /// Square root of base units of the second token per base unit of the first, x 2^64.
    pub(crate) sqrt_price: u128,
}

/// What raises the price by 1 %, rounded down, at most 2^64 - 1.
pub(crate) fn one_percent(liquidity: &Liquidity, orientation: Orientation) -> Lamports {
    let Liquidity { value, shift, sqrt_price } = *liquidity;
    if value == 0 || sqrt_price == 0 {
        return Lamports::ZERO;
    }
    let (l, l_exponent) = mantissa(value);
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
    let exponent =
        l_exponent.wrapping_add(x_exponent).wrapping_add(32).wrapping_sub(ONE_PERCENT_SHIFT).wrapping_sub(shift);
    let by = exponent.unsigned_abs();
    Lamports::new(if exponent < 0 {
        product.checked_shr(by).unwrap_or(0)
    } else if by < u64::BITS && product.wrapping_shl(by).wrapping_shr(by) == product {
        product.wrapping_shl(by)
    } else {
        u64::MAX
    })
}
