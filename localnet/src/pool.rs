//! Prices and depths of the market in the units of concentrated-liquidity pools.

use solana_pubkey::Pubkey;
use sources::{Key, programs};

use crate::market::{Venue, WHOLE};

/// Price and liquidity as a pool states them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolState {
    /// The two mints in the pool's order: the lower address first.
    pub mints: [Key; 2],
    /// Square root of base units of the second per base unit of the first, x 2^64.
    pub sqrt_price: u128,
    /// The tick that the price lies in.
    pub tick: i32,
    /// Liquidity in range.
    pub liquidity: u128,
}

/// Share by which the square root of a price moves when the price moves by 1 %.
const ROOT_OF_ONE_PERCENT: f64 = 0.004_987_562;

impl PoolState {
    /// For a token of nine decimals, as SOL has.
    pub fn of(venue: &Venue, mint: &Pubkey) -> Self {
        let token_first = mint.to_bytes() < programs::WRAPPED_SOL;
        let (mints, price) = if token_first {
            ([mint.to_bytes(), programs::WRAPPED_SOL], venue.price)
        } else {
            ([programs::WRAPPED_SOL, mint.to_bytes()], 1.0 / venue.price)
        };
        let root = price.sqrt();
        // SOL between here and 1 % away: L x d(sqrt P) where SOL comes second, L x d(1 / sqrt P) where it comes first.
        let sol_per_liquidity = ROOT_OF_ONE_PERCENT * if token_first { root } else { 1.0 / root };
        Self {
            mints,
            sqrt_price: (root * 2_f64.powi(64)) as u128,
            tick: (price.ln() / 1.0001_f64.ln()).floor() as i32,
            liquidity: (venue.depth * WHOLE / sol_per_liquidity) as u128,
        }
    }
}
