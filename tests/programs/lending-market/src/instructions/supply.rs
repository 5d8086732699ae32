//! Brings in what can be borrowed.

use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token, TokenAccount};

use crate::{state::Market, tokens::Transfer};

/// Accounts.
#[derive(Accounts)]
pub struct Supply<'info> {
    /// The market.
    #[account(has_one = authority, has_one = debt_mint, has_one = liquidity_vault)]
    pub market: Box<Account<'info, Market>>,
    /// Its supplier.
    pub authority: Signer<'info>,
    /// The token lent.
    pub debt_mint: Box<Account<'info, Mint>>,
    /// Where it is kept.
    #[account(mut)]
    pub liquidity_vault: Box<Account<'info, TokenAccount>>,
    /// Where it comes from.
    #[account(mut, token::mint = debt_mint, token::authority = authority)]
    pub wallet: Box<Account<'info, TokenAccount>>,
    /// The token program.
    pub token_program: Program<'info, Token>,
}

impl Supply<'_> {
    /// Moves the amount into the market.
    ///
    /// # Errors
    /// The token program's.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Supply { authority, debt_mint, liquidity_vault, wallet, token_program, .. } = ctx.accounts;
        Transfer { program: token_program, mint: debt_mint, from: wallet, to: liquidity_vault }
            .signed_by(authority, amount)
    }
}
