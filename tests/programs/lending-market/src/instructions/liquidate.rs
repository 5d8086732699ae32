//! Liquidates.

use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token, TokenAccount};
use price_reader::{
    lending::{Liquidation, Seizure},
    permit::Liquidate as Liquidating,
};

use crate::{
    error::LendingError,
    state::{Market, Position},
    tokens::Transfer,
    valuation::Valuation,
};

/// Accounts.
#[derive(Accounts)]
pub struct Liquidate<'info> {
    /// The market.
    #[account(
        mut, has_one = price, has_one = collateral_mint, has_one = collateral_vault, has_one = debt_mint,
        has_one = liquidity_vault,
    )]
    pub market: Box<Account<'info, Market>>,
    /// The position.
    #[account(mut, has_one = market)]
    pub position: Account<'info, Position>,
    /// Who pays and is paid.
    pub liquidator: Signer<'info>,
    /// CHECK: pinned by the market; the reader checks owner, layout, feed and age.
    pub price: UncheckedAccount<'info>,
    /// The token taken as collateral.
    pub collateral_mint: Box<Account<'info, Mint>>,
    /// Where it is kept.
    #[account(mut)]
    pub collateral_vault: Box<Account<'info, TokenAccount>>,
    /// Where it goes.
    #[account(mut, token::mint = collateral_mint)]
    pub collateral_wallet: Box<Account<'info, TokenAccount>>,
    /// The token lent.
    pub debt_mint: Box<Account<'info, Mint>>,
    /// Where it is kept.
    #[account(mut)]
    pub liquidity_vault: Box<Account<'info, TokenAccount>>,
    /// Where it comes from.
    #[account(mut, token::mint = debt_mint, token::authority = liquidator)]
    pub debt_wallet: Box<Account<'info, TokenAccount>>,
    /// The token program.
    pub token_program: Program<'info, Token>,
}

impl Liquidate<'_> {
    /// Health is tested at the liquidation price, which no spike moves far; what is seized is valued as the reader says, so that the
    /// liquidator is paid while the market is below.
    ///
    /// # Errors
    /// Liquidation barred, [`LendingError::Healthy`], [`LendingError::NothingToSeize`], or the token program's.
    pub fn handle(ctx: Context<Self>, repay: u64) -> Result<()> {
        let Liquidate { market, position, liquidator, price, .. } = ctx.accounts;
        let Seizure { repaid, seized } = {
            let data = price.try_borrow_data()?;
            let valuation = Valuation::read(market, price, &data)?;
            let (owed, deposited) = (position.owed, position.deposited);
            let value = valuation.collateral(Liquidating, deposited)?;
            require!(!market.risk.terms()?.is_healthy(owed, value), LendingError::Healthy);
            let worth = valuation.seized(deposited)?;
            market.risk.seizure(Liquidation { repay, owed, deposited, worth })?
        };
        let repaid = position.pay_back(market, repaid);
        position.deposited = position.deposited.checked_sub(seized).ok_or(LendingError::MoreThanThere)?;
        if position.deposited == 0 {
            // Nothing stands for the rest: it is the supplier's loss, and said so at once.
            let lost = position.owed;
            position.pay_back(market, lost);
            market.bad_debt = market.bad_debt.saturating_add(lost);
        }

        let Liquidate { collateral_mint, collateral_vault, collateral_wallet, token_program: program, .. } =
            ctx.accounts;
        let Liquidate { debt_mint, debt_wallet, liquidity_vault, .. } = ctx.accounts;
        Transfer { program, mint: debt_mint, from: debt_wallet, to: liquidity_vault }.signed_by(liquidator, repaid)?;
        Transfer { program, mint: collateral_mint, from: collateral_vault, to: collateral_wallet }
            .signed_as(market, seized)
    }
}
