//! Division of 128-bit numbers on 64-bit limbs: Knuth's algorithm D (TAOCP vol. 2, 4.3.1), with limbs of 32 bits where a limb
//! of 64 has to be divided into two.
//!
//! Costs well below 350 compute units, against thousands for the bit-by-bit division compilers fall back to.

use crate::limbs::{HALF, at_least, join, leading_zeros, split, subtract};
use crate::multiply::widening;

/// Quotient. The divisor must not be zero; Rust checks that before it calls.
#[inline(always)]
pub(crate) fn quotient(dividend: u128, divisor: u128) -> u128 {
    let (n1, n0) = split(dividend);
    let (d1, d0) = split(divisor);
    if d1 != 0 {
        return if at_least((n1, n0), (d1, d0)) { by_two_limbs((n1, n0), (d1, d0)).0.into() } else { 0 };
    }
    if n1 == 0 {
        return (n0 / d0).into();
    }
    if d0 >> 32 == 0 { by_half(n1, n0, d0) } else { by_limb(n1, n0, d0) }
}

/// Remainder. The divisor must not be zero. `quotient` is [`quotient`], or a call of it.
#[inline(always)]
pub(crate) fn remainder(dividend: u128, divisor: u128, quotient: impl FnOnce(u128, u128) -> u128) -> u128 {
    let (n, d) = (split(dividend), split(divisor));
    if d.0 == 0 {
        // Below the divisor, so one limb.
        let times = quotient(dividend, divisor) as u64;
        return n.1.wrapping_sub(times.wrapping_mul(d.1)).into();
    }
    let (r1, r0) = if at_least(n, d) { by_two_limbs(n, d).1 } else { n };
    join(r1, r0)
}

/// Divides two limbs by half of one.
#[inline(always)]
fn by_half(n1: u64, n0: u64, d: u64) -> u128 {
    // The rest is below 2^32: each of the two steps fits a limb.
    let upper = ((n1 % d) << 32) | (n0 >> 32);
    let lower = ((upper % d) << 32) | (n0 & HALF);
    join(n1 / d, ((upper / d) << 32) | (lower / d))
}

/// Divides two limbs by one of at least 2^32.
#[inline(always)]
fn by_limb(n1: u64, n0: u64, d: u64) -> u128 {
    let (q1, rest) = if n1 < d { (0, n1) } else { (n1 / d, n1 % d) };
    // Both times a factor that sets the divisor's top bit (Knuth's own way): three units, where counting zeros takes thirty.
    let factor = (1 << 32) / (d >> 32).wrapping_add(1);
    let low = (n0 & HALF).wrapping_mul(factor);
    let middle = (n0 >> 32).wrapping_mul(factor).wrapping_add(low >> 32);
    let high = rest.wrapping_mul(factor).wrapping_add(middle >> 32);
    join(q1, normalized(high, middle & HALF, low & HALF, d.wrapping_mul(factor)))
}

/// Divides two limbs by two: quotient and remainder. Needs `n >= d` and `d.0 != 0`, so the quotient is one limb.
#[inline(never)]
fn by_two_limbs(n: (u64, u64), d: (u64, u64)) -> (u64, (u64, u64)) {
    let mut quotient = if d.0 >> 32 == 0 {
        // Dividing half the dividend by the divisor's leading 64 bits gives a quotient that is right or one too high (Hacker's
        // Delight, 9-5); taken one lower it is right or one too low.
        let shift = leading_zeros(d.0);
        let leading = (d.0 << shift) | (d.1 >> (64 - shift));
        let estimate = normalized(n.0 >> 1, ((n.0 & 1) << 31) | (n.1 >> 33), (n.1 >> 1) & HALF, leading);
        (estimate >> (63 - shift)).saturating_sub(1)
    } else {
        // Of a quotient below 2^32, the leading limbs give all but two; and none by the largest of divisors.
        n.0.checked_div(d.0.wrapping_add(1)).unwrap_or(0)
    };
    let (high, low) = widening(quotient, d.1);
    let mut rest = subtract(n, (high.wrapping_add(quotient.wrapping_mul(d.0)), low));
    while at_least(rest, d) {
        quotient = quotient.wrapping_add(1);
        rest = subtract(rest, d);
    }
    (quotient, rest)
}

/// Divides `high * 2^64 + middle * 2^32 + low` by a limb whose top bit is set. Needs `high < d`, so that the quotient is
/// one limb, and halves.
#[inline(never)]
fn normalized(high: u64, middle: u64, low: u64, d: u64) -> u64 {
    let q1 = digit(high, middle, d);
    // Modulo 2^64: the true difference is below `d`.
    let rest = ((high << 32) | middle).wrapping_sub(q1.wrapping_mul(d));
    (q1 << 32) | digit(rest, low, d)
}

/// One 32-bit digit: divides `n1 * 2^32 + next` by `d`, where `d` has its top bit set, `n1 < d` and `next < 2^32`.
#[inline(always)]
fn digit(n1: u64, next: u64, d: u64) -> u64 {
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
    quotient
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
        assert_eq!((quotient(n, d), remainder(n, d, quotient)), (n / d, n % d), "{n:#x} / {d:#x}");
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
