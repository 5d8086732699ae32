//! What the tests share.
#![allow(dead_code, reason = "each test binary uses a part")]

use price_reader::builder::PriceBuilder;
use price_reader::{PROGRAM_ID, Price, ReadError};

/// A moment to build accounts at.
pub const NOW: i64 = 1_764_000_000;

/// Rates and prices are scaled by this.
pub const ONE: u64 = 1_000_000_000_000;

/// Builds an account, reads it `age` seconds after [`NOW`] and hands over the result.
pub fn read_aged<T>(account: PriceBuilder, age: i64, then: impl FnOnce(Result<Price<'_>, ReadError>) -> T) -> T {
    let bytes = account.build();
    then(Price::read(&bytes, &PROGRAM_ID, NOW + age))
}

/// As [`read_aged`] where reading has to succeed.
pub fn aged<T>(account: PriceBuilder, age: i64, then: impl FnOnce(Price<'_>) -> T) -> T {
    read_aged(account, age, |price| then(price.expect("a readable account")))
}
