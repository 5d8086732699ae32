use sources::encode::PriceUpdateAccount;

use super::case::{good, update};
use crate::common::{
    Case, NOW,
    bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, structural},
    key,
};

#[test]
fn bad_behaviours() {
    every_bad_behaviour(good, damage);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(good);
}

#[test]
fn a_closed_update_is_gone() {
    let mut case = good();
    case.accounts[0].close();
    assert_eq!(case.verdict(), "Gone");
}

#[test]
fn negative_prices_are_refused() {
    for price in [i64::MIN, -1, 0] {
        let mut case = good();
        set(&mut case, PriceUpdateAccount { price, ..update() });
        assert_eq!(case.verdict(), "NonPositive", "{price}");
    }
}

#[test]
fn extreme_exponents_and_times_are_refused() {
    for exponent in [i32::MIN, -20, 13, i32::MAX] {
        let mut case = good();
        set(&mut case, PriceUpdateAccount { exponent, conf: 0, ..update() });
        assert_eq!(case.verdict(), "OutOfRange", "{exponent}");
    }
    for (publish_time, verdict) in [(i64::MIN, "Stale"), (i64::MAX, "FromFuture")] {
        let mut case = good();
        set(&mut case, PriceUpdateAccount { publish_time, ..update() });
        assert_eq!(case.verdict(), verdict);
    }
}

#[test]
fn every_partial_verification_is_refused() {
    for signatures in [0, 1, 13, 255] {
        let mut case = good();
        set(&mut case, PriceUpdateAccount { partial_signatures: Some(signatures), ..update() });
        assert_eq!(case.verdict(), "PartiallyVerified");
    }
}

fn set(case: &mut Case, update: PriceUpdateAccount) {
    case.accounts[0].data = update.encode();
}

fn damage(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 0)
        }
        Bad::ZeroPrice => set(case, PriceUpdateAccount { price: 0, ..update() }),
        Bad::MaximumValues => set(case, PriceUpdateAccount { price: i64::MAX, conf: 0, exponent: 0, ..update() }),
        Bad::Stale => set(case, PriceUpdateAccount { publish_time: NOW - 3600, ..update() }),
        Bad::FromTheFuture => set(case, PriceUpdateAccount { publish_time: NOW + 3600, ..update() }),
        // Another feed in the account that was pinned.
        Bad::WrongMints => set(case, PriceUpdateAccount { feed_id: key(0x77), ..update() }),
        Bad::WrongDecimals => {
            set(case, PriceUpdateAccount { exponent: -7, ..update() });
            return Expect::Differs;
        }
        Bad::HalfInitialised => {
            set(case, PriceUpdateAccount { partial_signatures: Some(5), ..update() });
        }
        Bad::ZeroLiquidity | Bad::ZeroSupply | Bad::WrongOrientation | Bad::Disabled | Bad::WrongSibling => {
            return Expect::Cannot;
        }
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::ZeroPrice => "NonPositive",
        Bad::MaximumValues => "OutOfRange",
        Bad::Stale => "Stale",
        Bad::FromTheFuture => "FromFuture",
        Bad::WrongMints => "WrongFeedId",
        _ => "PartiallyVerified",
    })
}
