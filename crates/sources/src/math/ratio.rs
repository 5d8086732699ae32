//! Ratios and decimal numbers as fixed point, rounded as the name says.

use fair_value::units::{Rate, TokenAmount};

use super::wide::{checked_times, divided, widening};
use crate::fault::Condition;

/// Fractional bits of a [`fair_value::units::Rate`].
pub(crate) const FRACTION_BITS: u32 = 44;

/// Fewest steps of 2^-44 of a rate: with fewer, rounding it down would take more than a basis point off.
const LEAST_STEPS: u64 = 10_000;

/// The rate of so many steps of 2^-44, where they fit.
pub(crate) fn rate_of(steps: Option<u64>) -> Result<Rate, Condition> {
    match steps {
        Some(steps) if steps >= LEAST_STEPS => Ok(Rate::from_bits(steps)),
        Some(0) => Err(Condition::NonPositive),
        _ => Err(Condition::OutOfRange),
    }
}

/// Powers of ten that fit 64 bits.
const POWERS: [u64; 20] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000,
    100_000_000_000,
    1_000_000_000_000,
    10_000_000_000_000,
    100_000_000_000_000,
    1_000_000_000_000_000,
    10_000_000_000_000_000,
    100_000_000_000_000_000,
    1_000_000_000_000_000_000,
    10_000_000_000_000_000_000,
];

/// 10^`exponent`, for exponents up to 19.
pub(crate) fn power_of_ten(exponent: u32) -> Option<u64> {
    POWERS.get(exponent as usize).copied()
}

/// A divisor below this leaves room for 22 bits more in 64: a quotient can be made chunk by chunk.
const SHORT_DIVISOR: u64 = 1 << 42;
const CHUNK: u32 = 22;

/// The next 22 bits of a quotient: (`rest` x 2^22 + `bits`) / `divisor` and what remains. `rest` < `divisor` < 2^42, `bits` < 2^22.
fn next_chunk(rest: u64, bits: u64, divisor: u64) -> Option<(u64, u64)> {
    let numerator = rest.wrapping_shl(CHUNK) | bits;
    Some((numerator.checked_div(divisor)?, numerator.checked_rem(divisor)?))
}

/// A quotient in steps of 2^-44. Out of range if it exceeds 64 bits rounded up, whichever way is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Round {
    Down,
    Up,
}

impl Round {
    fn apply(self, floor: u64, exact: bool) -> Option<u64> {
        let ceil = if exact { floor } else { floor.checked_add(1)? };
        Some(if self == Self::Up { ceil } else { floor })
    }
}

/// `mantissa` / `divisor` in steps of 2^-44, where the divisor is below 2^42: 64-bit divisions only.
fn short_division(mantissa: u64, divisor: u64, round: Round) -> Option<u64> {
    let whole = mantissa.checked_div(divisor)?;
    if whole.leading_zeros() < FRACTION_BITS {
        return None;
    }
    let (first, rest) = next_chunk(mantissa.checked_rem(divisor)?, 0, divisor)?;
    let (second, rest) = next_chunk(rest, 0, divisor)?;
    round.apply(whole.wrapping_shl(FRACTION_BITS) | first.wrapping_shl(CHUNK) | second, rest == 0)
}

/// `mantissa` x 10^`exponent` in steps of 2^-44; `None` if that exceeds 64 bits rounded up.
#[inline(never)]
pub(crate) fn decimal_bits(mantissa: u64, exponent: i32, round: Round) -> Option<u64> {
    let power = power_of_ten(exponent.unsigned_abs())?;
    if exponent >= 0 {
        let whole = widening(mantissa, power);
        return (whole.wrapping_shr(64 - FRACTION_BITS) == 0).then_some((whole as u64).wrapping_shl(FRACTION_BITS));
    }
    if power < SHORT_DIVISOR {
        return short_division(mantissa, power, round);
    }
    // 2^64 x 2^44 = 2^108.
    scaled_bits(u128::from(mantissa).wrapping_shl(FRACTION_BITS), power, round)
}

/// `mantissa` x 10^-18 in steps of 2^-44; `None` if that exceeds 64 bits rounded up.
#[inline(never)]
pub(crate) fn atto_bits(mantissa: u128, round: Round) -> Option<u64> {
    // m x 2^44 / 10^18 = m x 2^26 / 5^18, and 5^18 < 2^42.
    const DIVISOR: u64 = 3_814_697_265_625;
    const CHUNK_MASK: u64 = (1 << CHUNK) - 1;
    // 2^20 x 10^18 < 2^80: whatever is larger does not fit.
    if mantissa.leading_zeros() < 48 {
        return None;
    }
    let head = mantissa.wrapping_shr(CHUNK) as u64;
    let (top, rest) = (head.wrapping_div(DIVISOR), head.wrapping_rem(DIVISOR));
    let (low, rest) = next_chunk(rest, mantissa as u64 & CHUNK_MASK, DIVISOR)?;
    // 26 bits behind the point: 22, then 4.
    let (first, rest) = next_chunk(rest, 0, DIVISOR)?;
    let last = rest.wrapping_shl(4);
    let (second, rest) = (last.wrapping_div(DIVISOR), last.wrapping_rem(DIVISOR));
    // 16 bits of the top, 22 below it, and 26 behind the point are 64.
    if top.leading_zeros() < 48 {
        return None;
    }
    let whole = top.wrapping_shl(CHUNK) | low;
    round.apply(whole.wrapping_shl(26) | first.wrapping_shl(4) | second, rest == 0)
}

/// `numerator` / `denominator`; `None` if that exceeds 64 bits rounded up, or the denominator is zero.
#[inline(never)]
pub(crate) fn scaled_bits(numerator: u128, denominator: u64, round: Round) -> Option<u64> {
    let floor = divided(numerator, denominator)?;
    // What remains is below the denominator: its lower 64 bits are all of it.
    round.apply(floor, floor.wrapping_mul(denominator) == numerator as u64)
}

/// What so many base units of a token of these decimals are worth in lamports, rounded down.
pub(crate) fn value_at(amount: TokenAmount, rate: Rate, decimals: u8) -> u128 {
    // Rate x amount below 2^128.
    let product = widening(amount.get(), rate.to_bits());
    if decimals == 9 { product.wrapping_shr(FRACTION_BITS) } else { value_of_other_decimals(product, decimals) }
}

/// The same for a token of other decimals than SOL.
#[cold]
#[inline(never)]
fn value_of_other_decimals(product: u128, decimals: u8) -> u128 {
    let power = power_of_ten(decimals.abs_diff(9).into());
    let whole = product.wrapping_shr(FRACTION_BITS);
    if decimals > 9 {
        // Whole lamports of a smaller part.
        return power.and_then(|power| whole.checked_div(power.into())).unwrap_or(0);
    }
    // (2^128 >> 44) x 10^9 < 2^114. The bits below the point count first where there is room for them.
    let times = |lamports| power.and_then(|power| checked_times(lamports, power));
    times(product).map(|scaled| scaled.wrapping_shr(FRACTION_BITS)).or_else(|| times(whole)).unwrap_or(u128::MAX)
}
