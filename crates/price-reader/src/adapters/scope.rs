//! One number with its date: the shape of Kamino's Scope.

use super::LowHigh;
use crate::error::ReadError;
use crate::layout::SCALE_DIGITS;
use crate::permit::{Permit, Valuing};
use crate::units::Unit;

/// What the token is to the account that is valued.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    /// Owned: the low price.
    Collateral,
    /// Owed: the high price.
    Debt,
}

/// `value x 10^-exp`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ScopePrice {
    /// The mantissa.
    pub value: u64,
    /// Always 12.
    pub exp: u64,
}

/// A price with slot and time.
///
/// **Lost:** all that [`LowHigh`] loses, and the other side's price. A lender that keeps a single number for every use has only
/// one safe choice, [`Liquidate`](crate::permit::Liquidate) with [`Side::Collateral`]: it liquidates nobody by a spot price, but it also lends by the
/// slow fair value, so its loan-to-value must leave room for the discount ([`Permit::haircut`]), and borrowing must be stopped by
/// [`Price::require`](crate::Price::require) elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DatedPrice {
    /// The price.
    pub price: ScopePrice,
    /// Slot of the publication.
    pub last_updated_slot: u64,
    /// Unix time of the publication.
    pub unix_timestamp: u64,
}

impl DatedPrice {
    /// The price for what is permitted, of one side.
    ///
    /// # Errors
    /// Those of [`LowHigh::quote`]; [`ReadError::Overflow`] for a publication before 1970.
    pub fn quote<P: Valuing>(permit: Permit<'_, '_, P>, unit: Unit, side: Side) -> Result<Self, ReadError> {
        let LowHigh { low, high, published_at, slot } = LowHigh::quote(permit, unit)?;
        let value = match side {
            Side::Collateral => low,
            Side::Debt => high,
        };
        Ok(Self {
            price: ScopePrice { value, exp: u64::from(SCALE_DIGITS) },
            last_updated_slot: slot,
            unix_timestamp: u64::try_from(published_at).map_err(|_| ReadError::Overflow)?,
        })
    }
}
