use sources::{
    encode::{WhirlpoolAccount, WhirlpoolOracleAccount},
    programs,
};

use super::case::{good, oracle, pool, turned, with_oracle};
use crate::common::{
    Case, EARLY_TOKEN, NOW,
    bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, structural},
    key,
};

#[test]
fn bad_behaviours() {
    every_bad_behaviour(good, damage);
}

#[test]
fn bad_behaviours_of_the_oracle() {
    every_bad_behaviour(|| with_oracle(oracle()), damage_oracle);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(|| with_oracle(oracle()));
}

#[test]
fn meteoras_oracle_has_the_same_discriminator_but_another_owner() {
    let mut case = with_oracle(oracle());
    case.accounts[1].owner = programs::METEORA_DLMM;
    assert_eq!(case.verdict(), "WrongOwner");
}

#[test]
fn a_closed_pool_is_gone() {
    let mut case = good();
    case.accounts[0].close();
    assert_eq!(case.verdict(), "Gone");
    // Whoever sends lamports to its address does not bring it back.
    case.accounts[0].lamports = 1;
    assert_eq!(case.verdict(), "Gone");
}

#[test]
fn neither_both_mints_the_same_nor_one_of_them_foreign() {
    for (first, second) in [
        (programs::WRAPPED_SOL, programs::WRAPPED_SOL),
        (crate::common::TOKEN, crate::common::TOKEN),
        (programs::WRAPPED_SOL, key(0x77)),
        (key(0x77), crate::common::TOKEN),
    ] {
        let mut case = good();
        set(&mut case, WhirlpoolAccount { token_mint_a: first, token_mint_b: second, ..pool() });
        assert_eq!(case.verdict(), "WrongMints");
    }
}

fn set(case: &mut Case, pool: WhirlpoolAccount) {
    case.accounts[0].data = pool.encode();
}

fn damage(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 0)
        }
        Bad::ZeroPrice => set(case, WhirlpoolAccount { sqrt_price: 0, ..pool() }),
        Bad::ZeroLiquidity => set(case, WhirlpoolAccount { liquidity: 0, ..pool() }),
        Bad::MaximumValues => {
            set(case, WhirlpoolAccount { sqrt_price: u128::MAX, liquidity: u128::MAX, ..turned() });
            case.table.mint = EARLY_TOKEN;
        }
        Bad::WrongMints => set(case, WhirlpoolAccount { token_mint_b: key(0x77), ..pool() }),
        Bad::HalfInitialised => {
            // Typed, but never filled.
            structural(Bad::AllZero, case, 0);
            let discriminator = pool().encode();
            case.accounts[0].data[..8].copy_from_slice(&discriminator[..8]);
        }
        Bad::WrongOrientation => {
            // The program keeps mints in byte order.
            let (first, second) = (pool().token_mint_a, pool().token_mint_b);
            set(case, WhirlpoolAccount { token_mint_a: second, token_mint_b: first, ..pool() });
        }
        Bad::WrongDecimals => {
            // A Whirlpool does not know its decimals.
            case.config().token_decimals = 8;
            return Expect::Differs;
        }
        Bad::ZeroSupply | Bad::Stale | Bad::FromTheFuture | Bad::Disabled | Bad::WrongSibling => {
            return Expect::Cannot;
        }
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::ZeroPrice => "NonPositive",
        Bad::ZeroLiquidity => "ZeroLiquidity",
        Bad::MaximumValues => "OutOfRange",
        _ => "WrongMints",
    })
}

fn damage_oracle(bad: Bad, case: &mut Case) -> Expect {
    let mut set = |oracle: WhirlpoolOracleAccount| case.accounts[1].data = oracle.encode();
    match bad {
        Bad::WrongSibling => set(WhirlpoolOracleAccount { whirlpool: key(0x77), ..oracle() }),
        Bad::FromTheFuture => set(WhirlpoolOracleAccount { trade_enable_timestamp: NOW as u64 + 60, ..oracle() }),
        Bad::MaximumValues => set(WhirlpoolOracleAccount { trade_enable_timestamp: u64::MAX, ..oracle() }),
        Bad::HalfInitialised => set(WhirlpoolOracleAccount::default()),
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 1)
        }
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::FromTheFuture | Bad::MaximumValues => "NotOpen",
        _ => "WrongSibling",
    })
}
