use fair_value::{MarketReading, Reading};
use sources::{
    Role, SourceKind,
    encode::{DammV2PoolAccount, TokenHolding},
    programs,
};

use super::case::{good, of, pool};
use crate::common::{Case, NOW, Owned, SLOT, TOKEN, key};

fn market(case: &Case) -> MarketReading {
    match case.read() {
        Ok(Reading::Market(reading)) => reading,
        other => panic!("not a market: {other:?}"),
    }
}

#[test]
fn reads_spot_and_depth() {
    let reading = market(&good());
    assert!(reading.spot.to_decimal_floor().abs_diff(1_050_000_000_000) <= 1);
    // L x sqrt(1.05) x (sqrt(1.01) - 1), with the scale of 2^64 taken off.
    let depth = 50_000_000e9 * 1.05f64.sqrt() * (1.01f64.sqrt() - 1.0);
    let relative = reading.depth.get() as f64 / depth;
    assert!((1.0 - 1e-8..=1.0).contains(&relative), "{relative}");
    assert!(!reading.one_sided && reading.history.is_none());
}

#[test]
fn opens_at_its_time_or_slot() {
    for (activation_type, point, verdict) in [
        (1, NOW as u64, "reads"),
        (1, NOW as u64 + 1, "NotOpen"),
        (0, SLOT, "reads"),
        (0, SLOT + 1, "NotOpen"),
        (2, 0, "Malformed"),
    ] {
        let pool = DammV2PoolAccount { activation_type, activation_point: point, ..pool() };
        assert_eq!(of(pool).verdict(), verdict, "{activation_type} {point}");
    }
}

#[test]
fn an_unknown_fee_mode_is_refused() {
    for (collect_fee_mode, verdict) in
        [(0, "reads"), (1, "reads"), (2, "reads"), (3, "UnsupportedMode"), (255, "UnsupportedMode")]
    {
        assert_eq!(of(DammV2PoolAccount { collect_fee_mode, ..pool() }).verdict(), verdict);
    }
}

#[test]
fn at_the_end_of_its_range_it_is_one_sided() {
    let price = pool().sqrt_price;
    for (least, greatest, one_sided) in
        [(price - 1, price + 1, false), (price, price + 1, true), (price - 1, price, true)]
    {
        let case = of(DammV2PoolAccount { sqrt_min_price: least, sqrt_max_price: greatest, ..pool() });
        assert_eq!(market(&case).one_sided, one_sided);
    }
}

#[test]
fn its_vaults_tell_when_over_four_fifths_lie_on_one_side() {
    for (lamports, one_sided) in [(1_050_000_000_000, false), (4_300_000_000_000, true), (200_000_000_000, true)] {
        let holding = |mint, amount| TokenHolding { mint, owner: key(0x16), amount, ..TokenHolding::default() };
        let case = Case::new(
            SourceKind::MeteoraDammV2,
            programs::METEORA_DAMM_V2,
            vec![
                (Role::Main, Owned::new(key(0x16), programs::METEORA_DAMM_V2, pool().encode())),
                (Role::TokenVault, Owned::new(key(0xa1), programs::TOKEN, holding(TOKEN, 1_000_000_000_000).encode())),
                (
                    Role::SolVault,
                    Owned::new(key(0xa2), programs::TOKEN, holding(programs::WRAPPED_SOL, lamports).encode()),
                ),
            ],
        );
        assert_eq!(market(&case).one_sided, one_sided, "{lamports}");
    }
}

/// Fees that stay in the pool make it deeper than its liquidity says; a pool of that mode has no range.
#[test]
fn a_compounding_pool_is_read_like_others() {
    let range = DammV2PoolAccount { sqrt_min_price: 0, sqrt_max_price: u128::MAX, ..pool() };
    assert_eq!(of(DammV2PoolAccount { collect_fee_mode: 2, ..range }).read(), good().read());
}

#[test]
fn a_pool_that_never_traded_has_no_price() {
    let never = DammV2PoolAccount { never_traded: true, ..pool() };
    assert_eq!(of(never).verdict(), "NeverTraded");
    for total_fee in [568, 584] {
        let mut case = of(never);
        case.accounts[0].data[total_fee + 15] = 1;
        assert_eq!(case.verdict(), "reads");
    }
}
