use fair_value::Reading;
use proptest::prelude::*;
use sources::encode::WhirlpoolAccount;

use super::case::*;
use crate::common::Case;

fn spot(case: &Case) -> Option<f64> {
    match case.read() {
        Ok(Reading::Market(reading)) => Some(reading.spot.fixed().to_num::<f64>()),
        _ => None,
    }
}

proptest! {
    /// The rate is linear in the pool's, with the share of tokens as its slope: 1 % there is at most 1 % here.
    #[test]
    fn the_rate_moves_no_more_than_the_pool(lamports in 0..1u64 << 45, tokens in 1_000_000u64..1 << 45) {
        let at = |sqrt_price| {
            let mut case = good();
            case.accounts[1].lamports = lamports;
            case.accounts[2].data = WhirlpoolAccount { sqrt_price, ..pool() }.encode();
            case.accounts[4].data[64..72].copy_from_slice(&tokens.to_le_bytes());
            case.accounts[5].close();
            spot(&case)
        };
        // 1 % more for the token where SOL comes first.
        let sqrt_price = pool().sqrt_price;
        let raised = (sqrt_price as f64 / 1.01f64.sqrt()) as u128;
        if let (Some(before), Some(after)) = (at(sqrt_price), at(raised)) {
            let exact = (lamports as f64 + tokens as f64 * 1.05) / SUPPLY as f64;
            prop_assert!((before - exact).abs() <= exact * 1e-9 + 1e-11, "{} for {}", before, exact);
            prop_assert!(after >= before && after <= before * 1.0100001 + 1e-12, "{} -> {}", before, after);
        }
    }

    /// Any one damaged byte never panics.
    #[test]
    fn bytes_are_harmless(account in 0..6usize, at: prop::sample::Index, value: u8) {
        let mut case = good();
        let data = &mut case.accounts[account].data;
        if !data.is_empty() {
            let at = at.index(data.len());
            data[at] = value;
        }
        let _ = case.read();
    }
}
