//! What markets without this oracle do, for comparison in tests: one rate for every use, and no gates. Do not copy this.

use anchor_lang::prelude::*;
use price_reader::{Published, layout::SCALE};

use crate::{error::LendingError, state::Pricing};

/// Lamports that `amount` (nine decimals) is worth at spot or NAV. Rounded down.
///
/// # Errors
/// [`LendingError::NoRate`], [`LendingError::Overflow`].
pub fn value(pricing: Pricing, record: &Published, amount: u64) -> Result<u64> {
    let rate = match pricing {
        Pricing::SpotAlone => record.spot(),
        // As the token's books have it: uncapped, and whatever the market says.
        Pricing::NavAlone | Pricing::Oracle => record.raw_nav(),
    };
    let rate = rate.ok_or(LendingError::NoRate)?.get();
    let value = u128::from(amount).saturating_mul(rate.into()).checked_div(SCALE.into()).unwrap_or(0);
    Ok(u64::try_from(value).map_err(|_| LendingError::Overflow)?)
}
