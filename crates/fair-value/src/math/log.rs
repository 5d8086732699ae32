//! Base-2 logarithm by a 64-entry table and a short polynomial: about 100 compute units, within 10^-11.

use super::bits::leading_zeros;
use crate::units::{Bps, LogRate, Rate};

/// Fraction bits of a [`Rate`].
const RATE_FRACTION: i64 = 44;
/// Leading zeros of rates from one to two.
const ZEROS_OF_ONE: u32 = (1_u64 << RATE_FRACTION).leading_zeros();
/// Fraction bits of a [`LogRate`].
const LOG_FRACTION: u32 = 40;
/// Leading mantissa bits that choose the table entry.
const INDEX_BITS: u32 = 6;
const ENTRIES: usize = 1 << INDEX_BITS;

/// One table entry: a 22-bit reciprocal of the interval's centre and the logarithm it takes away.
#[derive(Clone, Copy)]
struct Entry {
    /// Reciprocal, 22 fraction bits, exact by definition.
    reciprocal: u64,
    /// -log2(reciprocal), 40 fraction bits.
    log: i64,
}

/// The table is computed by the compiler from its definition, so there is no constant to mistype.
static TABLE: [Entry; ENTRIES] = table();

/// log2(e) / k, 30 fraction bits, k = 1..=6: the coefficients of log2(1 + t).
const C: [i64; 6] = {
    // log2(e) = 1.442695040888963407..., times 2^30, rounded.
    const LOG2_E: i64 = 1_549_082_005;
    [LOG2_E, LOG2_E / 2, LOG2_E / 3, LOG2_E / 4, LOG2_E / 5, LOG2_E / 6]
};

/// log2(e) / 10,000 with 40 fraction bits, rounded down: one basis point as a logarithm, to first order.
const LOG_PER_BPS: u64 = 158_625_997;

#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)] // Evaluated by the compiler only.
const fn table() -> [Entry; ENTRIES] {
    let mut table = [Entry { reciprocal: 1 << 22, log: 0 }; ENTRIES];
    // Entry 0 keeps the reciprocal 1, so that a power of two has an exact logarithm.
    let mut i = 1;
    while i < ENTRIES {
        // Centre (128 + 2i + 1) / 128; reciprocal rounded to 22 bits.
        let centre = 128 + 2 * i as u64 + 1;
        let reciprocal = ((128 << 22) + centre / 2) / centre;
        table[i] = Entry { reciprocal, log: (1 << LOG_FRACTION) - fraction_log((reciprocal as u128) << 41) };
        i += 1;
    }
    table
}

/// log2 of a number in [1, 2) with 62 fraction bits, by repeated squaring; 40 fraction bits, rounded.
#[allow(clippy::arithmetic_side_effects)] // Evaluated by the compiler only.
const fn fraction_log(mut y: u128) -> i64 {
    let mut log = 0;
    let mut bit = 0;
    while bit <= LOG_FRACTION {
        y = (y * y) >> 62;
        log <<= 1;
        if y >> 63 != 0 {
            log |= 1;
            y >>= 1;
        }
        bit += 1;
    }
    // 41 bits were taken; the last one rounds.
    (log + 1) >> 1
}

/// log2 of a positive integer, 40 fraction bits; `None` for zero.
///
/// Every intermediate fits 64 bits: |t| < 2^-6, so t38 < 2^32 and t36 < 2^30, and coefficients are below 2^31.
pub fn log2_bits(bits: u64) -> Option<i64> {
    if bits == 0 {
        return None;
    }
    // A token worth one to two SOL needs no count.
    let zeros = if bits >> RATE_FRACTION == 1 { ZEROS_OF_ONE } else { leading_zeros(bits) };
    let mantissa = bits << zeros;
    let index = (mantissa >> (63 - INDEX_BITS)) as usize % ENTRIES;
    let entry = TABLE.get(index)?;
    // Mantissa with 40 fraction bits (41 bits) times a 23-bit reciprocal: below 2^64, 62 fraction bits.
    let t62 = (mantissa >> 23).wrapping_mul(entry.reciprocal).wrapping_sub(1 << 62) as i64;
    let t36 = t62 >> 26;
    // Rounded: half of 2^24.
    let t38 = t62.wrapping_add(1 << 23) >> 24;
    let [c1, c2, c3, c4, c5, c6] = C;
    let mut h = c6;
    for c in [c5, c4, c3, c2] {
        h = c.wrapping_sub(t36.wrapping_mul(h) >> 36);
    }
    // The linear term apart from the small rest, so that the rest's error is scaled down twice. 38 + 30 fraction bits, and
    // 38 + 36, both down to 40.
    let rest = t36.wrapping_mul(h) >> 30;
    let log_1p = (t38.wrapping_mul(c1) >> 28).wrapping_sub(t38.wrapping_mul(rest) >> 34);
    let exponent = i64::from(63_u32.wrapping_sub(zeros)) << LOG_FRACTION;
    Some(exponent.wrapping_add(entry.log).wrapping_add(log_1p))
}

/// Logarithm of a rate; `None` for zero. Error below 10^-11, exact for powers of two.
pub fn log2(rate: Rate) -> Option<LogRate> {
    // |log2 of an integer| < 64, less 44: no overflow.
    log2_bits(rate.to_bits()).map(|log| LogRate::from_bits(log.wrapping_sub(RATE_FRACTION << LOG_FRACTION)))
}

/// The logarithm by which a rate multiplied by (1 + `step`) grows, never more: x - x^2/2, for steps up to 20 %.
///
/// A fall by the same logarithm is a division by (1 + `step`), which is less than `step`.
pub fn log_step(step: Bps) -> u64 {
    let bps = u64::from(step.get().min(2_000));
    let first = bps.wrapping_mul(LOG_PER_BPS); // Below 2^39.
    // 2 x 10,000; below 2^50 before the division. Rounded up, so that the step rounds down.
    first.wrapping_sub(first.wrapping_mul(bps).div_ceil(20_000))
}

/// Upper bound of a logarithmic distance as basis points of the larger value: |ln| x 10,000 rounded up, at most 10,000.
pub fn log_to_bps(distance: u64) -> Bps {
    if distance >> LOG_FRACTION != 0 {
        return Bps::new(10_000);
    }
    // ln 2 x 10,000 = 6931.47...; distance below 2^40 and the factor below 2^13.
    let bps = distance.wrapping_mul(6_932).div_ceil(1 << LOG_FRACTION);
    Bps::new(bps.min(10_000) as u32)
}
