use fair_value::{MarketReading, Reading};
use sources::{
    Role, SourceKind,
    encode::{TokenHolding, WhirlpoolAccount, WhirlpoolOracleAccount},
    programs,
};

use super::case::{LIQUIDITY, good, of, oracle, pool, turned, with_oracle};
use crate::common::{Case, NOW, Owned, TOKEN, key};

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
    let relative = reading.depth.get() as f64 / depth;
    assert!((1.0 - 1e-8..=1.0).contains(&relative), "{relative}");
    assert_eq!((reading.confidence.get(), reading.history, reading.one_sided), (0, None, false));
}

#[test]
fn reads_the_same_where_the_token_comes_first() {
    let (reading, other) = (market(&of(turned())), market(&good()));
    assert!(reading.spot.to_decimal_floor().abs_diff(other.spot.to_decimal_floor()) <= 1);
    let relative = reading.depth.get() as f64 / other.depth.get() as f64;
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
    for (lamports, one_sided) in [(1050, false), (4199, false), (4201, true), (263, false), (262, true)] {
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
        Ok(Reading::Market(market)) => market.depth.get(),
        other => panic!("{other:?}"),
    };
    let unbounded = depth(&good());
    assert_eq!(depth(&with_vaults(1 << 60, 1 << 60)), unbounded);
    // The token is worth 1.05 SOL, rounded down.
    for (tokens, lamports, held) in [(1_000, 1_000, 1_000), (1_000, 1 << 60, 1_049), (1 << 60, 1_000, 1_000)] {
        assert_eq!(depth(&with_vaults(tokens, lamports)), held.min(unbounded), "{tokens} {lamports}");
    }
}

#[test]
fn without_one_of_its_tokens_a_pool_has_no_liquidity() {
    for (tokens, lamports) in [(0, 1_000_000_000), (1_000_000_000, 0), (0, 0)] {
        assert_eq!(with_vaults(tokens, lamports).verdict(), "ZeroLiquidity");
    }
}

/// The token's freeze authority can stop all trade.
#[test]
fn a_frozen_vault_is_no_market() {
    for vault in [1, 2] {
        let mut case = with_vaults(1_000_000_000, 1_000_000_000);
        case.accounts[vault].data[108] = 2;
        assert_eq!(case.verdict(), "Frozen");
    }
}

#[test]
fn a_pool_that_never_traded_has_no_price() {
    assert_eq!(of(WhirlpoolAccount { never_traded: true, ..pool() }).verdict(), "NeverTraded");
    // Fees of one token are enough.
    for fee_growth in [165, 245] {
        let mut case = of(WhirlpoolAccount { never_traded: true, ..pool() });
        case.accounts[0].data[fee_growth + 15] = 1;
        assert_eq!(case.verdict(), "reads");
    }
}

#[test]
fn a_pool_opens_at_the_time_in_its_oracle() {
    assert_eq!(with_oracle(oracle()).read(), good().read());
    for (trade_enable_timestamp, verdict) in
        [(0, "reads"), (NOW as u64, "reads"), (NOW as u64 + 1, "NotOpen"), (u64::MAX, "NotOpen")]
    {
        let case = with_oracle(WhirlpoolOracleAccount { trade_enable_timestamp, ..oracle() });
        assert_eq!(case.verdict(), verdict, "{trade_enable_timestamp}");
    }
}

#[test]
fn the_immutable_deployment_is_read_alike() {
    let mut case = good();
    case.accounts[0].owner = programs::WHIRLPOOL_IMMUTABLE;
    assert_eq!(case.verdict(), "WrongOwner");
    case.config().program = programs::WHIRLPOOL_IMMUTABLE;
    assert_eq!(case.read(), good().read());
    case.accounts[0].owner = programs::WHIRLPOOL;
    assert_eq!(case.verdict(), "WrongOwner");
}

/// A rate that fits few significant digits would be read low by up to a part in as many.
#[test]
fn a_rate_of_few_digits_is_refused() {
    // Steps of 2^-44: s = sqrt(steps / 2^44) x 2^64 where the token comes first.
    let of_steps = |steps: f64| {
        of(WhirlpoolAccount { sqrt_price: ((steps / 2f64.powi(44)).sqrt() * 2f64.powi(64)) as u128, ..turned() })
    };
    for (steps, verdict) in [(0.9, "NonPositive"), (2.9, "OutOfRange"), (9_999.0, "OutOfRange"), (10_001.0, "reads")] {
        let mut case = of_steps(steps);
        case.accounts[0].data[49..65].copy_from_slice(&(1u128 << 90).to_le_bytes());
        assert_eq!(case.verdict(), verdict, "{steps}");
    }
}
