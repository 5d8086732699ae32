use fair_value::{Backing, NavReading, Reading};
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::encode::{MarinadeAccount, StakeListAccount, StakeRecord};

use super::case::*;
use crate::common::{Case, EPOCH};

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

proptest! {
    /// Whatever the parts, their sum comes through to the lamport.
    #[test]
    fn sums_are_exact(parts in prop::array::uniform4(0..1u64 << 61), tickets: u64, supply in 1..=SUPPLY) {
        let sum = parts.iter().sum::<u64>().saturating_sub(tickets);
        let [active, delayed, emergency, reserve] = parts;
        let state = MarinadeAccount {
            total_active_balance: active,
            delayed_unstake_cooling_down: delayed,
            emergency_cooling_down: emergency,
            available_reserve_balance: reserve,
            circulating_ticket_balance: tickets,
            msol_supply: supply,
            ..state()
        };
        // A price that does not fit its field is none.
        prop_assume!(BigUint::from(sum) << 32 < BigUint::from(supply) << 64);
        let mut case = of(state.priced());
        case.accounts[MINT_AT].data = mint(supply).encode();
        match sum {
            0 => prop_assert_eq!(case.verdict(), "ZeroAssets"),
            // Of a price of few steps, one step of rounding is more than a basis point.
            _ if state.priced().msol_price < 20_000 => {}
            _ => {
                prop_assert_eq!(backing(&case).assets.get(), sum);
                prop_assert_eq!(backing(&case).supply.get(), supply);
            }
        }
    }

    /// The cross-check is exact.
    #[test]
    fn the_cross_check_is_exact(price in 1..=u64::MAX, supply in 1..=u64::MAX, assets in 1..1u64 << 60) {
        let state = MarinadeAccount {
            total_active_balance: assets,
            delayed_unstake_cooling_down: 0,
            emergency_cooling_down: 0,
            available_reserve_balance: 0,
            circulating_ticket_balance: 0,
            msol_supply: supply,
            msol_price: price,
            ..state()
        };
        let (exact, stated) = (BigUint::from(assets) << 32, BigUint::from(price) * supply);
        let apart = if exact > stated { &exact - &stated } else { &stated - &exact };
        let agrees = apart * 10_000u32 <= stated;
        prop_assert_eq!(of(state).verdict(), if agrees { "reads" } else { "Malformed" });
    }

    /// Nine tenths of the lamports are of the epoch that the reading counts as, or of a later one; and of no later
    /// epoch.
    #[test]
    fn the_epoch_is_that_of_nine_tenths(records in prop::collection::vec((0..1u64 << 55, 0..6u64), 0..200)) {
        let of_age = |least: u64, most: u64| -> u128 {
            records.iter().filter(|(_, age)| (least..=most).contains(age)).map(|(lamports, _)| u128::from(*lamports)).sum()
        };
        let list = StakeListAccount {
            records: records
                .iter()
                .map(|(delegated, age)| StakeRecord { delegated: *delegated, last_update_epoch: EPOCH - age })
                .collect(),
            free: 1,
        };
        let mut case = with_list([0; 3]);
        let state = MarinadeAccount { stake_list_count: records.len() as u32, ..state() };
        case.accounts[STATE_AT].data = state.encode();
        case.accounts[LIST_AT].data = list.encode();
        let behind = EPOCH - backing(&case).updated.get();
        let tenth = of_age(0, 9) / 10;
        if behind < 2 {
            prop_assert!(of_age(behind + 1, 9) <= tenth);
        }
        if behind > 0 {
            prop_assert!(of_age(behind, 9) > tenth);
        }
    }

    /// Damage anywhere never panics, and what is not listed as read changes nothing.
    #[test]
    fn bytes_are_harmless(at in 0..2_616usize, value: u8) {
        let mut case = good();
        case.accounts[STATE_AT].data[at] = value;
        let result = case.read();
        if at >= 638 {
            prop_assert_eq!(result, good().read());
        }
    }

    /// Noise never panics.
    #[test]
    fn noise_is_harmless(data in prop::collection::vec(any::<u8>(), 638..=638), list in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut case = with_list([1, 0, 0]);
        case.accounts[STATE_AT].data[8..638].copy_from_slice(&data[8..]);
        case.accounts[LIST_AT].data = [b"staker__".to_vec(), list].concat();
        let _ = case.read();
    }
}
