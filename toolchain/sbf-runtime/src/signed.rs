//! Signed division and checked signed multiplication, by magnitude and sign. Operators on `u128` become calls of the unsigned
//! functions.

use crate::multiply;

/// Quotient, truncated towards zero. The divisor must not be zero. `i128::MIN / -1` wraps; Rust checks for both before it calls.
#[inline(always)]
pub(crate) fn quotient(dividend: i128, divisor: i128) -> i128 {
    with_sign(dividend.unsigned_abs() / divisor.unsigned_abs(), (dividend ^ divisor) < 0)
}

/// What [`quotient`] leaves, with the sign of the dividend.
#[inline(always)]
pub(crate) fn remainder(dividend: i128, divisor: i128) -> i128 {
    with_sign(dividend.unsigned_abs() % divisor.unsigned_abs(), dividend < 0)
}

/// Product modulo 2^128, and whether the true product does not fit.
#[inline(always)]
pub(crate) fn overflowing_mul(a: i128, b: i128) -> (i128, bool) {
    let product = a.wrapping_mul(b);
    // A product that fits has the sign of its factors, and so has none that is too large for its sign alone.
    let negative = (a ^ b) < 0;
    let other_sign = product != 0 && (product < 0) != negative;
    (product, other_sign || multiply::overflows(a.unsigned_abs(), b.unsigned_abs()))
}

/// The number of this magnitude and sign, modulo 2^128.
#[inline(always)]
fn with_sign(magnitude: u128, negative: bool) -> i128 {
    let value = magnitude as i128;
    if negative { value.wrapping_neg() } else { value }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::divide::tests::any_u128;

    /// Every length and both signs: the top bit of an `any_u128` is rarely set.
    fn any_i128() -> impl Strategy<Value = i128> {
        (any_u128(), any::<bool>())
            .prop_map(|(value, negative)| if negative { (value as i128).wrapping_neg() } else { value as i128 })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50_000))]

        #[test]
        fn divides_like_the_host(n in any_i128(), d in any_i128()) {
            let d = if d == 0 { -1 } else { d };
            prop_assert_eq!((quotient(n, d), remainder(n, d)), (n.wrapping_div(d), n.wrapping_rem(d)));
        }

        #[test]
        fn multiplies_like_the_host(a in any_i128(), b in any_i128()) {
            prop_assert_eq!(overflowing_mul(a, b), a.overflowing_mul(b));
        }
    }

    #[test]
    fn the_one_number_without_a_counterpart() {
        assert_eq!((quotient(i128::MIN, -1), remainder(i128::MIN, -1)), (i128::MIN, 0));
        assert_eq!((quotient(i128::MIN, 1), remainder(i128::MIN, 1)), (i128::MIN, 0));
        assert_eq!(overflowing_mul(i128::MIN, -1), i128::MIN.overflowing_mul(-1));
        assert_eq!(overflowing_mul(i128::MIN, 1), (i128::MIN, false));
        assert_eq!(overflowing_mul(1 << 126, -2), (i128::MIN, false));
        assert_eq!(overflowing_mul(1 << 126, 2), (1i128 << 126).overflowing_mul(2));
    }
}
