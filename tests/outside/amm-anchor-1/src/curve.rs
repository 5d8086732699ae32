//! The pool's arithmetic: against whoever trades or leaves, by the last unit.

use anchor_lang::prelude::*;

use crate::AmmError;

const ONE_BPS: u16 = 10_000;

/// What of both sides `shares` of `all` are.
///
/// # Errors
/// [`AmmError::Overflow`]; [`AmmError::MoreThanThere`] where there are no shares.
pub fn worth(reserves: [u64; 2], shares: u64, all: u64, up: bool) -> Result<[u64; 2]> {
    let part = |reserve: u64| {
        let product = u128::from(reserve) * u128::from(shares);
        let rounded = if up { product.checked_add(u128::from(all).saturating_sub(1)) } else { Some(product) };
        let part = rounded.and_then(|product| product.checked_div(all.into())).ok_or(AmmError::MoreThanThere)?;
        u64::try_from(part).map_err(|_| AmmError::Overflow)
    };
    Ok([part(reserves[0])?, part(reserves[1])?])
}

/// What `amount` buys of a pool that has `there` of the same and `other` of the other, after a fee in basis points.
///
/// # Errors
/// [`AmmError::Paused`] where the fee takes everything.
pub fn out(amount: u64, there: u64, other: u64, fee: u16) -> Result<u64> {
    let kept = ONE_BPS.checked_sub(fee).filter(|kept| *kept > 0).ok_or(AmmError::Paused)?;
    let counted = u128::from(amount) * u128::from(kept) / u128::from(ONE_BPS);
    let bought = (u128::from(other) * counted).checked_div(u128::from(there) + counted).unwrap_or(0);
    Ok(u64::try_from(bought).map_err(|_| AmmError::Overflow)?)
}
