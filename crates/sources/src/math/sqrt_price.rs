//! Square-root prices of concentrated-liquidity pools to rates, exactly.
//!
//! A pool states s = sqrt(P) x 2^64 where P is base units of its second token per base unit of its first. In steps of 2^-44 and
//! with t the decimals of the token (SOL has 9), the rate is
//! - P x 10^t / 10^9 x 2^44 = s^2 x 10^(t-9) / 2^84, where SOL comes second,
//! - 1/P x 10^t / 10^9 x 2^44 = 2^172 x 10^(t-9) / s^2, where SOL comes first.

use fair_value::units::Rate;
use fixed::types::U20F44;

use super::{
    ratio::power_of_ten,
    wide::{U256, divided},
};
use crate::{fault::Condition, pair::Orientation};

/// Lamports per SOL = 10^9.
pub(crate) const SOL_DECIMALS: u8 = 9;

/// The rate, rounded down to its next step: zero and unrepresentable ones are refused.
pub(crate) fn rate(sqrt_price: u128, orientation: Orientation, token_decimals: u8) -> Result<Rate, Condition> {
    if sqrt_price == 0 {
        return Err(Condition::NonPositive);
    }
    match bits(sqrt_price, orientation, token_decimals) {
        Some(0) => Err(Condition::NonPositive),
        Some(bits) => Ok(Rate(U20F44::from_bits(bits))),
        None => Err(Condition::OutOfRange),
    }
}

fn bits(sqrt_price: u128, orientation: Orientation, token_decimals: u8) -> Option<u64> {
    let square = U256::square_of(sqrt_price);
    if token_decimals == SOL_DECIMALS {
        return match orientation {
            Orientation::TokenFirst => u64::try_from(square.over_two_to_84()?).ok(),
            Orientation::SolFirst => square.divides_two_to_172(1),
        };
    }
    // 10^(t-9) or its reciprocal.
    let power = power_of_ten(token_decimals.abs_diff(SOL_DECIMALS).into())?;
    match (orientation, token_decimals > SOL_DECIMALS) {
        (Orientation::TokenFirst, true) => u64::try_from(square.times(power)?.over_two_to_84()?).ok(),
        // floor(floor(x) / n) = floor(x / n) for whole n.
        (Orientation::TokenFirst, false) => divided(square.over_two_to_84()?, power),
        (Orientation::SolFirst, true) => square.divides_two_to_172(power),
        // A divisor beyond 2^256 leaves nothing of 2^172.
        (Orientation::SolFirst, false) => square.times(power).map_or(Some(0), |divisor| divisor.divides_two_to_172(1)),
    }
}
