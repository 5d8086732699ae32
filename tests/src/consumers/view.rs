//! What a bot makes of the price account, off chain: the same reader that the programs link.

use lending_market::{Pricing, Quote};
use price_reader::{
    PROGRAM_ID, Price, ReadError,
    layout::SCALE,
    permit::{Borrow, Liquidate},
};

/// Decimals of the USD that is lent.
pub const USD_DECIMALS: u8 = 6;

/// What collateral is worth to a market at one moment, in base units of what it lends: lamports, unless it is said to lend USD.
pub struct View<'a> {
    price: Price<'a>,
    pricing: Pricing,
    quote: Quote,
}

impl<'a> View<'a> {
    /// Reads the account's data.
    pub fn read(data: &'a [u8], pricing: Pricing, now: i64) -> Self {
        let price = Price::read_any_feed(data, &PROGRAM_ID, now).expect("a price of the oracle");
        Self { price, pricing, quote: Quote::Sol }
    }

    /// As a market sees it that lends `quote`.
    #[must_use]
    pub fn lending(self, quote: Quote) -> Self {
        Self { quote, ..self }
    }

    /// The price behind it.
    pub fn price(&self) -> &Price<'a> {
        &self.price
    }

    /// What may be borrowed or withdrawn against.
    ///
    /// # Errors
    /// The reader's.
    pub fn collateral(&self, amount: u64) -> Result<u64, ReadError> {
        match (self.pricing, self.quote) {
            (Pricing::Oracle, Quote::Sol) => self.price.without_gate(Borrow).collateral_value(amount),
            (Pricing::Oracle, Quote::Usd) => self.price.without_gate(Borrow).collateral_value_usd(amount, USD_DECIMALS),
            _ => Ok(self.alone(amount)),
        }
    }

    /// What health is tested at.
    ///
    /// # Errors
    /// The reader's.
    pub fn liquidation(&self, amount: u64) -> Result<u64, ReadError> {
        match (self.pricing, self.quote) {
            (Pricing::Oracle, Quote::Sol) => self.price.permit(Liquidate)?.collateral_value(amount),
            (Pricing::Oracle, Quote::Usd) => self.price.permit(Liquidate)?.collateral_value_usd(amount, USD_DECIMALS),
            _ => Ok(self.alone(amount)),
        }
    }

    /// What a liquidator is paid by.
    ///
    /// # Errors
    /// The reader's.
    pub fn seized(&self, amount: u64) -> Result<u64, ReadError> {
        match (self.pricing, self.quote) {
            (Pricing::Oracle, Quote::Sol) => self.price.permit(Liquidate)?.seized_value(amount),
            (Pricing::Oracle, Quote::Usd) => self.price.permit(Liquidate)?.seized_value_usd(amount, USD_DECIMALS),
            _ => Ok(self.alone(amount)),
        }
    }

    fn alone(&self, amount: u64) -> u64 {
        let record = self.price.published();
        let rate = if self.pricing == Pricing::SpotAlone { record.spot() } else { record.raw_nav() };
        let rate = rate.map_or(0, |rate| rate.get());
        (u128::from(amount) * u128::from(rate) / u128::from(SCALE)) as u64
    }
}
