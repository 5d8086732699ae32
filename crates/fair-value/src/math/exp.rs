//! Base-2 exponential by a 64-entry table and a short polynomial: about 80 compute units, within 10^-11 relative.

use crate::units::{LogRate, Rate};

const INDEX_BITS: u32 = 6;
const ENTRIES: usize = 1 << INDEX_BITS;
const LOG_FRACTION: u32 = 40;

/// 2^(i / 64) with 62 fraction bits, computed by the compiler from square roots of two.
static TABLE: [u64; ENTRIES] = table();

/// ln 2 = 0.693147180559945309..., times 2^30, rounded.
const LN_2: u64 = 744_261_118;

#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)] // Evaluated by the compiler only.
const fn table() -> [u64; ENTRIES] {
    // roots[k] = 2^(2^k / 64), 62 fraction bits: sqrt(x * 2^62) of x with 62 fraction bits.
    let mut roots = [0_u128; INDEX_BITS as usize];
    let mut k = INDEX_BITS as usize;
    let mut root: u128 = 2 << 62;
    while k > 0 {
        k -= 1;
        root = (root << 62).isqrt();
        roots[k] = root;
    }
    let mut table = [0; ENTRIES];
    let mut i = 0;
    while i < ENTRIES {
        let mut value: u128 = 1 << 62;
        let mut bit = 0;
        while bit < INDEX_BITS as usize {
            if (i >> bit) & 1 == 1 {
                value = (value * roots[bit]) >> 62;
            }
            bit += 1;
        }
        table[i] = value as u64;
        i += 1;
    }
    table
}

/// 2^`log` as a mantissa in [1, 2) with 62 fraction bits and an exponent.
pub fn exp2_parts(log: i64) -> (u64, i64) {
    let exponent = log >> LOG_FRACTION;
    let fraction = (log as u64) & ((1 << LOG_FRACTION) - 1);
    let index = (fraction >> (LOG_FRACTION - INDEX_BITS)) as usize;
    let rest = fraction & ((1 << (LOG_FRACTION - INDEX_BITS)) - 1);
    // z = rest x ln 2 < 2^-6.5: 34 + 30 bits, 70 fraction bits.
    let z70 = rest.wrapping_mul(LN_2);
    let (z36, z38, z40) = (z70 >> 34, z70 >> 32, z70 >> 30);
    // e^z - 1 = z + z g, g = z/2 (1 + z/3 (1 + z/4 (1 + z/5))); the next term is below 2^-48. z36 < 2^30, and brackets with
    // 30 fraction bits are below 2^31, so each product stays below 2^61.
    const ONE: u64 = 1 << 30;
    let mut h = ONE.wrapping_add((z36 / 5) >> 6);
    h = ONE.wrapping_add((z36.wrapping_mul(h) >> 2) >> 36);
    h = ONE.wrapping_add((z36.wrapping_mul(h) / 3) >> 36);
    let g36 = z36.wrapping_mul(h) >> 31;
    let d40 = z40.wrapping_add(z38.wrapping_mul(g36) >> 34);
    let base = TABLE.get(index % ENTRIES).copied().unwrap_or(1 << 62);
    // Base with 31 fraction bits (32 bits) times d, rounded to 38 (below 2^32): 69 fraction bits, down to 62.
    let d38 = d40.wrapping_add(2) >> 2;
    let mantissa = base.wrapping_add((base >> 31).wrapping_mul(d38) >> 7);
    (mantissa, exponent)
}

/// 2^`log` as a rate, rounded to the representable one below the approximation; saturates at zero and [`Rate::MAX`].
// One body for all values of a market.
#[inline(never)]
pub fn exp2(log: LogRate) -> Rate {
    let (mantissa, exponent) = exp2_parts(log.to_bits());
    let bits = match exponent {
        ..=-45 => 0,
        // 62 fraction bits to 44, times 2^exponent.
        -44..=18 => mantissa >> (18_i64.wrapping_sub(exponent)),
        19 => mantissa << 1,
        _ => u64::MAX,
    };
    Rate::from_bits(bits)
}
