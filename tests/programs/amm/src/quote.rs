//! What the oracle says about trading now: the one place where the AMM meets it.

use price_reader::{Price, ReadError, Swap};
use solana_account_info::AccountInfo;
use solana_program_error::ProgramError;
use solana_sysvar::{Sysvar, clock::Clock};

use crate::{curve, error::AmmError, pool::Pool};

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
    let price = Price::read(&data, &account.owner.to_bytes(), &pool.feed, now)
        .map_err(|error: ReadError| ProgramError::Custom(error.code()))?;
    match price.swap() {
        Swap::Open => Ok(pool.fee_bps),
        Swap::Widen { least } => {
            // What the market is away from the oracle is not the pool's to give away.
            let fee = pool.fee_bps.saturating_add(least.get()).max(pool.wide_fee_bps);
            if fee < curve::ONE { Ok(fee) } else { Err(AmmError::Paused.into()) }
        }
        Swap::Paused => Err(AmmError::Paused.into()),
    }
}
