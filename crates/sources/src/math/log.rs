//! Ticks as logarithms of rates, without computing a logarithm.

use fair_value::units::LogRate;
use fixed::types::I24F40;

use crate::pair::Orientation;

/// log2(1.0001) x 2^76, rounded to nearest: what one tick adds to the logarithm of the price.
const LOG2_TICK: u64 = 10_900_150_531_310_508_091;
/// log2(10) x 2^40, rounded to nearest: what one decimal adds.
const LOG2_TEN: i64 = 3_652_498_566_964;

/// A mean over time in ticks (or bins), as a fraction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mean {
    /// Sum of ticks x seconds.
    pub sum: i64,
    /// Seconds, nonzero.
    pub seconds: u32,
}

/// The logarithm of the rate at a mean tick: off by less than 2^-39. `None` beyond +-443,636 ticks, where no pool can be, or
/// without a duration.
pub fn log_rate_at_tick(mean: Mean, orientation: Orientation, token_decimals: u8) -> Option<LogRate> {
    const MAX_TICK: u64 = 443_636;
    let magnitude = mean.sum.unsigned_abs();
    // |mean| in steps of 2^-36 ticks: below 2^19 x 2^36, in two 64-bit divisions instead of one of 128 bits.
    let whole = magnitude.checked_div(u64::from(mean.seconds))?;
    if whole > MAX_TICK {
        return None;
    }
    // Below 2^32, so that the shift keeps every bit of 28; the last 8 of 36 are lost to speed alone.
    let rest = magnitude.wrapping_sub(whole.wrapping_mul(u64::from(mean.seconds)));
    let fraction = rest.wrapping_shl(32).checked_div(u64::from(mean.seconds))?;
    let ticks = whole.wrapping_shl(32) | fraction;
    // ticks < 2^51, LOG2_TICK < 2^64: the product is 2^115 at most. 32 + 76 fractional bits down to 40.
    let product = u128::from(ticks).wrapping_mul(u128::from(LOG2_TICK));
    let bits = (product.wrapping_shr(68) as i64, mean.sum < 0);
    Some(scale(bits.0, bits.1, orientation, token_decimals))
}

/// log2 of base units per base unit to log2 of the rate: turned round where SOL comes first, then moved by the decimals.
pub(crate) fn scale(magnitude: i64, negative: bool, orientation: Orientation, token_decimals: u8) -> LogRate {
    let flip = negative != matches!(orientation, Orientation::SolFirst);
    let price = if flip { magnitude.wrapping_neg() } else { magnitude };
    let decimals = i64::from(token_decimals).wrapping_sub(9).wrapping_mul(LOG2_TEN);
    // |price| < 2^47, |decimals| < 2^50.
    LogRate(I24F40::from_bits(price.wrapping_add(decimals)))
}
