//! Gives a feed's history more room, a step at a time.

use crate::{
    error::{OracleError, Result},
    event::{self, HistoryGrown},
    runtime::{Accounts, Reader},
    state::History,
};

/// Grows the history by [`History::STEP`], at most to [`History::MAX_LEN`]. Anybody may pay for it.
///
/// # Errors
/// [`OracleError::HistoryFull`].
#[inline(never)]
pub fn grow(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let mut history = accounts.own()?;
    history.content_of::<History>()?;
    let payer = accounts.payer()?;
    accounts.system_program()?;

    let before = history.data().len();
    let len = before.saturating_add(History::STEP).min(History::MAX_LEN);
    ensure!(len > before, OracleError::HistoryFull);

    history.lengthen(len, &payer)?;
    event::log(&HistoryGrown { history: *history.key(), len: len as u32 })?; // at most 102,400
    Ok(())
}
