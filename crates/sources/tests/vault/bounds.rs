use sources::{
    Role,
    encode::{Fee, MintAccount, StakeHolding, StakePoolAccount, TokenHolding},
    programs,
};

use super::case::*;
use crate::common::{
    Case,
    bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, structural},
    key,
};

#[test]
fn bad_behaviours_of_the_mint() {
    every_bad_behaviour(good, |bad, case| damage_mint(bad, case, MINT));
}

#[test]
fn bad_behaviours_of_the_wrappers_mint() {
    every_bad_behaviour(good, |bad, case| match bad {
        // Of a wrapper, no supply is no debt: it covers itself.
        Bad::ZeroSupply => Expect::Cannot,
        bad => damage_mint(bad, case, WRAPPER_MINT_AT),
    });
}

#[test]
fn bad_behaviours_of_the_stake_account() {
    every_bad_behaviour(good, damage_stake);
}

#[test]
fn bad_behaviours_of_a_token_reserve() {
    every_bad_behaviour(good, |bad, case| damage_tokens(bad, case, TOKENS_AT, WRAPPER, AUTHORITY));
}

#[test]
fn bad_behaviours_of_the_wrappers_vault() {
    every_bad_behaviour(good, |bad, case| damage_tokens(bad, case, WRAPPER_VAULT_AT, LST, WRAPPER_AUTHORITY));
}

#[test]
fn bad_behaviours_of_the_stake_pool() {
    every_bad_behaviour(good, damage_pool);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(good);
}

#[test]
fn a_vault_without_anything_is_worth_nothing() {
    let mut case = good();
    for at in [WALLET_AT, DERIVED_AT, STAKE_AT, TOKENS_AT, TOKENS_AT + 1] {
        case.accounts[at].close();
    }
    assert_eq!(case.verdict(), "ZeroAssets");
}

#[test]
fn sums_beyond_64_bits_are_refused() {
    let mut case = good();
    case.accounts[WALLET_AT].lamports = u64::MAX;
    assert_eq!(case.verdict(), "OutOfRange");
    let mut case = good();
    case.accounts[TOKENS_AT].data = holding(WRAPPER, AUTHORITY, u64::MAX).encode();
    assert_eq!(case.verdict(), "OutOfRange");
}

#[test]
fn a_derived_reserve_belongs_to_the_system_program() {
    let mut case = good();
    case.accounts[DERIVED_AT].owner = key(0x99);
    assert_eq!(case.verdict(), "WrongOwner");
}

#[test]
fn wrapped_sol_of_another_authority_does_not_count() {
    for (mint, owner, verdict) in [
        (programs::WRAPPED_SOL, AUTHORITY, "reads"),
        (programs::WRAPPED_SOL, key(0x77), "WrongAuthority"),
        (LST, AUTHORITY, "WrongMint"),
    ] {
        let mut case = good();
        case.accounts[WALLET_AT].owner = programs::TOKEN;
        case.accounts[WALLET_AT].data = holding(mint, owner, 1).encode();
        assert_eq!(case.verdict(), verdict);
    }
}

#[test]
fn frozen_reserves_are_refused() {
    let mut case = good();
    let frozen = TokenHolding { frozen: true, ..holding(WRAPPER, AUTHORITY, TOKENS[0]) };
    case.accounts[TOKENS_AT].data = frozen.encode();
    assert_eq!(case.verdict(), "Frozen");
}

#[test]
fn supply_hidden_by_confidential_minting_is_refused() {
    let hidden = MintAccount { extension: Some((24, &[0; 196])), ..mint(SUPPLY) };
    let mut case = good();
    case.config().program = programs::TOKEN_2022;
    case.accounts[MINT].owner = programs::TOKEN_2022;
    case.accounts[MINT].data = hidden.encode();
    assert_eq!(case.verdict(), "HiddenSupply");
}

#[test]
fn a_token_account_does_not_pass_for_a_mint_nor_a_mint_for_a_token_account() {
    let mut case = good();
    case.config().program = programs::TOKEN_2022;
    case.accounts[MINT].owner = programs::TOKEN_2022;
    case.accounts[MINT].data = TokenHolding { extension: Some((7, &[])), ..TokenHolding::default() }.encode();
    assert_eq!(case.verdict(), "WrongLength");

    let mut case = good();
    case.accounts[TOKENS_AT].owner = programs::TOKEN_2022;
    case.accounts[TOKENS_AT].data = MintAccount { extension: Some((3, &[1; 32])), ..mint(1) }.encode();
    assert_eq!(case.verdict(), "WrongLength");
}

#[test]
fn the_older_token_program_has_no_extensions() {
    let mut case = good();
    case.accounts[TOKENS_AT].data =
        TokenHolding { extension: Some((7, &[])), ..holding(WRAPPER, AUTHORITY, 1) }.encode();
    assert_eq!(case.verdict(), "WrongLength");
}

#[test]
fn roles_that_the_table_check_would_refuse_are_the_callers_mistake() {
    // A token reserve before any stake pool.
    let mut case = good();
    case.table.roles[WALLET_AT] = Role::TokenReserve as u8;
    assert_eq!(case.verdict(), "InvalidTable");
    let mut case = good();
    case.table.roles[WALLET_AT] = 99;
    assert_eq!(case.verdict(), "InvalidTable");
}

fn damage_mint(bad: Bad, case: &mut Case, at: usize) -> Expect {
    let (supply, decimals) = if at == MINT { (SUPPLY, 9) } else { (WRAPPED, 9) };
    match bad {
        Bad::WrongOwner | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => structural(bad, case, at),
        Bad::ZeroSupply => case.accounts[at].data = mint(0).encode(),
        Bad::WrongDecimals => {
            case.accounts[at].data = MintAccount { decimals: decimals - 1, ..mint(supply) }.encode();
        }
        Bad::HalfInitialised => case.accounts[at].data[45] = 0,
        Bad::MaximumValues => {
            // A supply beyond all measure is a mint out of control: told, and judged elsewhere.
            case.accounts[at].data = mint(u64::MAX).encode();
            return Expect::Differs;
        }
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::AllZero | Bad::HalfInitialised => "Uninitialised",
        Bad::AllOnes => "Malformed",
        Bad::ZeroSupply => "ZeroSupply",
        _ => "WrongDecimals",
    })
}

fn damage_stake(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => structural(bad, case, STAKE_AT),
        // Its type is a tag of four bytes: rewards pools are no stake.
        Bad::WrongDiscriminator => case.accounts[STAKE_AT].data[0] = 3,
        Bad::WrongSibling => {
            // Somebody else's stake account.
            case.accounts[STAKE_AT].data = StakeHolding { withdrawer: key(0x77), ..stake() }.encode();
        }
        Bad::HalfInitialised => {
            case.accounts[STAKE_AT].data = StakeHolding { delegation: None, ..StakeHolding::default() }.encode();
        }
        Bad::MaximumValues => {
            case.accounts[STAKE_AT].lamports = u64::MAX;
            return Expect::Fault("OutOfRange");
        }
        _ => return Expect::Cannot,
    }
    // Whatever lies there now is not the vault's, and counts nothing.
    Expect::Differs
}

fn damage_tokens(bad: Bad, case: &mut Case, at: usize, token: [u8; 32], owner: [u8; 32]) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => structural(bad, case, at),
        Bad::WrongMints => case.accounts[at].data = holding(key(0x77), owner, 1).encode(),
        Bad::WrongSibling => case.accounts[at].data = holding(token, key(0x77), 1).encode(),
        Bad::HalfInitialised => case.accounts[at].data[108] = 0,
        Bad::Disabled => {
            case.accounts[at].data = TokenHolding { frozen: true, ..holding(token, owner, 1) }.encode();
        }
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::AllZero | Bad::HalfInitialised => "Uninitialised",
        Bad::AllOnes => "Malformed",
        Bad::WrongMints => "WrongMint",
        Bad::Disabled => "Frozen",
        _ => "WrongAuthority",
    })
}

fn damage_pool(bad: Bad, case: &mut Case) -> Expect {
    let mut set = |pool: StakePoolAccount| case.accounts[POOL_AT].data = pool.encode();
    match bad {
        Bad::ZeroPrice => set(StakePoolAccount { total_lamports: 0, ..pool() }),
        Bad::ZeroSupply => set(StakePoolAccount { pool_token_supply: 0, ..pool() }),
        Bad::Stale => set(StakePoolAccount { last_update_epoch: 0, ..pool() }),
        Bad::FromTheFuture => set(StakePoolAccount { last_update_epoch: u64::MAX, ..pool() }),
        Bad::WrongMints => set(StakePoolAccount { pool_mint: key(0x77), ..pool() }),
        Bad::MaximumValues => {
            let fee = Fee { denominator: u64::MAX, numerator: u64::MAX };
            set(StakePoolAccount { stake_withdrawal_fee: fee, ..pool() });
        }
        Bad::WrongOwner | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => structural(bad, case, POOL_AT),
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::AllZero => "Uninitialised",
        Bad::AllOnes => "Malformed",
        Bad::ZeroPrice => "ZeroAssets",
        Bad::ZeroSupply => "ZeroSupply",
        Bad::Stale => "Stale",
        Bad::FromTheFuture => "FromFuture",
        Bad::MaximumValues => "FeeTooHigh",
        _ => "WrongMint",
    })
}
