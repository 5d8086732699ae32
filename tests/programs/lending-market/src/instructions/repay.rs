//! Pays back. No price and no gate: nothing the oracle does may keep a borrower from it.

use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token, TokenAccount};

use crate::{
    error::LendingError,
    state::{Market, Position},
    tokens::Transfer,
};

/// Accounts.
#[derive(Accounts)]
pub struct Repay<'info> {
    /// The market.
    #[account(mut, has_one = debt_mint, has_one = liquidity_vault)]
    pub market: Box<Account<'info, Market>>,
    /// The position.
    #[account(mut, has_one = market)]
    pub position: Account<'info, Position>,
    /// Who pays.
    pub payer: Signer<'info>,
    /// The token lent.
    pub debt_mint: Box<Account<'info, Mint>>,
    /// Where it is kept.
    #[account(mut)]
    pub liquidity_vault: Box<Account<'info, TokenAccount>>,
    /// Where it comes from.
    #[account(mut, token::mint = debt_mint, token::authority = payer)]
    pub wallet: Box<Account<'info, TokenAccount>>,
    /// The token program.
    pub token_program: Program<'info, Token>,
}

impl Repay<'_> {
    /// Takes the amount, at most what is owed.
    ///
    /// # Errors
    /// [`LendingError::NothingOwed`], or the token program's.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Repay { market, position, payer, debt_mint: mint, liquidity_vault, wallet, token_program: program } =
            ctx.accounts;
        require!(position.owed > 0, LendingError::NothingOwed);
        let paid = position.pay_back(market, amount);
        Transfer { program, mint, from: wallet, to: liquidity_vault }.signed_by(payer, paid)
    }
}
