//! Signed division and checked signed multiplication, by magnitude and sign.

use crate::divide;
use crate::multiply;

/// Quotient and remainder, truncated towards zero. The divisor must not be zero. `i128::MIN / -1` wraps; Rust checks for
/// both before it calls.
#[inline(always)]
pub(crate) fn div_rem(dividend: i128, divisor: i128) -> (i128, i128) {
    let (quotient, remainder) = divide::div_rem(dividend.unsigned_abs(), divisor.unsigned_abs());
    (with_sign(quotient, (dividend ^ divisor) < 0), with_sign(remainder, dividend < 0))
}

/// Product modulo 2^128, and whether the true product does not fit.
#[inline(always)]
pub(crate) fn overflowing_mul(a: i128, b: i128) -> (i128, bool) {
    let negative = (a ^ b) < 0;
    let (magnitude, over) = multiply::overflowing(a.unsigned_abs(), b.unsigned_abs());
    let limit = if negative { i128::MIN.unsigned_abs() } else { i128::MAX.unsigned_abs() };
    (with_sign(magnitude, negative), over || magnitude > limit)
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
            prop_assert_eq!(div_rem(n, d), (n.wrapping_div(d), n.wrapping_rem(d)));
        }

        #[test]
        fn multiplies_like_the_host(a in any_i128(), b in any_i128()) {
            prop_assert_eq!(overflowing_mul(a, b), a.overflowing_mul(b));
        }
    }

    #[test]
    fn the_one_number_without_a_counterpart() {
        assert_eq!(div_rem(i128::MIN, -1), (i128::MIN, 0));
        assert_eq!(div_rem(i128::MIN, 1), (i128::MIN, 0));
        assert_eq!(overflowing_mul(i128::MIN, -1), i128::MIN.overflowing_mul(-1));
        assert_eq!(overflowing_mul(i128::MIN, 1), (i128::MIN, false));
        assert_eq!(overflowing_mul(1 << 126, -2), (i128::MIN, false));
        assert_eq!(overflowing_mul(1 << 126, 2), (1i128 << 126).overflowing_mul(2));
    }
}
