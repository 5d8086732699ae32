//! Square-root prices of concentrated-liquidity pools to rates, exactly.
//!
//! A pool states s = sqrt(P) x 2^64 where P is base units of its second token per base unit of its first. In steps of 2^-44 and
//! with t the decimals of the token (SOL has 9), the rate is
//! - P x 10^t / 10^9 x 2^44 = s^2 x 10^(t-9) / 2^84, where SOL comes second,
//! - 1/P x 10^t / 10^9 x 2^44 = 2^172 x 10^(t-9) / s^2, where SOL comes first.

use fair_value::units::Rate;
use fixed::types::U20F44;

use super::{ratio::power_of_ten, wide::U256};
use crate::{fault::Condition, pair::Orientation};

/// Lamports per SOL = 10^9.
pub(crate) const SOL_DECIMALS: u8 = 9;

/// The rate, rounded down to its next step: zero and unrepresentable ones are refused.
pub(crate) fn rate(sqrt_price: u128, orientation: Orientation, token_decimals: u8) -> Result<Rate, Condition> {
    if sqrt_price == 0 {
        return Err(Condition::NonPositive);
    }
    let bits = match orientation {
        Orientation::TokenFirst => token_first(sqrt_price, token_decimals),
        Orientation::SolFirst => sol_first(sqrt_price, token_decimals),
    };
    match bits {
        Some(0) => Err(Condition::NonPositive),
        Some(bits) => Ok(Rate(U20F44::from_bits(bits))),
        None => Err(Condition::OutOfRange),
    }
}

fn token_first(sqrt_price: u128, token_decimals: u8) -> Option<u64> {
    let square = U256::square_of(sqrt_price);
    let bits = match token_decimals.checked_sub(SOL_DECIMALS) {
        Some(0) => square.shr_to_u128(84)?,
        Some(more) => square.checked_mul(power_of_ten(u32::from(more))?)?.shr_to_u128(84)?,
        // floor(floor(x) / n) = floor(x / n) for whole n.
        None => {
            let fewer = SOL_DECIMALS.saturating_sub(token_decimals);
            square.shr_to_u128(84)?.checked_div(u128::from(power_of_ten(u32::from(fewer))?))?
        }
    };
    u64::try_from(bits).ok()
}

fn sol_first(sqrt_price: u128, token_decimals: u8) -> Option<u64> {
    const NUMERATOR: U256 = U256::power_of_two(172);
    let square = U256::square_of(sqrt_price);
    match token_decimals.checked_sub(SOL_DECIMALS) {
        Some(0) => NUMERATOR.div_to_u64(square),
        Some(more) => NUMERATOR.checked_mul(power_of_ten(u32::from(more))?)?.div_to_u64(square),
        None => {
            let fewer = SOL_DECIMALS.saturating_sub(token_decimals);
            match square.checked_mul(power_of_ten(u32::from(fewer))?) {
                Some(divisor) => NUMERATOR.div_to_u64(divisor),
                // A divisor beyond 2^256 leaves nothing of 2^172.
                None => Some(0),
            }
        }
    }
}
