//! Instructions with and without a reading of the price, in an Anchor program. Each has one account and two arguments; the difference of
//! their compute units is what reading costs.

#![allow(missing_docs, reason = "Anchor's macros generate items that nobody can document")]

use anchor_lang::prelude::*;
use price_reader::{Price, anchor::PriceAccount, permit::Borrow};
use sbf_runtime as _;

declare_id!("Cost111111111111111111111111111111111111111");

/// The program's instructions. Each takes the feed that is trusted and an amount of its token.
#[program]
pub mod reader_cost_anchor {
    use super::*;

    /// Gets the time and returns the amount: what the others do besides reading.
    pub fn bare(_ctx: Context<Untyped>, feed: Pubkey, amount: u64) -> Result<u64> {
        let now = Clock::get()?.unix_timestamp;
        require!(now > 0 && feed != Pubkey::default(), ErrorCode::RequireViolated);
        Ok(amount)
    }

    /// Reads in place: verifies owner, layout, age and feed, and asks whether lending is allowed. Returns the amount.
    pub fn gate_in_place(ctx: Context<Untyped>, feed: Pubkey, amount: u64) -> Result<u64> {
        let now = Clock::get()?.unix_timestamp;
        let data = ctx.accounts.price.try_borrow_data()?;
        let price = Price::read(&data, &ctx.accounts.price.owner.to_bytes(), &feed.to_bytes(), now)?;
        price.permit(Borrow)?;
        Ok(amount)
    }

    /// The same, and returns what the amount is worth as collateral, in lamports.
    pub fn value_in_place(ctx: Context<Untyped>, feed: Pubkey, amount: u64) -> Result<u64> {
        let now = Clock::get()?.unix_timestamp;
        let data = ctx.accounts.price.try_borrow_data()?;
        let price = Price::read(&data, &ctx.accounts.price.owner.to_bytes(), &feed.to_bytes(), now)?;
        Ok(price.permit(Borrow)?.collateral_value(amount)?)
    }

    /// As `gate_in_place`, through the reader's account type.
    pub fn gate_typed(ctx: Context<Typed>, feed: Pubkey, amount: u64) -> Result<u64> {
        let now = Clock::get()?.unix_timestamp;
        let price = ctx.accounts.price.at(&feed.to_bytes(), now)?;
        price.permit(Borrow)?;
        Ok(amount)
    }
}

/// The price as an account that is read in place.
#[derive(Accounts)]
pub struct Untyped<'info> {
    /// CHECK: the reader checks owner, layout and feed.
    pub price: UncheckedAccount<'info>,
}

/// The price as an account that Anchor loads.
#[derive(Accounts)]
pub struct Typed<'info> {
    /// The price; its feed is checked by the instruction.
    pub price: Account<'info, PriceAccount>,
}
