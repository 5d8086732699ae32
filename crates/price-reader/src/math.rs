//! Integer arithmetic of the value functions: one widening multiplication, then division by a power of ten without the 128-bit
//! division routine, which costs a program several hundred compute units and which some toolchains leave to the program.

use core::num::{NonZeroU32, NonZeroU64};

/// Against whom an inexact result is rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rounding {
    /// What somebody owns.
    Down,
    /// What somebody owes.
    Up,
}

/// 128 bits as two limbs: what the division works on.
#[derive(Clone, Copy)]
struct Wide {
    high: u64,
    low: u64,
}

impl Wide {
    #[inline]
    fn product(a: u64, b: u64) -> Self {
        let product = u128::from(a).wrapping_mul(u128::from(b)); // (2^64 - 1)^2 < 2^128: nothing wraps
        Self { high: (product >> 64) as u64, low: product as u64 }
    }

    #[inline]
    const fn is_zero(self) -> bool {
        self.high | self.low == 0
    }

    #[inline]
    const fn narrow(self) -> Option<u64> {
        if self.high == 0 {
            Some(self.low)
        } else {
            None
        }
    }

    /// Quotient, and whether a remainder was left. Schoolbook division by 32-bit digits: the remainder stays below the divisor,
    /// which has 32 bits, so each step of two digits fits 64.
    #[inline]
    fn divide(self, divisor: NonZeroU32) -> (Self, bool) {
        let divisor = NonZeroU64::from(divisor);
        if self.high == 0 {
            return (Self { high: 0, low: self.low / divisor }, self.low % divisor != 0);
        }
        let upper = ((self.high % divisor) << 32) | (self.low >> 32);
        let lower = ((upper % divisor) << 32) | (self.low & 0xffff_ffff);
        let quotient = Self { high: self.high / divisor, low: ((upper / divisor) << 32) | (lower / divisor) };
        (quotient, lower % divisor != 0)
    }

    /// Quotient and remainder by a divisor of 64 bits that is above the upper limb, so that the quotient fits one: schoolbook division by
    /// 32-bit digits of a divisor that is shifted to fill its limb (Knuth's algorithm D).
    fn divide_long(self, divisor: NonZeroU64) -> (u64, u64) {
        let shift = divisor.leading_zeros();
        let divisor = divisor.get() << shift;
        // Shifted in two steps: a shift by 64 is none.
        let upper = (self.high << shift) | ((self.low >> 1) >> (63_u32.wrapping_sub(shift)));
        let lower = self.low << shift;
        let (first, rest) = quotient_digit(upper, lower >> 32, divisor);
        let (second, rest) = quotient_digit(rest, lower & DIGIT, divisor);
        ((first << 32) | second, rest >> shift)
    }

    /// Quotient by `10^digits`, and whether a remainder was left: shifted by the twos, divided by the fives.
    #[inline]
    fn divide_by_power(self, digits: Digits) -> (Self, bool) {
        let twos = digits.0;
        let cut = self.low & !(u64::MAX << twos) != 0;
        let shifted =
            Self { high: self.high >> twos, low: (self.high << (64_u32.wrapping_sub(twos))) | (self.low >> twos) };
        let (quotient, remainder) = shifted.divide(digits.fives());
        (quotient, cut | remainder)
    }
}

/// All bits of a 32-bit digit.
const DIGIT: u64 = 0xffff_ffff;

/// One digit of the quotient of `rest x 2^32 + next` by a divisor whose top bit is set, `rest` below it; and what is left. The estimate by
/// the divisor's upper digit is at most two too high.
fn quotient_digit(rest: u64, next: u64, divisor: u64) -> (u64, u64) {
    let (d1, d0) = (divisor >> 32, divisor & DIGIT);
    let mut quotient = rest.checked_div(d1).unwrap_or(DIGIT);
    let mut left = rest.wrapping_sub(quotient.wrapping_mul(d1));
    while left <= DIGIT && (quotient > DIGIT || quotient.wrapping_mul(d0) > (left << 32 | next)) {
        quotient = quotient.wrapping_sub(1);
        left = left.wrapping_add(d1);
    }
    (quotient, ((rest << 32) | next).wrapping_sub(quotient.wrapping_mul(divisor)))
}

/// How many decimal digits one pass divides by, from 1 to [`Digits::MOST`].
#[derive(Clone, Copy)]
struct Digits(u32);

impl Digits {
    /// `5^13 < 2^32`, which is what [`Wide::divide`] needs. A token of nine decimals takes one pass: 10^12.
    const MOST: u32 = 13;

    /// 5^0 to 5^13.
    const FIVES: [NonZeroU32; Self::MOST as usize + 1] = [
        power_of_five(0),
        power_of_five(1),
        power_of_five(2),
        power_of_five(3),
        power_of_five(4),
        power_of_five(5),
        power_of_five(6),
        power_of_five(7),
        power_of_five(8),
        power_of_five(9),
        power_of_five(10),
        power_of_five(11),
        power_of_five(12),
        power_of_five(13),
    ];

    /// As many of `left` as one pass takes; `None` for none.
    #[inline]
    const fn of(left: u32) -> Option<Self> {
        match left {
            0 => None,
            Self::MOST..=u32::MAX => Some(Self(Self::MOST)),
            fewer => Some(Self(fewer)),
        }
    }

    #[inline]
    fn fives(self) -> NonZeroU32 {
        // In the table by construction.
        Self::FIVES.get(self.0 as usize).copied().unwrap_or(power_of_five(0))
    }
}

/// `5^exponent`, for the table: evaluated at compile time, where an overflow would be an error.
const fn power_of_five(exponent: u32) -> NonZeroU32 {
    match NonZeroU32::new(5_u32.pow(exponent)) {
        Some(power) => power,
        None => unreachable!(),
    }
}

/// `a x b / 10^digits`, rounded once; for negative `digits` times `10^-digits`. `None` if the result does not fit.
#[inline]
pub(crate) fn multiply_scaled(a: u64, b: u64, digits: i32, rounding: Rounding) -> Option<u64> {
    let mut value = Wide::product(a, b);
    if digits < 0 {
        return value.narrow()?.checked_mul(10_u64.checked_pow(digits.unsigned_abs())?);
    }
    // Rounding down by 10^i and then by 10^j rounds down by 10^(i+j); that something was cut off anywhere decides rounding up.
    let mut inexact = false;
    let mut left = digits.unsigned_abs();
    while let Some(pass) = Digits::of(left) {
        if value.is_zero() {
            break;
        }
        let (quotient, cut) = value.divide_by_power(pass);
        value = quotient;
        inexact |= cut;
        left = left.saturating_sub(pass.0);
    }
    let value = value.narrow()?;
    match rounding {
        Rounding::Up if inexact => value.checked_add(1),
        _ => Some(value),
    }
}

/// `a x b / c`, rounded once. `None` if the result does not fit, or for a `c` of 0.
pub(crate) fn multiply_divide(a: u64, b: u64, c: u64, rounding: Rounding) -> Option<u64> {
    let (product, divisor) = (Wide::product(a, b), NonZeroU64::new(c)?);
    if product.high >= c {
        return None;
    }
    let (quotient, rest) = product.divide_long(divisor);
    match rounding {
        Rounding::Up if rest != 0 => quotient.checked_add(1),
        _ => Some(quotient),
    }
}

/// Whether `a x b < c x d`.
pub(crate) fn product_is_less(a: u64, b: u64, c: u64, d: u64) -> bool {
    let (left, right) = (Wide::product(a, b), Wide::product(c, d));
    (left.high, left.low) < (right.high, right.low)
}

/// Half way between the two, rounded down.
#[inline]
pub(crate) const fn midpoint(a: u64, b: u64) -> u64 {
    (a & b).wrapping_add((a ^ b) >> 1)
}

/// `a x numerator / denominator` rounded down, for a share: `numerator <= denominator`, so the result is at most `a`.
#[inline]
pub(crate) fn share_floor(a: u64, numerator: u32, denominator: NonZeroU32) -> u64 {
    let (quotient, _) = Wide::product(a, u64::from(numerator)).divide(denominator);
    quotient.narrow().unwrap_or(a)
}
