//! A small lending market: glowSOL in, wrapped SOL or a USD token out. It is written to be read by those who integrate the oracle, and
//! the tests put money into it. Every price it uses comes from [`valuation`], and there from `price-reader` alone.
//!
//! | instruction | gate | price |
//! |---|---|---|
//! | `repay`, `top_up` | none: always possible | none |
//! | `deposit` | deposit, if nothing is owed | none |
//! | `deleverage` | deleverage | none: the loan-to-value must fall, whatever the price |
//! | `withdraw` | withdraw, if anything is owed | collateral |
//! | `borrow` | borrow | collateral |
//! | `liquidate` | liquidate | liquidation for health, the seized value for what is paid |
//!
//! Left out, because they have nothing to do with prices: interest, shares of several suppliers (the market's authority is its one
//! supplier), changing parameters, closing accounts.

#![allow(missing_docs, reason = "Anchor's macros generate items that nobody can document")]
#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

use anchor_lang::prelude::*;
use sbf_runtime as _;

mod comparison;
pub mod error;
mod instructions;
pub mod risk;
pub mod state;
mod tokens;
mod valuation;

pub use instructions::CreateMarketArgs;
use instructions::*;
pub use risk::RiskParams;
pub use state::{Health, Pricing, Quote};

declare_id!("Lend111111111111111111111111111111111111111");

/// The program's instructions. Amounts are base units of the token they move.
#[program]
pub mod lending_market {
    use super::*;

    /// Opens a market of the signer's, number `id`.
    pub fn create_market(ctx: Context<CreateMarket>, id: u16, args: CreateMarketArgs) -> Result<()> {
        CreateMarket::handle(ctx, id, args)
    }

    /// The authority brings in what can be borrowed.
    pub fn supply(ctx: Context<Supply>, amount: u64) -> Result<()> {
        Supply::handle(ctx, amount)
    }

    /// Opens the signer's position.
    pub fn open_position(ctx: Context<OpenPosition>) -> Result<()> {
        OpenPosition::handle(ctx)
    }

    /// Brings in collateral for a new or a larger position.
    pub fn deposit(ctx: Context<MoveCollateral>, amount: u64) -> Result<()> {
        MoveCollateral::deposit(ctx, amount)
    }

    /// Takes out collateral.
    pub fn withdraw(ctx: Context<MoveCollateral>, amount: u64) -> Result<()> {
        MoveCollateral::withdraw(ctx, amount)
    }

    /// Brings in collateral in support of debt. Anyone may, for anyone.
    pub fn top_up(ctx: Context<TopUp>, amount: u64) -> Result<()> {
        TopUp::handle(ctx, amount)
    }

    /// Takes out a loan.
    pub fn borrow(ctx: Context<Borrow>, amount: u64) -> Result<()> {
        Borrow::handle(ctx, amount)
    }

    /// Pays back, at most what is owed. Anyone may, for anyone.
    pub fn repay(ctx: Context<Repay>, amount: u64) -> Result<()> {
        Repay::handle(ctx, amount)
    }

    /// Pays back and takes out collateral at once, if that lowers the loan-to-value.
    pub fn deleverage(ctx: Context<Deleverage>, repay: u64, withdraw: u64) -> Result<()> {
        Deleverage::handle(ctx, repay, withdraw)
    }

    /// Pays back for an unhealthy position, at most `repay`, and seizes collateral for it.
    pub fn liquidate(ctx: Context<Liquidate>, repay: u64) -> Result<()> {
        Liquidate::handle(ctx, repay)
    }

    /// Returns how a position stands now.
    pub fn health(ctx: Context<ReadHealth>) -> Result<Health> {
        ReadHealth::handle(ctx)
    }
}
