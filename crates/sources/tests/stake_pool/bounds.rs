use sources::encode::{Fee, StakePoolAccount};

use super::case::{good, pool};
use crate::common::{
    Case, EPOCH,
    bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, structural},
    key,
};

#[test]
fn bad_behaviours() {
    every_bad_behaviour(good, damage);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(good);
}

#[test]
fn a_closed_pool_is_gone() {
    let mut case = good();
    case.accounts[0].close();
    assert_eq!(case.verdict(), "Gone");
}

#[test]
fn epochs_at_the_edge() {
    for (updated, verdict) in
        [(EPOCH, "reads"), (EPOCH - 5, "reads"), (EPOCH - 6, "Stale"), (0, "Stale"), (EPOCH + 1, "FromFuture")]
    {
        let mut case = good();
        set(&mut case, StakePoolAccount { last_update_epoch: updated, ..pool() });
        assert_eq!(case.verdict(), verdict, "epoch {updated}");
    }
}

#[test]
fn tags_that_borsh_does_not_know() {
    // next_epoch_fee, both preferred validators (behind "none"), next_stake_withdrawal_fee.
    for (offset, most) in [(346, 2), (347, 1), (348, 1), (381, 2)] {
        let mut case = good();
        case.accounts[0].data[offset] = most + 1;
        assert_eq!(case.verdict(), "Malformed", "offset {offset}");
    }
}

fn set(case: &mut Case, pool: StakePoolAccount) {
    case.accounts[0].data = pool.encode();
}

fn damage(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::TooShort | Bad::TooLong | Bad::AllZero => structural(bad, case, 0),
        // Its type is one byte.
        Bad::WrongDiscriminator => case.accounts[0].data[0] = 2,
        Bad::AllOnes => {
            structural(bad, case, 0);
            case.accounts[0].data[0] = 1;
        }
        Bad::ZeroPrice => set(case, StakePoolAccount { total_lamports: 0, ..pool() }),
        Bad::ZeroSupply => set(case, StakePoolAccount { pool_token_supply: 0, ..pool() }),
        Bad::MaximumValues => {
            let fee = Fee { denominator: u64::MAX, numerator: u64::MAX };
            set(case, StakePoolAccount { stake_withdrawal_fee: fee, ..pool() });
        }
        Bad::Stale => set(case, StakePoolAccount { last_update_epoch: 0, ..pool() }),
        Bad::FromTheFuture => set(case, StakePoolAccount { last_update_epoch: u64::MAX, ..pool() }),
        Bad::WrongMints => set(case, StakePoolAccount { pool_mint: key(0x77), ..pool() }),
        Bad::HalfInitialised => {
            // Allocated and typed, but never filled.
            structural(Bad::AllZero, case, 0);
            case.accounts[0].data[0] = 1;
        }
        Bad::ZeroLiquidity | Bad::WrongOrientation | Bad::WrongDecimals | Bad::Disabled | Bad::WrongSibling => {
            return Expect::Cannot;
        }
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllOnes => "Malformed",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::AllZero => "Uninitialised",
        Bad::ZeroPrice => "ZeroAssets",
        Bad::ZeroSupply | Bad::HalfInitialised => "ZeroSupply",
        Bad::MaximumValues => "FeeTooHigh",
        Bad::Stale => "Stale",
        Bad::FromTheFuture => "FromFuture",
        _ => "WrongMint",
    })
}
