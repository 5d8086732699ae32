use fair_value::{Backing, NavReading, Reading};
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::{Role, encode::StakePoolAccount};

use super::case::*;
use crate::common::{Case, Owned};

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

fn floor(tokens: &[u64], lamports: u64, supply: u64) -> u64 {
    let sum: BigUint = tokens.iter().map(|amount| BigUint::from(*amount)).sum();
    u64::try_from(sum * lamports / supply).unwrap()
}

proptest! {
    /// Assets are the sum of the lamports and the tokens' value, rounded down once over their sum.
    #[test]
    fn assets_are_the_exact_sum(
        wallets in prop::collection::vec(0..1u64 << 58, 0..6),
        tokens in prop::collection::vec(0..1u64 << 57, 1..6),
        lamports in 1u64..1 << 62,
        scale in 0..3u32,
    ) {
        let supply = (lamports >> scale).max(1);
        let head = parts();
        let mut parts: Vec<(Role, Owned)> = head[..1].to_vec();
        parts.extend((0u8..).zip(&wallets).map(|(n, lamports)| wallet(Role::LamportReserve, 0x80 + n, *lamports)));
        parts.extend_from_slice(&head[POOL_AT..TOKENS_AT]);
        parts.extend((0u8..).zip(&tokens).map(|(n, amount)| token_reserve(0x90 + n, *amount)));
        let mut case = of(parts);
        let pool = StakePoolAccount { total_lamports: lamports, pool_token_supply: supply, ..pool() };
        case.accounts[1 + wallets.len()].data = pool.encode();
        let expected = wallets.iter().sum::<u64>() + floor(&tokens, lamports, supply);
        if expected == 0 {
            prop_assert_eq!(case.verdict(), "ZeroAssets");
        } else {
            prop_assert_eq!(backing(&case).assets.get(), expected);
            prop_assert_eq!(backing(&case).custodial.get(), wallets.iter().sum::<u64>());
        }
    }

    /// The order of reserves of one kind does not matter, and one reserve counts as much as its halves.
    #[test]
    fn a_reserve_counts_as_much_as_its_halves(amount in 0..1u64 << 60, first in 0..1u64 << 60) {
        let (first, second) = (first.min(amount), amount - first.min(amount));
        let with = |tokens: &[u64]| {
            let mut parts = parts();
            parts.truncate(TOKENS_AT);
            parts.extend((0u8..).zip(tokens).map(|(n, amount)| token_reserve(0x90 + n, *amount)));
            backing(&of(parts))
        };
        prop_assert_eq!(with(&[amount]), with(&[first, second]));
        prop_assert_eq!(with(&[first, second]), with(&[second, first]));
    }

    /// A lamport more in any reserve is a lamport more in the assets.
    #[test]
    fn lamports_are_conserved(more in 1..1u64 << 60, at in WALLET_AT..=STAKE_AT) {
        let mut case = good();
        case.accounts[at].lamports += more;
        prop_assert_eq!(backing(&case).assets.get(), backing(&good()).assets.get() + more);
    }

    /// Any one damaged byte never panics.
    #[test]
    fn bytes_are_harmless(account in 0..9usize, at: prop::sample::Index, value: u8) {
        let mut case = good();
        let data = &mut case.accounts[account].data;
        if !data.is_empty() {
            let at = at.index(data.len());
            data[at] = value;
        }
        let _ = case.read();
    }
}
