//! Exact references in big integers.

use num_bigint::BigUint;
use sources::pair::Orientation;

pub fn big(x: impl Into<BigUint>) -> BigUint {
    x.into()
}

/// floor(numerator / denominator) if it fits 64 bits.
pub fn floor(numerator: BigUint, denominator: BigUint) -> Option<u64> {
    u64::try_from(numerator / denominator).ok()
}

/// Fewest steps of 2^-44 of a rate that is read: a basis point is one of ten thousand.
pub const LEAST: u64 = 10_000;

/// The rate of a square-root price in steps of 2^-44, from its definition.
pub fn rate_bits(sqrt_price: u128, orientation: Orientation, token_decimals: u8) -> Option<u64> {
    let square = big(sqrt_price).pow(2);
    let (token, sol) = (big(10u8).pow(token_decimals.into()), big(10u8).pow(9));
    match orientation {
        // P x 10^t / 10^9 x 2^44, with P = s^2 / 2^128
        Orientation::TokenFirst => floor((square * token) << 44, sol << 128),
        Orientation::SolFirst => floor(token << (128 + 44), sol * square),
    }
}
