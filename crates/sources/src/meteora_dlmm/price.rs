//! The price of a bin: (1 + bin step / 10^4)^id.

use fair_value::units::Rate;

use crate::{
    fault::Condition,
    math::{
        ratio::{power_of_ten, rate_of},
        sqrt_price::SOL_DECIMALS,
        wide::{divided, quotient, widening},
    },
    pair::Orientation,
};

/// Ids beyond this do not exist.
const MAX_ID: u32 = 443_636;
/// A step of 100 % and more does not exist.
const MAX_STEP: u16 = 10_000;

/// `mantissa` / 2^63 x 2^`exponent`, with the mantissa's top bit set.
#[derive(Clone, Copy)]
struct Float {
    mantissa: u64,
    exponent: i32,
}

impl Float {
    const ONE: Self = Self { mantissa: 1 << 63, exponent: 0 };

    /// The product, rounded down: at most one part in 2^62 low.
    fn times(self, other: Self) -> Self {
        let mantissa = normalised_product(self.mantissa, other.mantissa);
        // Mantissas count as one to two: their product is no less than either, unless it was halved. Exponents stay within +-2^24.
        let halved = i32::from(mantissa < self.mantissa);
        Self { mantissa, exponent: self.exponent.wrapping_add(other.exponent).wrapping_add(halved) }
    }
}

/// The upper 64 bits of a product of two numbers whose top bits are set, with its own top bit in place, rounded down.
#[inline(never)]
fn normalised_product(a: u64, b: u64) -> u64 {
    // Between 2^126 and 2^128.
    let product = widening(a, b);
    let (high, low) = (product.wrapping_shr(64) as u64, product as u64);
    if high.leading_zeros() == 0 { high } else { high.wrapping_shl(1) | low.wrapping_shr(63) }
}

/// 1 + `bin_step` / 10^4, rounded down.
fn base(bin_step: u16) -> Float {
    // (10^4 + b) x 2^63 / 10^4 in two divisions of 64 bits: the first has 63, the second the 15 bits below.
    let scaled = u64::from(bin_step).wrapping_add(10_000).wrapping_shl(48);
    let (high, rest) = (scaled.wrapping_div(10_000), scaled.wrapping_rem(10_000));
    let low = rest.wrapping_shl(15).wrapping_div(10_000);
    Float { mantissa: high.wrapping_shl(15) | low, exponent: 0 }
}

/// The rate at a bin, rounded down: below the exact one by at most one step of 2^-44 and one part in 2^55, never above it.
#[inline(never)]
pub(super) fn rate(
    active_id: i32,
    bin_step: u16,
    orientation: Orientation,
    token_decimals: u8,
) -> Result<Rate, Condition> {
    if bin_step == 0 || bin_step >= MAX_STEP || active_id.unsigned_abs() > MAX_ID {
        return Err(Condition::OutOfRange);
    }
    let mut power = Float::ONE;
    let mut square = base(bin_step);
    let mut id = active_id.unsigned_abs();
    while id != 0 {
        if id & 1 == 1 {
            power = power.times(square);
        }
        id = id.wrapping_shr(1);
        if id != 0 {
            square = square.times(square);
        }
    }
    let falls = (active_id < 0) != matches!(orientation, Orientation::SolFirst);
    let price = if falls { reciprocal(power, active_id.unsigned_abs()) } else { power };
    rate_of(bits(price, token_decimals))
}

/// 1 / `power`, rounded down, where `power` may be low: the base by one part in 2^63, which the id multiplies, and each product by
/// one in 2^62, which the squarings that follow multiply. Both together stay below 4 x (id + 64) parts in 2^63.
fn reciprocal(power: Float, id: u32) -> Float {
    if power.mantissa == 1 << 63 && power.exponent == 0 {
        return Float::ONE;
    }
    let slack = u64::from(id).wrapping_add(64).wrapping_mul(4);
    // At least 2^63; if it overflows, so close to 2^64 that the largest divisor serves.
    let divisor = power.mantissa.saturating_add(slack);
    // 2^126 / divisor x 2: between 2^62 and 2^63, doubled to set the top bit.
    let mantissa = quotient(u64::MAX >> 1, u64::MAX, divisor);
    // (2^127 - 1) / (2^63 .. 2^64) lies in 2^63 .. 2^64; the value is quotient / 2^64 x 2^-exponent.
    let exponent = power.exponent.wrapping_neg().wrapping_sub(1);
    Float { mantissa, exponent }
}

/// In steps of 2^-44, with the decimals of the token.
fn bits(price: Float, token_decimals: u8) -> Option<u64> {
    let power = power_of_ten(token_decimals.abs_diff(SOL_DECIMALS).into())?;
    let (factor, divisor) = if token_decimals >= SOL_DECIMALS { (power, 1) } else { (1, power) };
    // Powers of the decimals at hand are below 2^64.
    let scaled = widening(price.mantissa, factor);
    // x 2^(exponent - 63 + 44).
    let shift = price.exponent.wrapping_sub(19);
    let shifted = if shift < 0 {
        scaled.checked_shr(shift.unsigned_abs()).unwrap_or(0)
    } else if shift > 31 || u64::try_from(scaled).is_err() {
        // 2^95 over 10^9, or 2^64 over one, and more: beyond 64 bits.
        return None;
    } else {
        scaled.wrapping_shl(shift.unsigned_abs())
    };
    divided(shifted, divisor)
}
