//! Prices as pools store them.

/// A pool's square-root price (Q64.64) for SOL per token of `rate`, both with nine decimals.
pub fn sqrt_price(rate: f64, token_first: bool) -> u128 {
    let second_per_first = if token_first { rate } else { 1.0 / rate };
    (second_per_first.sqrt() * 2f64.powi(64)) as u128
}

/// The tick in which it lies.
pub fn tick(rate: f64, token_first: bool) -> i32 {
    let second_per_first = if token_first { rate } else { 1.0 / rate };
    (second_per_first.ln() / 1.0001f64.ln()).floor() as i32
}

/// Liquidity with which about `depth` lamports move the price by 1 %, whichever side SOL is on.
pub fn liquidity(depth: u64, rate: f64) -> u128 {
    (depth as f64 / (rate.sqrt() * (1.01f64.sqrt() - 1.0))) as u128
}
