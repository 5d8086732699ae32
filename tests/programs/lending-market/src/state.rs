//! What the market remembers.

use anchor_lang::prelude::*;
use price_reader::lending;

use crate::risk::RiskParams;

/// Seeds of addresses.
pub mod seed {
    /// `[MARKET, authority, id]`: a market, and the authority of its token accounts.
    pub const MARKET: &[u8] = b"market";
    /// `[COLLATERAL, market]`: its collateral.
    pub const COLLATERAL: &[u8] = b"collateral";
    /// `[LIQUIDITY, market]`: what can be borrowed.
    pub const LIQUIDITY: &[u8] = b"liquidity";
    /// `[POSITION, market, owner]`: what one borrower has and owes.
    pub const POSITION: &[u8] = b"position";
}

/// What loans are counted in.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quote {
    /// Lamports of wrapped SOL.
    Sol,
    /// Base units of a token that counts as one US dollar.
    Usd,
}

/// How collateral is valued.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pricing {
    /// By the oracle's prices and gates. The only one to configure.
    Oracle,
    /// For comparison in tests only: everything by the last DEX price, no gates.
    SpotAlone,
    /// For comparison in tests only: everything by the redemption rate, no gates.
    NavAlone,
}

/// A market.
#[account]
#[derive(InitSpace, Debug)]
pub struct Market {
    /// Who opened and supplies it.
    pub authority: Pubkey,
    /// Its number among the authority's.
    pub id: u16,
    /// Bump of its address.
    pub bump: u8,
    /// The oracle's price account. Pinned: the oracle owns the prices of other tokens and of strangers' feeds too.
    pub price: Pubkey,
    /// The feed it belongs to.
    pub feed: Pubkey,
    /// The token taken as collateral.
    pub collateral_mint: Pubkey,
    /// Where it is kept.
    pub collateral_vault: Pubkey,
    /// The token lent.
    pub debt_mint: Pubkey,
    /// Where it is kept.
    pub liquidity_vault: Pubkey,
    /// Decimals of the token lent.
    pub debt_decimals: u8,
    /// What it is counted in.
    pub quote: Quote,
    /// How collateral is valued.
    pub pricing: Pricing,
    /// What it lends against what.
    pub risk: RiskParams,
    /// Base units lent and not paid back, bad debt excepted.
    pub borrowed: u64,
    /// Base units lent that no collateral stands for any more: the supplier's loss.
    pub bad_debt: u64,
}

/// A borrower's position in a market.
#[account]
#[derive(InitSpace, Debug)]
pub struct Position {
    /// The market.
    pub market: Pubkey,
    /// The borrower.
    pub owner: Pubkey,
    /// Base units of collateral.
    pub deposited: u64,
    /// Base units owed.
    pub owed: u64,
}

impl Market {
    /// Bytes of its account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len().saturating_add(Self::INIT_SPACE);
}

impl Position {
    /// Bytes of its account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len().saturating_add(Self::INIT_SPACE);

    /// What it has and owes, to compare.
    pub fn balances(&self) -> lending::Position {
        lending::Position { owed: self.owed, deposited: self.deposited }
    }

    /// Takes `amount` off what is owed, at most all of it; returns what was taken.
    pub fn pay_back(&mut self, market: &mut Market, amount: u64) -> u64 {
        let paid = amount.min(self.owed);
        self.owed = self.owed.saturating_sub(paid);
        market.borrowed = market.borrowed.saturating_sub(paid);
        paid
    }
}

/// How a position stands, in base units of the token lent.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Health {
    /// What is owed.
    pub owed: u64,
    /// The most that may be owed after borrowing or withdrawing.
    pub borrow_limit: u64,
    /// What may be owed before liquidation; absent while liquidation is barred.
    pub liquidation_limit: Option<u64>,
}
