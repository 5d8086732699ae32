use fair_value::{MarketReading, Reading};
use sources::{
    Role, SourceKind,
    encode::{TokenHolding, WhirlpoolAccount},
    programs,
};

use super::case::{LIQUIDITY, good, of, pool, turned};
use crate::common::{Case, Owned, TOKEN, key};

fn market(case: &Case) -> MarketReading {
    match case.read() {
        Ok(Reading::Market(reading)) => reading,
        other => panic!("not a market: {other:?}"),
    }
}

#[test]
fn reads_spot_and_depth_where_sol_comes_first() {
    let reading = market(&good());
    let spot = reading.spot.to_decimal_floor();
    assert!((1_049_999_999_999..=1_050_000_000_001).contains(&spot), "{spot}");
    // L x sqrt(1.05) x (sqrt(1.01) - 1)
    let depth = LIQUIDITY as f64 * 1.05f64.sqrt() * (1.01f64.sqrt() - 1.0);
    let relative = reading.depth.0 as f64 / depth;
    assert!((1.0 - 1e-8..=1.0).contains(&relative), "{relative}");
    assert_eq!((reading.confidence.0, reading.history, reading.one_sided), (0, None, false));
}

#[test]
fn reads_the_same_where_the_token_comes_first() {
    let (reading, other) = (market(&of(turned())), market(&good()));
    assert!(reading.spot.to_decimal_floor().abs_diff(other.spot.to_decimal_floor()) <= 1);
    let relative = reading.depth.0 as f64 / other.depth.0 as f64;
    assert!((relative - 1.0).abs() < 1e-8, "{relative}");
}

#[test]
fn a_price_of_exactly_one_is_exactly_one() {
    for mut case in [
        of(WhirlpoolAccount { sqrt_price: 1 << 64, ..pool() }),
        of(WhirlpoolAccount { sqrt_price: 1 << 64, ..turned() }),
    ] {
        // A thousandth has no end in binary: rounded down twice, it ends one below.
        for (decimals, expected) in [(9, 1_000_000_000_000), (6, 999_999_999), (11, 100_000_000_000_000)] {
            case.config().token_decimals = decimals;
            assert_eq!(market(&case).spot.to_decimal_floor(), expected);
        }
    }
}

/// A pool with its vaults listed: so many tokens against so many lamports.
fn with_vaults(tokens: u64, lamports: u64) -> Case {
    let holding = |mint, amount| TokenHolding { mint, owner: key(0x12), amount, ..TokenHolding::default() };
    Case::new(
        SourceKind::Whirlpool,
        programs::WHIRLPOOL,
        vec![
            (Role::Main, Owned::new(key(0x12), programs::WHIRLPOOL, pool().encode())),
            (Role::TokenVault, Owned::new(key(0x33), programs::TOKEN, holding(TOKEN, tokens).encode())),
            (Role::SolVault, Owned::new(key(0x32), programs::TOKEN, holding(programs::WRAPPED_SOL, lamports).encode())),
        ],
    )
}

#[test]
fn vaults_tell_when_over_four_fifths_lie_on_one_side() {
    // 1000 tokens are worth 1050 SOL.
    for (lamports, one_sided) in [(1050, false), (4199, false), (4201, true), (263, false), (262, true), (0, true)] {
        let case = with_vaults(1_000_000_000_000, lamports * 1_000_000_000);
        assert_eq!(market(&case).one_sided, one_sided, "{lamports}");
    }
}

#[test]
fn vaults_must_be_the_pools_and_hold_its_tokens() {
    let mut other = with_vaults(1, 1);
    other.accounts[1].key = key(0x34);
    other.table.accounts[1] = key(0x34);
    assert_eq!(other.verdict(), "WrongSibling");

    let mut swapped = with_vaults(1, 1);
    swapped.accounts[1].data[..32].copy_from_slice(&programs::WRAPPED_SOL);
    assert_eq!(swapped.verdict(), "WrongMint");
}

/// Liquidity in range is extrapolated over 1 %: what the pool does not hold cannot move its price.
#[test]
fn vaults_bound_the_depth() {
    let depth = |case: &Case| match case.read() {
        Ok(Reading::Market(market)) => market.depth.0,
        other => panic!("{other:?}"),
    };
    let unbounded = depth(&good());
    assert_eq!(depth(&with_vaults(1 << 60, 1 << 60)), unbounded);
    // The token is worth 1.05 SOL, rounded down.
    for (tokens, lamports, held) in [(1_000, 1_000, 1_000), (1_000, 1 << 60, 1_049), (1 << 60, 1_000, 1_000), (0, 1, 0)]
    {
        assert_eq!(depth(&with_vaults(tokens, lamports)), held.min(unbounded), "{tokens} {lamports}");
    }
}
