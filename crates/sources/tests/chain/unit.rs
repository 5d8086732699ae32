use fair_value::{Backing, NavReading, Reading, units::Epoch};
use sources::{
    Role, TableError, check,
    encode::{JitoVaultAccount, StakePoolAccount},
    programs,
};

use super::case::*;
use crate::{
    common::{Case, EPOCH, SLOT, TOKEN, key},
    jito_vault::case as jito_vault,
    marinade::case as marinade,
    sanctum_inf::case as inf_case,
    stake_pool::case as stake_pool,
    vault::case as vault,
};

fn backing(case: &Case) -> Backing {
    match case.read() {
        Ok(Reading::Nav(NavReading::Backing(backing))) => backing,
        other => panic!("not a backing: {other:?}"),
    }
}

#[test]
fn the_good_tables_are_valid() {
    for case in [good(), wrapped(), single(), inf()] {
        assert_eq!(check(&case.table), Ok(()));
    }
}

#[test]
fn one_step_reads_as_a_stake_pool_does() {
    assert_eq!(single().read(), stake_pool::good().read());
}

#[test]
fn a_wrapper_is_worth_what_it_wraps() {
    let backing = backing(&wrapped());
    assert_eq!((backing.assets.get(), backing.supply.get()), (WRAPPED / 10 * 11, WRAPPED));
    assert!(!backing.undercovered);
}

#[test]
fn inf_counts_what_is_released() {
    let backing = backing(&inf());
    assert_eq!(backing.assets.get(), inf_case::TOTAL - inf_case::WITHHELD - inf_case::OWED);
    assert_eq!((backing.supply.get(), backing.updated), (inf_case::SUPPLY, Epoch::new(EPOCH)));
}

#[test]
fn inf_is_refused_as_its_decoder_refuses_it() {
    for (at, value, verdict) in
        [(14, 1, "UnsupportedMode"), (13, 1, "Stale"), (12, 1, "WrongLength"), (144, 0, "WrongMint")]
    {
        let mut case = inf();
        case.accounts[0].data[at] = value;
        assert_eq!(case.verdict(), verdict, "offset {at}");
    }
    let mut case = inf();
    case.accounts[1].data[36..44].fill(0);
    assert_eq!(case.verdict(), "ZeroSupply");
}

#[test]
fn three_steps_multiply() {
    assert_eq!(backing(&good()), backing(&jito_vault::good()));
}

#[test]
fn a_wrapper_within_that_does_not_cover_its_supply_is_told() {
    let mut case = good();
    case.accounts[COVER_AT].data = vault::holding(LST, vault::WRAPPER_AUTHORITY, WRAPPED - 1).encode();
    assert!(backing(&case).undercovered);
    assert_eq!(backing(&case).assets, backing(&good()).assets);
}

#[test]
fn each_step_is_late_in_its_own_way_and_the_oldest_counts() {
    for (pool_behind, vault_behind) in [(0, 0), (1, 0), (0, 1), (2, 1), (1, 2)] {
        let mut case = good();
        let pool = StakePoolAccount { last_update_epoch: EPOCH - pool_behind, ..pool() };
        case.accounts[POOL_AT].data = pool.encode();
        let slot = SLOT - vault_behind * 432_000;
        let vault = JitoVaultAccount { last_full_state_update_slot: slot, ..receipt() };
        case.accounts[VAULT_AT].data = vault.encode();
        assert_eq!(backing(&case).updated, Epoch::new(EPOCH - pool_behind.max(vault_behind)));
    }
}

#[test]
fn a_chain_that_ends_in_another_token_is_refused() {
    let mut case = wrapped();
    case.table.mint = key(0x77);
    assert_eq!(case.verdict(), "WrongMint");
    // The pool's own token is not the feed's.
    let mut case = single();
    case.table.mint = LST;
    assert_eq!(case.verdict(), "WrongMint");
}

#[test]
fn a_chain_whose_steps_do_not_fit_is_refused() {
    // The vault holds the pool's token, not the wrapper before it.
    let mut case = good();
    case.accounts[VAULT_AT].data = JitoVaultAccount { supported_mint: LST, ..receipt() }.encode();
    assert_eq!(case.verdict(), "WrongMint");
}

#[test]
fn the_program_is_that_of_the_last_step() {
    let mut case = good();
    case.config().program = programs::STAKE_POOL;
    assert_eq!(check(&case.table), Ok(()));
    assert_eq!(case.verdict(), "WrongOwner");
    case.config().program = programs::WHIRLPOOL;
    assert_eq!(check(&case.table), Err(TableError::WrongProgram { source_index: 0 }));
}

#[test]
fn what_may_follow_what() {
    use Role::*;
    let refused =
        |source_index, account, role: Role| Err(TableError::WrongRole { source_index, account, role: role as u8 });
    let missing = |role: Role| Err(TableError::MissingRole { source_index: 0, role: role as u8 });
    let receipt = [JitoVault, StepMint];
    for (roles, expected) in [
        (vec![ReservePool], Ok(())),
        (vec![Marinade, StepMint], Ok(())),
        (vec![Marinade, StepMint, StakeList], Ok(())),
        (vec![InfPool, StepMint], Ok(())),
        (vec![InfPool, StepMint, WrapperMint, WrapperVault], Ok(())),
        (vec![InfPool], missing(StepMint)),
        (vec![Marinade, StepMint, JitoVault, StepMint], Ok(())),
        (vec![Marinade, StepMint, StakeList, JitoVault, StepMint], Ok(())),
        (vec![ReservePool, JitoVault, StepMint, JitoVault, StepMint], Ok(())),
        ([&[ReservePool][..], &receipt, &receipt, &receipt].concat(), refused(0, 5, JitoVault)),
        (vec![], missing(ReservePool)),
        (vec![Marinade], missing(StepMint)),
        (vec![ReservePool, JitoVault], missing(StepMint)),
        (vec![ReservePool, WrapperMint], missing(WrapperVault)),
        (vec![JitoVault, StepMint], refused(0, 0, JitoVault)),
        (vec![Main], refused(0, 0, Main)),
        (vec![Mint, ReservePool], refused(0, 0, Mint)),
        (vec![ReservePool, StepMint], refused(0, 1, StepMint)),
        (vec![ReservePool, ReservePool], refused(0, 1, ReservePool)),
        (vec![ReservePool, TokenReserve], refused(0, 1, TokenReserve)),
        (vec![ReservePool, LamportReserve], refused(0, 1, LamportReserve)),
        (vec![Marinade, StakeList, StepMint], refused(0, 1, StakeList)),
    ] {
        let mut table = single().table;
        (table.sources[0].accounts, table.account_count) = (roles.len() as u8, roles.len() as u8);
        for (at, role) in roles.iter().enumerate() {
            (table.roles[at], table.accounts[at]) = (*role as u8, key(0x80 + at as u8));
        }
        if roles.contains(&WrapperVault) {
            table.sources[0].second_pin = vault::WRAPPER_AUTHORITY;
        }
        assert_eq!(check(&table), expected, "{roles:?}");
    }
}

#[test]
fn a_receipt_of_msol_is_two_steps() {
    let msol = key(0x79);
    let state = sources::encode::MarinadeAccount { msol_mint: msol, ..marinade::state() };
    let mut parts = marinade::parts(state);
    parts[marinade::MINT_AT].1.key = msol;
    let vault = JitoVaultAccount { supported_mint: msol, ..jito_vault::vault() };
    parts.extend(jito_vault::parts(vault).into_iter().skip(jito_vault::VAULT_AT));
    let mut case = Case::new(sources::SourceKind::Chain, programs::JITO_VAULT, parts);
    case.config().max_fee_bps = 50;
    assert_eq!(check(&case.table), Ok(()));
    assert_eq!(case.table.mint, TOKEN);
    assert_eq!(backing(&case).assets.get(), jito_vault::DEPOSITED / 4 * 5);
}
