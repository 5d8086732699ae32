use fair_value::{
    Backing, NavReading, Reading,
    units::{Epoch, Lamports, Rate, TokenAmount},
};
use sources::{
    encode::{Fee, FutureFee, StakePoolAccount},
    programs,
};

use super::case::{LAMPORTS, SUPPLY, full, good, of, pool};
use crate::common::{Case, EPOCH, key};

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

#[test]
fn reads_assets_supply_and_epoch() {
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
fn reads_pools_of_all_three_programs_but_only_the_pinned_one() {
    for program in programs::STAKE_POOLS {
        let mut case = good();
        case.accounts[0].owner = program;
        assert_eq!(case.verdict(), if program == programs::STAKE_POOL { "reads" } else { "WrongOwner" });
        case.config().program = program;
        assert_eq!(case.verdict(), "reads");
    }
}

#[test]
fn nets_the_withdrawal_fee_when_configured() {
    let mut case = good();
    case.config().net_withdrawal_fee = 1;
    assert_eq!(backing(&case).assets, Lamports::new(LAMPORTS / 1000 * 999));
}

#[test]
fn nets_an_announced_higher_fee_at_once_and_a_lower_one_not_yet() {
    for (announced, kept) in [(3, 997), (0, 999)] {
        for next in [FutureFee::One, FutureFee::Two] {
            let next_fee = next(Fee { denominator: 1000, numerator: announced });
            let mut case = of(StakePoolAccount { next_stake_withdrawal_fee: next_fee, ..pool() });
            case.config().net_withdrawal_fee = 1;
            assert_eq!(backing(&case).assets, Lamports::new(LAMPORTS / 1000 * kept));
        }
    }
}

#[test]
fn refuses_a_fee_above_the_ceiling_and_accepts_one_at_it() {
    for (numerator, verdict) in [(50, "reads"), (51, "FeeTooHigh")] {
        let fee = Fee { denominator: 10_000, numerator };
        assert_eq!(of(StakePoolAccount { stake_withdrawal_fee: fee, ..pool() }).verdict(), verdict);
    }
}

#[test]
fn a_fee_without_denominator_is_none() {
    let fee = Fee { denominator: 0, numerator: 7 };
    let mut case = of(StakePoolAccount { stake_withdrawal_fee: fee, ..pool() });
    case.config().net_withdrawal_fee = 1;
    assert_eq!(backing(&case).assets, Lamports::new(LAMPORTS));
}

#[test]
fn finds_the_fee_behind_any_combination_of_options() {
    let mut case = of(full());
    case.config().net_withdrawal_fee = 1;
    // The announced 2 in 1000.
    assert_eq!(backing(&case).assets, Lamports::new(LAMPORTS / 1000 * 998));
    for present in 0..8u8 {
        let option = |bit: u8| (present >> bit & 1 == 1).then(|| key(0x30 + bit));
        let next_epoch_fee = if present & 4 == 4 { full().next_epoch_fee } else { FutureFee::None };
        let mut case = of(StakePoolAccount {
            next_epoch_fee,
            preferred_deposit_validator_vote_address: option(0),
            preferred_withdraw_validator_vote_address: option(1),
            stake_withdrawal_fee: Fee { denominator: 1000, numerator: 4 },
            ..pool()
        });
        case.config().net_withdrawal_fee = 1;
        assert_eq!(backing(&case).assets, Lamports::new(LAMPORTS / 1000 * 996));
    }
}

#[test]
fn an_older_epoch_is_told_and_judged_elsewhere() {
    let case = of(StakePoolAccount { last_update_epoch: EPOCH - 1, ..pool() });
    assert_eq!(backing(&case).updated, Epoch::new(EPOCH - 1));
}
