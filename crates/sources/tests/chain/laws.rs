use fair_value::{Backing, NavReading, Reading};
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::encode::{Fee, JitoVaultAccount, StakePoolAccount};

use super::case::*;
use crate::{common::Case, jito_vault::case as jito_vault};

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

fn with(receipts: (u64, u64), lamports: (u64, u64), fees: (u16, u64)) -> Case {
    let mut case = good();
    let fee = Fee { denominator: 10_000, numerator: fees.1 };
    let pool = StakePoolAccount {
        total_lamports: lamports.0,
        pool_token_supply: lamports.1,
        stake_withdrawal_fee: fee,
        ..pool()
    };
    let vault = JitoVaultAccount {
        tokens_deposited: receipts.0,
        vrt_supply: receipts.1,
        withdrawal_fee_bps: fees.0,
        next_withdrawal_fee_bps: fees.0,
        program_fee_bps: 0,
        ..receipt()
    };
    case.accounts[POOL_AT].data = pool.encode();
    case.accounts[VAULT_AT].data = vault.encode();
    case.accounts[VAULT_AT + 1].data = jito_vault::mint(receipts.1).encode();
    case
}

proptest! {
    /// The value is what the programs would pay one after the other: rounded down at each step, and each fee taken from
    /// what is left.
    #[test]
    fn steps_are_rounded_as_they_are_redeemed(
        deposited in 1..1u64 << 50,
        receipts in 1u64 << 40..1 << 50,
        lamports in 1u64 << 40..1 << 55,
        tokens in 1u64 << 40..1 << 50,
        fees in (0..50u16, 0..50u64),
    ) {
        let kept = |amount: BigUint, bps: u64| amount * (10_000 - bps) / 10_000u32;
        let mut case = with((deposited, receipts), (lamports, tokens), fees);
        case.config().net_withdrawal_fee = 1;
        let paid = kept(BigUint::from(deposited), fees.0.into());
        let paid = kept(paid * lamports / tokens, fees.1);
        match u64::try_from(paid) {
            Ok(paid @ 1..) => prop_assert_eq!(backing(&case).assets.get(), paid),
            Ok(0) => prop_assert_eq!(case.verdict(), "ZeroAssets"),
            _ => prop_assert_eq!(case.verdict(), "OutOfRange"),
        }
    }

    /// More in any step is never less in the end.
    #[test]
    fn a_chain_is_monotonic(deposited in 1u64..1 << 50, lamports in 1u64 << 40..1 << 50, more in 1..1u64 << 40) {
        let of = |deposited, lamports| backing(&with((deposited, 1 << 45), (lamports, 1 << 45), (0, 0)));
        prop_assume!(u128::from(deposited) * u128::from(lamports) >= 1 << 45);
        prop_assert!(of(deposited + more, lamports).assets >= of(deposited, lamports).assets);
        prop_assert!(of(deposited, lamports + more).assets >= of(deposited, lamports).assets);
    }

    /// Any one damaged byte never panics.
    #[test]
    fn bytes_are_harmless(account in 0..5usize, at: prop::sample::Index, value: u8) {
        let mut case = good();
        let data = &mut case.accounts[account].data;
        let at = at.index(data.len());
        data[at] = value;
        let _ = case.read();
    }
}
