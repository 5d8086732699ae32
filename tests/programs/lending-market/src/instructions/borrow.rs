//! Takes out a loan.

use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token, TokenAccount};
use price_reader::permit::Borrow as Borrowing;

use crate::{
    error::LendingError,
    state::{Market, Position},
    tokens::Transfer,
    valuation::Valuation,
};

/// Accounts.
#[derive(Accounts)]
pub struct Borrow<'info> {
    /// The market.
    #[account(mut, has_one = price, has_one = debt_mint, has_one = liquidity_vault)]
    pub market: Box<Account<'info, Market>>,
    /// The position.
    #[account(mut, has_one = market, has_one = owner)]
    pub position: Account<'info, Position>,
    /// Whose it is.
    pub owner: Signer<'info>,
    /// CHECK: pinned by the market; the reader checks owner, layout, feed and age.
    pub price: UncheckedAccount<'info>,
    /// The token lent.
    pub debt_mint: Box<Account<'info, Mint>>,
    /// Where it is kept.
    #[account(mut)]
    pub liquidity_vault: Box<Account<'info, TokenAccount>>,
    /// The borrower's.
    #[account(mut, token::mint = debt_mint)]
    pub wallet: Box<Account<'info, TokenAccount>>,
    /// The token program.
    pub token_program: Program<'info, Token>,
}

impl Borrow<'_> {
    /// Lends the amount.
    ///
    /// # Errors
    /// Borrowing barred, [`LendingError::BeyondLoanToValue`], [`LendingError::BeyondBorrowCap`], or the token program's.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Borrow { market, position, price, .. } = ctx.accounts;
        position.owed = position.owed.checked_add(amount).ok_or(LendingError::Overflow)?;
        market.borrowed = market.borrowed.checked_add(amount).ok_or(LendingError::Overflow)?;
        require!(market.borrowed <= market.risk.borrow_cap, LendingError::BeyondBorrowCap);
        {
            let data = price.try_borrow_data()?;
            let value = Valuation::read(market, price, &data)?.collateral(Borrowing, position.deposited)?;
            let limit = market.risk.terms()?.borrow_limit(value);
            require!(position.owed <= limit, LendingError::BeyondLoanToValue);
        }
        let Borrow { debt_mint: mint, liquidity_vault, wallet, token_program: program, .. } = ctx.accounts;
        Transfer { program, mint, from: liquidity_vault, to: wallet }.signed_as(market, amount)
    }
}
