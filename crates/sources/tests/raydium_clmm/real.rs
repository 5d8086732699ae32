use fair_value::{
    MarketReading, Params, Reading,
    units::{Seconds, UnixTime},
};
use sources::{Key, Role, SourceKind, encode::ClmmPoolAccount, pair::Orientation, programs};

use crate::{
    Tests,
    common::{
        Case, Owned,
        exact::rate_bits,
        fixture::{address, bare, data_of_json},
        key,
    },
};

pub const TESTS: Tests = &[
    ("sol_usdc_pool", pool),
    ("its_observations_are_not_another_pools", wrong_sibling),
    ("ring_of_a_hundred_observations", observations),
];

const USDC: &str = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const POOL: &str = "Ds33rQ1d4AXwxqyeXX6Pc3G4pFNr6iWb3dd8YfBBQMPr";
/// The pool of the observations, another one than the above.
const OBSERVED: &str = "6U4TBh3aJgiJ5EqCDEua4rP75HsqcfHapMKhhyuTqGuo";
const NEWEST: i64 = 1_747_129_355;
const OLDEST: i64 = 1_747_127_141;

fn market(case: &Case) -> MarketReading {
    match case.read() {
        Ok(Reading::Market(reading)) => reading,
        other => panic!("not a market: {other:?}"),
    }
}

fn real_pool() -> Owned {
    bare("raydium/clmm-pool-Ds33r-mango.bin", address(POOL), programs::RAYDIUM_CLMM)
}

fn real_observations(key: Key) -> Owned {
    Owned::new(key, programs::RAYDIUM_CLMM, data_of_json("raydium/clmm-observation-carbon.json"))
}

/// USDC stands for the token: SOL per USDC is the reciprocal of 83.55.
fn pool() {
    let mut case = Case::new(SourceKind::RaydiumClmm, programs::RAYDIUM_CLMM, vec![(Role::Main, real_pool())]);
    case.table.mint = address(USDC);
    case.config().token_decimals = 6;
    let sqrt_price = u128::from_le_bytes(case.accounts[0].data[253..269].try_into().unwrap());
    let expected = rate_bits(sqrt_price, Orientation::SolFirst, 6);
    assert_eq!(Some(market(&case).spot.to_bits()), expected);
    let usdc_per_sol = 1e12 / market(&case).spot.to_decimal_floor() as f64;
    assert!((usdc_per_sol - 83.55).abs() < 0.005, "{usdc_per_sol}");
    case.config().token_decimals = 9;
    assert_eq!(case.verdict(), "WrongDecimals");
}

fn wrong_sibling() {
    let pool = real_pool();
    let named: Key = pool.data[201..233].try_into().unwrap();
    for (at, account) in [(key(1), 0), (named, 1)] {
        let mut case = Case::new(
            SourceKind::RaydiumClmm,
            programs::RAYDIUM_CLMM,
            vec![(Role::Main, pool.clone()), (Role::History, real_observations(at))],
        );
        case.table.mint = address(USDC);
        case.config().token_decimals = 6;
        match case.read() {
            Err(sources::Fault::Source(fault)) => assert_eq!((fault.name(), fault.account), ("WrongSibling", account)),
            other => panic!("{other:?}"),
        }
    }
}

/// The real ring under a made-up pool, as of its newest observation: its mean over all its span is known.
fn observations() {
    let at = key(0x15);
    let pool = ClmmPoolAccount {
        token_mint_0: crate::common::EARLY_TOKEN,
        token_mint_1: programs::WRAPPED_SOL,
        observation_key: at,
        mint_decimals_0: 9,
        mint_decimals_1: 9,
        liquidity: 1 << 60,
        sqrt_price_x64: 1 << 64,
        tick_current: -20_180,
        ..ClmmPoolAccount::default()
    };
    let mut case = Case::new(
        SourceKind::RaydiumClmm,
        programs::RAYDIUM_CLMM,
        vec![
            (Role::Main, Owned::new(address(OBSERVED), programs::RAYDIUM_CLMM, pool.encode())),
            (Role::History, real_observations(at)),
        ],
    );
    case.table.mint = crate::common::EARLY_TOKEN;
    case.now.time = UnixTime::new(NEWEST);
    let span = (NEWEST - OLDEST) as u32;
    assert_eq!(span, 2214);
    case.params = Params { short_window: Seconds::new(span), long_window: Seconds::new(span + 1), ..case.params };
    let history = market(&case).history.unwrap();
    let mean = history.short.unwrap().fixed().to_num::<f64>() / 1.0001f64.log2();
    assert!((mean + 20_180.39).abs() < 0.005, "{mean}");
    // One second more than it holds.
    assert_eq!(history.long, None);
}
