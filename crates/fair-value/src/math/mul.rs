//! Shares and products of rates, rounded as their names say.

use super::bits::leading_zeros;
use crate::units::{BPS_PER_ONE, Bps, Price, Rate, Seconds};

/// floor(`value` x `numerator` / `denominator`), exact, without 128-bit arithmetic.
///
/// A share: `numerator` above `denominator` counts as all of it, a zero denominator as none.
pub fn share_floor(value: u64, numerator: u32, denominator: u32) -> u64 {
    let (whole, part) = split(value, numerator, denominator);
    whole.wrapping_add(quotient(part, u64::from(denominator)))
}

impl Rate {
    /// What of this closes in `time` where all of it does in `whole`, rounded down.
    pub(crate) fn closed_in(self, time: Seconds, whole: Seconds) -> Self {
        Self::from_bits(share_floor(self.to_bits(), time.get(), whole.get()))
    }
}

/// As [`share_floor`], rounded up.
pub fn share_ceil(value: u64, numerator: u32, denominator: u32) -> u64 {
    let (whole, part) = split(value, numerator, denominator);
    let divisor = u64::from(denominator);
    // A product of two 32-bit numbers leaves room for another.
    whole.wrapping_add(quotient(part.wrapping_add(divisor.saturating_sub(1)), divisor))
}

/// floor(`dividend` / `divisor`); zero for a divisor of zero, which no validated parameter is.
pub(crate) fn quotient(dividend: u64, divisor: u64) -> u64 {
    dividend.checked_div(divisor).unwrap_or(0)
}

/// `value` = quotient x denominator + remainder; gives quotient x numerator, at most `value`, and remainder x numerator,
/// a product of two 32-bit numbers.
fn split(value: u64, numerator: u32, denominator: u32) -> (u64, u64) {
    let divisor = u64::from(denominator);
    let n = u64::from(numerator.min(denominator));
    let remainder = value.checked_rem(divisor).unwrap_or(0);
    (quotient(value, divisor).wrapping_mul(n), remainder.wrapping_mul(n))
}

/// A share of a rate in basis points, rounded up.
pub fn bps_ceil(rate: Rate, share: Bps) -> Rate {
    Rate::from_bits(share_ceil(rate.to_bits(), share.get(), BPS_PER_ONE))
}

/// `rate` x `numerator` / `denominator`, rounded down, saturating; `rate` itself where they are equal or the denominator is zero. By
/// 128-bit division: not for every refresh.
pub(crate) fn scaled_floor(rate: Rate, numerator: u64, denominator: u64) -> Rate {
    if numerator == denominator {
        return rate;
    }
    let product = u128::from(rate.to_bits()).wrapping_mul(u128::from(numerator));
    let bits = product.checked_div(u128::from(denominator));
    bits.map_or(rate, |bits| Rate::from_bits(u64::try_from(bits).unwrap_or(u64::MAX)))
}

/// `rate` raised by a share of itself, rounded down; saturating.
pub fn raised(rate: Rate, share: Bps) -> Rate {
    rate.plus(share.of(rate))
}

/// `rate` lowered by a share of itself, rounded up.
pub fn lowered(rate: Rate, share: Bps) -> Rate {
    rate.minus(share.of(rate))
}

/// What `speed` (basis points an hour) times `time` makes of `rate`, rounded down; at most all of it.
pub fn drift(rate: Rate, speed: Bps, time: Seconds) -> Rate {
    // 10,000 x 3,600 fits 32 bits; the numerator saturates far above it.
    let share = speed.times(time.get()).get();
    Rate::from_bits(share_floor(rate.to_bits(), share, 36_000_000))
}

/// How far `value` lies below `reference`, in basis points of `reference`, rounded down; zero if it does not.
pub fn discount(reference: Rate, value: Rate) -> Bps {
    relative(reference.minus(value).to_bits(), reference)
}

/// How far `value` lies above `reference`, in basis points of `reference`, rounded down; at most 2^32 - 1.
pub fn premium(reference: Rate, value: Rate) -> Bps {
    relative(value.minus(reference).to_bits(), reference)
}

/// Distance in basis points of `reference`: both shifted until the product with 10,000 fits 64 bits, which keeps 50 bits.
#[inline(never)]
fn relative(distance: u64, reference: Rate) -> Bps {
    if distance == 0 && reference != Rate::ZERO {
        return Bps::ZERO;
    }
    let top = distance | reference.to_bits();
    // Rates below 2^6 need no shift.
    let shift = if top >> 50 == 0 { 0 } else { 14_u32.saturating_sub(leading_zeros(top)) };
    let divisor = reference.to_bits() >> shift;
    let bps = (distance >> shift).wrapping_mul(u64::from(BPS_PER_ONE)).checked_div(divisor);
    // Without a reference every distance is the largest.
    Bps::new(bps.map_or(u32::MAX, |bps| u32::try_from(bps).unwrap_or(u32::MAX)))
}

/// SOL per token times USD per SOL, rounded down; `None` from 2^20 USD upward.
pub fn usd_floor(rate: Rate, price: Price) -> Option<Price> {
    usd(rate, price).map(|(floor, _)| floor)
}

/// SOL per token times USD per SOL, rounded up; `None` from 2^20 USD upward.
pub fn usd_ceil(rate: Rate, price: Price) -> Option<Price> {
    let (floor, exact) = usd(rate, price)?;
    if exact { Some(floor) } else { floor.to_bits().checked_add(1).map(Price::from_bits) }
}

/// The product rounded down, and whether that is exact.
///
/// By halves of 32 bits: in bytecode the 128-bit routine costs twice that, and three of these happen in every refresh. Each sum stays
/// below 2^64: (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1.
fn usd(rate: Rate, price: Price) -> Option<(Price, bool)> {
    const HALF: u64 = u32::MAX as u64;
    let (a, b) = (rate.to_bits(), price.to_bits());
    let (a_high, a_low, b_high, b_low) = (a >> 32, a & HALF, b >> 32, b & HALF);
    let lowest = a_low.wrapping_mul(b_low);
    let middle = a_high.wrapping_mul(b_low).wrapping_add(lowest >> 32);
    let other = a_low.wrapping_mul(b_high).wrapping_add(middle & HALF);
    let high = a_high.wrapping_mul(b_high).wrapping_add(middle >> 32).wrapping_add(other >> 32);
    let low = (other << 32) | (lowest & HALF);
    // 88 fraction bits, down to 44.
    if high >> 44 != 0 {
        return None;
    }
    let bits = (high << 20) | (low >> 44);
    Some((Price::from_bits(bits), low << 20 == 0))
}
