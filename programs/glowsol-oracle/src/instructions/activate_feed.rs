//! Ends the draft: from here on the feed publishes, and its configuration is bound.

use anchor_lang::prelude::*;

use crate::{
    error::{OracleError, table_error},
    event::FeedActivated,
    state::{Feed, FeedStatus},
};

/// Accounts.
#[derive(Accounts)]
pub struct ActivateFeed<'info> {
    /// The draft.
    #[account(mut, has_one = authority @ OracleError::NotTheAuthority)]
    pub feed: AccountLoader<'info, Feed>,
    /// Who configures it.
    pub authority: Signer<'info>,
}

impl ActivateFeed<'_> {
    /// Activates the feed if its source table is complete.
    ///
    /// # Errors
    /// [`OracleError::AlreadyActive`], or what is wrong with the table.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let mut feed = ctx.accounts.feed.load_mut()?;
        require!(!feed.is_active(), OracleError::AlreadyActive);
        sources::check(&feed.sources).map_err(table_error)?;
        feed.status = FeedStatus::Active as u8;
        emit!(FeedActivated { feed: ctx.accounts.feed.key(), config_version: feed.config_version });
        Ok(())
    }
}
