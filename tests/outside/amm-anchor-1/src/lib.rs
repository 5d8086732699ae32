//! The bookkeeping of a constant-product AMM on Anchor 1.x that trades glowSOL against SOL: what is in the pool and who
//! has which part of it. It moves no tokens: transfers have nothing to do with prices.
//!
//! | instruction | reads the price | while the oracle says |
//! |---|---|---|
//! | `add_liquidity` in proportion, `remove_liquidity` | no | anything |
//! | `swap` | yes | open: the usual fee; widen: at least so much more; paused, or nothing that can be read: it fails |

use anchor_lang::prelude::*;
use price_reader::anchor::PriceAccount;
use price_reader::{Price, Swap as Quoting};

mod curve;

declare_id!("Swap111111111111111111111111111111111111111");

/// What the pool refuses. What the reader refuses has the reader's own numbers.
#[error_code]
pub enum AmmError {
    #[msg("the oracle pauses swaps")]
    Paused,
    #[msg("less than was asked for")]
    Slippage,
    #[msg("more than there is")]
    MoreThanThere,
    #[msg("amount does not fit")]
    Overflow,
}

#[program]
pub mod amm {
    use super::*;

    /// Opens a pool for the feed that its creator trusts, at this price account. `usual_bps` is the fee on a quiet day.
    pub fn create_pool(ctx: Context<CreatePool>, feed: Pubkey, usual_bps: u16) -> Result<()> {
        let price = ctx.accounts.price.key();
        // Not an account of this feed, or no longer readable: better found now than at the first swap.
        ctx.accounts.price.at(&feed.to_bytes(), now()?)?;
        ctx.accounts.pool.set_inner(Pool { price, feed, usual_bps, reserves: [0; 2], shares: 0 });
        Ok(())
    }

    /// Opens the signer's part of a pool, still empty.
    pub fn open_provision(ctx: Context<OpenProvision>) -> Result<()> {
        let (pool, owner) = (ctx.accounts.pool.key(), ctx.accounts.owner.key());
        ctx.accounts.provision.set_inner(Provision { pool, owner, shares: 0 });
        Ok(())
    }

    /// Brings in both sides, in proportion, for `shares` of the pool: nobody's part depends on a price. The first to
    /// come decides the proportion.
    pub fn add_liquidity(ctx: Context<Liquidity>, shares: u64, first: [u64; 2]) -> Result<()> {
        let Liquidity { pool, provision, .. } = ctx.accounts;
        let paid = if pool.shares == 0 { first } else { curve::worth(pool.reserves, shares, pool.shares, true)? };
        for (reserve, paid) in pool.reserves.iter_mut().zip(paid) {
            *reserve = reserve.checked_add(paid).ok_or(AmmError::Overflow)?;
        }
        pool.shares = pool.shares.checked_add(shares).ok_or(AmmError::Overflow)?;
        provision.shares = provision.shares.checked_add(shares).ok_or(AmmError::Overflow)?;
        Ok(())
    }

    /// Takes out the part of both sides that `shares` are. Never gated, and the price account is not even named.
    pub fn remove_liquidity(ctx: Context<Liquidity>, shares: u64) -> Result<()> {
        let Liquidity { pool, provision, .. } = ctx.accounts;
        provision.shares = provision.shares.checked_sub(shares).ok_or(AmmError::MoreThanThere)?;
        let paid = curve::worth(pool.reserves, shares, pool.shares, false)?;
        for (reserve, paid) in pool.reserves.iter_mut().zip(paid) {
            *reserve = reserve.checked_sub(paid).ok_or(AmmError::MoreThanThere)?;
        }
        pool.shares = pool.shares.checked_sub(shares).ok_or(AmmError::MoreThanThere)?;
        Ok(())
    }

    /// Swaps `amount` of side `from` for at least `least` of the other, and returns for how much.
    pub fn swap(ctx: Context<Swap>, from: u8, amount: u64, least: u64) -> Result<u64> {
        let Swap { pool, price } = ctx.accounts;
        let fee = {
            let data = price.try_borrow_data()?;
            let price = Price::read(&data, &price.owner.to_bytes(), &pool.feed.to_bytes(), now()?)?;
            match price.swap() {
                Quoting::Open => pool.usual_bps,
                Quoting::Widen { least } => pool.usual_bps.checked_add(least.get()).ok_or(AmmError::Overflow)?,
                Quoting::Paused => return err!(AmmError::Paused),
            }
        };
        let [there, other] = if from == 0 { pool.reserves } else { [pool.reserves[1], pool.reserves[0]] };
        let paid = curve::out(amount, there, other, fee)?;
        require_gte!(paid, least, AmmError::Slippage);
        let there = there.checked_add(amount).ok_or(AmmError::Overflow)?;
        let other = other.checked_sub(paid).ok_or(AmmError::MoreThanThere)?;
        pool.reserves = if from == 0 { [there, other] } else { [other, there] };
        Ok(paid)
    }
}

/// A pool.
#[account]
#[derive(InitSpace)]
pub struct Pool {
    /// Address of the price account.
    pub price: Pubkey,
    /// The feed that is trusted, which the price account must name.
    pub feed: Pubkey,
    /// Basis points.
    pub usual_bps: u16,
    /// Base units of glowSOL and lamports.
    pub reserves: [u64; 2],
    /// Of all who provide.
    pub shares: u64,
}

/// Somebody's part of a pool.
#[account]
#[derive(InitSpace)]
pub struct Provision {
    pub pool: Pubkey,
    pub owner: Pubkey,
    pub shares: u64,
}

#[derive(Accounts)]
pub struct CreatePool<'info> {
    #[account(zero)]
    pub pool: Account<'info, Pool>,
    pub price: Account<'info, PriceAccount>,
}

#[derive(Accounts)]
pub struct OpenProvision<'info> {
    pub pool: Account<'info, Pool>,
    #[account(zero)]
    pub provision: Account<'info, Provision>,
    pub owner: Signer<'info>,
}

#[derive(Accounts)]
pub struct Liquidity<'info> {
    #[account(mut)]
    pub pool: Account<'info, Pool>,
    #[account(mut, has_one = pool, has_one = owner)]
    pub provision: Account<'info, Provision>,
    pub owner: Signer<'info>,
}

#[derive(Accounts)]
pub struct Swap<'info> {
    #[account(mut, has_one = price)]
    pub pool: Account<'info, Pool>,
    /// CHECK: pinned by the pool; the reader checks owner, layout, feed and age.
    pub price: UncheckedAccount<'info>,
}

fn now() -> Result<i64> {
    Ok(Clock::get()?.unix_timestamp)
}
