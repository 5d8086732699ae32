//! Integers of 128 and 256 bits, as far as a price needs them.

// Shifts are by less than 64 where they stand, and every index is a constant within a fixed array; the tests compare with big integers.
#![allow(clippy::arithmetic_side_effects, reason = "bounds are argued line by line")]

use fair_value::math::leading_zeros;

/// The lower half of a word.
const HALF: u64 = u32::MAX as u64;

/// The full product. From halves of 32 bits: on sBPF a third of what the compiler's call for 128-bit products costs.
#[inline(always)]
pub(crate) const fn widening(a: u64, b: u64) -> u128 {
    let (a0, a1, b0, b1) = (a & HALF, a >> 32, b & HALF, b >> 32);
    // (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1: no sum below exceeds 64 bits.
    let bottom = a0.wrapping_mul(b0);
    let middle = a1.wrapping_mul(b0).wrapping_add(bottom >> 32);
    let other = a0.wrapping_mul(b1).wrapping_add(middle & HALF);
    let top = a1.wrapping_mul(b1).wrapping_add(middle >> 32).wrapping_add(other >> 32);
    (top as u128) << 64 | (other << 32 | bottom & HALF) as u128
}

/// `dividend` / `divisor` rounded down; `None` if the divisor is zero or the result exceeds 64 bits.
#[inline(never)]
pub(crate) fn divided(dividend: u128, divisor: u64) -> Option<u64> {
    let (top, bottom) = (high(dividend), low(dividend));
    if top == 0 {
        return bottom.checked_div(divisor);
    }
    if top >= divisor {
        return None;
    }
    let zeros = leading_zeros(divisor);
    let top = top << zeros | bottom >> 1 >> (63 - zeros);
    Some(quotient(top, bottom << zeros, divisor << zeros))
}

/// `value` x `numerator` / `denominator` rounded down; `None` if the denominator is zero or the result exceeds 64 bits.
#[inline(never)]
pub(crate) fn mul_div_floor(value: u64, numerator: u64, denominator: u64) -> Option<u64> {
    divided(widening(value, numerator), denominator)
}

/// The product, if it fits.
#[inline(never)]
pub(crate) fn checked_times(value: u128, factor: u64) -> Option<u128> {
    let lower = product_and(low(value), factor, 0);
    let upper = product_and(high(value), factor, high(lower));
    (high(upper) == 0).then_some(upper << 64 | lower & u128::from(u64::MAX))
}

/// (`top` x 2^64 + `bottom`) / `divisor` rounded down, where the divisor's highest bit is set and `top` is less than it. In two digits of 32
/// bits (Knuth 4.3.1, algorithm D): a fraction of what the compiler's call for 128-bit quotients costs.
#[inline(never)]
pub(crate) fn quotient(top: u64, bottom: u64, divisor: u64) -> u64 {
    let (upper, rest) = digit(top, bottom >> 32, divisor);
    let (lower, _) = digit(rest, bottom & HALF, divisor);
    upper << 32 | lower
}

/// The next digit of a quotient, and what remains.
#[inline(always)]
fn digit(rest: u64, next: u64, divisor: u64) -> (u64, u64) {
    // From the divisor's upper half, which is 2^31 or more, at most 2 too high.
    let (upper, lower) = (divisor >> 32, divisor & HALF);
    let (mut digit, mut left) = (rest.wrapping_div(upper), rest.wrapping_rem(upper));
    while digit > HALF || digit.wrapping_mul(lower) > (left << 32 | next) {
        (digit, left) = (digit.wrapping_sub(1), left.wrapping_add(upper));
        if left > HALF {
            break;
        }
    }
    (digit, (rest << 32 | next).wrapping_sub(digit.wrapping_mul(divisor)))
}

const fn low(x: u128) -> u64 {
    x as u64
}

const fn high(x: u128) -> u64 {
    (x >> 64) as u64
}

/// Little-endian limbs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct U256([u64; 4]);

impl U256 {
    /// The square, which always fits.
    pub(crate) fn square_of(x: u128) -> Self {
        let (l, h) = (low(x), high(x));
        let ll = widening(l, l);
        if h == 0 {
            return Self([low(ll), high(ll), 0, 0]);
        }
        let (lh, hh) = (widening(l, h), widening(h, h));
        // Twice the middle product is 129 bits wide: double it while adding its halves. The square is below 2^256, so the top limb takes
        // every carry.
        let one = u128::from(high(ll)).wrapping_add(u128::from(low(lh)) << 1);
        let two = u128::from(low(hh)).wrapping_add(u128::from(high(lh)) << 1).wrapping_add(u128::from(high(one)));
        Self([low(ll), low(one), low(two), high(hh).wrapping_add(high(two))])
    }

    /// The product, if it fits.
    pub(crate) fn times(self, factor: u64) -> Option<Self> {
        let (mut limbs, mut carry) = (self.0, 0);
        for limb in &mut limbs {
            let sum = product_and(*limb, factor, carry);
            (*limb, carry) = (low(sum), high(sum));
        }
        (carry == 0).then_some(Self(limbs))
    }

    /// Over 2^84, rounded down; `None` if more than 128 bits are left.
    pub(crate) const fn over_two_to_84(self) -> Option<u128> {
        let [_, b, c, d] = self.0;
        if d >> 20 != 0 { None } else { Some(((d << 44 | c >> 20) as u128) << 64 | (c << 44 | b >> 20) as u128) }
    }

    /// `factor` x 2^172 / `self` rounded down; `None` if `self` is zero or the result exceeds 64 bits. The factor is not zero.
    #[inline(never)]
    pub(crate) fn divides_two_to_172(self, factor: u64) -> Option<u64> {
        let [a, b, c, d] = self.0;
        let (above, top, next) = if d != 0 {
            (0, d, c)
        } else if c != 0 {
            (64, c, b)
        } else if b != 0 {
            (128, b, a)
        } else {
            (192, a, 0)
        };
        if top == 0 {
            return None;
        }
        // Both with their highest bit set: 1/2 < n/d < 2, and the quotient is n/d x 2^excess.
        // A token of SOL's decimals needs no count.
        let factor_zeros = if factor == 1 { 63 } else { leading_zeros(factor) };
        let zeros = leading_zeros(top);
        let Some(excess) = (above + zeros).checked_sub(20 + factor_zeros) else { return Some(0) };
        let (n, divisor) = (factor << factor_zeros, top << zeros | next >> 1 >> (63 - zeros));
        // n/d x 2^63 from the top limbs alone: at most 2 too high (Knuth 4.3.1, theorem B).
        let estimate = quotient(n >> 1, n << 63, divisor);
        // Since n/d > 1/2, the estimate is at least 2^62.
        let least = estimate.wrapping_sub(2);
        let dividend = || Self([0, 0, factor << 44, factor >> 20]);
        let (upper, lower) = match excess {
            0..=63 => (estimate >> (63 - excess), least >> (63 - excess)),
            // One bit more than the estimate has, and below 2^64 only if n < d.
            64 if !Self([0, a, b, c]).at_most(dividend()) => (estimate.min(u64::MAX >> 1) << 1 | 1, least << 1),
            _ => return None,
        };
        if upper == lower { Some(upper) } else { self.largest_factor(dividend(), upper, lower) }
    }

    /// The largest factor of `lower..=upper` whose product does not exceed `limit`.
    #[cold]
    #[inline(never)]
    fn largest_factor(self, limit: Self, upper: u64, lower: u64) -> Option<u64> {
        (lower..=upper).rev().find(|factor| self.times(*factor).is_some_and(|product| product.at_most(limit)))
    }

    fn at_most(self, other: Self) -> bool {
        self.0.iter().rev().le(other.0.iter().rev())
    }
}

/// `a` x `b` + `c`, which always fits. Not inlined: tokens of other decimals than SOL are rare.
#[cold]
#[inline(never)]
fn product_and(a: u64, b: u64, c: u64) -> u128 {
    widening(a, b).wrapping_add(u128::from(c))
}
