use sources::encode::{MintAccount, WhirlpoolAccount};

use super::case::{good, pool};
use crate::{
    common::{
        Case,
        bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, structural},
        key,
    },
    vault::case::{holding, mint},
};

#[test]
fn bad_behaviours_of_the_pool() {
    every_bad_behaviour(good, damage_pool);
}

#[test]
fn bad_behaviours_of_mints_and_reserves() {
    every_bad_behaviour(good, damage_mints);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(good);
}

#[test]
fn without_assets_there_is_no_price() {
    let mut case = good();
    for at in [1, 4, 5] {
        case.accounts[at].close();
    }
    assert_eq!(case.verdict(), "ZeroAssets");
}

fn damage_pool(bad: Bad, case: &mut Case) -> Expect {
    let mut set = |pool: WhirlpoolAccount| case.accounts[2].data = pool.encode();
    match bad {
        Bad::ZeroPrice => set(WhirlpoolAccount { sqrt_price: 0, ..pool() }),
        Bad::ZeroLiquidity => set(WhirlpoolAccount { liquidity: 0, ..pool() }),
        Bad::MaximumValues => set(WhirlpoolAccount { sqrt_price: 4_295_048_016, ..pool() }),
        Bad::WrongMints => set(WhirlpoolAccount { token_mint_b: key(0x77), ..pool() }),
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 2)
        }
        _ => return Expect::Cannot,
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

fn damage_mints(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::ZeroSupply => case.accounts[0].data = mint(0).encode(),
        Bad::WrongDecimals => case.accounts[0].data = MintAccount { decimals: 8, ..mint(1) }.encode(),
        Bad::HalfInitialised => case.accounts[0].data[45] = 0,
        Bad::WrongMints => case.accounts[4].data[..32].fill(0x77),
        Bad::WrongSibling => {
            let reserve = holding(super::case::BACKING, key(0x77), 1);
            case.accounts[4].data = reserve.encode();
        }
        Bad::MaximumValues => {
            case.accounts[0].data = mint(u64::MAX).encode();
            case.accounts[1].lamports = 0;
            return Expect::Differs;
        }
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::ZeroSupply => "ZeroSupply",
        Bad::WrongDecimals => "WrongDecimals",
        Bad::HalfInitialised => "Uninitialised",
        Bad::WrongMints => "WrongMint",
        _ => "WrongAuthority",
    })
}
