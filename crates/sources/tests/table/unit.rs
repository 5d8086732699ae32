//! The check of a table, and what surrounds the sources: codes, counts, several sources in one refresh.

use std::collections::HashSet;

use fair_value::Leg;
use solana_pubkey::Pubkey;
use sources::{
    CallerFault, Condition, Observations, Role, SourceConfig, SourceFault, SourceKind, SourceTable, TableError, check,
    check_derived, observe,
};

use crate::{
    common::{Case, Owned, empty_table, key, now, params},
    pyth, raydium_clmm, stake_pool, vault, whirlpool,
};

/// Several cases of one source as one table.
pub fn joined(cases: &[Case]) -> (SourceTable, Vec<Owned>) {
    let mut table = empty_table();
    let mut accounts = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        table.sources[at] = SourceConfig { first_account: accounts.len() as u8, ..case.table.sources[0] };
        for (account, role) in case.accounts.iter().zip(case.table.roles) {
            table.accounts[accounts.len()] = account.key;
            table.roles[accounts.len()] = role;
            accounts.push(account.clone());
        }
    }
    (table.source_count, table.account_count) = (cases.len() as u8, accounts.len() as u8);
    (table, accounts)
}

fn all() -> [Case; 4] {
    [vault::case::good(), whirlpool::case::good(), raydium_clmm::case::turned(), pyth::case::good()]
}

fn observed(table: &SourceTable, accounts: &[Owned]) -> Result<Observations, CallerFault> {
    let views: Vec<_> = accounts.iter().map(Owned::view).collect();
    let mut out = Observations::default();
    observe(table, &views, &now(), &params(), &mut out).map(|()| out)
}

#[test]
fn a_refresh_reads_every_source_in_order() {
    let (table, accounts) = joined(&all());
    assert_eq!(check(&table), Ok(()));
    let out = observed(&table, &accounts).unwrap();
    let legs: Vec<_> = out.entries().iter().map(|entry| entry.leg).collect();
    assert_eq!(legs, [Leg::Nav, Leg::Market, Leg::Market, Leg::Usd]);
    assert!(out.entries().iter().all(|entry| entry.reading.is_some()));
    assert!(out.faults().iter().all(Option::is_none));
    for (entry, case) in out.entries().iter().zip(all()) {
        assert_eq!(entry.reading, case.read().ok());
    }
}

#[test]
fn a_broken_source_is_recorded_and_the_others_go_on() {
    let (table, accounts) = joined(&all());
    let whole = observed(&table, &accounts).unwrap();
    for broken in 0..4 {
        let mut accounts = accounts.clone();
        let first = usize::from(table.sources[broken].first_account);
        accounts[first].data.fill(0);
        let out = observed(&table, &accounts).unwrap();
        for at in 0..4 {
            if at == broken {
                assert_eq!(out.entries()[at].reading, None);
                assert!(out.faults()[at].is_some());
            } else {
                assert_eq!(out.entries()[at], whole.entries()[at]);
            }
        }
    }
}

#[test]
fn a_wrong_account_anywhere_fails_the_refresh_and_is_named() {
    let (table, accounts) = joined(&all());
    for at in 0..accounts.len() {
        let mut accounts = accounts.clone();
        accounts[at].key = key(0xbb);
        let fault = observed(&table, &accounts).unwrap_err();
        let (source_index, account) = (0u8..4)
            .map(|index| (index, table.sources[usize::from(index)]))
            .find_map(|(index, source)| {
                let offset = at.checked_sub(usize::from(source.first_account))?;
                (offset < usize::from(source.accounts)).then_some((index, offset as u8))
            })
            .unwrap();
        assert_eq!(fault, CallerFault::WrongAddress { source_index, account });
    }
    let fault = observed(&table, &accounts[1..]).unwrap_err();
    assert_eq!(fault, CallerFault::AccountCount { expected: table.account_count, found: table.account_count - 1 });
}

#[test]
fn codes_are_unique_and_lie_in_their_ranges() {
    let mut seen = HashSet::new();
    for (range, codes) in [(1..16, CallerFault::ALL), (16..64, Condition::ALL), (64..128, TableError::ALL)] {
        for (code, name, meaning) in codes {
            assert!(range.contains(code), "{name} = {code}");
            assert!(seen.insert(*code), "{code} twice");
            assert!(meaning.ends_with('.') && meaning.len() > 15, "{name}: {meaning}");
        }
    }
    let fault = SourceFault { account: 2, condition: Condition::Gone };
    assert_eq!((fault.code(), fault.name()), (16, "Gone"));
    assert!(fault.to_string().starts_with("account 2 of the source: The account does not exist"));
}

#[test]
fn kinds_and_roles_come_back_from_their_codes() {
    for kind in SourceKind::ALL {
        assert_eq!(SourceKind::from_code(kind as u8), Some(kind));
    }
    for role in Role::ALL {
        assert_eq!(Role::from_code(role as u8), Some(role));
    }
    let kinds = (0..=255).filter(|code| SourceKind::from_code(*code).is_some()).count();
    let roles = (0..=255).filter(|code| Role::from_code(*code).is_some()).count();
    assert_eq!((kinds, roles), (SourceKind::ALL.len(), Role::ALL.len()));
}

/// Damages the valid table of all sources and expects the refusal of this name.
#[track_caller]
fn refused(name: &str, damage: impl Fn(&mut SourceTable)) {
    let (mut table, _) = joined(&all());
    damage(&mut table);
    assert_eq!(check(&table).map_err(|error| error.name()), Err(name));
}

#[test]
fn tables_are_refused_for_what_is_wrong_with_them() {
    refused("SourceCount", |table| table.source_count = 0);
    refused("SourceCount", |table| table.source_count = 9);
    refused("TooManyAccounts", |table| table.account_count = 25);
    refused("NoMint", |table| table.mint = [0; 32]);
    refused("ReservedNotZero", |table| table.reserved[5] = 1);
    refused("ReservedNotZero", |table| table.sources[1].reserved = 1);
    refused("UnknownKind", |table| table.sources[1].kind = 99);
    refused("AccountRange", |table| table.sources[1].first_account += 1);
    refused("AccountCount", |table| table.account_count += 1);
    refused("AccountCount", |table| table.account_count -= 1);
    refused("WrongProgram", |table| table.sources[1].program = key(1));
    refused("NoPin", |table| table.sources[3].pin = [0; 32]);
    refused("NoPin", |table| table.sources[0].pin = [0; 32]);
    refused("UnusedPin", |table| table.sources[1].pin = key(1));
    refused("NoSecondPin", |table| table.sources[0].second_pin = [0; 32]);
    refused("UnusedSecondPin", |table| table.sources[3].second_pin = key(1));
    refused("MaxAge", |table| table.sources[3].max_age = 0);
    refused("MaxAge", |table| table.sources[1].max_age = 1);
    refused("MaxAge", |table| table.sources[3].max_age = 601);
    refused("MaxConfidence", |table| table.sources[3].max_confidence_bps = 0);
    refused("MaxConfidence", |table| table.sources[3].max_confidence_bps = 10_001);
    refused("MinSamples", |table| table.sources[3].min_samples = 1);
    refused("MaxFee", |table| table.sources[0].max_fee_bps = 10_001);
    refused("MaxFee", |table| table.sources[1].net_withdrawal_fee = 1);
    refused("FeedDepth", |table| table.sources[3].feed_depth = 1_000_000_000);
    refused("Decimals", |table| table.sources[1].token_decimals = 19);
    refused("UnusedCustody", |table| table.sources[1].custodial_authority = 1);
    refused("WrongMint", |table| table.mint = key(1));
    refused("AccountTwice", |table| table.accounts[2] = table.accounts[1]);
    refused("NoAddress", |table| table.accounts[2] = [0; 32]);
}

/// A repeated price counts as fresh until it is too old, so that each kind has an age beyond which nobody may configure it.
#[test]
fn no_feed_may_be_older_than_its_kind_allows() {
    let feeds = [
        (pyth::case::of(SourceKind::PythUsd, pyth::case::update()), 600),
        (pyth::case::of(SourceKind::PythMarket, pyth::case::update()), 150),
        (pyth::case::of(SourceKind::PythRate, pyth::case::update()), 86_400),
    ];
    for (feed, limit) in feeds {
        for (max_age, verdict) in [(1, Ok(())), (limit, Ok(())), (limit + 1, Err("MaxAge")), (u32::MAX, Err("MaxAge"))]
        {
            let mut feed = feed.clone();
            feed.config().max_age = max_age;
            // Behind a NAV source, since alone only a rate is a table.
            let (table, _) = joined(&[vault::case::good(), feed]);
            assert_eq!(check(&table).map_err(|error| error.name()), verdict, "{max_age}");
        }
    }
}

#[test]
fn derived_reserves_lie_off_the_curve() {
    let (program, on_curve) = (Pubkey::new_from_array(key(0x77)), |key: &[u8; 32]| Pubkey::from(*key).is_on_curve());
    let (derived, _) = Pubkey::find_program_address(&[b"reserve"], &program);
    // The base point's compressed form.
    let mut signable = key(0x66);
    signable[0] = 0x58;
    let (mut table, _) = joined(&[stake_pool::case::good(), vault::case::good()]);
    let at = 1 + vault::case::DERIVED_AT;
    table.accounts[at] = derived.to_bytes();
    assert_eq!(check_derived(&table, on_curve), Ok(()));
    table.accounts[at] = signable;
    let refused = TableError::OnCurve { source_index: 1, account: vault::case::DERIVED_AT as u8 };
    assert_eq!(check_derived(&table, on_curve), Err(refused));
    // A wallet may have a key: it counts as custodial.
    (table.accounts[at], table.accounts[1 + vault::case::WALLET_AT]) = (derived.to_bytes(), signable);
    assert_eq!(check_derived(&table, on_curve), Ok(()));
}

#[test]
fn roles_are_refused_out_of_place() {
    use vault::case as at;
    refused("WrongRole", |table| table.roles[at::MINT] = Role::Main as u8);
    refused("WrongRole", |table| table.roles[at::WALLET_AT] = 99);
    refused("WrongRole", |table| table.roles[at::WALLET_AT] = Role::TokenReserve as u8);
    refused("WrongRole", |table| table.roles[at::WRAPPER_MINT_AT] = Role::StakeReserve as u8);
    refused("WrongRole", |table| table.roles[at::WRAPPER_VAULT_AT] = Role::TokenReserve as u8);
    refused("WrongRole", |table| table.roles[at::TOKENS_AT] = Role::WrapperMint as u8);
    refused("MissingRole", |table| table.roles[at::TOKENS_AT + 1] = Role::ReservePool as u8);
    let whirlpool_at = at::TOKENS_AT + 2;
    refused("WrongRole", |table| table.roles[whirlpool_at] = Role::History as u8);
    refused("MissingRole", |table| table.roles[whirlpool_at + 2] = Role::TokenVault as u8);
}

#[test]
fn the_mint_alone_is_no_vault() {
    let mut case = vault::case::good();
    case.config().accounts = 1;
    case.config().second_pin = [0; 32];
    case.table.account_count = 1;
    let missing = TableError::MissingRole { source_index: 0, role: Role::LamportReserve as u8 };
    assert_eq!(check(&case.table), Err(missing));
}

#[test]
fn nav_comes_first() {
    let [vault, whirlpool, ..] = all();
    let (table, _) = joined(&[whirlpool.clone(), vault.clone()]);
    assert_eq!(check(&table).map_err(|error| error.name()), Err("NoNav"));
    let (table, _) = joined(&[stake_pool::case::good(), whirlpool, vault]);
    assert_eq!(check(&table).map_err(|error| error.name()), Err("NavNotFirst"));
}

#[test]
fn no_source_votes_twice() {
    let [vault, whirlpool, ..] = all();
    let (table, _) = joined(&[vault, whirlpool.clone(), whirlpool]);
    assert_eq!(check(&table), Err(TableError::SourceTwice { source_index: 2 }));
}

#[test]
fn a_stake_pools_token_has_nine_decimals() {
    let mut case = stake_pool::case::good();
    assert_eq!(check(&case.table), Ok(()));
    case.config().token_decimals = 6;
    assert_eq!(check(&case.table), Err(TableError::Decimals { source_index: 0, required: 9, found: 6 }));
}

#[test]
fn tables_never_checked_do_no_harm() {
    let (mut table, accounts) = joined(&all());
    table.sources[1].kind = 99;
    assert_eq!(observed(&table, &accounts).unwrap_err(), CallerFault::InvalidTable { source_index: 1 });
    table.sources[1].first_account = 200;
    table.sources[1].kind = SourceKind::Whirlpool as u8;
    assert_eq!(observed(&table, &accounts).unwrap_err(), CallerFault::InvalidTable { source_index: 1 });
    table.source_count = 200;
    assert!(observed(&table, &accounts).is_err());
}
