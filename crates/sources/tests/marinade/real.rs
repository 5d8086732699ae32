use fair_value::{Backing, NavReading, Reading, units::Epoch};
use sources::{Role, SourceKind, programs};

use crate::{
    Tests,
    common::{
        Case, Owned,
        fixture::{address, dump},
    },
};

pub const TESTS: Tests = &[
    ("at_epoch_797_with_stake_cooling_down_after_an_emergency", epoch_797),
    ("at_epoch_778", epoch_778),
    ("at_epoch_566", epoch_566),
    ("each_part_of_the_sum_left_out_is_noticed", parts_left_out),
    ("one_token_more_in_issue_is_unbacked", one_more),
    ("without_a_supply_is_refused", no_supply),
];

const MINT: &str = "mSoLzYCxHdYgdzU16g5QSh3i5K3z3KZK7ytfqcJm7So";

fn case(file: &str) -> Case {
    let (state, mut mint) = (dump(file), dump("marinade/msol-mint-epoch797.json"));
    // Only one mint was captured: the others are as the state says.
    mint.data[36..44].copy_from_slice(&state.data[504..512]);
    let parts: Vec<(Role, Owned)> = vec![(Role::Marinade, state), (Role::StepMint, mint)];
    let mut case = Case::new(SourceKind::Chain, programs::MARINADE, parts);
    case.table.mint = address(MINT);
    case.config().max_fee_bps = 20;
    case
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

fn epoch_797() {
    let mut case = case("marinade/marinade-state-epoch797.json");
    case.accounts[1] = dump("marinade/msol-mint-epoch797.json");
    let backing = backing(&case);
    assert_eq!((backing.assets.get(), backing.supply.get()), (4_815_739_580_982_043, 3_708_024_471_418_784));
    // The provenance states this one cut off, the others rounded to nearest.
    assert_eq!(rate(&backing), 1_298_734_574);
    assert!(!backing.unbacked);
    assert_eq!(backing.updated, Epoch::new(800));
}

fn epoch_778() {
    assert_eq!(rate(&backing(&case("marinade/marinade-state-epoch778.json"))), 1_288_555_758);
}

fn epoch_566() {
    assert_eq!(rate(&backing(&case("marinade/marinade-state-epoch566.json"))), 1_164_647_285);
}

/// Marinade's own price tells that a part is missing, wherever there is anything in it.
fn parts_left_out() {
    for (file, parts) in [
        ("marinade/marinade-state-epoch797.json", &[376, 496, 528, 568][..]),
        ("marinade/marinade-state-epoch778.json", &[376, 496, 528]),
        ("marinade/marinade-state-epoch566.json", &[376, 496, 528]),
    ] {
        for at in parts {
            let mut case = case(file);
            case.accounts[0].data[*at..at + 8].fill(0);
            assert_eq!(case.verdict(), "Malformed", "{file} without offset {at}");
        }
    }
}

fn one_more() {
    let mut case = case("marinade/marinade-state-epoch797.json");
    let supply = 3_708_024_471_418_785_u64;
    case.accounts[1].data[36..44].copy_from_slice(&supply.to_le_bytes());
    assert!(backing(&case).unbacked);
    assert_eq!(backing(&case).supply.get(), supply);
}

fn no_supply() {
    let mut case = case("marinade/marinade-state-epoch797.json");
    case.accounts[0].data[504..512].fill(0);
    assert_eq!(case.verdict(), "ZeroSupply");
}
