//! What the oracle says about trading now: the one place where the AMM meets it.

use price_reader::{Price, ReadError, Swap};
use solana_account_info::AccountInfo;
use solana_program_error::ProgramError;
use solana_sysvar::{Sysvar, clock::Clock};

use crate::{error::AmmError, pool::Pool};

/// The fee to charge now, in basis points.
///
/// # Errors
/// [`AmmError::Paused`] while the oracle says so; where there is no readable price, the reader's number: no trade without a price.
pub fn fee(pool: &Pool, account: &AccountInfo) -> Result<u16, ProgramError> {
    if account.key.to_bytes() != pool.price {
        return Err(AmmError::WrongAccount.into());
    }
    let now = Clock::get()?.unix_timestamp;
    let data = account.try_borrow_data()?;
    let price = Price::read(&data, account.owner.as_array(), now)
        .and_then(|price| price.for_feed(&pool.feed))
        .map_err(|error: ReadError| ProgramError::Custom(error.code()))?;
    match price.swap() {
        Swap::Open => Ok(pool.fee_bps),
        Swap::Widen => Ok(pool.wide_fee_bps),
        Swap::Paused => Err(AmmError::Paused.into()),
    }
}
