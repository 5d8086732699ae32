use sources::{
    SourceFault,
    encode::{ClmmObservationsAccount, ClmmPoolAccount},
    fault::Condition,
};

use super::case::{POOL, good, observations, pool};
use crate::common::{
    Case, NOW,
    bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, structural},
    key,
};

#[test]
fn bad_behaviours_of_the_pool() {
    every_bad_behaviour(good, damage_pool);
}

#[test]
fn bad_behaviours_of_the_observations() {
    every_bad_behaviour(good, damage_observations);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(good);
}

#[test]
fn the_fault_names_the_account_that_names_another() {
    let mut case = good();
    set(&mut case, ClmmPoolAccount { observation_key: key(0x77), ..pool() });
    let condition = Condition::WrongSibling;
    assert_eq!(case.read(), Err(SourceFault { account: 0, condition }.into()));

    let mut case = good();
    case.accounts[1].data = ClmmObservationsAccount { pool_id: key(0x77), ..observations() }.encode();
    assert_eq!(case.read(), Err(SourceFault { account: 1, condition }.into()));
}

#[test]
fn every_status_bit_but_the_swaps_is_no_concern() {
    for status in 0..=255u8 {
        let mut case = good();
        set(&mut case, ClmmPoolAccount { status, ..pool() });
        assert_eq!(case.verdict(), if status & 16 == 0 { "reads" } else { "Disabled" });
    }
}

#[test]
fn a_pool_opens_at_its_time() {
    for (open_time, verdict) in [(NOW as u64, "reads"), (NOW as u64 + 1, "NotOpen"), (u64::MAX, "NotOpen")] {
        let mut case = good();
        set(&mut case, ClmmPoolAccount { open_time, ..pool() });
        assert_eq!(case.verdict(), verdict);
    }
}

fn set(case: &mut Case, pool: ClmmPoolAccount) {
    case.accounts[0].data = pool.encode();
}

fn damage_pool(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 0)
        }
        Bad::ZeroPrice => set(case, ClmmPoolAccount { sqrt_price_x64: 0, ..pool() }),
        Bad::ZeroLiquidity => set(case, ClmmPoolAccount { liquidity: 0, ..pool() }),
        Bad::MaximumValues => {
            set(case, ClmmPoolAccount { sqrt_price_x64: u128::MAX, liquidity: u128::MAX, ..pool() });
        }
        Bad::WrongMints => set(case, ClmmPoolAccount { token_mint_0: key(0x77), ..pool() }),
        Bad::WrongDecimals => set(case, ClmmPoolAccount { mint_decimals_0: 6, ..pool() }),
        Bad::Disabled => set(case, ClmmPoolAccount { status: 1 << 4, ..pool() }),
        Bad::HalfInitialised => {
            structural(Bad::AllZero, case, 0);
            case.accounts[0].data[..8].copy_from_slice(&pool().encode()[..8]);
        }
        Bad::WrongSibling => set(case, ClmmPoolAccount { observation_key: key(0x77), ..pool() }),
        Bad::FromTheFuture => set(case, ClmmPoolAccount { open_time: NOW as u64 + 60, ..pool() }),
        Bad::WrongOrientation => {
            // The program keeps mints in byte order.
            let turned =
                ClmmPoolAccount { token_mint_0: pool().token_mint_1, token_mint_1: pool().token_mint_0, ..pool() };
            set(case, turned);
        }
        Bad::ZeroSupply | Bad::Stale => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::ZeroPrice => "NonPositive",
        Bad::ZeroLiquidity => "ZeroLiquidity",
        Bad::MaximumValues => "OutOfRange",
        Bad::WrongDecimals => "WrongDecimals",
        Bad::Disabled => "Disabled",
        Bad::WrongSibling => "WrongSibling",
        Bad::FromTheFuture => "NotOpen",
        _ => "WrongMints",
    })
}

fn damage_observations(bad: Bad, case: &mut Case) -> Expect {
    let mut set = |account: ClmmObservationsAccount| case.accounts[1].data = account.encode();
    match bad {
        Bad::WrongSibling => set(ClmmObservationsAccount { pool_id: key(0x77), ..observations() }),
        Bad::MaximumValues => set(ClmmObservationsAccount { observation_index: u16::MAX, ..observations() }),
        Bad::HalfInitialised => {
            set(ClmmObservationsAccount { initialized: false, ..observations() });
            return Expect::Differs;
        }
        Bad::FromTheFuture => {
            let mut account = observations();
            account.update((NOW + 3600) as u32, 0);
            set(account);
            return Expect::Differs;
        }
        Bad::Stale => {
            // Old observations are a quiet pool: the current tick counts since.
            let mut account = ClmmObservationsAccount::new(POOL);
            account.update((NOW - 864_000) as u32, 0);
            set(account);
            return Expect::Differs;
        }
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 1)
        }
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::MaximumValues => "Malformed",
        _ => "WrongSibling",
    })
}
