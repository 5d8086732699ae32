//! Opens a market.

use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token, TokenAccount, spl_token::native_mint};
use price_reader::Price;

use crate::{
    error::LendingError,
    risk::RiskParams,
    state::{Market, Pricing, Quote, seed},
};

/// What a market is opened with.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct CreateMarketArgs {
    /// The feed that is trusted: `price` must be its.
    pub feed: Pubkey,
    /// What loans are counted in.
    pub quote: Quote,
    /// How collateral is valued.
    pub pricing: Pricing,
    /// What it lends against what.
    pub risk: RiskParams,
}

/// Accounts.
#[derive(Accounts)]
#[instruction(id: u16)]
pub struct CreateMarket<'info> {
    /// The market.
    #[account(
        init, payer = authority, space = Market::SPACE,
        seeds = [seed::MARKET, authority.key().as_ref(), &id.to_le_bytes()], bump,
    )]
    pub market: Box<Account<'info, Market>>,
    /// Who opens it, and pays for its accounts.
    #[account(mut)]
    pub authority: Signer<'info>,
    /// CHECK: the reader checks that it is a price, of the feed that is trusted and of the token that is taken.
    pub price: UncheckedAccount<'info>,
    /// The token taken.
    pub collateral_mint: Box<Account<'info, Mint>>,
    /// Where it will be kept.
    #[account(
        init, payer = authority, token::mint = collateral_mint, token::authority = market,
        seeds = [seed::COLLATERAL, market.key().as_ref()], bump,
    )]
    pub collateral_vault: Box<Account<'info, TokenAccount>>,
    /// The token lent.
    pub debt_mint: Box<Account<'info, Mint>>,
    /// Where it will be kept.
    #[account(
        init, payer = authority, token::mint = debt_mint, token::authority = market,
        seeds = [seed::LIQUIDITY, market.key().as_ref()], bump,
    )]
    pub liquidity_vault: Box<Account<'info, TokenAccount>>,
    /// The token program.
    pub token_program: Program<'info, Token>,
    /// The system program.
    pub system_program: Program<'info, System>,
}

impl CreateMarket<'_> {
    /// Opens the market, with nothing in it.
    ///
    /// # Errors
    /// Parameters out of order, a quote that does not fit the token lent, a price that is not the feed's or not the collateral's.
    pub fn handle(ctx: Context<Self>, id: u16, args: CreateMarketArgs) -> Result<()> {
        let CreateMarketArgs { feed, quote, pricing, risk } = args;
        risk.terms()?;
        let accounts = ctx.accounts;
        let native = accounts.debt_mint.key() == native_mint::ID;
        require!(native == (quote == Quote::Sol), LendingError::QuoteMismatch);
        require!(pricing == Pricing::Oracle || quote == Quote::Sol, LendingError::ComparisonInUsd);
        {
            let data = accounts.price.try_borrow_data()?;
            let now = Clock::get()?.unix_timestamp;
            let price = Price::read(&data, &accounts.price.owner.to_bytes(), &feed.to_bytes(), now)?;
            price.for_mint(&accounts.collateral_mint.key().to_bytes())?;
        }
        **accounts.market = Market {
            authority: accounts.authority.key(),
            id,
            bump: ctx.bumps.market,
            price: accounts.price.key(),
            feed,
            collateral_mint: accounts.collateral_mint.key(),
            collateral_vault: accounts.collateral_vault.key(),
            debt_mint: accounts.debt_mint.key(),
            liquidity_vault: accounts.liquidity_vault.key(),
            debt_decimals: accounts.debt_mint.decimals,
            quote,
            pricing,
            risk,
            borrowed: 0,
            bad_debt: 0,
        };
        Ok(())
    }
}
