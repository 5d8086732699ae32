//! The adapter beside stand-ins for what it takes from Scope, with price accounts of the reader's builder.

#[macro_export]
macro_rules! warn {
    ($($word:tt)*) => { eprintln!($($word)*) };
}

#[path = "../glowsol.rs"]
mod glowsol;

pub type ScopeResult<T = ()> = Result<T, ScopeError>;

#[derive(Debug, PartialEq)]
pub enum ScopeError {
    PriceNotValid,
    UnableToDeserializeAccount,
    BadTimestamp,
    ExpectedPriceAccount,
    WrongAccountOwner,
}

#[derive(Debug, Default, PartialEq)]
pub struct Price {
    pub value: u64,
    pub exp: u64,
}

#[derive(Debug, Default, PartialEq)]
pub struct DatedPrice {
    pub price: Price,
    pub last_updated_slot: u64,
    pub unix_timestamp: u64,
    pub generic_data: [u8; 24],
}

#[cfg(test)]
mod tests {
    use super::*;
    use anchor_lang::prelude::{AccountInfo, Clock, Pubkey};
    use price_reader::builder::PriceBuilder;
    use price_reader::{HaltCause, Level, PROGRAM_ID};

    const NOW: i64 = 1_760_000_000;

    fn with<T>(price: PriceBuilder, owner: [u8; 32], judge: impl FnOnce(&AccountInfo, &Clock) -> T) -> T {
        let (owner, mut bytes) = (Pubkey(owner), price.build());
        let account = AccountInfo { owner: &owner, data: std::cell::RefCell::new(&mut bytes[..]) };
        judge(&account, &Clock { unix_timestamp: NOW })
    }

    fn price(price: PriceBuilder) -> ScopeResult<DatedPrice> {
        with(price, PROGRAM_ID, glowsol::get_price)
    }

    fn fresh() -> PriceBuilder {
        PriceBuilder::new(NOW).rates(1_060_000_000_000, 2_000_000_000).slot(42)
    }

    fn is(value: u64, unix_timestamp: u64) -> ScopeResult<DatedPrice> {
        let price = Price { value, exp: 12 };
        Ok(DatedPrice { price, last_updated_slot: 42, unix_timestamp, ..Default::default() })
    }

    #[test]
    fn the_price_that_tests_health_with_the_time_of_its_publication() {
        assert_eq!(price(fresh()), is(1_060_000_000_000, NOW as u64));
        assert_eq!(price(fresh().level(Level::Depegged, HaltCause::NONE)), is(1_060_000_000_000, NOW as u64));
        assert_eq!(price(fresh().level(Level::Halted, HaltCause::MARKET)), is(1_060_000_000_000, NOW as u64));
    }

    #[test]
    fn an_old_price_loses_and_a_very_old_one_is_none() {
        // 100 basis points an hour, half an hour.
        assert_eq!(price(fresh().published_at(NOW - 1_800)), is(1_054_700_000_000, NOW as u64 - 1_800));
        assert!(price(fresh().published_at(NOW - 3_601)).is_err());
        assert_eq!(price(fresh().published_at(NOW + 31)), Err(ScopeError::BadTimestamp));
    }

    #[test]
    fn nothing_while_liquidation_is_barred() {
        for cause in [HaltCause::NAV, HaltCause::GUARDIAN] {
            assert_eq!(price(fresh().level(Level::Halted, cause)), Err(ScopeError::PriceNotValid));
        }
        assert!(price(fresh().rates(0, 0)).is_err());
    }

    #[test]
    fn a_mapping_takes_price_accounts_alone() {
        let judge = |account: &AccountInfo, clock: &Clock| glowsol::validate_account(Some(account), clock);
        assert_eq!(with(fresh(), PROGRAM_ID, judge), Ok(()));
        assert_eq!(with(fresh().level(Level::Halted, HaltCause::GUARDIAN), PROGRAM_ID, judge), Ok(()));
        assert_eq!(with(fresh(), [1; 32], judge), Err(ScopeError::WrongAccountOwner));
        assert_eq!(with(fresh().version(2), PROGRAM_ID, judge), Err(ScopeError::PriceNotValid));
        let nothing = glowsol::validate_account(None, &Clock { unix_timestamp: NOW });
        assert_eq!(nothing, Err(ScopeError::ExpectedPriceAccount));
    }
}
