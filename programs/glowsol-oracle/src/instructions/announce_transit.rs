//! Assets on their way between accounts that anybody can read: the authority says how many, and until when.

use anchor_lang::prelude::*;
use fair_value::units::{Lamports, UnixTime};

use super::Govern;
use crate::{clock, error::act_error, event::TransitAnnounced};

/// Announces `amount` lamports until `until`, replacing the last announcement; zero withdraws it. They count for liquidation,
/// never for collateral.
///
/// # Errors
/// [`crate::error::OracleError::TransitTooLarge`], [`crate::error::OracleError::TransitExpiry`].
pub fn announce_transit(ctx: Context<Govern>, amount: u64, until: i64) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    let feed = &mut *feed;
    feed.engine.announce_transit(&feed.params, &clock::now()?, Lamports(amount), UnixTime(until)).map_err(act_error)?;
    emit!(TransitAnnounced { feed: key, amount, until });
    Ok(())
}
