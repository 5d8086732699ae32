//! Brings in collateral in support of debt. No price and no gate: nothing the oracle does may keep a borrower from it.

use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token, TokenAccount};

use crate::{
    error::LendingError,
    state::{Market, Position},
    tokens::Transfer,
};

/// Accounts.
#[derive(Accounts)]
pub struct TopUp<'info> {
    /// The market.
    #[account(has_one = collateral_mint, has_one = collateral_vault)]
    pub market: Box<Account<'info, Market>>,
    /// The position.
    #[account(mut, has_one = market)]
    pub position: Account<'info, Position>,
    /// Who brings it.
    pub payer: Signer<'info>,
    /// The token taken as collateral.
    pub collateral_mint: Box<Account<'info, Mint>>,
    /// Where it is kept.
    #[account(mut)]
    pub collateral_vault: Box<Account<'info, TokenAccount>>,
    /// Where it comes from.
    #[account(mut, token::mint = collateral_mint, token::authority = payer)]
    pub wallet: Box<Account<'info, TokenAccount>>,
    /// The token program.
    pub token_program: Program<'info, Token>,
}

impl TopUp<'_> {
    /// Takes the amount in.
    ///
    /// # Errors
    /// [`LendingError::NothingOwed`] (a deposit then), or the token program's.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let TopUp { position, payer, collateral_mint: mint, collateral_vault, wallet, token_program: program, .. } =
            ctx.accounts;
        require!(position.owed > 0, LendingError::NothingOwed);
        position.deposited = position.deposited.checked_add(amount).ok_or(LendingError::Overflow)?;
        Transfer { program, mint, from: wallet, to: collateral_vault }.signed_by(payer, amount)
    }
}
