//! A low and a high price.

use crate::error::ReadError;
use crate::permit::{Permit, Valuing};
use crate::units::Unit;

/// A low price to value what is owned and a high one to value what is owed, scaled by 10^12.
///
/// For a liquidation both are the liquidation price (the low one lowered with age once the publication is beyond the hard limit),
/// so that nobody is liquidated by a spot price; otherwise they are the collateral and the debt price.
///
/// **Lost:** level, reasons and gates other than that of the permit; the price at which seized collateral is valued
/// ([`Permit::seized_value`]); the ages of the legs, which were judged but are not carried.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LowHigh {
    /// For what is owned. Never above `high`, never 0.
    pub low: u64,
    /// For what is owed.
    pub high: u64,
    /// Unix time of the publication.
    pub published_at: i64,
    /// Slot of the publication.
    pub slot: u64,
}

impl LowHigh {
    /// The pair for what is permitted.
    ///
    /// # Errors
    /// Those of [`Permit`].
    pub fn quote<P: Valuing>(permit: Permit<'_, '_, P>, unit: Unit) -> Result<Self, ReadError> {
        let (low, high) = permit.band(unit)?;
        let record = permit.price().published();
        Ok(Self { low, high, published_at: record.published_at(), slot: record.slot() })
    }
}
