use sources::{
    Role, check,
    encode::{MarinadeAccount, StakeListAccount, StakeRecord},
};

use super::case::*;
use crate::common::{
    Case, EPOCH,
    bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, step_mint, structural},
    key,
};

#[test]
fn bad_behaviours_of_the_state() {
    every_bad_behaviour(good, damage_state);
}

#[test]
fn bad_behaviours_of_the_mint() {
    every_bad_behaviour(good, |bad, case: &mut Case| step_mint(bad, case, MINT_AT, mint(SUPPLY)));
}

#[test]
fn bad_behaviours_of_the_list() {
    every_bad_behaviour(|| with_list([1_000_000, 0, 0]), damage_list);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(|| with_list([1, 0, 0]));
}

#[test]
fn a_closed_state_is_gone() {
    let mut case = good();
    case.accounts[STATE_AT].close();
    assert_eq!(case.verdict(), "Gone");
}

#[test]
fn the_head_suffices() {
    let mut case = good();
    case.accounts[STATE_AT].data.truncate(638);
    assert_eq!(case.verdict(), "reads");
    case.accounts[STATE_AT].data.pop();
    assert_eq!(case.verdict(), "WrongLength");
}

#[test]
fn sums_beyond_64_bits_are_refused() {
    let state = MarinadeAccount { total_active_balance: u64::MAX, ..state() };
    assert_eq!(of(state).verdict(), "OutOfRange");
}

#[test]
fn the_mint_is_needed_and_stands_behind_the_state() {
    let mut case = good();
    case.table.roles[MINT_AT] = Role::Mint as u8;
    assert!(check(&case.table).is_err());
    assert_eq!(case.verdict(), "InvalidTable");
}

fn damage_state(bad: Bad, case: &mut Case) -> Expect {
    let mut set = |state: MarinadeAccount| case.accounts[STATE_AT].data = state.encode();
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => structural(bad, case, STATE_AT),
        Bad::TooShort => case.accounts[STATE_AT].data.truncate(637),
        // What stands behind the head may be of any length.
        Bad::TooLong => {
            structural(bad, case, STATE_AT);
            return Expect::Cannot;
        }
        Bad::ZeroPrice => set(MarinadeAccount { circulating_ticket_balance: u64::MAX, ..state() }),
        Bad::ZeroLiquidity => set(MarinadeAccount { msol_price: 0, ..state() }),
        Bad::ZeroSupply => set(MarinadeAccount { msol_supply: 0, ..state() }.priced()),
        Bad::MaximumValues => set(MarinadeAccount { total_active_balance: u64::MAX, ..state() }),
        Bad::WrongMints => set(MarinadeAccount { msol_mint: key(0x77), ..state() }),
        Bad::Disabled => {
            set(MarinadeAccount { paused: true, ..state() });
            return Expect::Differs;
        }
        Bad::HalfInitialised => {
            case.accounts[STATE_AT].data[8..].fill(0);
        }
        // It states no time, no orientation, no decimals; its list is not looked at here.
        Bad::Stale | Bad::FromTheFuture | Bad::WrongOrientation | Bad::WrongDecimals | Bad::WrongSibling => {
            return Expect::Cannot;
        }
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort => "WrongLength",
        Bad::ZeroPrice => "ZeroAssets",
        Bad::ZeroLiquidity => "Malformed",
        Bad::ZeroSupply => "ZeroSupply",
        Bad::MaximumValues => "OutOfRange",
        // The mint that is pinned is another one.
        _ => "WrongSibling",
    })
}

fn damage_list(bad: Bad, case: &mut Case) -> Expect {
    let of = |delegated, last_update_epoch| StakeListAccount {
        records: vec![StakeRecord { delegated, last_update_epoch }; 4],
        free: 0,
    };
    let mut set = |list: StakeListAccount| case.accounts[LIST_AT].data = list.encode();
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => structural(bad, case, LIST_AT),
        // One record fewer than the state counts.
        Bad::TooShort => case.accounts[LIST_AT].data.truncate(8 + 4 * 56 - 1),
        Bad::TooLong => {
            structural(bad, case, LIST_AT);
            return Expect::Cannot;
        }
        Bad::Stale => {
            set(of(1, 0));
            return Expect::Differs;
        }
        Bad::FromTheFuture => set(of(1, EPOCH + 1)),
        Bad::MaximumValues => set(of(u64::MAX, EPOCH)),
        Bad::WrongSibling => {
            case.accounts[STATE_AT].data = MarinadeAccount { stake_list: key(0x77), ..state() }.encode();
        }
        Bad::HalfInitialised => {
            // Records of another size.
            case.accounts[STATE_AT].data[182] = 64;
        }
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort => "WrongLength",
        Bad::FromTheFuture => "FromFuture",
        Bad::MaximumValues => "OutOfRange",
        Bad::HalfInitialised => "Malformed",
        _ => "WrongSibling",
    })
}
