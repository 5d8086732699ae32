use fair_value::{MarketReading, Reading};
use proptest::prelude::*;
use sources::{
    encode::{WhirlpoolAccount, WhirlpoolOracleAccount},
    pair::Orientation,
};

use super::case::{good, of, oracle, pool, turned, with_oracle};
use crate::common::{
    Case, NOW,
    exact::{LEAST, rate_bits},
};

/// The square-root prices a pool can have.
const MIN: u128 = 4_295_048_016;
const MAX: u128 = 79_226_673_515_401_279_992_447_579_055;

fn market(case: &Case) -> Option<MarketReading> {
    match case.read() {
        Ok(Reading::Market(reading)) => Some(reading),
        _ => None,
    }
}

/// Square-root prices spread evenly over their logarithms, and more near one.
fn sqrt_prices() -> impl Strategy<Value = u128> {
    prop_oneof![
        (32u32..96, any::<u128>())
            .prop_map(|(bits, noise)| (1u128 << bits | noise & ((1 << bits) - 1)).clamp(MIN, MAX)),
        (1u128 << 63)..(1 << 65),
        (any::<u32>()).prop_map(|noise| (1u128 << 64) - (1 << 31) + u128::from(noise)),
    ]
}

fn case(sqrt_price: u128, orientation: Orientation, decimals: u8) -> Case {
    let base = if orientation == Orientation::SolFirst { pool() } else { turned() };
    let mut case = of(WhirlpoolAccount { sqrt_price, ..base });
    case.config().token_decimals = decimals;
    case
}

fn orientations() -> impl Strategy<Value = Orientation> {
    prop_oneof![Just(Orientation::SolFirst), Just(Orientation::TokenFirst)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// To the last binary digit what big integers say, in either orientation, for any decimals, over the whole range.
    #[test]
    fn spot_is_exact(sqrt_price in sqrt_prices(), orientation in orientations(), decimals in 0..=18u8) {
        let expected = rate_bits(sqrt_price, orientation, decimals).filter(|bits| *bits >= LEAST);
        let found = market(&case(sqrt_price, orientation, decimals)).map(|reading| reading.spot.to_bits());
        prop_assert_eq!(found, expected);
    }

    /// Where a square divides evenly the estimate meets its own edge.
    #[test]
    fn spot_is_exact_at_powers_of_two(shift in 33u32..96, nudge in -1i8..=1, decimals in 0..=18u8) {
        let sqrt_price = (1u128 << shift).wrapping_add_signed(i128::from(nudge));
        for orientation in [Orientation::SolFirst, Orientation::TokenFirst] {
            let expected = rate_bits(sqrt_price, orientation, decimals).filter(|bits| *bits >= LEAST);
            let found = market(&case(sqrt_price, orientation, decimals)).map(|reading| reading.spot.to_bits());
            prop_assert_eq!(found, expected);
        }
    }

    /// A higher square-root price is a higher rate where SOL comes second, a lower one where it comes first.
    #[test]
    fn spot_is_monotone(a in sqrt_prices(), b in sqrt_prices(), orientation in orientations()) {
        let (low, high) = (a.min(b), a.max(b));
        if let (Some(low), Some(high)) = (market(&case(low, orientation, 9)), market(&case(high, orientation, 9))) {
            match orientation {
                Orientation::TokenFirst => prop_assert!(low.spot <= high.spot),
                Orientation::SolFirst => prop_assert!(low.spot >= high.spot),
            }
        }
    }

    /// Depth is never above its definition and at most one part in 2^28 and one lamport below it.
    #[test]
    fn depth_is_tight(
        sqrt_price in sqrt_prices(),
        liquidity in 1..=u128::MAX,
        shift in 0..100u32,
        orientation in orientations(),
    ) {
        let liquidity = (liquidity >> shift).max(1);
        let base = if orientation == Orientation::SolFirst { pool() } else { turned() };
        let Some(reading) = market(&of(WhirlpoolAccount { sqrt_price, liquidity, ..base })) else { return Ok(()) };
        let root = sqrt_price as f64 / 2f64.powi(64);
        let x = if orientation == Orientation::TokenFirst { root } else { 1.0 / root };
        let exact = liquidity as f64 * x * (1.01f64.sqrt() - 1.0);
        if exact >= 2f64.powi(64) {
            prop_assert!(reading.depth.get() as f64 >= 2f64.powi(63));
        } else {
            let depth = reading.depth.get() as f64;
            prop_assert!(depth <= exact * (1.0 + 1e-12), "{} > {}", depth, exact);
            prop_assert!(depth >= exact * (1.0 - 2f64.powi(-28)) - 1.0, "{} << {}", depth, exact);
        }
    }

    /// Noise behind a valid head never panics.
    #[test]
    fn noise_is_harmless(noise in prop::collection::vec(any::<u8>(), 645..=645)) {
        let mut case = good();
        case.accounts[0].data[8..].copy_from_slice(&noise);
        case.accounts[0].data[101..133].copy_from_slice(&pool().token_mint_a);
        case.accounts[0].data[181..213].copy_from_slice(&pool().token_mint_b);
        let _ = case.read();
    }

    /// Any oracle behind a valid head never panics, and opens the pool at its time only.
    #[test]
    fn oracles_are_harmless(noise in prop::collection::vec(any::<u8>(), 246..=246), trade_enable_timestamp: u64) {
        let mut case = with_oracle(WhirlpoolOracleAccount { trade_enable_timestamp, ..oracle() });
        case.accounts[1].data[48..].copy_from_slice(&noise[40..]);
        prop_assert_eq!(market(&case).is_some(), trade_enable_timestamp <= NOW as u64);
        case.accounts[1].data[8..].copy_from_slice(&noise);
        prop_assert!(market(&case).is_none());
    }
}
