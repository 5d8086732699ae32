//! Gives a feed's history more room, a step at a time.

use anchor_lang::prelude::*;

use crate::{error::OracleError, event::HistoryGrown, rent, state::History};

/// Accounts.
#[derive(Accounts)]
pub struct Grow<'info> {
    /// The history.
    #[account(mut)]
    pub history: AccountLoader<'info, History>,
    /// Pays for the room.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Moves the payment.
    pub system_program: Program<'info, System>,
}

/// Grows the history by [`History::STEP`], at most to [`History::MAX_LEN`]. Anybody may pay for it.
///
/// # Errors
/// [`OracleError::HistoryFull`].
pub fn grow(ctx: Context<Grow>) -> Result<()> {
    let Grow { history, payer, system_program } = ctx.accounts;
    let account = history.to_account_info();
    let len = account.data_len().saturating_add(History::STEP).min(History::MAX_LEN);
    ensure!(len > account.data_len(), OracleError::HistoryFull);
    rent::lengthen(&account, len, payer, system_program)?;
    emit!(HistoryGrown { history: history.key(), len: len as u32 }); // at most 102,400
    Ok(())
}
