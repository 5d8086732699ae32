use fair_value::Reading;
use sources::{Key, Role, SourceKind};

use crate::{
    Tests,
    common::{
        Case,
        exact::rate_bits,
        fixture::{address, dump},
    },
};

pub const TESTS: Tests = &[("sol_usdc", sol_usdc), ("jup_wen_is_no_sol_pool", jup_wen)];

const USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

fn case(file: &str, mint: Key, decimals: u8) -> Case {
    let account = dump(file);
    let mut case = Case::new(SourceKind::Whirlpool, account.owner, vec![(Role::Main, account)]);
    case.table.mint = mint;
    case.config().token_decimals = decimals;
    case
}

/// USDC stands for the token: SOL per USDC is the reciprocal of 152.083.
fn sol_usdc() {
    let case = case("whirlpool/whirlpool-Czfq3-sol-usdc.json", address(USDC), 6);
    let Ok(Reading::Market(reading)) = case.read() else { panic!("{:?}", case.read()) };
    let expected = rate_bits(7_193_838_297_492_601_595, sources::pair::Orientation::SolFirst, 6);
    assert_eq!(Some(reading.spot.to_bits()), expected);
    let usdc_per_sol = 1e12 / reading.spot.to_decimal_floor() as f64;
    assert!((usdc_per_sol - 152.083).abs() < 0.0005, "{usdc_per_sol}");
    assert!(reading.depth.get() > 0);
}

fn jup_wen() {
    let jup = address("JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN");
    assert_eq!(case("whirlpool/whirlpool-7vWRT.json", jup, 6).verdict(), "WrongMints");
}
