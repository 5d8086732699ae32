use fair_value::{Backing, NavReading, Reading, units::Epoch};
use sources::{Key, Role, SourceKind};

use crate::{
    Tests,
    common::{
        Case,
        fixture::{address, dump},
    },
};

pub const TESTS: Tests = &[
    ("jito_at_epoch_539", jito),
    ("pwrsol_of_sanctums_single_validator_program", pwrsol),
    ("jupsol_freshly_created", jupsol_new),
    ("jupsol_at_epoch_751", jupsol),
    ("jito_fee_is_netted_and_capped", jito_fee),
    ("jupsol_with_its_epoch_erased_is_stale", erased_epoch),
    ("picosol_with_made_up_totals_is_stale", made_up),
    ("bpsol_was_never_initialised", never_initialised),
];

fn case(file: &str, mint: Key, epoch: u64) -> Case {
    let account = dump(file);
    let mut case = Case::new(SourceKind::StakePool, account.owner, vec![(Role::Main, account)]);
    case.table.mint = mint;
    case.now.epoch = Epoch::new(epoch);
    case.config().max_fee_bps = 100;
    case
}

fn pool_mint(case: &Case) -> Key {
    case.accounts[0].data[162..194].try_into().unwrap()
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

fn jito() {
    let mint = address("J1toso1uCk3RLmjorhTtrVwY9HJ7X8V9yYac6Y7kGCPn");
    let backing = backing(&case("stake-pool/jitosol-stake-pool.json", mint, 539));
    assert_eq!(rate(&backing), 1_073_400_157);
    assert_eq!(backing.updated, Epoch::new(539));
}

fn jito_fee() {
    let mint = address("J1toso1uCk3RLmjorhTtrVwY9HJ7X8V9yYac6Y7kGCPn");
    let mut case = case("stake-pool/jitosol-stake-pool.json", mint, 539);
    let gross = backing(&case).assets.get();
    case.config().net_withdrawal_fee = 1;
    assert_eq!(u128::from(backing(&case).assets.get()), u128::from(gross) * 999 / 1000);
    case.config().max_fee_bps = 9;
    assert_eq!(case.verdict(), "FeeTooHigh");
}

fn pwrsol() {
    let mint = address("pWrSoLAhue6jUxUkbWgmEy5rD9VJzkFmvfTDV5KgNuu");
    let backing = backing(&case("stake-pool/pwrsol-stake-pool.json", mint, 573));
    assert_eq!(rate(&backing), 1_005_776_792);
    assert_eq!(backing.supply.get(), 1_435_226_685_617);
    assert_eq!(backing.updated, Epoch::new(573));
}

fn jupsol_new() {
    let mint = address("jupSoLaHXQiZZTSfEWMTRRgpnyFm8f6sZdosWBjx93v");
    let backing = backing(&case("stake-pool/jupsol-stake-pool-s.json", mint, 597));
    assert_eq!((backing.assets.get(), backing.supply.get()), (3_282_880, 3_282_880));
}

fn jupsol() {
    let mint = address("jupSoLaHXQiZZTSfEWMTRRgpnyFm8f6sZdosWBjx93v");
    let backing = backing(&case("stake-pool/jupsol-stake-pool-sdk.json", mint, 751));
    assert_eq!(rate(&backing), 1_090_291_323);
    assert_eq!(backing.updated, Epoch::new(751));
}

fn erased_epoch() {
    let mint = address("jupSoLaHXQiZZTSfEWMTRRgpnyFm8f6sZdosWBjx93v");
    let mut case = case("modified-or-devnet/jupsol-stake-pool-inf.json", mint, 751);
    assert_eq!(case.verdict(), "Stale");
    // Nothing else is wrong with it.
    case.now.epoch = Epoch::new(0);
    assert_eq!(rate(&backing(&case)), 1_114_421_073);
}

fn made_up() {
    let mut case = case("modified-or-devnet/picosol-stake-pool-sdk.json", [0; 32], 751);
    case.table.mint = pool_mint(&case);
    assert_eq!(case.verdict(), "Stale");
    case.now.epoch = Epoch::new(1);
    let backing = backing(&case);
    assert_eq!((backing.assets.get(), backing.supply.get()), (1_000_007_707_999, 750_000_000_000));
}

fn never_initialised() {
    assert_eq!(case("modified-or-devnet/bpsol-stake-pool.json", [9; 32], 751).verdict(), "Uninitialised");
}
