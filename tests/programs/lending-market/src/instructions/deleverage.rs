//! Pays back and withdraws in one: the way out while withdrawing with debt is barred.

use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token, TokenAccount};
use price_reader::permit::Deleverage as Deleveraging;

use crate::{
    error::LendingError,
    state::{Market, Position},
    tokens::Transfer,
    valuation::Valuation,
};

/// Accounts.
#[derive(Accounts)]
pub struct Deleverage<'info> {
    /// The market.
    #[account(
        mut, has_one = price, has_one = collateral_mint, has_one = collateral_vault, has_one = debt_mint,
        has_one = liquidity_vault,
    )]
    pub market: Box<Account<'info, Market>>,
    /// The position.
    #[account(mut, has_one = market, has_one = owner)]
    pub position: Account<'info, Position>,
    /// Whose it is.
    pub owner: Signer<'info>,
    /// CHECK: pinned by the market; the reader checks owner, layout, feed and age.
    pub price: UncheckedAccount<'info>,
    /// The token taken as collateral.
    pub collateral_mint: Box<Account<'info, Mint>>,
    /// Where it is kept.
    #[account(mut)]
    pub collateral_vault: Box<Account<'info, TokenAccount>>,
    /// Where it goes.
    #[account(mut, token::mint = collateral_mint, token::authority = owner)]
    pub collateral_wallet: Box<Account<'info, TokenAccount>>,
    /// The token lent.
    pub debt_mint: Box<Account<'info, Mint>>,
    /// Where it is kept.
    #[account(mut)]
    pub liquidity_vault: Box<Account<'info, TokenAccount>>,
    /// Where it comes from.
    #[account(mut, token::mint = debt_mint, token::authority = owner)]
    pub debt_wallet: Box<Account<'info, TokenAccount>>,
    /// The token program.
    pub token_program: Program<'info, Token>,
}

impl Deleverage<'_> {
    /// Takes what is paid back, at most what is owed, and gives the collateral out.
    ///
    /// # Errors
    /// Deleveraging barred, [`LendingError::LoanToValueNotFalling`], [`LendingError::MoreThanThere`], or the token program's.
    pub fn handle(ctx: Context<Self>, repay: u64, withdraw: u64) -> Result<()> {
        let Deleverage { market, position, owner, price, .. } = ctx.accounts;
        {
            let data = price.try_borrow_data()?;
            Valuation::read(market, price, &data)?.permit(Deleveraging)?;
        }
        let before = position.balances();
        let paid = position.pay_back(market, repay);
        position.deposited = position.deposited.checked_sub(withdraw).ok_or(LendingError::MoreThanThere)?;
        // At every price at once: collateral and debt are each one token, so the price cancels out of the comparison.
        require!(before.loan_to_value_falls(position.balances()), LendingError::LoanToValueNotFalling);

        let Deleverage { collateral_mint, collateral_vault, collateral_wallet, token_program: program, .. } =
            ctx.accounts;
        let Deleverage { debt_mint, debt_wallet, liquidity_vault, .. } = ctx.accounts;
        Transfer { program, mint: debt_mint, from: debt_wallet, to: liquidity_vault }.signed_by(owner, paid)?;
        Transfer { program, mint: collateral_mint, from: collateral_vault, to: collateral_wallet }
            .signed_as(market, withdraw)
    }
}
