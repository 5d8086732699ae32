//! Assets on their way between accounts that anybody can read: the authority says how many, and until when.

use fair_value::units::{Lamports, UnixTime};

use super::govern;
use crate::{
    clock,
    error::Result,
    event::{self, TransitAnnounced},
    runtime::{Accounts, Reader, Written},
};

/// Announces `amount` lamports until `until`, replacing the last announcement; zero withdraws it. They count for liquidation,
/// never for collateral.
///
/// # Errors
/// [`crate::error::OracleError::TransitTooLarge`], [`crate::error::OracleError::TransitExpiry`].
#[inline(never)]
pub fn announce_transit(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let (amount, until) = Reader::all::<(u64, i64)>(arguments)?;
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;

    feed.engine.announce_transit(&feed.params, &clock::now()?, Lamports::new(amount), UnixTime::new(until))?;
    event::log(&TransitAnnounced { feed: *key, amount, until })?;
    Ok(())
}
