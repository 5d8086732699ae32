use sources::encode::DammV2PoolAccount;

use super::case::{good, pool};
use crate::common::{
    Case, NOW,
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

fn damage(bad: Bad, case: &mut Case) -> Expect {
    let turned = DammV2PoolAccount { token_a_mint: pool().token_b_mint, token_b_mint: pool().token_a_mint, ..pool() };
    let mut set = |pool: DammV2PoolAccount| case.accounts[0].data = pool.encode();
    match bad {
        Bad::ZeroPrice => set(DammV2PoolAccount { sqrt_price: 0, ..pool() }),
        Bad::ZeroLiquidity => set(DammV2PoolAccount { liquidity: 0, ..pool() }),
        Bad::MaximumValues => set(DammV2PoolAccount { sqrt_price: u128::MAX, liquidity: u128::MAX, ..pool() }),
        Bad::WrongMints => set(DammV2PoolAccount { token_a_mint: key(0x77), ..pool() }),
        Bad::Disabled => set(DammV2PoolAccount { pool_status: 1, ..pool() }),
        Bad::FromTheFuture => set(DammV2PoolAccount { activation_point: NOW as u64 + 60, ..pool() }),
        Bad::HalfInitialised => {
            structural(Bad::AllZero, case, 0);
            case.accounts[0].data[..8].copy_from_slice(&pool().encode()[..8]);
        }
        Bad::WrongOrientation => {
            set(turned);
            return Expect::Differs;
        }
        Bad::WrongDecimals => {
            case.config().token_decimals = 8;
            return Expect::Differs;
        }
        Bad::ZeroSupply | Bad::Stale | Bad::WrongSibling => return Expect::Cannot,
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 0)
        }
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::ZeroPrice => "NonPositive",
        Bad::ZeroLiquidity => "ZeroLiquidity",
        Bad::MaximumValues => "OutOfRange",
        Bad::Disabled => "Disabled",
        Bad::FromTheFuture => "NotOpen",
        _ => "WrongMints",
    })
}
