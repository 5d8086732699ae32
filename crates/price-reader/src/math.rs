//! Integer arithmetic of the value functions: one widening multiplication, then division by powers of ten without the 128-bit
//! division routine, which costs a program several hundred compute units and on some toolchains has to be supplied by hand.

use core::num::{NonZeroU32, NonZeroU64};

/// Against whom an inexact result is rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rounding {
    /// What somebody owns.
    Down,
    /// What somebody owes.
    Up,
}

/// Largest power of ten below 2^32, which is what [`divide_narrow`] can divide by in one pass.
const DIGITS_A_PASS: u32 = 9;

/// `10^exponent`, for exponents up to [`DIGITS_A_PASS`].
const fn power_of_ten(exponent: u32) -> NonZeroU64 {
    match NonZeroU64::new(10_u64.pow(exponent)) {
        Some(power) => power,
        None => NonZeroU64::MIN,
    }
}

/// 10^0 to 10^9.
const POWERS_OF_TEN: [NonZeroU64; DIGITS_A_PASS as usize + 1] = [
    power_of_ten(0),
    power_of_ten(1),
    power_of_ten(2),
    power_of_ten(3),
    power_of_ten(4),
    power_of_ten(5),
    power_of_ten(6),
    power_of_ten(7),
    power_of_ten(8),
    power_of_ten(9),
];

/// `n / divisor` and whether a remainder was left, for a divisor below 2^32. Schoolbook division by 32-bit digits: the remainder
/// stays below the divisor, so each two-digit step fits 64 bits.
#[inline]
fn divide_narrow(n: u128, divisor: NonZeroU64) -> (u128, bool) {
    let (high, low) = ((n >> 64) as u64, n as u64);
    let remainder = high % divisor;
    let upper = (remainder << 32) | (low >> 32);
    let remainder = upper % divisor;
    let lower = (remainder << 32) | (low & 0xffff_ffff);
    let quotient = (u128::from(high / divisor) << 64) | u128::from(((upper / divisor) << 32) | (lower / divisor));
    (quotient, !lower.is_multiple_of(divisor.get()))
}

/// `a x b` without overflow.
#[inline]
fn widen(a: u64, b: u64) -> u128 {
    u128::from(a).wrapping_mul(u128::from(b)) // (2^64 - 1)^2 < 2^128: nothing wraps
}

/// `a x b / 10^digits`, rounded once; for negative `digits` times `10^-digits`. `None` if the result does not fit.
#[inline]
pub(crate) fn multiply_scaled(a: u64, b: u64, digits: i32, rounding: Rounding) -> Option<u64> {
    let mut value = widen(a, b);
    if digits < 0 {
        let factor = 10_u64.checked_pow(digits.unsigned_abs())?;
        return u64::try_from(value).ok()?.checked_mul(factor);
    }
    // Rounding down by 10^i and then by 10^j rounds down by 10^(i+j); that something was cut off anywhere decides rounding up.
    let mut inexact = false;
    let mut left = digits.unsigned_abs();
    while left > 0 && value > 0 {
        let pass = left.min(DIGITS_A_PASS);
        let (quotient, cut) = divide_narrow(value, *POWERS_OF_TEN.get(pass as usize)?);
        value = quotient;
        inexact |= cut;
        left = left.saturating_sub(pass);
    }
    let value = u64::try_from(value).ok()?;
    match rounding {
        Rounding::Up if inexact => value.checked_add(1),
        _ => Some(value),
    }
}

/// `a x numerator / denominator` rounded down, for a share: `numerator <= denominator`, so the result is at most `a`.
#[inline]
pub(crate) fn share_floor(a: u64, numerator: u32, denominator: NonZeroU32) -> u64 {
    let (quotient, _) = divide_narrow(widen(a, u64::from(numerator)), NonZeroU64::from(denominator));
    u64::try_from(quotient).unwrap_or(a)
}
