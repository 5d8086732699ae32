use fair_value::{Reading, units::UnixTime};
use sources::{Role, SourceKind, programs};

use crate::{
    Tests,
    common::{
        Case,
        fixture::{address, bare},
    },
};

pub const TESTS: Tests = &[("sol_usdc", sol_usdc)];

/// USDC stands for the token: SOL per USDC is the reciprocal of 175.14.
fn sol_usdc() {
    let key = address("CGPxT5d1uf9a8cKVJuZaJAU76t2EfLGbTmRbfvLLZp5j");
    let account = bare("meteora/dammv2-pool-CGPxT-sol-usdc.bin", key, programs::METEORA_DAMM_V2);
    let mut case = Case::new(SourceKind::MeteoraDammV2, programs::METEORA_DAMM_V2, vec![(Role::Main, account)]);
    case.table.mint = address("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
    case.config().token_decimals = 6;
    // It opened at this time.
    case.now.time = UnixTime::new(1_747_446_361);
    let Ok(Reading::Market(reading)) = case.read() else { panic!("{:?}", case.read()) };
    let usdc_per_sol = 1e12 / reading.spot.to_decimal_floor() as f64;
    assert!((usdc_per_sol - 175.14).abs() < 0.005, "{usdc_per_sol}");
    assert!(reading.depth.get() > 0 && !reading.one_sided);
    case.now.time = UnixTime::new(1_747_446_360);
    assert_eq!(case.verdict(), "NotOpen");
}
