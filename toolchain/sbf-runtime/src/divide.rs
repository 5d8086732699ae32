//! Division of 128-bit numbers on 64-bit limbs: Knuth's algorithm D (TAOCP vol. 2, 4.3.1), with limbs of 32 bits where a limb
//! of 64 has to be divided into two.
//!
//! Costs well below 350 compute units, against thousands for the bit-by-bit division compilers fall back to.

use crate::limbs::{HALF, at_least, join, leading_zeros, split, subtract};
use crate::multiply::widening;

/// Quotient and remainder. The divisor must not be zero; Rust checks that before it calls.
#[inline(always)]
pub(crate) fn div_rem(dividend: u128, divisor: u128) -> (u128, u128) {
    let (n1, n0) = split(dividend);
    let (d1, d0) = split(divisor);
    if d1 == 0 {
        let (quotient, remainder) = by_limb(n1, n0, d0);
        return (quotient, u128::from(remainder));
    }
    if !at_least((n1, n0), (d1, d0)) {
        return (0, dividend);
    }
    let (quotient, (r1, r0)) = by_two_limbs((n1, n0), (d1, d0));
    (u128::from(quotient), join(r1, r0))
}

/// Divides two limbs by one.
#[inline(always)]
fn by_limb(n1: u64, n0: u64, d: u64) -> (u128, u64) {
    if n1 == 0 {
        return (u128::from(n0 / d), n0 % d);
    }
    if d >> 32 == 0 {
        let (q1, rest) = (n1 / d, n1 % d);
        // The rest is below 2^32: each of the two steps fits a limb.
        let upper = (rest << 32) | (n0 >> 32);
        let lower = ((upper % d) << 32) | (n0 & HALF);
        return (join(q1, ((upper / d) << 32) | (lower / d)), lower % d);
    }
    let (q1, rest) = if n1 < d { (0, n1) } else { (n1 / d, n1 % d) };
    let shift = leading_zeros(d);
    let (q0, remainder) = normalized(shift_left(rest, n0, shift), n0 << shift, d << shift);
    (join(q1, q0), remainder >> shift)
}

/// Divides two limbs by two. Needs `n >= d` and `d.0 != 0`, so the quotient is one limb.
#[inline(always)]
fn by_two_limbs(n: (u64, u64), d: (u64, u64)) -> (u64, (u64, u64)) {
    // Dividing half the dividend by the divisor's leading 64 bits gives a quotient that is right or one too high (Hacker's
    // Delight, 9-5); taken one lower it is right or one too low, and one comparison settles it.
    let shift = leading_zeros(d.0);
    let leading = shift_left(d.0, d.1, shift);
    let (estimate, _) = normalized(n.0 >> 1, (n.0 << 63) | (n.1 >> 1), leading);
    let quotient = (estimate >> (63 - shift)).saturating_sub(1);
    let (high, low) = widening(quotient, d.1);
    let rest = subtract(n, (high.wrapping_add(quotient.wrapping_mul(d.0)), low));
    if at_least(rest, d) { (quotient.wrapping_add(1), subtract(rest, d)) } else { (quotient, rest) }
}

/// High limb of `(high, low) << shift`, for a shift below 64.
#[inline(always)]
fn shift_left(high: u64, low: u64, shift: u32) -> u64 {
    // Two steps, since a shift by 64 is none.
    (high << shift) | ((low >> 1) >> (63 - shift))
}

/// Divides `(n1, n0)` by a limb whose top bit is set. Needs `n1 < d`, so that the quotient is one limb.
#[inline(always)]
fn normalized(n1: u64, n0: u64, d: u64) -> (u64, u64) {
    let (q1, rest) = digit(n1, n0 >> 32, d);
    let (q0, remainder) = digit(rest, n0 & HALF, d);
    ((q1 << 32) | q0, remainder)
}

/// One 32-bit digit: divides `n1 * 2^32 + next` by `d`, where `d` has its top bit set, `n1 < d` and `next < 2^32`.
#[inline(always)]
fn digit(n1: u64, next: u64, d: u64) -> (u64, u64) {
    let (d1, d0) = (d >> 32, d & HALF);
    // The estimate from the leading digits is at most two too high (Knuth, theorem B).
    let mut quotient = n1 / d1;
    let mut rest = n1.wrapping_sub(quotient.wrapping_mul(d1));
    while quotient > HALF || quotient.wrapping_mul(d0) > ((rest << 32) | next) {
        quotient = quotient.wrapping_sub(1);
        rest = rest.wrapping_add(d1);
        if rest > HALF {
            break;
        }
    }
    // Modulo 2^64: the true difference is below `d`.
    let remainder = (n1 << 32).wrapping_add(next).wrapping_sub(quotient.wrapping_mul(d));
    (quotient, remainder)
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numbers of every bit length, and their neighbours: uniform ones would nearly always fill both limbs.
    pub(crate) fn any_u128() -> impl Strategy<Value = u128> {
        prop_oneof![
            3 => (any::<u128>(), 0u32..128).prop_map(|(value, shift)| value >> shift),
            1 => (0u32..128, -2i8..=2).prop_map(|(bit, by)| (1u128 << bit).wrapping_add_signed(by.into())),
            1 => (any::<u64>(), 0u32..=64).prop_map(|(value, shift)| u128::from(value) << shift),
        ]
    }

    fn assert_native(n: u128, d: u128) {
        assert_eq!(div_rem(n, d), (n / d, n % d), "{n:#x} / {d:#x}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200_000))]

        #[test]
        fn is_the_native_division(n in any_u128(), d in any_u128()) {
            assert_native(n, d.max(1));
        }

        #[test]
        fn is_exact_around_multiples(q in any_u128(), d in any_u128(), by in -2i8..=2) {
            assert_native(q.wrapping_mul(d).wrapping_add_signed(by.into()), d.max(1));
        }
    }

    #[test]
    fn edges_of_limbs_and_digits() {
        let edges: Vec<u128> = (0..128)
            .flat_map(|bit| [1u128 << bit, (1u128 << bit) - 1, (1u128 << bit) + 1, u128::MAX << bit, !(1u128 << bit)])
            .chain([u128::MAX, 0x8000_0000_0000_0000_ffff_ffff_ffff_ffff, 0xffff_ffff_0000_0000_ffff_ffff_ffff_ffff])
            .collect();
        for &n in &edges {
            for &d in edges.iter().filter(|d| **d != 0) {
                assert_native(n, d);
            }
        }
    }

    #[test]
    fn digits_that_need_two_corrections() {
        assert_native(0x7fff_ffff_8000_0000_0000_0000_0000_0000, 0x8000_0000_0000_0000_0000_0001);
        assert_native(0x8000_0000_0000_0000_0000_0003, 0x2000_0000_0000_0000_0000_0001);
        assert_native(0xffff_ffff_ffff_fffe_ffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff);
    }
}
