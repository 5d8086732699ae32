//! What a price allows, and at which prices: the same for every market.

use price_reader::{
    Action, Price, ReadError, UsdPrice,
    permit::{Borrow, Liquidate},
};

/// Decimals of what is written, as of what is published.
pub const DECIMALS: u8 = 12;
/// The least that has 8 significant digits.
const LEAST: u64 = 10_000_000;

/// What a market may do by a mirror. Repaying is not among it: that is for the market to allow always.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum Gate {
    /// Everything.
    Open = 0,
    /// Liquidate, but neither lend more nor let collateral go.
    Liquidation = 1,
    /// Nothing that needs a price.
    Shut = 2,
}

/// USD per whole token, scaled by 10^12: at least 10,000,000, at most what fits `i64`, which is how Pyth writes prices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Prices {
    /// What health is tested at.
    pub liquidation: u64,
    /// What may be borrowed against.
    pub collateral: u64,
}

/// A price, judged at one moment, in the terms that markets have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// What may be done.
    pub gate: Gate,
    /// At which prices. There are none where `price-reader` gives none in USD, or one that a mirror cannot say; then
    /// the gate is shut.
    pub prices: Option<Prices>,
    /// Unix time of the publication.
    pub published_at: i64,
    /// Slot of the publication.
    pub slot: u64,
    /// Seconds after which the publication is stale.
    pub soft_limit: u32,
}

impl Verdict {
    /// Judges `price`.
    ///
    /// A mirror has no place for a price that is lowered with age, so it shuts where a lender who reads the account
    /// himself could still liquidate: when the publication is beyond its soft limit. A leg that is beyond its own limit
    /// bars new risk, as everywhere.
    pub fn of(price: &Price<'_>) -> Self {
        let record = price.published();
        let soft_limit = record.soft_limit();
        let prices = Prices::of(price).ok();
        let fresh = price.age() <= u64::from(soft_limit);
        let gate = if prices.is_none() || !fresh || !price.may(Action::Liquidate) {
            Gate::Shut
        } else if price.may(Action::Borrow) && price.may(Action::Withdraw) {
            Gate::Open
        } else {
            Gate::Liquidation
        };
        Self { gate, prices, published_at: record.published_at(), slot: record.slot(), soft_limit }
    }
}

impl Prices {
    /// Asked for without their gates, which the verdict has asked: a market that may do nothing gets them with a check
    /// that fails.
    fn of(price: &Price<'_>) -> Result<Self, ReadError> {
        let liquidation = price.without_gate(Liquidate).collateral_usd()?;
        let collateral = price.without_gate(Borrow).collateral_usd()?;
        Ok(Self { liquidation: sayable(liquidation)?, collateral: sayable(collateral)? })
    }
}

/// A price that a mirror can say.
fn sayable(price: UsdPrice) -> Result<u64, ReadError> {
    let price = price.get();
    if price >= LEAST && i64::try_from(price).is_ok() { Ok(price) } else { Err(ReadError::Overflow) }
}
