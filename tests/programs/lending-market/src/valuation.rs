//! What collateral is worth for each use, in base units of the token lent: the one place where the market meets the oracle.

use anchor_lang::prelude::*;
use price_reader::{Action, Price};

use crate::{
    comparison,
    state::{Market, Pricing, Quote},
};

/// A price read for one instruction. Never kept: level and age are judged at one moment.
pub struct Valuation<'a> {
    price: Price<'a>,
    quote: Quote,
    decimals: u8,
    pricing: Pricing,
}

impl<'a> Valuation<'a> {
    /// Reads `market`'s price. `data` is borrowed from `account`.
    ///
    /// # Errors
    /// The reader's: see `price_reader::ReadError`.
    pub fn read(market: &Market, account: &AccountInfo, data: &'a [u8]) -> Result<Self> {
        let now = Clock::get()?.unix_timestamp;
        // Owner, layout, version and age; then that it is the feed this market trusts.
        let price = Price::read(data, account.owner.as_array(), now)?.for_feed(market.feed.as_array())?;
        Ok(Self { price, quote: market.quote, decimals: market.debt_decimals, pricing: market.pricing })
    }

    /// Whether the action is allowed now.
    ///
    /// # Errors
    /// The level or the age that bars it.
    pub fn require(&self, action: Action) -> Result<()> {
        match self.pricing {
            Pricing::Oracle => Ok(self.price.require(action)?),
            Pricing::SpotAlone | Pricing::NavAlone => Ok(()),
        }
    }

    /// When borrowing or withdrawing: at the collateral price.
    ///
    /// # Errors
    /// Stale, absent, or beyond 64 bits.
    pub fn collateral(&self, amount: u64) -> Result<u64> {
        match (self.pricing, self.quote) {
            (Pricing::Oracle, Quote::Sol) => Ok(self.price.collateral_value(amount)?),
            (Pricing::Oracle, Quote::Usd) => Ok(self.price.collateral_value_usd(amount, self.decimals)?),
            (pricing, _) => comparison::value(pricing, self.price.published(), amount),
        }
    }

    /// When asking whether a position may be liquidated: at the liquidation price.
    ///
    /// # Errors
    /// Liquidation barred, stale, absent, or beyond 64 bits.
    pub fn liquidation(&self, amount: u64) -> Result<u64> {
        match (self.pricing, self.quote) {
            (Pricing::Oracle, Quote::Sol) => Ok(self.price.liquidation_value(amount)?),
            (Pricing::Oracle, Quote::Usd) => Ok(self.price.liquidation_value_usd(amount, self.decimals)?),
            (pricing, _) => comparison::value(pricing, self.price.published(), amount),
        }
    }

    /// When paying a liquidator: what seized collateral pays for.
    ///
    /// # Errors
    /// As [`Valuation::liquidation`].
    pub fn seized(&self, amount: u64) -> Result<u64> {
        match (self.pricing, self.quote) {
            (Pricing::Oracle, Quote::Sol) => Ok(self.price.seized_value(amount)?),
            (Pricing::Oracle, Quote::Usd) => Ok(self.price.seized_value_usd(amount, self.decimals)?),
            (pricing, _) => comparison::value(pricing, self.price.published(), amount),
        }
    }
}
