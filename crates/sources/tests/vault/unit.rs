use fair_value::{
    Backing, NavReading, Reading,
    units::{Epoch, Lamports, Rate, TokenAmount},
};
use sources::{
    Role, check,
    encode::{JitoVaultAccount, MintAccount, StakePoolAccount, TokenHolding},
    programs,
};

use super::case::*;
use crate::{
    common::{Case, EPOCH, Owned, key},
    jito_vault::case as jito_vault,
    marinade::case as marinade,
};

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

/// The tokens' value at 1.1 SOL each, rounded down once over their sum.
const TOKEN_VALUE: u64 = (TOKENS[0] + TOKENS[1]) / 10 * 11 + 1;

#[test]
fn the_good_table_is_valid() {
    assert_eq!(check(&good().table), Ok(()));
}

#[test]
fn counts_every_reserve_once() {
    let expected = Backing {
        assets: Lamports::new(WALLET + DERIVED + STAKED + TOKEN_VALUE),
        supply: TokenAmount::new(SUPPLY),
        decimals: 9,
        updated: Epoch::new(EPOCH),
        custodial: Lamports::new(WALLET),
        undercovered: false,
        unbacked: false,
        firm: Rate::ZERO,
    };
    assert_eq!(backing(&good()), expected);
}

#[test]
fn a_custodial_authority_makes_what_it_holds_custodial() {
    let mut case = good();
    case.config().custodial_authority = 1;
    // All but the derived address.
    assert_eq!(backing(&case).custodial, Lamports::new(WALLET + STAKED + TOKEN_VALUE));
}

#[test]
fn a_programs_account_is_not_custodial() {
    let mut case = good();
    case.accounts[WALLET_AT].owner = key(0x99);
    assert_eq!(backing(&case).custodial, Lamports::ZERO);
    assert_eq!(backing(&case).assets, backing(&good()).assets);
}

#[test]
fn wrapped_sol_counts_by_amount_not_by_lamports() {
    let mut parts = parts();
    let holding =
        TokenHolding { native_reserve: Some(2_039_280), ..holding(programs::WRAPPED_SOL, AUTHORITY, 77_000_000_000) };
    let mut account = Owned::new(key(0x58), programs::TOKEN, holding.encode());
    account.lamports = 77_002_039_280;
    parts.insert(2, (Role::LamportReserve, account));
    let case = of(parts);
    assert_eq!(backing(&case).assets.get(), backing(&good()).assets.get() + 77_000_000_000);
    assert_eq!(backing(&case).custodial, Lamports::new(WALLET));
}

#[test]
fn an_undelegated_stake_account_counts_all_its_lamports() {
    let mut case = good();
    case.accounts[STAKE_AT].data = sources::encode::StakeHolding { delegation: None, ..stake() }.encode();
    assert_eq!(backing(&case), backing(&good()));
}

#[test]
fn a_stake_account_that_is_not_the_vaults_any_more_counts_nothing_and_silences_nothing() {
    let without = backing(&good()).assets.get() - STAKED;
    let foreign = sources::encode::StakeHolding { withdrawer: key(0x77), ..stake() }.encode();
    for data in [foreign, vec![0; 200], vec![0xff; 200], vec![1, 2, 3]] {
        let mut case = good();
        case.accounts[STAKE_AT].data = data;
        assert_eq!(backing(&case).assets.get(), without);
    }
    let mut case = good();
    case.accounts[STAKE_AT].owner = programs::TOKEN;
    assert_eq!(backing(&case).assets.get(), without);
}

#[test]
fn reserves_that_are_gone_hold_nothing() {
    for (at, worth) in [(WALLET_AT, WALLET), (DERIVED_AT, DERIVED), (STAKE_AT, STAKED)] {
        let mut case = good();
        case.accounts[at].close();
        assert_eq!(backing(&case).assets.get(), backing(&good()).assets.get() - worth);
    }
    let mut case = good();
    case.accounts[TOKENS_AT].close();
    assert_eq!(backing(&case).assets.get(), WALLET + DERIVED + STAKED + TOKENS[1] / 10 * 11);
}

#[test]
fn lamports_sent_to_a_closed_stake_account_are_not_the_vaults() {
    let mut case = good();
    case.accounts[STAKE_AT].close();
    case.accounts[STAKE_AT].lamports = 5_000_000_000;
    assert_eq!(backing(&case).assets.get(), backing(&good()).assets.get() - STAKED);
}

#[test]
fn a_wrapper_in_issue_beyond_its_vault_is_undercovered() {
    for (amount, undercovered) in [(WRAPPED, false), (WRAPPED + 1, false), (WRAPPED - 1, true)] {
        let mut case = good();
        case.accounts[WRAPPER_VAULT_AT].data = holding(LST, WRAPPER_AUTHORITY, amount).encode();
        assert_eq!(backing(&case).undercovered, undercovered, "{amount}");
        // It is told, not priced in.
        assert_eq!(backing(&case).assets, backing(&good()).assets);
    }
}

#[test]
fn without_a_wrapper_the_reserves_hold_the_pools_own_token() {
    let mut parts = parts();
    parts.drain(WRAPPER_MINT_AT..=WRAPPER_VAULT_AT);
    let mut case = of(parts);
    case.config().second_pin = [0; 32];
    assert_eq!(check(&case.table), Ok(()));
    assert_eq!(case.verdict(), "WrongMint");
    for at in [WRAPPER_MINT_AT, WRAPPER_MINT_AT + 1] {
        case.accounts[at].data[..32].copy_from_slice(&LST);
    }
    assert_eq!(backing(&case).assets, backing(&good()).assets);
}

#[test]
fn the_oldest_of_several_pools_dates_the_reading() {
    let mut parts = parts();
    let pool = StakePoolAccount {
        pool_mint: key(0x61),
        total_lamports: 3,
        pool_token_supply: 2,
        last_update_epoch: EPOCH - 1,
        ..pool()
    };
    parts.push((Role::ReservePool, Owned::new(key(0x62), programs::STAKE_POOL, pool.encode())));
    let holding = holding(key(0x61), AUTHORITY, 1_000_001);
    parts.push((Role::TokenReserve, Owned::new(key(0x63), programs::TOKEN_2022, holding.encode())));
    let case = of(parts);
    assert_eq!(check(&case.table), Ok(()));
    assert_eq!(backing(&case).updated, Epoch::new(EPOCH - 1));
    assert_eq!(backing(&case).assets.get(), backing(&good()).assets.get() + 1_500_001);
}

#[test]
fn the_withdrawal_fee_is_netted_where_configured() {
    let mut case = good();
    case.config().net_withdrawal_fee = 1;
    let net = (u128::from(TOKEN_VALUE) * 999 / 1000) as u64;
    assert_eq!(backing(&case).assets.get(), WALLET + DERIVED + STAKED + net);
}

#[test]
fn token_2022_mints_and_accounts_with_extensions_are_read() {
    let mut case = good();
    case.config().program = programs::TOKEN_2022;
    case.accounts[MINT].owner = programs::TOKEN_2022;
    // MintCloseAuthority.
    let mint = MintAccount { extension: Some((3, &[1; 32])), ..mint(SUPPLY) };
    case.accounts[MINT].data = mint.encode();
    // ImmutableOwner.
    let holding = TokenHolding { extension: Some((7, &[])), ..holding(WRAPPER, AUTHORITY, TOKENS[0]) };
    case.accounts[TOKENS_AT].owner = programs::TOKEN_2022;
    case.accounts[TOKENS_AT].data = holding.encode();
    assert_eq!(backing(&case), backing(&good()));
}

/// Token-2022 knows a multisig by its length alone, and whoever makes one chooses its signers' bytes.
#[test]
fn a_multisig_is_neither_a_mint_nor_a_token_account() {
    for (at, type_byte, initialised_at) in [(MINT, 1, 45), (TOKENS_AT, 2, 108)] {
        let mut case = good();
        case.accounts[at].owner = programs::TOKEN_2022;
        case.config().program = case.accounts[MINT].owner;
        // The head is what it was: a signer's address can be anything.
        let data = &mut case.accounts[at].data;
        data.resize(355, 0);
        (data[165], data[initialised_at]) = (type_byte, 1);
        assert_eq!(case.verdict(), "WrongLength");
        // One byte more is an account with extensions.
        case.accounts[at].data.push(0);
        assert_eq!(case.verdict(), "reads");
    }
}

/// SOL, a stake pool's token, mSOL, and a receipt for a stake pool's token, in one vault: each by a chain of its own.
#[test]
fn several_assets_are_each_valued_by_their_own_chain() {
    let (msol, receipt) = (key(0x79), key(0x7a));
    let reserve = |byte: u8, mint, amount| {
        (Role::TokenReserve, Owned::new(key(byte), programs::TOKEN, holding(mint, AUTHORITY, amount).encode()))
    };
    let mut parts = parts()[..=POOL_AT].to_vec();
    parts.push(reserve(0xa1, LST, 30_000_000_000));
    let state = sources::encode::MarinadeAccount { msol_mint: msol, ..marinade::state() };
    parts.extend(marinade::parts(state));
    let (_, msol_mint) = parts.last_mut().expect("the mint");
    msol_mint.key = msol;
    parts.push(reserve(0xa2, msol, 8_000_000_000));
    let vault = JitoVaultAccount { vrt_mint: receipt, ..jito_vault::vault() };
    let mut chain = jito_vault::parts(vault);
    chain[jito_vault::MINT_AT].1.key = receipt;
    parts.extend(chain);
    parts.push(reserve(0xa3, receipt, 500_000_000_000));
    let mut case = of(parts);
    case.config().second_pin = [0; 32];
    assert_eq!(check(&case.table), Ok(()));

    let sol = WALLET + DERIVED + STAKED;
    let expected = Backing {
        assets: Lamports::new(sol + 33_000_000_000 + 10_000_000_000 + jito_vault::LAMPORTS / 2),
        firm: backing(&jito_vault::good()).firm,
        ..backing(&good())
    };
    assert_eq!(backing(&case), expected);

    // Each is late, paused or unbacked on its own, and the vault is with it.
    let at = |role: Role| case.table.roles.iter().position(|code| *code == role as u8).expect("the role");
    let mut late = case.clone();
    let pool = StakePoolAccount { last_update_epoch: EPOCH - 1, ..jito_vault::pool() };
    late.accounts[at(Role::JitoVault) - 1].data = pool.encode();
    assert_eq!(backing(&late).updated, Epoch::new(EPOCH - 1));
    let mut paused = case.clone();
    let state = sources::encode::MarinadeAccount { msol_mint: msol, paused: true, ..marinade::state() };
    paused.accounts[at(Role::Marinade)].data = state.encode();
    assert_eq!(backing(&paused).updated, Epoch::new(EPOCH - 2));
    let mut unbacked = case.clone();
    unbacked.accounts[at(Role::JitoVault) + 1].data = jito_vault::mint(jito_vault::SUPPLY + 1).encode();
    assert!(backing(&unbacked).unbacked);
    assert!(backing(&unbacked).assets < backing(&case).assets);
    // And a reserve of one is none of another's.
    let mut swapped = case.clone();
    let last = swapped.accounts.len() - 1;
    swapped.accounts[last].data = holding(msol, AUTHORITY, 1).encode();
    assert_eq!(swapped.verdict(), "WrongMint");
}

/// The rates that no program lowers multiply, so that a fall of any shows.
#[test]
fn several_firm_rates_are_one() {
    let mut parts = parts()[..=WALLET_AT].to_vec();
    for n in 0..2u8 {
        let receipt = key(0x7a + n);
        let mut chain = jito_vault::parts(JitoVaultAccount { vrt_mint: receipt, ..jito_vault::vault() });
        for (at, (_, account)) in chain.iter_mut().enumerate() {
            account.key[31] = 0xb0 + 8 * n + at as u8;
        }
        chain[jito_vault::MINT_AT].1.key = receipt;
        let mint_authority = Some(chain[jito_vault::VAULT_AT].1.key);
        let mint = MintAccount { mint_authority, ..jito_vault::mint(jito_vault::SUPPLY) };
        chain[jito_vault::MINT_AT].1.data = mint.encode();
        parts.extend(chain);
        let holding = holding(receipt, AUTHORITY, 1_000_000_000);
        parts.push((Role::TokenReserve, Owned::new(key(0xa1 + n), programs::TOKEN, holding.encode())));
    }
    let mut case = of(parts);
    case.config().second_pin = [0; 32];
    assert_eq!(check(&case.table), Ok(()));
    let one = u128::from(backing(&jito_vault::good()).firm.to_bits());
    assert_eq!(u128::from(backing(&case).firm.to_bits()), (one * one) >> 44);
}
