use fair_value::{
    Backing, NavReading, Reading,
    units::{Epoch, Lamports, Rate, TokenAmount},
};
use sources::{check, encode::MarinadeAccount, programs};

use super::case::*;
use crate::common::{Case, EPOCH, key};

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

#[test]
fn the_good_tables_are_valid() {
    assert_eq!(check(&good().table), Ok(()));
    assert_eq!(check(&with_list([1, 0, 0]).table), Ok(()));
}

#[test]
fn reads_the_sum_over_the_supply() {
    let expected = Backing {
        assets: Lamports::new(LAMPORTS),
        supply: TokenAmount::new(SUPPLY),
        decimals: 9,
        updated: Epoch::new(EPOCH),
        custodial: Lamports::ZERO,
        undercovered: false,
        unbacked: false,
        firm: Rate::ZERO,
    };
    assert_eq!(backing(&good()), expected);
}

#[test]
fn every_part_of_the_sum_counts_and_tickets_against_it() {
    for (changed, by) in [
        (MarinadeAccount { total_active_balance: state().total_active_balance + 1, ..state() }, 1),
        (MarinadeAccount { delayed_unstake_cooling_down: state().delayed_unstake_cooling_down + 1, ..state() }, 1),
        (MarinadeAccount { emergency_cooling_down: state().emergency_cooling_down + 1, ..state() }, 1),
        (MarinadeAccount { available_reserve_balance: state().available_reserve_balance + 1, ..state() }, 1),
        (MarinadeAccount { circulating_ticket_balance: state().circulating_ticket_balance + 1, ..state() }, -1),
    ] {
        assert_eq!(backing(&of(changed)).assets.get() as i64, LAMPORTS as i64 + by);
    }
}

#[test]
fn its_own_price_may_differ_by_a_basis_point() {
    let price = state().msol_price;
    for (stated, verdict) in [
        (price - price / 10_010, "reads"),
        (price + price / 10_010, "reads"),
        (price - price / 9_990, "Malformed"),
        (price + price / 9_990, "Malformed"),
        (0, "Malformed"),
        (u64::MAX, "Malformed"),
    ] {
        assert_eq!(of(MarinadeAccount { msol_price: stated, ..state() }).verdict(), verdict, "{stated}");
    }
}

#[test]
fn more_in_issue_than_the_books_say_is_unbacked_and_divides() {
    for (supply, unbacked) in [(SUPPLY - 1, false), (SUPPLY, false), (SUPPLY + 1, true), (2 * SUPPLY, true)] {
        let mut case = good();
        case.accounts[MINT_AT].data = mint(supply).encode();
        assert_eq!(backing(&case).unbacked, unbacked, "{supply}");
        assert_eq!(backing(&case).supply.get(), supply.max(SUPPLY));
        assert_eq!(backing(&case).assets.get(), LAMPORTS);
    }
}

#[test]
fn a_cap_of_zero_says_that_such_a_mint_was_adopted() {
    let case = of(MarinadeAccount { staking_sol_cap: 0, ..state() });
    assert!(backing(&case).unbacked);
    assert!(!backing(&of(MarinadeAccount { staking_sol_cap: 1, ..state() })).unbacked);
}

#[test]
fn a_paused_program_is_two_epochs_old() {
    let case = of(MarinadeAccount { paused: true, ..state() });
    assert_eq!(backing(&case).updated, Epoch::new(EPOCH - 2));
    assert_eq!(backing(&case).assets.get(), LAMPORTS);
}

#[test]
fn the_list_dates_the_reading_by_lamports() {
    for (lamports, behind) in [
        ([957, 42, 1], 0),
        ([901, 99, 0], 0),
        ([899, 101, 0], 1),
        ([0, 1_000, 0], 1),
        ([0, 950, 50], 1),
        ([0, 800, 200], 2),
        ([850, 0, 150], 2),
    ] {
        // Large enough for the dust to be dust.
        let case = with_list(lamports.map(|share| share * 1_000_000_000_000));
        assert_eq!(backing(&case).updated, Epoch::new(EPOCH - behind), "{lamports:?}");
    }
}

#[test]
fn a_list_of_all_of_marinades_stake_accounts_is_read() {
    // One in twenty is of the last epoch.
    assert_eq!(backing(&long_list()).updated, Epoch::new(EPOCH));
}

#[test]
fn the_ticket_is_the_way_out_where_stake_cannot_be_withdrawn() {
    for (enabled, kept) in [(true, 999), (false, 998)] {
        let mut case = of(MarinadeAccount { withdraw_stake_account_enabled: enabled, ..state() });
        case.config().net_withdrawal_fee = 1;
        assert_eq!(backing(&case).assets.get(), LAMPORTS / 1_000 * kept);
    }
}

#[test]
fn another_owner_of_the_same_bytes_is_no_marinade() {
    let mut case = good();
    case.accounts[STATE_AT].owner = key(0x99);
    assert_eq!(case.verdict(), "WrongOwner");
    // Whatever the table calls the program.
    let mut case = good();
    case.config().program = programs::STAKE_POOL;
    assert_eq!(case.verdict(), "WrongOwner");
}
