//! Assets over supply as a rate, rounded down.

use super::bits::leading_zeros;
use crate::units::{Lamports, Rate, TokenAmount};

/// Fraction bits of a [`Rate`].
const FRACTION: u32 = 44;
/// Decimals of SOL.
const SOL_DECIMALS: u8 = 9;

/// floor(`assets` / `supply`) as SOL per whole token; `None` for zero supply, over 18 decimals, or 2^20 and more.
#[inline(never)]
pub fn rate_of(assets: Lamports, supply: TokenAmount, decimals: u8) -> Option<Rate> {
    let bits = if decimals == SOL_DECIMALS && supply.get() >> 60 == 0 {
        long_division(assets.get(), supply.get())?
    } else {
        scaled(assets.get(), supply.get(), decimals)?
    };
    Some(Rate::from_bits(bits))
}

/// Schoolbook division, as many fraction bits a round as the divisor leaves free at the top: a few 64-bit divisions
/// where one of 128 bits costs hundreds of units. Real supplies leave ten.
fn long_division(dividend: u64, divisor: u64) -> Option<u64> {
    let mut quotient = dividend.checked_div(divisor)?;
    let mut remainder = dividend.checked_rem(divisor)?;
    if quotient >> (64 - FRACTION) != 0 {
        return None;
    }
    // Supplies below nine million tokens of nine decimals go without a count, in four rounds.
    let free = if divisor >> 53 == 0 { 11 } else { leading_zeros(divisor) };
    let mut left = FRACTION;
    while left > 0 {
        let round = left.min(free);
        // remainder < divisor < 2^(64 - free): the shift keeps every bit; the quotient ends below 2^64.
        let shifted = remainder.wrapping_shl(round);
        quotient = quotient.wrapping_shl(round) | shifted.checked_div(divisor)?;
        remainder = shifted.checked_rem(divisor)?;
        left = left.wrapping_sub(round);
    }
    Some(quotient)
}

/// Ten to the power of a place.
const POWERS: [u64; 10] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

/// The general case: `assets` x 10^decimals / (`supply` x 10^9), with 44 fraction bits.
#[cold]
#[inline(never)]
fn scaled(assets: u64, supply: u64, decimals: u8) -> Option<u64> {
    let (mut dividend, mut divisor) = (u128::from(assets), u128::from(supply));
    // None for more than 18.
    let power = u128::from(*POWERS.get(usize::from(decimals.abs_diff(SOL_DECIMALS)))?);
    // Below 2^64 x 10^9 < 2^94.
    let scaled = if decimals > SOL_DECIMALS { &mut dividend } else { &mut divisor };
    *scaled = scaled.wrapping_mul(power);
    let whole = dividend.checked_div(divisor)?;
    let rest = dividend.checked_rem(divisor)?;
    if whole >> (64 - FRACTION) != 0 {
        return None;
    }
    // The remainder may have 94 bits, so 44 more come in two rounds of 22; each keeps below 2^116.
    let first = rest.wrapping_shl(22);
    let second = first.checked_rem(divisor)?.wrapping_shl(22);
    let bits = (whole << FRACTION) | (first.checked_div(divisor)? << 22) | second.checked_div(divisor)?;
    u64::try_from(bits).ok()
}
