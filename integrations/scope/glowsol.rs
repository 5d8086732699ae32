//! Price of a liquid staking or restaking token by the glowSOL oracle, in SOL per whole token.
//!
//! An entry has one number for every use: the price by which the oracle tests health. It never exceeds NAV, follows a
//! real loss within hours and a flash depeg hardly at all, and loses 1 % an hour once the publication is older than ten
//! minutes. While the oracle bars liquidation (its backing is in doubt, a guardian paused it, the publication is older
//! than an hour) this fails, the entry keeps its last time, and a consumer's limit of age does the rest.

use anchor_lang::prelude::*;
use price_reader::adapters::{DatedPrice as Published, Side};
use price_reader::permit::Liquidate;
use price_reader::{Price as OraclePrice, ReadError, Unit};

use crate::{warn, DatedPrice, Price, ScopeError, ScopeResult};

/// The price of an account that the mapping has pinned: one feed's, since its address is derived from the feed's.
pub fn get_price(price_info: &AccountInfo, clock: &Clock) -> ScopeResult<DatedPrice> {
    let data = price_info
        .try_borrow_data()
        .map_err(|_| ScopeError::UnableToDeserializeAccount)?;
    let owner = price_info.owner.to_bytes();
    let published = OraclePrice::read_any_feed(&data, &owner, clock.unix_timestamp)
        .and_then(|price| {
            Published::quote(price.permit(Liquidate)?, Unit::Sol, Side::Collateral)
        })
        .map_err(refused)?;
    Ok(DatedPrice {
        price: Price {
            value: published.price.value,
            exp: published.price.exp,
        },
        last_updated_slot: published.last_updated_slot,
        unix_timestamp: published.unix_timestamp,
        ..Default::default()
    })
}

/// When the mapping is set: the account is a price account that this can read, whatever it allows at the moment.
pub fn validate_account(price_info: Option<&AccountInfo>, clock: &Clock) -> ScopeResult<()> {
    let price_info = price_info.ok_or(ScopeError::ExpectedPriceAccount)?;
    let data = price_info
        .try_borrow_data()
        .map_err(|_| ScopeError::UnableToDeserializeAccount)?;
    let owner = price_info.owner.to_bytes();
    OraclePrice::read_any_feed(&data, &owner, clock.unix_timestamp).map_err(refused)?;
    Ok(())
}

fn refused(error: ReadError) -> ScopeError {
    warn!("glowSOL oracle: {}", error);
    match error {
        ReadError::WrongOwner { .. } => ScopeError::WrongAccountOwner,
        ReadError::Stale(_) | ReadError::FromFuture { .. } => ScopeError::BadTimestamp,
        _ => ScopeError::PriceNotValid,
    }
}
