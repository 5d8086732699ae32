//! 128-bit multiplication from 32-bit halves.

use crate::limbs::{HALF, join, split};

/// Full product of two limbs, `(high, low)`.
#[inline(always)]
pub(crate) fn widening(a: u64, b: u64) -> (u64, u64) {
    let (a1, a0) = (a >> 32, a & HALF);
    let (b1, b0) = (b >> 32, b & HALF);
    let low = a0.wrapping_mul(b0);
    // Each sum below is at most (2^32 - 1)^2 + 2 * (2^32 - 1) = 2^64 - 1.
    let middle = a1.wrapping_mul(b0).wrapping_add(low >> 32);
    let cross = a0.wrapping_mul(b1).wrapping_add(middle & HALF);
    let high = a1.wrapping_mul(b1).wrapping_add(middle >> 32).wrapping_add(cross >> 32);
    (high, (cross << 32) | (low & HALF))
}

/// Product modulo 2^128.
#[inline(always)]
pub(crate) fn wrapping(a: u128, b: u128) -> u128 {
    let ((a1, a0), (b1, b0)) = (split(a), split(b));
    let (high, low) = widening(a0, b0);
    join(high.wrapping_add(a1.wrapping_mul(b0)).wrapping_add(a0.wrapping_mul(b1)), low)
}

/// Whether the true product is larger than 2^128 - 1.
#[inline(always)]
pub(crate) fn overflows(a: u128, b: u128) -> bool {
    let ((a1, a0), (b1, b0)) = (split(a), split(b));
    if a1 != 0 && b1 != 0 {
        return true;
    }
    // One of the two cross products is zero: the other's factors, and the carry of the lower limbs.
    let (upper, lower) = if a1 == 0 { (b1, a0) } else { (a1, b0) };
    let (over, cross) = widening(upper, lower);
    over != 0 || cross.checked_add(widening(a0, b0).0).is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::divide::tests::any_u128;

    proptest! {
        #[test]
        fn widening_is_the_native_product(a: u64, b: u64) {
            prop_assert_eq!(join(widening(a, b).0, widening(a, b).1), u128::from(a) * u128::from(b));
        }

        #[test]
        fn wrapping_is_the_native_product(a in any_u128(), b in any_u128()) {
            prop_assert_eq!(wrapping(a, b), a.wrapping_mul(b));
        }

        #[test]
        fn overflows_as_the_native_product(a in any_u128(), b in any_u128()) {
            prop_assert_eq!(overflows(a, b), a.checked_mul(b).is_none());
        }
    }

    #[test]
    fn largest_limbs() {
        assert_eq!(widening(u64::MAX, u64::MAX), (u64::MAX - 1, 1));
    }
}
