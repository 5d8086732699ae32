use fair_value::{
    Backing, NavReading, Reading,
    units::{Epoch, Slot},
};
use sources::{Key, Role, SourceKind, encode::StakePoolAccount, programs};

use crate::{
    Tests,
    common::{
        Case, Owned,
        fixture::{address, dump},
        key,
    },
};

pub const TESTS: Tests = &[
    ("kysol_at_epoch_808_through_jitosol", kysol),
    ("kysol_with_both_fees_netted", kysol_net),
    ("kysol_of_the_next_epoch_is_late", kysol_late),
    ("each_number_left_out_is_noticed", left_out),
    ("fragjto_with_its_amounts_erased_has_no_supply", erased),
];

fn jitosol() -> Key {
    address("J1toso1uCk3RLmjorhTtrVwY9HJ7X8V9yYac6Y7kGCPn")
}

/// The pool of the capture's day is known by its totals alone.
fn pool() -> Owned {
    let pool = StakePoolAccount {
        pool_mint: jitosol(),
        total_lamports: 17_990_164_510_333_520,
        pool_token_supply: 14_834_982_650_962_691,
        last_update_epoch: 808,
        ..StakePoolAccount::default()
    };
    Owned::new(key(1), programs::STAKE_POOL, pool.encode())
}

fn case(vault: &str, mint: &str) -> Case {
    let (vault, mint) = (dump(vault), dump(mint));
    let token = mint.key;
    let parts = vec![(Role::ReservePool, pool()), (Role::JitoVault, vault), (Role::StepMint, mint)];
    let mut case = Case::new(SourceKind::Chain, programs::JITO_VAULT, parts);
    (case.table.mint, case.now.epoch, case.now.slot) = (token, Epoch::new(808), Slot::new(349_060_000));
    case.config().max_fee_bps = 20;
    case
}

fn kysol_case() -> Case {
    case("jito-vault/jito-vault-kysol-epoch808.json", "jito-vault/kysol-mint-2025-06.json")
}

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

/// Nine decimals of the rate, rounded to nearest as the provenance states them.
fn rate(backing: &Backing) -> u128 {
    let supply = u128::from(backing.supply.get());
    (u128::from(backing.assets.get()) * 1_000_000_000 + supply / 2) / supply
}

fn kysol() {
    let backing = backing(&kysol_case());
    assert_eq!(rate(&backing), 1_214_772_957);
    assert_eq!(backing.supply.get(), 154_727_846_679_297);
    assert_eq!(backing.updated, Epoch::new(808));
    assert!(!backing.unbacked);
    // 1.001721564 JitoSOL.
    assert_eq!((u128::from(backing.firm.to_bits()) * 1_000_000_000) >> 44, 1_001_721_564);
}

fn kysol_net() {
    let mut case = kysol_case();
    case.config().net_withdrawal_fee = 1;
    // The made-up pool states no fee of its own.
    let (net, gross) = (backing(&case).assets.get(), backing(&kysol_case()).assets.get());
    assert!((gross / 10_000 * 9_980).abs_diff(net) < 20_000, "{net} of {gross}");
    case.config().max_fee_bps = 19;
    assert_eq!(case.verdict(), "FeeTooHigh");
}

fn kysol_late() {
    let mut case = kysol_case();
    (case.now.epoch, case.now.slot) = (Epoch::new(809), Slot::new(349_056_000 + 432_000));
    assert_eq!(backing(&case).updated, Epoch::new(808));
}

fn left_out() {
    for (at, verdict) in [(104, "ZeroSupply"), (112, "ZeroAssets"), (832, "Stale"), (0, "WrongDiscriminator")] {
        let mut case = kysol_case();
        case.accounts[1].data[at..at + 8].fill(0);
        assert_eq!(case.verdict(), verdict, "offset {at}");
    }
    for (at, verdict) in [(40, "WrongSibling"), (72, "WrongMint")] {
        let mut case = kysol_case();
        case.accounts[1].data[at] ^= 1;
        assert_eq!(case.verdict(), verdict, "offset {at}");
    }
}

fn erased() {
    let mut case = kysol_case();
    let own = (case.accounts[1].key, case.accounts[1].data[40..104].to_vec());
    // The same vault program and layout: with kySOL's identity only the amounts are missing.
    case.accounts[1] = dump("modified-or-devnet/ZEROED-jito-vault-fragjto.json");
    case.accounts[1].key = own.0;
    case.accounts[1].data[40..104].copy_from_slice(&own.1);
    assert_eq!(case.verdict(), "ZeroSupply");
}
