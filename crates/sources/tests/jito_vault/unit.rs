use fair_value::{
    Backing, NavReading, Reading,
    units::{Epoch, Lamports, Rate, Slot, TokenAmount},
};
use sources::{
    check,
    encode::{JitoVaultAccount, StakePoolAccount},
};

use super::case::*;
use crate::common::{Case, EPOCH, SLOT};

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

#[test]
fn the_good_table_is_valid() {
    assert_eq!(check(&good().table), Ok(()));
}

#[test]
fn reads_the_receipt_through_its_token() {
    let expected = Backing {
        assets: Lamports::new(LAMPORTS),
        supply: TokenAmount::new(SUPPLY),
        decimals: 9,
        updated: Epoch::new(EPOCH),
        custodial: Lamports::ZERO,
        undercovered: false,
        unbacked: false,
        firm: Rate::from_bits(((u128::from(DEPOSITED) << 44) / u128::from(SUPPLY)) as u64),
    };
    assert_eq!(backing(&good()), expected);
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
fn a_paused_vault_is_two_epochs_old() {
    let case = of(JitoVaultAccount { is_paused: true, ..vault() });
    assert_eq!(backing(&case).updated, Epoch::new(EPOCH - 2));
}

#[test]
fn its_time_is_counted_in_epochs_of_slots_wherever_the_chain_began() {
    // The epoch of SLOT begins at 349,920,000.
    for (slot, behind) in [(SLOT, 0), (349_920_000, 0), (349_919_999, 1), (349_488_000, 1), (349_487_999, 2)] {
        let case = of(JitoVaultAccount { last_full_state_update_slot: slot, ..vault() });
        assert_eq!(backing(&case).updated, Epoch::new(EPOCH - behind), "slot {slot}");
    }
    let mut young = of(JitoVaultAccount { last_full_state_update_slot: 10, ..vault() });
    (young.now.slot, young.now.epoch) = (Slot::new(500_000), Epoch::new(900));
    assert_eq!(young.verdict(), "Stale", "the pool is far behind");
    young.accounts[POOL_AT].data = StakePoolAccount { last_update_epoch: 900, ..pool() }.encode();
    assert_eq!(backing(&young).updated, Epoch::new(899));
}

#[test]
fn the_older_of_pool_and_vault_dates_the_reading() {
    for (pool_behind, slots_behind, behind) in [(1, 0, 1), (0, 432_000, 1), (1, 864_000, 2), (3, 432_000, 3)] {
        let mut case = of(JitoVaultAccount { last_full_state_update_slot: SLOT - slots_behind, ..vault() });
        let pool = StakePoolAccount { last_update_epoch: EPOCH - pool_behind, ..pool() };
        case.accounts[POOL_AT].data = pool.encode();
        assert_eq!(backing(&case).updated, Epoch::new(EPOCH - behind));
    }
}

#[test]
fn both_fees_of_both_programs_are_netted() {
    let mut case = good();
    case.config().net_withdrawal_fee = 1;
    // Twenty basis points of the vault's token, then a tenth of a percent of lamports.
    let tokens = DEPOSITED / 10_000 * 9_980;
    assert_eq!(backing(&case).assets.get(), tokens / 10 * 11 / 1_000 * 999);
}

#[test]
fn an_announced_higher_fee_counts_at_once_and_a_lower_one_not_yet() {
    for (next, kept) in [(30, 9_960), (0, 9_980)] {
        let mut case = of(JitoVaultAccount { next_withdrawal_fee_bps: next, ..vault() });
        case.accounts[POOL_AT].data = StakePoolAccount { stake_withdrawal_fee: Default::default(), ..pool() }.encode();
        case.config().net_withdrawal_fee = 1;
        assert_eq!(backing(&case).assets.get(), DEPOSITED / 10_000 * kept / 10 * 11);
    }
}

#[test]
fn the_ceiling_bounds_the_fees_of_each_program() {
    for (withdrawal, verdict) in [(40, "reads"), (41, "FeeTooHigh")] {
        assert_eq!(of(JitoVaultAccount { withdrawal_fee_bps: withdrawal, ..vault() }).verdict(), verdict);
    }
}
