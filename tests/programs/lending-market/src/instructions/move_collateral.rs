//! Collateral in and out, by the position's owner.

use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token, TokenAccount};
use price_reader::permit::{Deposit, Withdraw};

use crate::{
    error::LendingError,
    state::{Market, Position},
    tokens::Transfer,
    valuation::Valuation,
};

/// Accounts.
#[derive(Accounts)]
pub struct MoveCollateral<'info> {
    /// The market.
    #[account(has_one = price, has_one = collateral_mint, has_one = collateral_vault)]
    pub market: Box<Account<'info, Market>>,
    /// The position.
    #[account(mut, has_one = market, has_one = owner)]
    pub position: Account<'info, Position>,
    /// Whose it is.
    pub owner: Signer<'info>,
    /// CHECK: pinned by the market; the reader checks owner, layout, feed and age where it is read. Not earlier: a withdrawal without
    /// debt must not depend on it.
    pub price: UncheckedAccount<'info>,
    /// The token taken as collateral.
    pub collateral_mint: Box<Account<'info, Mint>>,
    /// Where it is kept.
    #[account(mut)]
    pub collateral_vault: Box<Account<'info, TokenAccount>>,
    /// The owner's.
    #[account(mut, token::mint = collateral_mint, token::authority = owner)]
    pub wallet: Box<Account<'info, TokenAccount>>,
    /// The token program.
    pub token_program: Program<'info, Token>,
}

impl MoveCollateral<'_> {
    /// Takes the amount in. From whoever owes something it is a top-up, which nothing may bar: the price is not even read.
    ///
    /// # Errors
    /// Deposits barred while nothing is owed, or the token program's.
    pub fn deposit(ctx: Context<Self>, amount: u64) -> Result<()> {
        let MoveCollateral { market, position, owner, price, collateral_mint: mint, .. } = ctx.accounts;
        if position.owed == 0 {
            let data = price.try_borrow_data()?;
            Valuation::read(market, price, &data)?.permit(Deposit)?;
        }
        position.deposited = position.deposited.checked_add(amount).ok_or(LendingError::Overflow)?;
        let MoveCollateral { wallet, collateral_vault, token_program: program, .. } = ctx.accounts;
        Transfer { program, mint, from: wallet, to: collateral_vault }.signed_by(owner, amount)
    }

    /// Gives the amount out, if what remains is good for what is owed.
    ///
    /// # Errors
    /// Withdrawals barred while something is owed, [`LendingError::BeyondLoanToValue`], [`LendingError::MoreThanThere`], or the token
    /// program's.
    pub fn withdraw(ctx: Context<Self>, amount: u64) -> Result<()> {
        let MoveCollateral { market, position, price, collateral_mint: mint, .. } = ctx.accounts;
        position.deposited = position.deposited.checked_sub(amount).ok_or(LendingError::MoreThanThere)?;
        if position.owed > 0 {
            let data = price.try_borrow_data()?;
            let value = Valuation::read(market, price, &data)?.collateral(Withdraw, position.deposited)?;
            let limit = market.risk.terms()?.borrow_limit(value);
            require!(position.owed <= limit, LendingError::BeyondLoanToValue);
        }
        let MoveCollateral { wallet, collateral_vault, token_program: program, .. } = ctx.accounts;
        Transfer { program, mint, from: collateral_vault, to: wallet }.signed_as(market, amount)
    }
}
