//! What collateral is worth for each use, in base units of the token lent: the one place where the market meets the oracle.

use anchor_lang::prelude::*;
use price_reader::{
    Permit, Price,
    permit::{Liquidate, Purpose, Valuing},
};

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
        // Owner, layout, version and age, and that it is the feed this market trusts.
        let price = Price::read(data, &account.owner.to_bytes(), &market.feed.to_bytes(), now)?;
        Ok(Self { price, quote: market.quote, decimals: market.debt_decimals, pricing: market.pricing })
    }

    /// Whether something that needs no price may be done now.
    ///
    /// # Errors
    /// The level or the age that bars it.
    pub fn permit<P: Purpose>(&self, purpose: P) -> Result<()> {
        match self.pricing {
            Pricing::Oracle => Ok(self.price.permit(purpose).map(|_| ())?),
            Pricing::SpotAlone | Pricing::NavAlone => Ok(()),
        }
    }

    /// What `amount` counts as collateral for what is to be done, if that may be done now.
    ///
    /// # Errors
    /// The level or the age that bars it; stale, absent, or beyond 64 bits.
    pub fn collateral<P: Valuing>(&self, purpose: P, amount: u64) -> Result<u64> {
        match self.pricing {
            Pricing::Oracle => self.of(self.price.permit(purpose)?, amount),
            pricing => comparison::value(pricing, self.price.published(), amount),
        }
    }

    /// The same, whether it may be done or not: to show, never to act by.
    ///
    /// # Errors
    /// Stale, absent, or beyond 64 bits.
    pub fn shown<P: Valuing>(&self, purpose: P, amount: u64) -> Result<u64> {
        match self.pricing {
            Pricing::Oracle => self.of(self.price.without_gate(purpose), amount),
            pricing => comparison::value(pricing, self.price.published(), amount),
        }
    }

    /// When paying a liquidator: what seized collateral pays for.
    ///
    /// # Errors
    /// As [`Valuation::collateral`].
    pub fn seized(&self, amount: u64) -> Result<u64> {
        match (self.pricing, self.quote) {
            (Pricing::Oracle, Quote::Sol) => Ok(self.price.permit(Liquidate)?.seized_value(amount)?),
            (Pricing::Oracle, Quote::Usd) => {
                Ok(self.price.permit(Liquidate)?.seized_value_usd(amount, self.decimals)?)
            }
            (pricing, _) => comparison::value(pricing, self.price.published(), amount),
        }
    }

    fn of<P: Valuing>(&self, permit: Permit<'_, '_, P>, amount: u64) -> Result<u64> {
        match self.quote {
            Quote::Sol => Ok(permit.collateral_value(amount)?),
            Quote::Usd => Ok(permit.collateral_value_usd(amount, self.decimals)?),
        }
    }
}
