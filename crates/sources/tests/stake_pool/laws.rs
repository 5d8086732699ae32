use fair_value::{NavReading, Reading};
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::encode::{Fee, FutureFee, StakePoolAccount};

use super::case::{full, of, pool};
use crate::common::{Case, EPOCH};

fn assets(case: &Case) -> u64 {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing.assets.get(),
        other => panic!("not a backing: {other:?}"),
    }
}

fn net(lamports: u64, fee: Fee) -> u64 {
    let kept = BigUint::from(fee.denominator) - BigUint::from(fee.numerator);
    u64::try_from(BigUint::from(lamports) * kept / BigUint::from(fee.denominator)).unwrap()
}

proptest! {
    /// Whatever the totals, they come through unchanged.
    #[test]
    fn totals_are_exact(lamports in 1..=u64::MAX, supply in 1..=u64::MAX, behind in 0..=5u64) {
        let case = of(StakePoolAccount {
            total_lamports: lamports,
            pool_token_supply: supply,
            last_update_epoch: EPOCH - behind,
            ..full()
        });
        match case.read() {
            Ok(Reading::Nav(NavReading::Backing(backing))) => {
                prop_assert_eq!(backing.assets.get(), lamports);
                prop_assert_eq!(backing.supply.get(), supply);
                prop_assert_eq!(backing.updated.get(), EPOCH - behind);
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }

    /// The higher of both fees is taken, rounded against the holder, to the last lamport.
    #[test]
    fn netting_is_exact(
        lamports in 1..=u64::MAX,
        parts in 1_000_000..=u64::MAX,
        today in 0..1000u64,
        next in 0..1000u64,
    ) {
        let fee = |numerator| Fee { denominator: parts, numerator };
        let mut case = of(StakePoolAccount {
            total_lamports: lamports,
            stake_withdrawal_fee: fee(today),
            next_stake_withdrawal_fee: FutureFee::Two(fee(next)),
            ..pool()
        });
        case.config().net_withdrawal_fee = 1;
        prop_assert_eq!(assets(&case), net(lamports, fee(today.max(next))));
    }

    /// The ceiling is compared exactly, whatever the fraction.
    #[test]
    fn ceiling_is_exact(denominator in 1..=u64::MAX, numerator: u64, ceiling in 0..=10_000u16) {
        let mut case = of(StakePoolAccount { stake_withdrawal_fee: Fee { denominator, numerator }, ..pool() });
        case.config().max_fee_bps = ceiling;
        let within = BigUint::from(numerator) * 10_000u32 <= BigUint::from(denominator) * ceiling;
        prop_assert_eq!(case.verdict(), if within { "reads" } else { "FeeTooHigh" });
    }

    /// Damage anywhere never panics, and behind the fees it changes nothing.
    #[test]
    fn bytes_are_harmless(at in 0..611usize, value: u8) {
        let mut case = of(full());
        case.accounts[0].data[at] = value;
        let result = case.read();
        if at >= 500 {
            prop_assert_eq!(result, of(full()).read());
        }
    }

    /// Noise never panics.
    #[test]
    fn noise_is_harmless(data in prop::collection::vec(any::<u8>(), 611..=611)) {
        let mut case = of(pool());
        case.accounts[0].data = data;
        case.accounts[0].data[0] = 1;
        let _ = case.read();
    }
}
