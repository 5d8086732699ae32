//! The instruction that keepers send: its accounts, and what must hold before anything is read.

use crate::{
    clock,
    error::{OracleError, Result},
    pda::INSTRUCTIONS_SYSVAR,
    publish::{Publication, nothing_due},
    runtime::{Accounts, Written},
    state::{FEED_VERSION, Feed, History, Price},
    transaction,
};

/// Publishes a new price, or says that nothing is due: the slot is older than the last one, or published already with the same readings. A
/// further refresh in a slot counts: whoever is first in it would choose the reading otherwise.
///
/// A source that is stale, thin, broken or gone is recorded in `Feed::faults` and in the published reasons, and the others go on
/// without it.
///
/// # Errors
/// [`OracleError::NotActive`], [`OracleError::WrongPrice`], [`OracleError::WrongHistory`], those of
/// [`transaction::require_untraded`], and those that are the caller's: a missing, superfluous or wrong account.
pub fn refresh(mut accounts: Accounts<'_>) -> Result {
    let Written { key, content: feed, .. } = accounts.write::<Feed>()?;
    ensure!(feed.version == FEED_VERSION, OracleError::OtherVersion);
    ensure!(feed.is_active(), OracleError::NotActive);
    let now = clock::now()?;
    if !fair_value::due(&feed.engine, &now) {
        return nothing_due(key, &now);
    }
    let Written { key: price_key, content: price, .. } = accounts.write::<Price>()?;
    ensure!(feed.price == *price_key, OracleError::WrongPrice);
    let Written { key: history_key, content: history, tail: points } = accounts.write::<History>()?;
    ensure!(feed.history == *history_key, OracleError::WrongHistory);
    let instructions = accounts.read_at(&INSTRUCTIONS_SYSVAR)?;
    transaction::require_untraded(instructions.data, feed.posting_programs())?;

    Publication { key, feed, price, history, points }.publish(&accounts.rest(), &now)
}
