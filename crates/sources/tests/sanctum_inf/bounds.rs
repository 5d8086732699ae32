use sources::{
    encode::{InfListEntry, InfPoolAccount, InfYield, MintAccount},
    programs,
};

use super::case::{Case, OWED, TOTAL, WITHHELD, good, list, members, of, v1, v2, with, yields};
use crate::common::{
    Owned, SLOT, TOKEN,
    bad::{Bad, Expect, every_bad_behaviour, structural},
    key,
};

#[test]
fn bad_behaviours() {
    every_bad_behaviour(good, damage);
}

#[test]
fn a_version_with_the_others_length() {
    let mut case = of(v1());
    case.accounts[0].data[12] = 2;
    assert_eq!(case.verdict(), "WrongLength");
    let mut case = of(v2());
    case.accounts[0].data[12] = 1;
    assert_eq!(case.verdict(), "WrongLength");
    for mut case in [of(v1()), of(v2())] {
        case.accounts[0].data[12] = 3;
        assert_eq!(case.verdict(), "WrongDiscriminator");
        case.accounts[0].data[12] = 0;
        assert_eq!(case.verdict(), "Uninitialised");
    }
}

#[test]
fn a_list_of_three_members_is_as_long_as_a_pool() {
    // Its first member's value has the version's byte within it, and its second member's calculator where the mint
    // would be.
    let mut entries = members();
    entries[0].sol_value = 2 << 32 | 1_400_000;
    let mut case = good();
    case.accounts[0].data = list(&entries).data;
    assert_eq!(case.accounts[0].data.len(), 240);
    assert!(case.with(|_| ()).is_err());
    // Even one made to pass every other check fails by the mint.
    let pool = v2().encode();
    for at in (13..16).chain(208..240) {
        case.accounts[0].data[at] = pool[at];
    }
    case.accounts[0].data[..8].copy_from_slice(&TOTAL.to_le_bytes());
    assert_eq!(case.verdict(), "WrongMint");
    case.accounts[0].data[144..176].copy_from_slice(&TOKEN);
    assert_eq!(case.verdict(), "reads");
}

#[test]
fn a_value_read_in_the_middle_of_a_rebalancing() {
    for pool in [v1(), v2()] {
        for is_rebalancing in [1, 255] {
            assert_eq!(of(InfPoolAccount { is_rebalancing, ..pool }).verdict(), "UnsupportedMode");
        }
        // Disabled besides: still no value that was ever true.
        assert_eq!(of(InfPoolAccount { is_rebalancing: 1, is_disabled: 1, ..pool }).verdict(), "UnsupportedMode");
        assert_eq!(of(InfPoolAccount { is_disabled: 1, ..pool }).verdict(), "Stale");
    }
}

#[test]
fn the_schedule_at_its_edges() {
    let set = |change: fn(&mut InfYield)| {
        let mut yields = yields();
        change(&mut yields);
        of(with(yields)).verdict()
    };
    assert_eq!(set(|it| it.rps = 9_223_372), "reads");
    assert_eq!(set(|it| it.rps = 9_223_371), "OutOfRange");
    assert_eq!(set(|it| it.rps = 1 << 63), "reads");
    assert_eq!(set(|it| it.rps = (1 << 63) + 1), "OutOfRange");
    assert_eq!(set(|it| it.protocol_fee_nanos = 1_000_000_000), "reads");
    assert_eq!(set(|it| it.protocol_fee_nanos = 1_000_000_001), "OutOfRange");
    assert_eq!(set(|it| it.last_release_slot = SLOT), "reads");
    assert_eq!(set(|it| it.last_release_slot = SLOT + 1), "FromFuture");
}

#[test]
fn parts_that_are_more_than_the_whole() {
    let parts = |withheld_lamports, protocol_fee_lamports| {
        of(with(InfYield { withheld_lamports, protocol_fee_lamports, ..yields() })).verdict()
    };
    assert_eq!(parts(TOTAL - OWED - 1, OWED), "reads");
    assert_eq!(parts(TOTAL - OWED, OWED), "ZeroAssets");
    assert_eq!(parts(TOTAL - OWED + 1, OWED), "Malformed");
    assert_eq!(parts(WITHHELD, TOTAL), "Malformed");
    assert_eq!(parts(u64::MAX, u64::MAX), "Malformed");
}

#[test]
fn another_mint_or_none() {
    let mut case = good();
    case.accounts[1].key = key(0x77);
    assert_eq!(case.verdict(), "WrongMint");
    let mut case = good();
    case.accounts[1].close();
    assert_eq!(case.verdict(), "Gone");
}

#[test]
fn a_closed_pool_is_gone() {
    let mut case = good();
    case.accounts[0].close();
    assert_eq!(case.verdict(), "Gone");
}

#[test]
fn a_list_with_a_bit_more() {
    let mut entries = members();
    entries[2] = InfListEntry { sol_value: TOTAL / 4 + 1, ..entries[2] };
    let list = list(&entries);
    let name = good().with(|pool| pool.list(&list.view()).map(|_| ()).unwrap_err().name());
    assert_eq!(name, Ok("Malformed"));
}

fn set(case: &mut Case, pool: InfPoolAccount) {
    case.accounts[0].data = pool.encode();
}

fn set_mint(case: &mut Case, mint: MintAccount) {
    case.accounts[1] = Owned::new(TOKEN, programs::TOKEN, mint.encode());
}

fn damage(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::TooShort | Bad::TooLong | Bad::AllZero => structural(bad, case, 0),
        // Its type is one byte.
        Bad::WrongDiscriminator => case.accounts[0].data[12] = 4,
        Bad::AllOnes => {
            structural(bad, case, 0);
            case.accounts[0].data[12] = 2;
        }
        Bad::ZeroPrice => set(case, InfPoolAccount { total_sol_value: 0, ..v1() }),
        Bad::ZeroSupply => set_mint(case, MintAccount { supply: 0, decimals: 9, ..MintAccount::default() }),
        Bad::WrongDecimals => set_mint(case, MintAccount { supply: 1, decimals: 6, ..MintAccount::default() }),
        Bad::MaximumValues => set(case, InfPoolAccount { total_sol_value: u64::MAX, ..v2() }),
        Bad::FromTheFuture => set(case, with(InfYield { last_release_slot: u64::MAX, ..yields() })),
        Bad::Disabled => set(case, InfPoolAccount { is_disabled: 1, ..v2() }),
        Bad::WrongMints => set(case, InfPoolAccount { lp_token_mint: key(0x77), ..v2() }),
        Bad::HalfInitialised => {
            // Migrated, but never given its new fields.
            set(case, with(InfYield::default()));
        }
        // It states no time of its value, and a release long ago is only a long release.
        Bad::Stale | Bad::ZeroLiquidity | Bad::WrongOrientation | Bad::WrongSibling => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::AllZero => "Uninitialised",
        Bad::AllOnes => "UnsupportedMode",
        Bad::ZeroPrice => "ZeroAssets",
        Bad::ZeroSupply => "ZeroSupply",
        Bad::WrongDecimals => "WrongDecimals",
        Bad::MaximumValues => return Expect::Differs,
        Bad::FromTheFuture => "FromFuture",
        Bad::Disabled => "Stale",
        Bad::HalfInitialised => "OutOfRange",
        _ => "WrongMint",
    })
}
