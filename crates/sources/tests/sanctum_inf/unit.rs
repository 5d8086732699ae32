use fair_value::units::{Lamports, TokenAmount};
use sources::{
    encode::{InfListEntry, InfPoolAccount, InfYield, MintAccount},
    sanctum_inf::{InfPool, Release},
};

use super::case::{BEHIND, Case, OWED, SUPPLY, TOTAL, WITHHELD, good, list, members, of, slot, v1, v2, with, yields};
use crate::common::{SLOT, TOKEN, key};

fn read<T>(case: &Case, use_it: impl FnOnce(InfPool<'_>) -> T) -> T {
    case.with(use_it).expect("it reads")
}

fn sol(lamports: u64) -> Lamports {
    Lamports::new(lamports)
}

#[test]
fn all_of_the_first_versions_total_is_the_tokens() {
    read(&of(v1()), |pool| {
        assert_eq!((pool.mint, pool.supply, pool.total), (&TOKEN, TokenAmount::new(SUPPLY), sol(TOTAL)));
        assert_eq!((pool.assets(), pool.assets_at(slot(SLOT))), (sol(TOTAL), sol(TOTAL)));
        assert_eq!((pool.schedule, pool.release(slot(SLOT))), (None, Release::NOTHING));
    });
}

#[test]
fn what_is_withheld_and_what_is_owed_are_not_the_tokens() {
    read(&good(), |pool| {
        assert_eq!((pool.total, pool.withheld, pool.owed), (sol(TOTAL), sol(WITHHELD), sol(OWED)));
        assert_eq!(pool.assets(), sol(TOTAL - WITHHELD - OWED));
    });
}

#[test]
fn releases_what_the_program_would() {
    // The example of the program's own tests.
    let pool = with(InfYield {
        protocol_fee_nanos: 1_000_000,
        rps: 9_223_372_037,
        withheld_lamports: 2_000_000_000,
        last_release_slot: SLOT - 1,
        ..yields()
    });
    let expected = Release { released: sol(1), to_protocol: sol(1), withheld: sol(1_999_999_998) };
    read(&of(pool), |pool| assert_eq!(pool.release(slot(SLOT)), expected));
}

#[test]
fn half_is_out_after_eighteen_hours_and_nearly_all_after_five_epochs() {
    for (slots, parts) in [(162_556, 5_000), (2_160_000, 9_999)] {
        let pool = with(InfYield { last_release_slot: SLOT - slots, ..yields() });
        read(&of(pool), |pool| {
            let Release { released, to_protocol, withheld } = pool.release(slot(SLOT));
            let gross = released.get() + to_protocol.get();
            assert_eq!(gross + withheld.get(), WITHHELD);
            assert!(gross.abs_diff(WITHHELD / 10_000 * parts) < WITHHELD / 100_000, "{gross} after {slots}");
            assert_eq!(to_protocol.get(), gross.div_ceil(10));
        });
    }
}

#[test]
fn the_high_side_counts_the_release_and_the_low_side_does_not() {
    read(&good(), |pool| {
        let released = pool.release(slot(SLOT)).released;
        assert!(released > sol(WITHHELD / 100));
        assert_eq!(pool.assets_at(slot(SLOT)), pool.assets().plus(released));
        assert_eq!(pool.assets_at(slot(SLOT - BEHIND)), pool.assets());
    });
}

#[test]
fn a_gain_of_a_member_is_withheld() {
    read(&good(), |pool| {
        let synced = pool.synced(sol(TOTAL / 2), sol(TOTAL / 2 + 5)).unwrap();
        assert_eq!((synced.total, synced.withheld, synced.owed), (sol(TOTAL + 5), sol(WITHHELD + 5), sol(OWED)));
        assert_eq!(synced.assets(), pool.assets());
    });
}

#[test]
fn a_loss_takes_what_is_withheld_then_what_is_owed_then_the_tokens_own() {
    let left = |loss| {
        read(&good(), |pool| {
            let synced = pool.synced(sol(TOTAL / 2), sol(TOTAL / 2 - loss)).unwrap();
            assert_eq!(synced.total.get(), TOTAL - loss);
            (synced.withheld.get(), synced.owed.get(), synced.assets().get())
        })
    };
    let own = TOTAL - WITHHELD - OWED;
    assert_eq!(left(WITHHELD - 3), (3, OWED, own));
    assert_eq!(left(WITHHELD + OWED - 2), (0, 2, own));
    assert_eq!(left(WITHHELD + OWED + 7), (0, 0, own - 7));
}

#[test]
fn on_the_first_version_both_move_the_assets_at_once() {
    read(&of(v1()), |pool| {
        assert_eq!(pool.synced(sol(TOTAL / 2), sol(TOTAL / 2 + 5)).unwrap().assets(), sol(TOTAL + 5));
        assert_eq!(pool.synced(sol(TOTAL / 2), sol(TOTAL / 2 - 5)).unwrap().assets(), sol(TOTAL - 5));
    });
}

#[test]
fn a_synchronisation_that_cannot_be() {
    use sources::Condition::{Malformed, OutOfRange, ZeroAssets};
    read(&of(v1()), |pool| {
        assert_eq!(pool.synced(sol(TOTAL + 1), sol(TOTAL)), Err(Malformed));
        assert_eq!(pool.synced(sol(1), sol(u64::MAX)), Err(OutOfRange));
        assert_eq!(pool.synced(sol(TOTAL), sol(0)), Err(ZeroAssets));
    });
}

#[test]
fn the_list_tells_its_members() {
    for pool in [v1(), v2()] {
        read(&of(pool), |pool| {
            let list = list(&members());
            let view = list.view();
            let members: Vec<_> = pool.list(&view).unwrap().iter().collect();
            let values: Vec<_> = members.iter().map(|member| member.value.get()).collect();
            assert_eq!(values, [TOTAL / 2, TOTAL / 4, TOTAL / 4]);
            assert_eq!((members[1].mint, members[1].calculator), (&key(0x41), &key(0x51)));
            assert_eq!(members.iter().map(|member| member.input_disabled).collect::<Vec<_>>(), [false, true, false]);
        });
    }
}

#[test]
fn a_list_that_does_not_add_up_is_another_pools() {
    let one_more = |entries: &mut Vec<InfListEntry>| entries[1].sol_value += 1;
    let one_gone = |entries: &mut Vec<InfListEntry>| entries.truncate(2);
    let none = |entries: &mut Vec<InfListEntry>| entries.clear();
    let too_much = |entries: &mut Vec<InfListEntry>| entries[0].sol_value = u64::MAX;
    for change in [one_more, one_gone, none, too_much] {
        let mut entries = members().to_vec();
        change(&mut entries);
        read(&good(), |pool| assert_eq!(pool.list(&list(&entries).view()).unwrap_err().name(), "Malformed"));
    }
    read(&good(), |pool| {
        let mut other = list(&members());
        other.owner = key(0xee);
        assert_eq!(pool.list(&other.view()).unwrap_err().name(), "WrongOwner");
        let mut other = list(&members());
        other.data.pop();
        assert_eq!(pool.list(&other.view()).unwrap_err().name(), "WrongLength");
    });
}

#[test]
fn a_fault_names_the_pool_or_the_mint() {
    let mut case = good();
    case.accounts[1].data = MintAccount { supply: 0, decimals: 9, ..MintAccount::default() }.encode();
    let fault = case.with(|_| ()).unwrap_err();
    assert_eq!((fault.account, fault.name()), (1, "ZeroSupply"));
    let fault = of(InfPoolAccount { total_sol_value: 0, ..v1() }).with(|_| ()).unwrap_err();
    assert_eq!((fault.account, fault.name()), (0, "ZeroAssets"));
}
