use fair_value::{Reading, UsdReading, units::UnixTime};
use sources::{Key, Role, SourceKind, programs};

use crate::{
    Tests,
    common::{
        Case, Owned,
        fixture::{address, bare, dump},
    },
};

pub const TESTS: Tests = &[
    ("sol_usd_of_january_2025", sol_2025),
    ("sol_usd_of_july_2024_by_marginfi", sol_marginfi),
    ("sol_usd_of_july_2024_by_mango", sol_mango),
    ("msol_usd_is_another_feed", msol),
    ("damaged_updates_are_refused", damaged),
];

/// ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d
const SOL_USD: Key = [
    0xef, 0x0d, 0x8b, 0x6f, 0xda, 0x2c, 0xeb, 0xa4, 0x1d, 0xa1, 0x5d, 0x40, 0x95, 0xd1, 0xda, 0x39, 0x2a, 0x0d, 0x2f,
    0x8e, 0xd0, 0xc6, 0xc7, 0xbc, 0x0f, 0x4c, 0xfa, 0xc8, 0xc2, 0x80, 0xb5, 0x6d,
];

fn case(account: Owned, published: i64) -> Case {
    let mut case = Case::new(SourceKind::PythUsd, programs::PYTH_RECEIVER, vec![(Role::Main, account)]);
    case.now.time = UnixTime::new(published + 2);
    let config = case.config();
    (config.pin, config.max_age, config.max_confidence_bps) = (SOL_USD, 60, 100);
    case
}

fn sol_account(file: &str) -> Owned {
    bare(file, address("7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE"), programs::PYTH_RECEIVER)
}

fn usd(case: &Case) -> UsdReading {
    match case.read() {
        Ok(Reading::Usd(reading)) => reading,
        other => panic!("not a price: {other:?}"),
    }
}

/// Prices have eight decimals there, 12 here; the binary step between may take one unit of the last place.
fn assert_price(case: &Case, price: u64, published: i64) {
    let reading = usd(case);
    assert!(reading.price.to_decimal_floor().abs_diff(price) <= 1, "{}", reading.price.to_decimal_floor());
    assert_eq!(reading.published, UnixTime::new(published));
}

fn sol_2025() {
    let case = case(dump("pyth/sol-usd-7UVim-2025-01.json"), 1_735_984_087);
    assert_price(&case, 215_681_370_690_000, 1_735_984_087);
    let confidence = usd(&case).confidence.to_decimal_floor();
    assert!(confidence.abs_diff(201_341_490_000) <= 100_000_000, "{confidence}");
}

fn sol_marginfi() {
    let case = case(sol_account("pyth/sol-usd-marginfi-2024-07.bin"), 1_721_133_402);
    assert_price(&case, 156_797_690_990_000, 1_721_133_402);
}

fn sol_mango() {
    let case = case(sol_account("pyth/sol-usd-7UVim-mango.bin"), 1_720_533_480);
    assert_price(&case, 140_615_937_000_000, 1_720_533_480);
}

fn msol() {
    let key = address("5CKzb9j4ChgLUt8Gfm5CNGLN6khXKiqMbnGAW4cgXgxK");
    let mut case = case(bare("pyth/msol-usd-5CKzb9-solend.bin", key, programs::PYTH_RECEIVER), 1_719_290_233);
    assert_eq!(case.verdict(), "WrongFeedId");
    case.config().pin = case.accounts[0].data[41..73].try_into().unwrap();
    assert_price(&case, 161_973_027_170_000, 1_719_290_233);
}

fn damaged() {
    let published = 1_735_984_087;
    let good = case(dump("pyth/sol-usd-7UVim-2025-01.json"), published);
    let damaged = |damage: &dyn Fn(&mut Case)| {
        let mut case = good.clone();
        damage(&mut case);
        case.verdict()
    };
    assert_eq!(damaged(&|case| case.accounts[0].owner = programs::SYSTEM), "WrongOwner");
    assert_eq!(damaged(&|case| case.accounts[0].data.truncate(133)), "WrongLength");
    assert_eq!(damaged(&|case| case.accounts[0].data[40] = 0), "PartiallyVerified");
    assert_eq!(damaged(&|case| case.now.time = UnixTime::new(published + 61)), "Stale");
    assert_eq!(damaged(&|case| case.now.time = UnixTime::new(published - 60)), "FromFuture");
    assert_eq!(damaged(&|case| case.config().max_confidence_bps = 9), "TooWide");
}
