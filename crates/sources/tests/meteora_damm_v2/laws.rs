use fair_value::Reading;
use proptest::prelude::*;
use sources::{encode::DammV2PoolAccount, pair::Orientation};

use super::case::{good, of, pool};
use crate::common::exact::{LEAST, rate_bits};

proptest! {
    /// To the last binary digit what big integers say, in either orientation, for any decimals.
    #[test]
    fn spot_is_exact(bits in 33u32..96, noise: u128, turned: bool, decimals in 0..=18u8) {
        let sqrt_price = 1u128 << bits | noise & ((1 << bits) - 1);
        let (orientation, base) = if turned {
            let turned = DammV2PoolAccount { token_a_mint: pool().token_b_mint, token_b_mint: pool().token_a_mint, ..pool() };
            (Orientation::SolFirst, turned)
        } else {
            (Orientation::TokenFirst, pool())
        };
        let mut case = of(DammV2PoolAccount { sqrt_price, ..base });
        case.config().token_decimals = decimals;
        let found = match case.read() {
            Ok(Reading::Market(reading)) => Some(reading.spot.to_bits()),
            _ => None,
        };
        prop_assert_eq!(found, rate_bits(sqrt_price, orientation, decimals).filter(|bits| *bits >= LEAST));
    }

    /// Twice the liquidity is twice the depth.
    #[test]
    fn depth_is_proportional(shift in 20u32..60) {
        let depth = |liquidity| match of(DammV2PoolAccount { liquidity, ..pool() }).read() {
            Ok(Reading::Market(reading)) => reading.depth.get(),
            other => panic!("{other:?}"),
        };
        let (one, two) = (depth(1u128 << (64 + shift)), depth(1u128 << (65 + shift)));
        prop_assert!(two.abs_diff(2 * one) <= 1, "{} {}", one, two);
    }

    /// Any one damaged byte never panics.
    #[test]
    fn bytes_are_harmless(at in 0..1112usize, value: u8) {
        let mut case = good();
        case.accounts[0].data[at] = value;
        let _ = case.read();
    }
}
