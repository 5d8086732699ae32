//! A vault's stake accounts change as it unstakes: anybody may register one, and strike out one that is gone.

use anchor_lang::prelude::Pubkey;
use fair_value::units::Lamports;
use sources::{Role, SourceKind, stake_account};

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, ReserveRegistered, ReserveReleased, TransitAnnounced},
    runtime::{Accounts, Reader, Written},
    state::Feed,
};

/// Stake accounts that a vault may have registered.
const MAX_STAKE_RESERVES: usize = 8;
/// A reserve is at least this part of the assets: eight of dust would leave no place for the vault's own.
const LEAST_PART: u64 = 1_000;

/// Registers a stake account of the vault's authority with `source`: a vault, or a market that looks through it, which would read low
/// while the vault unstakes. From then on every refresh reads it, so that one in flight without it fails. What it holds is in transit no more.
///
/// # Errors
/// [`OracleError::NotActive`], [`OracleError::UnknownSource`], [`OracleError::NotAVault`], [`OracleError::NoReserve`],
/// [`OracleError::TooManyReserves`], or what is then wrong with the table.
#[inline(never)]
pub fn register_reserve(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let source = Reader::all::<u8>(arguments)?;
    let Written { key, content: feed, .. } = govern::open(&mut accounts)?;
    let reserve = accounts.read()?;
    let authority = vault_authority(feed, source)?;

    let registered = feed.sources.members(source).filter(|(_, role)| *role == Role::StakeReserve as u8).count();
    ensure!(registered < MAX_STAKE_RESERVES, OracleError::TooManyReserves);
    // Before the assets are known, a speck would be a thousandth of them.
    let assets = feed.engine.nav.last_assets;
    let held = Lamports::new(reserve.lamports);
    ensure!(assets > Lamports::ZERO && held > assets.part(LEAST_PART), OracleError::NoReserve);
    ensure!(stake_account::belongs_freely(&reserve, &authority), OracleError::NoReserve);
    ensure!(feed.sources.members(source).all(|(key, _)| key != reserve.key), OracleError::TooManyReserves);

    feed.sources.add_account(source, Role::StakeReserve, *reserve.key)?;
    feed.check_sources()?;
    let reserve = Pubkey::new_from_array(*reserve.key);
    event::log(&ReserveRegistered { feed: *key, source, reserve, lamports: held.get() })?;
    arrived(key, feed, source, reserve.as_array(), held)?;
    Ok(())
}

/// What can be read now is in transit no more. It is counted once, however many sources read it.
fn arrived(key: &Pubkey, feed: &mut Feed, source: u8, reserve: &[u8; 32], held: Lamports) -> Result {
    let counts = |source| feed.sources.configured(source).is_ok_and(|config| config.kind == SourceKind::Vault as u8);
    let elsewhere = (0..feed.sources.source_count).filter(|other| *other != source && counts(*other));
    let known = elsewhere.flat_map(|other| feed.sources.members(other)).any(|(key, _)| key == reserve);
    let nav = &mut feed.engine.nav;
    if nav.transit == Lamports::ZERO || known || !counts(source) {
        return Ok(());
    }
    nav.transit = nav.transit.minus(held);
    event::log(&TransitAnnounced { feed: *key, amount: nav.transit.get(), until: nav.transit_until.unix().get() })
}

/// Strikes out a stake account that is gone, or that is the vault's no more.
///
/// # Errors
/// [`OracleError::NotActive`], [`OracleError::UnknownSource`], [`OracleError::NotAVault`], [`OracleError::NoReserve`],
/// [`OracleError::ReserveNotEmpty`].
#[inline(never)]
pub fn release_reserve(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let source = Reader::all::<u8>(arguments)?;
    let Written { key, content: feed, .. } = govern::open(&mut accounts)?;
    let reserve = accounts.read()?;
    let authority = vault_authority(feed, source)?;

    ensure!(!stake_account::belongs(&reserve, &authority), OracleError::ReserveNotEmpty);
    let wanted = (reserve.key, Role::StakeReserve as u8);
    let place = feed.sources.members(source).position(|member| member == wanted).ok_or(OracleError::NoReserve)?;

    feed.sources.remove_account(source, place as u8)?; // at most 24
    feed.check_sources()?;
    event::log(&ReserveReleased { feed: *key, source, reserve: Pubkey::new_from_array(*reserve.key) })?;
    Ok(())
}

/// Who may withdraw from the reserves of `source`: a vault, or a market that looks through it.
fn vault_authority(feed: &Feed, source: u8) -> Result<[u8; 32]> {
    ensure!(feed.is_active(), OracleError::NotActive);
    let config = feed.sources.configured(source).map_err(|_| OracleError::UnknownSource)?;
    let counts = [SourceKind::Vault, SourceKind::LookThrough].iter().any(|kind| *kind as u8 == config.kind);
    ensure!(counts, OracleError::NotAVault);
    Ok(config.pin)
}
