//! Square-root prices of concentrated-liquidity pools to rates, exactly.
//!
//! A pool states s = sqrt(P) x 2^64 where P is base units of its second token per base unit of its first. In steps of 2^-44 and
//! with t the decimals of the token (SOL has 9), the rate is
//! - P x 10^t / 10^9 x 2^44 = s^2 x 10^(t-9) / 2^84, where SOL comes second,
//! - 1/P x 10^t / 10^9 x 2^44 = 2^172 x 10^(t-9) / s^2, where SOL comes first.

use fair_value::units::Rate;

use super::{
    ratio::{power_of_ten, rate_of},
    wide::{U256, divided},
};
use crate::{fault::Condition, pair::Orientation};

/// Lamports per SOL = 10^9.
pub(crate) const SOL_DECIMALS: u8 = 9;

/// The rate, rounded down to its next step: zero and ones that cannot be represented well are refused.
pub(crate) fn rate(sqrt_price: u128, orientation: Orientation, token_decimals: u8) -> Result<Rate, Condition> {
    if sqrt_price == 0 {
        return Err(Condition::NonPositive);
    }
    rate_of(bits(sqrt_price, orientation, token_decimals))
}

fn bits(sqrt_price: u128, orientation: Orientation, token_decimals: u8) -> Option<u64> {
    let square = U256::square_of(sqrt_price);
    // 10^(t-9), or what it divides by.
    let (factor, divisor) = if token_decimals == SOL_DECIMALS {
        (1, 1)
    } else {
        let power = power_of_ten(token_decimals.abs_diff(SOL_DECIMALS).into())?;
        if token_decimals > SOL_DECIMALS { (power, 1) } else { (1, power) }
    };
    let times = |by| if by == 1 { Some(square) } else { square.times(by) };
    match orientation {
        Orientation::TokenFirst => {
            let whole = times(factor)?.over_two_to_84()?;
            // floor(floor(x) / n) = floor(x / n) for whole n.
            if divisor == 1 { u64::try_from(whole).ok() } else { divided(whole, divisor) }
        }
        // A divisor beyond 2^256 leaves nothing of 2^172.
        Orientation::SolFirst => times(divisor).map_or(Some(0), |square| square.divides_two_to_172(factor)),
    }
}
