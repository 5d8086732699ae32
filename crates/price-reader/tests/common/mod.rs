//! What the tests share.
#![allow(dead_code)] // each test binary uses a part

use price_reader::builder::PriceBuilder;
use price_reader::permit::{Borrow, Liquidate, Swap};
use price_reader::{Bps, Price, Rate, ReadError, UsdPrice, PROGRAM_ID};

/// A moment to build accounts at.
pub const NOW: i64 = 1_764_000_000;

/// Rates and prices are scaled by this.
pub const ONE: u64 = 1_000_000_000_000;

/// Builds an account, reads it `age` seconds after [`NOW`] and hands over the result.
pub fn read_aged<T>(account: PriceBuilder, age: i64, then: impl FnOnce(Result<Price<'_>, ReadError>) -> T) -> T {
    let bytes = account.build();
    then(Price::read_any_feed(&bytes, &PROGRAM_ID, NOW + age))
}

/// As [`read_aged`] where reading has to succeed.
pub fn aged<T>(account: PriceBuilder, age: i64, then: impl FnOnce(Price<'_>) -> T) -> T {
    read_aged(account, age, |price| then(price.expect("a readable account")))
}

/// Every price and value by a name of its own, whatever the gates say: what arithmetic is tested by.
pub trait Values {
    fn collateral_value(&self, amount: u64) -> Result<u64, ReadError>;
    fn collateral_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError>;
    fn debt_value(&self, amount: u64) -> Result<u64, ReadError>;
    fn debt_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError>;
    fn liquidation_value(&self, amount: u64) -> Result<u64, ReadError>;
    fn liquidation_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError>;
    fn liquidation_debt_value(&self, amount: u64) -> Result<u64, ReadError>;
    fn liquidation_debt_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError>;
    fn seized_value(&self, amount: u64) -> Result<u64, ReadError>;
    fn seized_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError>;
    fn collateral(&self) -> Result<Rate, ReadError>;
    fn collateral_usd(&self) -> Result<UsdPrice, ReadError>;
    fn debt(&self) -> Result<Rate, ReadError>;
    fn debt_usd(&self) -> Result<UsdPrice, ReadError>;
    fn liquidation(&self) -> Result<Rate, ReadError>;
    fn liquidation_usd(&self) -> Result<UsdPrice, ReadError>;
    fn fair(&self) -> Result<Rate, ReadError>;
    fn haircut(&self, ltv: Bps) -> Result<Bps, ReadError>;
}

impl Values for Price<'_> {
    fn collateral_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.without_gate(Borrow).collateral_value(amount)
    }

    fn collateral_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.without_gate(Borrow).collateral_value_usd(amount, decimals)
    }

    fn debt_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.without_gate(Borrow).debt_value(amount)
    }

    fn debt_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.without_gate(Borrow).debt_value_usd(amount, decimals)
    }

    fn liquidation_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.without_gate(Liquidate).collateral_value(amount)
    }

    fn liquidation_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.without_gate(Liquidate).collateral_value_usd(amount, decimals)
    }

    fn liquidation_debt_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.without_gate(Liquidate).debt_value(amount)
    }

    fn liquidation_debt_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.without_gate(Liquidate).debt_value_usd(amount, decimals)
    }

    fn seized_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.without_gate(Liquidate).seized_value(amount)
    }

    fn seized_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.without_gate(Liquidate).seized_value_usd(amount, decimals)
    }

    fn collateral(&self) -> Result<Rate, ReadError> {
        self.without_gate(Borrow).collateral()
    }

    fn collateral_usd(&self) -> Result<UsdPrice, ReadError> {
        self.without_gate(Borrow).collateral_usd()
    }

    fn debt(&self) -> Result<Rate, ReadError> {
        self.without_gate(Borrow).debt()
    }

    fn debt_usd(&self) -> Result<UsdPrice, ReadError> {
        self.without_gate(Borrow).debt_usd()
    }

    fn liquidation(&self) -> Result<Rate, ReadError> {
        self.without_gate(Liquidate).collateral()
    }

    fn liquidation_usd(&self) -> Result<UsdPrice, ReadError> {
        self.without_gate(Liquidate).collateral_usd()
    }

    fn fair(&self) -> Result<Rate, ReadError> {
        self.without_gate(Swap).fair()
    }

    fn haircut(&self, ltv: Bps) -> Result<Bps, ReadError> {
        self.without_gate(Borrow).haircut(ltv)
    }
}
