//! Ratios and decimal numbers as fixed point, rounded as the name says.

use fair_value::units::Rate;

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
    // (2^64 - 1)^2 < 2^128.
    let product = u128::from(value).wrapping_mul(u128::from(numerator));
    let quotient = match u64::try_from(product) {
        Ok(product) => u128::from(product.checked_div(denominator)?),
        Err(_) => product.checked_div(u128::from(denominator))?,
    };
    u64::try_from(quotient).ok()
}

/// `mantissa` x 10^`exponent` in steps of 2^-44, rounded down and up; out of range if the upper one exceeds 64 bits.
pub(crate) fn decimal_bits(mantissa: u64, exponent: i32) -> Result<(u64, u64), Condition> {
    let power = power_of_ten(exponent.unsigned_abs()).ok_or(Condition::OutOfRange)?;
    // 2^64 x 2^44 = 2^108.
    let scaled = u128::from(mantissa).wrapping_shl(FRACTION_BITS);
    if exponent >= 0 {
        let bits = scaled.checked_mul(u128::from(power)).and_then(|bits| u64::try_from(bits).ok());
        return bits.map(|bits| (bits, bits)).ok_or(Condition::OutOfRange);
    }
    scaled_bits(scaled, power)
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
    let product = u128::from(amount).wrapping_mul(u128::from(rate.0.to_bits()));
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
