//! Assets on their way between accounts that anybody can read: the authority says how many, and until when.

use fair_value::units::{Lamports, UnixTime};

use super::govern;
use crate::{
    clock,
    error::Result,
    event::{self, TransitAnnounced},
    instruction::AnnounceTransit,
    runtime::{Accounts, Written},
};

/// Announces `amount` lamports until `until`, replacing the last announcement; zero withdraws it. They count for liquidation,
/// never for collateral.
///
/// # Errors
/// [`crate::error::OracleError::TransitTooLarge`], [`crate::error::OracleError::TransitExpiry`].
pub fn announce_transit(mut accounts: Accounts<'_>, AnnounceTransit { amount, until }: AnnounceTransit) -> Result {
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;
    feed.engine.announce_transit(&feed.params, &clock::now()?, Lamports(amount), UnixTime(until))?;
    event::log(&TransitAnnounced { feed: *key, amount, until });
    Ok(())
}
