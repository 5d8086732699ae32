//! Ratios and decimal numbers as fixed point, rounded as the name says.

use fair_value::units::Rate;

use super::wide::widening;
use crate::fault::Condition;

/// Fractional bits of a [`fair_value::units::Rate`].
pub(crate) const FRACTION_BITS: u32 = 44;

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

/// `value` x `numerator` / `denominator` rounded down; `None` if the denominator is zero or the result exceeds 64 bits.
pub(crate) fn mul_div_floor(value: u64, numerator: u64, denominator: u64) -> Option<u64> {
    let product = widening(value, numerator);
    let quotient = match u64::try_from(product) {
        Ok(product) => u128::from(product.checked_div(denominator)?),
        Err(_) => product.checked_div(u128::from(denominator))?,
    };
    u64::try_from(quotient).ok()
}

/// A divisor below this leaves room for 22 bits more in 64: a quotient can be made chunk by chunk.
const SHORT_DIVISOR: u64 = 1 << 42;
const CHUNK: u32 = 22;

/// The next 22 bits of a quotient: (`rest` x 2^22 + `bits`) / `divisor` and what remains. `rest` < `divisor` < 2^42, `bits` < 2^22.
fn next_chunk(rest: u64, bits: u64, divisor: u64) -> Option<(u64, u64)> {
    let numerator = rest.wrapping_shl(CHUNK) | bits;
    Some((numerator.checked_div(divisor)?, numerator.checked_rem(divisor)?))
}

/// `mantissa` / `divisor` in steps of 2^-44, rounded down and up, where the divisor is below 2^42: 64-bit divisions only.
fn short_division(mantissa: u64, divisor: u64) -> Option<(u64, u64)> {
    let whole = mantissa.checked_div(divisor)?;
    if whole.leading_zeros() < FRACTION_BITS {
        return None;
    }
    let (first, rest) = next_chunk(mantissa.checked_rem(divisor)?, 0, divisor)?;
    let (second, rest) = next_chunk(rest, 0, divisor)?;
    let floor = whole.wrapping_shl(FRACTION_BITS) | first.wrapping_shl(CHUNK) | second;
    Some((floor, if rest == 0 { floor } else { floor.checked_add(1)? }))
}

/// `mantissa` x 10^`exponent` in steps of 2^-44, rounded down and up; out of range if the upper one exceeds 64 bits.
pub(crate) fn decimal_bits(mantissa: u64, exponent: i32) -> Result<(u64, u64), Condition> {
    let power = power_of_ten(exponent.unsigned_abs()).ok_or(Condition::OutOfRange)?;
    if exponent < 0 && power < SHORT_DIVISOR {
        return short_division(mantissa, power).ok_or(Condition::OutOfRange);
    }
    // 2^64 x 2^44 = 2^108.
    let scaled = u128::from(mantissa).wrapping_shl(FRACTION_BITS);
    if exponent >= 0 {
        let bits = scaled.checked_mul(u128::from(power)).and_then(|bits| u64::try_from(bits).ok());
        return bits.map(|bits| (bits, bits)).ok_or(Condition::OutOfRange);
    }
    scaled_bits(scaled, power)
}

/// `mantissa` x 10^-18 in steps of 2^-44, rounded down and up; out of range if the upper one exceeds 64 bits.
pub(crate) fn atto_bits(mantissa: u128) -> Result<(u64, u64), Condition> {
    // m x 2^44 / 10^18 = m x 2^26 / 5^18, and 5^18 < 2^42.
    const DIVISOR: u64 = 3_814_697_265_625;
    const CHUNK_MASK: u64 = (1 << CHUNK) - 1;
    // 2^20 x 10^18 < 2^80: whatever is larger does not fit.
    if mantissa.leading_zeros() < 48 {
        return Err(Condition::OutOfRange);
    }
    let quotient = || {
        let head = mantissa.wrapping_shr(CHUNK) as u64;
        let (top, rest) = (head.checked_div(DIVISOR)?, head.checked_rem(DIVISOR)?);
        let (low, rest) = next_chunk(rest, mantissa as u64 & CHUNK_MASK, DIVISOR)?;
        // 26 bits behind the point: 22, then 4.
        let (first, rest) = next_chunk(rest, 0, DIVISOR)?;
        let last = rest.wrapping_shl(4);
        let (second, rest) = (last.checked_div(DIVISOR)?, last.checked_rem(DIVISOR)?);
        if top.leading_zeros() < 48 {
            return None;
        }
        let whole = top.wrapping_shl(CHUNK) | low;
        let floor = whole.checked_mul(1 << 26)?.checked_add(first.wrapping_shl(4) | second)?;
        Some((floor, if rest == 0 { floor } else { floor.checked_add(1)? }))
    };
    quotient().ok_or(Condition::OutOfRange)
}

/// `numerator` / `denominator` rounded down and up; out of range if the upper one exceeds 64 bits.
pub(crate) fn scaled_bits(numerator: u128, denominator: u64) -> Result<(u64, u64), Condition> {
    let divisor = u128::from(denominator);
    let quotient = numerator.checked_div(divisor).ok_or(Condition::OutOfRange)?;
    let floor = u64::try_from(quotient).map_err(|_| Condition::OutOfRange)?;
    let exact = quotient.wrapping_mul(divisor) == numerator;
    let ceil = if exact { floor } else { floor.checked_add(1).ok_or(Condition::OutOfRange)? };
    Ok((floor, ceil))
}

/// What so many base units of a token of these decimals are worth in lamports, rounded down.
pub(crate) fn value_at(amount: u64, rate: Rate, decimals: u8) -> u128 {
    let power = |exponent: u8| power_of_ten(u32::from(exponent)).map_or(u128::MAX, u128::from);
    // Rate x amount below 2^128; with more decimals than SOL, whole lamports of a smaller part.
    let product = widening(amount, rate.0.to_bits());
    match decimals.checked_sub(9) {
        Some(0) => product.wrapping_shr(FRACTION_BITS),
        Some(more) => product.wrapping_shr(FRACTION_BITS).checked_div(power(more)).unwrap_or(0),
        // (2^128 >> 44) x 10^9 < 2^114. The bits below the point count first where there is room for them.
        None => {
            let factor = power(9u8.saturating_sub(decimals));
            match product.checked_mul(factor) {
                Some(scaled) => scaled.wrapping_shr(FRACTION_BITS),
                None => product.wrapping_shr(FRACTION_BITS).saturating_mul(factor),
            }
        }
    }
}
