use fair_value::{
    MarketReading, Params, Reading,
    units::{Seconds, UnixTime},
};
use sources::{Key, Role, SourceKind, encode::TokenHolding, programs};

use crate::{
    Tests,
    common::{
        Case, Owned,
        fixture::{address, bare},
    },
};

pub const TESTS: Tests = &[
    ("pair_and_oracle_of_december_2024", pair),
    ("a_pair_that_never_traded_is_refused", never_traded),
    ("an_oracle_of_another_pair_is_refused", wrong_oracle),
];

const NEWEST: i64 = 1_734_391_567;
const SPAN: u32 = 233_887;

fn key_at(account: &Owned, at: usize) -> Key {
    account.data[at..at + 32].try_into().unwrap()
}

/// A real pair with a real oracle, and made-up balances in the token accounts it names.
fn case(pair: &str, oracle: &str, address_of_pair: &str) -> Case {
    let pair = bare(pair, address(address_of_pair), programs::METEORA_DLMM);
    let (x, y) = (key_at(&pair, 88), key_at(&pair, 120));
    let sol_first = x == programs::WRAPPED_SOL;
    let token = if sol_first { y } else { x };
    let vaults = if sol_first { [184, 152] } else { [152, 184] };
    let oracle = bare(oracle, key_at(&pair, 552), programs::METEORA_DLMM);
    let holding = |mint| TokenHolding { mint, amount: 1 << 60, ..TokenHolding::default() };
    let vault = |at, mint| Owned::new(key_at(&pair, at), programs::TOKEN, holding(mint).encode());
    let (token_vault, sol_vault) = (vault(vaults[0], token), vault(vaults[1], programs::WRAPPED_SOL));
    let mut case = Case::new(
        SourceKind::MeteoraDlmm,
        programs::METEORA_DLMM,
        vec![(Role::Main, pair), (Role::History, oracle), (Role::TokenVault, token_vault), (Role::SolVault, sol_vault)],
    );
    case.table.mint = token;
    case.config().feed_depth = 1;
    case.now.time = UnixTime::new(NEWEST);
    case
}

fn market(case: &Case) -> MarketReading {
    match case.read() {
        Ok(Reading::Market(reading)) => reading,
        other => panic!("not a market: {other:?}"),
    }
}

fn pair() {
    let mut case =
        case("meteora/lbpair-EtAdV.bin", "meteora/oracle-EtAdV.bin", "EtAdVRLFH22rjWh3mcUasKFF27WtHhsaCvK27tPFFWig");
    // Bin 15 of 2.5 % steps.
    let spot = market(&case).spot.to_decimal_floor() as f64;
    assert!((spot / 1e12 / 1.025f64.powi(15) - 1.0).abs() < 1e-11, "{spot}");
    case.params = Params { short_window: Seconds::new(SPAN), long_window: Seconds::new(SPAN + 1), ..case.params };
    let history = market(&case).history.unwrap();
    let mean = history.short.unwrap().fixed().to_num::<f64>() / 1.025f64.log2();
    assert!((mean - 16.4947).abs() < 0.00005, "{mean}");
    assert_eq!(history.long, None);
}

fn never_traded() {
    let mut case = case(
        "modified-or-devnet/lbpair-9t3Ey.bin",
        "modified-or-devnet/oracle-9t3Ey.bin",
        "9t3EyC9FweyL7PBWvKz3mrXg8B9fwFc9SK3QxM4ENqhd",
    );
    // It does not even trade against SOL.
    assert_eq!(case.verdict(), "WrongMints");
    case.accounts[0].data[120..152].copy_from_slice(&programs::WRAPPED_SOL);
    assert_eq!(case.verdict(), "NotOpen");
    case.accounts[0].data[75] = 0;
    assert_eq!(case.verdict(), "NeverTraded");
}

fn wrong_oracle() {
    let mut case =
        case("meteora/lbpair-EtAdV.bin", "meteora/oracle-EtAdV.bin", "EtAdVRLFH22rjWh3mcUasKFF27WtHhsaCvK27tPFFWig");
    case.accounts[1].key = [1; 32];
    case.table.accounts[1] = [1; 32];
    assert_eq!(case.verdict(), "WrongSibling");
}
