use sources::{
    Role,
    encode::{MintAccount, StakePoolAccount},
};

use super::case::*;
use crate::{
    common::{
        Case,
        bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, structural},
        key,
    },
    vault::case as vault,
};

#[test]
fn bad_behaviours_of_the_wrapper_that_is_the_token() {
    every_bad_behaviour(wrapped, damage_wrapper);
}

#[test]
fn bad_behaviours_of_the_first_step() {
    every_bad_behaviour(good, damage_pool);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(good);
}

#[test]
fn roles_that_the_table_check_would_refuse_are_the_callers_mistake() {
    for (at, role) in
        [(0, Role::WrapperMint), (0, Role::Main), (1, Role::ReservePool), (2, Role::StepMint), (3, Role::Mint)]
    {
        let mut case = good();
        case.table.roles[at] = role as u8;
        assert_eq!(case.verdict(), "InvalidTable", "{role:?} at {at}");
    }
    let mut case = good();
    case.table.roles[0] = 99;
    assert_eq!(case.verdict(), "InvalidTable");
}

#[test]
fn a_cover_of_another_token_or_authority_is_refused() {
    for (token, owner, verdict) in
        [(WRAPPER, vault::WRAPPER_AUTHORITY, "WrongMint"), (LST, key(0x77), "WrongAuthority")]
    {
        let mut case = good();
        case.accounts[COVER_AT].data = vault::holding(token, owner, WRAPPED).encode();
        assert_eq!(case.verdict(), verdict);
    }
}

#[test]
fn products_beyond_64_bits_are_refused() {
    let mut case = good();
    let pool = StakePoolAccount { total_lamports: u64::MAX, pool_token_supply: 1, ..pool() };
    case.accounts[POOL_AT].data = pool.encode();
    assert_eq!(case.verdict(), "OutOfRange");
}

fn damage_wrapper(bad: Bad, case: &mut Case) -> Expect {
    let mut set = |mint: MintAccount| case.accounts[WRAPPER_AT].data = mint.encode();
    match bad {
        Bad::WrongOwner | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, WRAPPER_AT);
        }
        Bad::ZeroSupply => set(vault::mint(0)),
        Bad::WrongDecimals => set(MintAccount { decimals: 8, ..vault::mint(WRAPPED) }),
        Bad::HalfInitialised => case.accounts[WRAPPER_AT].data[45] = 0,
        Bad::MaximumValues => set(vault::mint(u64::MAX)),
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::AllZero | Bad::HalfInitialised => "Uninitialised",
        Bad::AllOnes => "Malformed",
        Bad::ZeroSupply => "ZeroSupply",
        Bad::MaximumValues => "OutOfRange",
        _ => "WrongDecimals",
    })
}

fn damage_pool(bad: Bad, case: &mut Case) -> Expect {
    let mut set = |pool: StakePoolAccount| case.accounts[POOL_AT].data = pool.encode();
    match bad {
        Bad::WrongOwner | Bad::TooShort | Bad::TooLong | Bad::AllZero => structural(bad, case, POOL_AT),
        Bad::ZeroPrice => set(StakePoolAccount { total_lamports: 0, ..pool() }),
        Bad::ZeroSupply => set(StakePoolAccount { pool_token_supply: 0, ..pool() }),
        Bad::Stale => set(StakePoolAccount { last_update_epoch: 0, ..pool() }),
        Bad::FromTheFuture => set(StakePoolAccount { last_update_epoch: u64::MAX, ..pool() }),
        // What the wrapper's account holds is another token then.
        Bad::WrongMints => set(StakePoolAccount { pool_mint: key(0x77), ..pool() }),
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::AllZero => "Uninitialised",
        Bad::ZeroPrice => "ZeroAssets",
        Bad::ZeroSupply => "ZeroSupply",
        Bad::Stale => "Stale",
        Bad::FromTheFuture => "FromFuture",
        _ => "WrongMint",
    })
}
