//! Ticks and bins as logarithms of rates, without computing a logarithm of a price.

use fair_value::units::LogRate;

use super::wide::widening;
use crate::pair::Orientation;

/// log2(10) x 2^40, rounded to nearest: what one decimal adds.
const LOG2_TEN: i64 = 3_652_498_566_964;

/// No venue's ticks or bins go beyond this, on either side.
const MAX_TICK: u64 = 443_636;

/// A mean over time in ticks (or bins), as a fraction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mean {
    /// Sum of ticks x seconds.
    pub sum: i64,
    /// Seconds, nonzero.
    pub seconds: u32,
}

/// What one tick adds to the base-2 logarithm of a price: `value` / 2^`bits`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    pub(crate) value: u64,
    pub(crate) bits: u32,
}

impl Step {
    /// A tick of concentrated liquidity: log2(1.0001), to nearest.
    pub const TICK: Self = Self { value: 10_900_150_531_310_508_091, bits: 76 };

    /// A bin: log2(1 + `bin_step` / 10^4), below it by less than 2^-60. Bin steps from 1 to 1,000.
    #[inline(never)]
    pub(crate) fn bin(bin_step: u16) -> Option<Self> {
        if bin_step == 0 || bin_step > 1000 {
            return None;
        }
        // ln(1 + x) = 2 (z + z^3/3 + z^5/5 + ...) with z = x / (2 + x) = b / (20000 + b) < 2^-4.
        // Both divisions by numbers below 2^15: 2^64 b / (20000 + b) in two steps of 32 bits.
        let (numerator, denominator) = (u64::from(bin_step), u64::from(bin_step).wrapping_add(20_000));
        let high = numerator.wrapping_shl(32);
        let rest = high.checked_rem(denominator)?.wrapping_shl(32);
        let z = high.checked_div(denominator)?.wrapping_shl(32) | rest.checked_div(denominator)?;
        let square = multiply_high(z, z);
        let (mut power, mut sum, mut odd) = (multiply_high(z, square), z, 3u64);
        // Nothing is left of z^15.
        while power != 0 {
            sum = sum.wrapping_add(power.checked_div(odd)?);
            (power, odd) = (multiply_high(power, square), odd.wrapping_add(2));
        }
        // 2 / ln(2) x 2^62; the sum is below 2^60.
        const TWO_OVER_LN_2: u64 = 13_306_513_097_844_322_491;
        let log = widening(sum, TWO_OVER_LN_2).wrapping_shr(62);
        Some(Self { value: log as u64, bits: 64 })
    }
}

#[inline(never)]
fn multiply_high(a: u64, b: u64) -> u64 {
    widening(a, b).wrapping_shr(64) as u64
}

/// The logarithm of the rate at a mean tick: off by less than 2^-39. `None` beyond +-443,636 ticks, where no venue can be, or
/// without a duration.
#[inline(never)]
pub(crate) fn log_rate(mean: Mean, step: Step, orientation: Orientation, token_decimals: u8) -> Option<LogRate> {
    // |mean| in steps of 2^-32 ticks, by two 64-bit divisions instead of one of 128 bits.
    let magnitude = mean.sum.unsigned_abs();
    let seconds = u64::from(mean.seconds);
    let whole = magnitude.checked_div(seconds)?;
    if whole > MAX_TICK {
        return None;
    }
    // The rest is below 2^32, so that the shift keeps every bit.
    let rest = magnitude.wrapping_sub(whole.wrapping_mul(seconds));
    let ticks = whole.wrapping_shl(32) | rest.wrapping_shl(32).checked_div(seconds)?;
    // ticks < 2^51, the step < 2^64: 115 bits. Fractional bits: 32 + bits down to 40.
    let product = widening(ticks, step.value);
    let log = product.wrapping_shr(step.bits.wrapping_sub(8)) as i64;
    // Turned round where SOL comes first, then moved by the decimals: |log| < 2^47 up to bin steps of 1 %, |decimals| < 2^50.
    let flip = (mean.sum < 0) != matches!(orientation, Orientation::SolFirst);
    let log = if flip { log.wrapping_neg() } else { log };
    let decimals = i64::from(token_decimals).wrapping_sub(9).wrapping_mul(LOG2_TEN);
    Some(LogRate::from_bits(log.checked_add(decimals)?))
}
