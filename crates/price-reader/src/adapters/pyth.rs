//! Price, confidence, exponent: the shape of Pyth.

use super::LowHigh;
use crate::error::ReadError;
use crate::layout::SCALE_DIGITS;
use crate::math;
use crate::permit::{Permit, Valuing};
use crate::units::Unit;

/// `(price +- conf) x 10^exponent`, with `price - conf` the low and `price + conf` the high price of [`LowHigh`], widened by at
/// most one unit of 10^-12 each.
///
/// **Lost:** all that [`LowHigh`] loses. `price` alone is the middle of the two and means nothing in itself: a consumer must take
/// `price - conf` for collateral and `price + conf` for debt. A wide `conf` is how a depeg shows; a consumer that refuses wide
/// confidences refuses deleveraging too. There is no moving average to fill Pyth's `ema_price`, and the verification level and
/// feed id of a Pyth account have no counterpart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PythPrice {
    /// Middle of the low and the high price.
    pub price: i64,
    /// Half their distance, rounded up.
    pub conf: u64,
    /// Always -12.
    pub exponent: i32,
    /// Unix time of the publication.
    pub publish_time: i64,
}

impl PythPrice {
    /// The price for what is permitted.
    ///
    /// # Errors
    /// Those of [`LowHigh::quote`]; [`ReadError::Overflow`] from 2^63 x 10^-12 upward.
    pub fn quote<P: Valuing>(permit: Permit<'_, '_, P>, unit: Unit) -> Result<Self, ReadError> {
        let LowHigh { low, high, published_at, .. } = LowHigh::quote(permit, unit)?;
        let middle = math::midpoint(low, high); // rounded down, so the upper distance is the larger one
        Ok(Self {
            price: i64::try_from(middle).map_err(|_| ReadError::Overflow)?,
            conf: high.saturating_sub(middle),
            exponent: (SCALE_DIGITS as i32).saturating_neg(),
            publish_time: published_at,
        })
    }
}
