//! The bookkeeping of a lender on Anchor 0.31: who has deposited how much glowSOL, who owes how many lamports, and what
//! the oracle allows. It moves no tokens: transfers have nothing to do with prices.
//!
//! | instruction | reads the price | gate |
//! |---|---|---|
//! | `repay` | no | none |
//! | `deposit` | only while nothing is owed | deposit |
//! | `withdraw` | only while something is owed | withdraw |
//! | `borrow`, `liquidate` | yes | their own |

#![allow(deprecated)] // what the macros of this Anchor make of the Solana crates that cargo chooses

use anchor_lang::prelude::*;
use price_reader::lending::Liquidation;
use price_reader::permit::{Borrow as Borrowing, Liquidate as Liquidating, Withdraw};
use price_reader::{Action, Price, ReadError};

mod state;

pub use state::{Position, Reserve, Risk};

declare_id!("Lend111111111111111111111111111111111111111");

price_reader::anchor_price_account! {
    /// The oracle's price.
    pub struct PriceAccount;
}

/// What the lender refuses. What the reader refuses has the reader's own numbers.
#[error_code]
pub enum LenderError {
    #[msg("the terms would make liquidations that cannot be paid")]
    Terms,
    #[msg("more than the collateral is good for")]
    BeyondLimit,
    #[msg("more than there is")]
    MoreThanThere,
    #[msg("this instruction needs the price account now")]
    NoPrice,
    #[msg("not the price account of this reserve")]
    WrongPrice,
    #[msg("the position is healthy")]
    Healthy,
    #[msg("nothing would be repaid or seized")]
    Nothing,
    #[msg("amount does not fit")]
    Overflow,
}

#[program]
pub mod lender {
    use super::*;

    /// Opens a reserve for the feed that its authority trusts, at this price account.
    pub fn create_reserve(ctx: Context<CreateReserve>, feed: Pubkey, risk: Risk) -> Result<()> {
        risk.terms()?;
        // Not an account of this feed, or no longer readable: better found now than when somebody wants to borrow.
        ctx.accounts.price.at(&feed.to_bytes(), now()?).map_err(PriceAccount::refused)?;
        let price = ctx.accounts.price.key();
        ctx.accounts.reserve.set_inner(Reserve { price, feed, risk });
        Ok(())
    }

    /// Opens the signer's position.
    pub fn open_position(ctx: Context<OpenPosition>) -> Result<()> {
        let (reserve, owner) = (ctx.accounts.reserve.key(), ctx.accounts.owner.key());
        ctx.accounts.position.set_inner(Position { reserve, owner, deposited: 0, owed: 0 });
        Ok(())
    }

    /// Brings in collateral. While something is owed it is a top-up: no gate, no price.
    pub fn deposit(ctx: Context<MoveCollateral>, amount: u64) -> Result<()> {
        if ctx.accounts.position.owed == 0 {
            ctx.accounts.with_price(|price| price.require(Action::Deposit).map_err(Into::into))?;
        }
        ctx.accounts.position.deposited = add(ctx.accounts.position.deposited, amount)?;
        Ok(())
    }

    /// Takes out collateral. While nothing is owed the price is not read.
    pub fn withdraw(ctx: Context<MoveCollateral>, amount: u64) -> Result<()> {
        let Position { deposited, owed, .. } = *ctx.accounts.position;
        let left = take(deposited, amount)?;
        if owed > 0 {
            let value = ctx.accounts.with_price(|price| price.permit(Withdraw)?.collateral_value(left))?;
            require!(owed <= ctx.accounts.reserve.risk.terms()?.borrow_limit(value), LenderError::BeyondLimit);
        }
        ctx.accounts.position.deposited = left;
        Ok(())
    }

    /// Takes out a loan.
    pub fn borrow(ctx: Context<Borrow>, amount: u64) -> Result<()> {
        let Borrow { reserve, position, price, .. } = ctx.accounts;
        let price = price.at(&reserve.feed.to_bytes(), now()?).map_err(PriceAccount::refused)?;
        let value = price
            .permit(Borrowing)
            .and_then(|permit| permit.collateral_value(position.deposited))
            .map_err(PriceAccount::refused)?;
        require!(amount <= reserve.risk.terms()?.borrowable(value, position.owed), LenderError::BeyondLimit);
        position.owed = add(position.owed, amount)?;
        Ok(())
    }

    /// Pays back. Anyone may, for anyone, whatever the oracle says.
    pub fn repay(ctx: Context<Repay>, amount: u64) -> Result<()> {
        ctx.accounts.position.owed = take(ctx.accounts.position.owed, amount)?;
        Ok(())
    }

    /// Pays back for an unhealthy position, at most `repay`, and takes collateral for it.
    pub fn liquidate(ctx: Context<Liquidate>, repay: u64) -> Result<()> {
        let Liquidate { reserve, position, price } = ctx.accounts;
        let Position { deposited, owed, .. } = **position;
        let terms = reserve.risk.terms()?;
        let price = price.at(&reserve.feed.to_bytes(), now()?).map_err(PriceAccount::refused)?;
        let permit = price.permit(Liquidating).map_err(PriceAccount::refused)?;
        let value = permit.collateral_value(deposited).map_err(PriceAccount::refused)?;
        require!(!terms.is_healthy(owed, value), LenderError::Healthy);
        let worth = permit.seized_value(deposited).map_err(PriceAccount::refused)?;
        let seizure = terms.seizure(Liquidation { repay, owed, deposited, worth }).ok_or(LenderError::Nothing)?;
        position.owed = take(owed, seizure.repaid)?;
        position.deposited = take(deposited, seizure.seized)?;
        Ok(())
    }
}

#[derive(Accounts)]
pub struct CreateReserve<'info> {
    #[account(zero)]
    pub reserve: Account<'info, Reserve>,
    pub price: Account<'info, PriceAccount>,
}

#[derive(Accounts)]
pub struct OpenPosition<'info> {
    pub reserve: Account<'info, Reserve>,
    #[account(zero)]
    pub position: Account<'info, Position>,
    pub owner: Signer<'info>,
}

#[derive(Accounts)]
pub struct MoveCollateral<'info> {
    pub reserve: Account<'info, Reserve>,
    #[account(mut, has_one = reserve, has_one = owner)]
    pub position: Account<'info, Position>,
    pub owner: Signer<'info>,
    /// Left out where no price is needed, so that no outage of the oracle is in the way.
    /// CHECK: compared with the reserve's; the reader checks owner, layout, feed and age.
    pub price: Option<UncheckedAccount<'info>>,
}

#[derive(Accounts)]
pub struct Borrow<'info> {
    #[account(has_one = price)]
    pub reserve: Account<'info, Reserve>,
    #[account(mut, has_one = reserve, has_one = owner)]
    pub position: Account<'info, Position>,
    pub owner: Signer<'info>,
    pub price: Account<'info, PriceAccount>,
}

#[derive(Accounts)]
pub struct Repay<'info> {
    #[account(mut)]
    pub position: Account<'info, Position>,
}

#[derive(Accounts)]
pub struct Liquidate<'info> {
    #[account(has_one = price)]
    pub reserve: Account<'info, Reserve>,
    #[account(mut, has_one = reserve)]
    pub position: Account<'info, Position>,
    pub price: Account<'info, PriceAccount>,
}

impl MoveCollateral<'_> {
    /// What `judge` makes of the price, read in place.
    fn with_price<T>(&self, judge: impl FnOnce(&Price<'_>) -> core::result::Result<T, ReadError>) -> Result<T> {
        let price = self.price.as_ref().ok_or(LenderError::NoPrice)?;
        require_keys_eq!(price.key(), self.reserve.price, LenderError::WrongPrice);
        let data = price.try_borrow_data()?;
        let now = now()?;
        Price::read(&data, &price.owner.to_bytes(), &self.reserve.feed.to_bytes(), now)
            .and_then(|price| judge(&price))
            .map_err(|error| ProgramError::Custom(error.code()).into())
    }
}

fn now() -> Result<i64> {
    Ok(Clock::get()?.unix_timestamp)
}

fn add(there: u64, more: u64) -> Result<u64> {
    Ok(there.checked_add(more).ok_or(LenderError::Overflow)?)
}

fn take(there: u64, less: u64) -> Result<u64> {
    Ok(there.checked_sub(less).ok_or(LenderError::MoreThanThere)?)
}
