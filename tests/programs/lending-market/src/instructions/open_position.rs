//! Opens a position.

use anchor_lang::prelude::*;

use crate::state::{Market, Position, seed};

/// Accounts.
#[derive(Accounts)]
pub struct OpenPosition<'info> {
    /// The market.
    pub market: Box<Account<'info, Market>>,
    /// The position.
    #[account(
        init, payer = owner, space = Position::SPACE,
        seeds = [seed::POSITION, market.key().as_ref(), owner.key().as_ref()], bump,
    )]
    pub position: Account<'info, Position>,
    /// Whose it is.
    #[account(mut)]
    pub owner: Signer<'info>,
    /// The system program.
    pub system_program: Program<'info, System>,
}

impl OpenPosition<'_> {
    /// Opens it, empty.
    ///
    /// # Errors
    /// Only Anchor's, about the accounts.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let (market, owner) = (ctx.accounts.market.key(), ctx.accounts.owner.key());
        *ctx.accounts.position = Position { market, owner, deposited: 0, owed: 0 };
        Ok(())
    }
}
