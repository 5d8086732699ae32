use fair_value::{Backing, NavReading, Reading};
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::encode::{JitoVaultAccount, StakePoolAccount};

use super::case::*;
use crate::common::Case;

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

proptest! {
    /// All receipts are worth all tokens at the pool's rate, rounded down once; and the firm rate is the vault's own,
    /// rounded down.
    #[test]
    fn the_receipts_are_worth_the_tokens(
        deposited in 1..1u64 << 60,
        supply in 1..1u64 << 60,
        lamports in 1..1u64 << 62,
        scale in 0..3u32,
    ) {
        let pool_supply = (lamports >> scale).max(1);
        let mut case = of(JitoVaultAccount { tokens_deposited: deposited, vrt_supply: supply, ..vault() });
        let pool = StakePoolAccount { total_lamports: lamports, pool_token_supply: pool_supply, ..pool() };
        case.accounts[POOL_AT].data = pool.encode();
        case.accounts[MINT_AT].data = mint(supply).encode();
        let firm = u64::try_from((BigUint::from(deposited) << 44) / supply);
        let worth = u64::try_from(BigUint::from(deposited) * lamports / pool_supply);
        match (firm, worth) {
            (Ok(firm @ 1..), Ok(worth @ 1..)) => {
                let backing = backing(&case);
                prop_assert_eq!((backing.assets.get(), backing.supply.get()), (worth, supply));
                prop_assert_eq!(backing.firm.to_bits(), firm);
            }
            _ => prop_assert!(["OutOfRange", "ZeroAssets"].contains(&case.verdict())),
        }
    }

    /// Damage anywhere never panics, and what is not listed as read changes nothing.
    #[test]
    fn bytes_are_harmless(account in 0..3usize, at: prop::sample::Index, value: u8) {
        let mut case = good();
        let at = at.index(case.accounts[account].data.len());
        case.accounts[account].data[at] = value;
        let result = case.read();
        let is_read = at < 8 || (40..120).contains(&at) || (832..852).contains(&at);
        if account == VAULT_AT && !is_read {
            prop_assert_eq!(result, good().read());
        }
    }

    /// Noise never panics.
    #[test]
    fn noise_is_harmless(data in prop::collection::vec(any::<u8>(), 1_111..=1_111)) {
        let mut case = good();
        case.accounts[VAULT_AT].data[104..].copy_from_slice(&data[104..]);
        let _ = case.read();
    }
}
