//! Which accounts a source has, in which order.

use super::{Entry, TableError};
use crate::table::{Role, SourceKind};

pub(super) fn check(entry: &Entry<'_>) -> Result<(), TableError> {
    // An address of zeros is the system program's: nothing that a source reads.
    if let Some(at) = entry.accounts.iter().position(|key| *key == [0; 32]) {
        return Err(TableError::NoAddress { source_index: entry.index, account: place(at) });
    }
    match entry.kind {
        SourceKind::Vault => backing(entry),
        SourceKind::LookThrough => looked_through(entry),
        SourceKind::Whirlpool | SourceKind::MeteoraDammV2 => listed(entry, &[POOL, VAULTS]),
        SourceKind::RaydiumClmm => listed(entry, &[POOL, HISTORY, VAULTS]),
        SourceKind::MeteoraDlmm => listed(entry, &[POOL, HISTORY, RESERVES]),
        _ => listed(entry, &[POOL]),
    }
}

/// Accounts that come together or, if optional, not at all.
struct Part {
    roles: &'static [Role],
    optional: bool,
}

const POOL: Part = Part { roles: &[Role::Main], optional: false };
const HISTORY: Part = Part { roles: &[Role::History], optional: true };
const VAULTS: Part = Part { roles: &[Role::TokenVault, Role::SolVault], optional: true };

/// The same where a kind cannot do without them.
const RESERVES: Part = Part { optional: false, ..VAULTS };

/// The source's accounts are these parts in this order.
fn listed(entry: &Entry<'_>, parts: &[Part]) -> Result<(), TableError> {
    let mut at = 0usize;
    for part in parts {
        let rest = entry.roles.get(at..).unwrap_or_default();
        let begins = rest.first().copied() == part.roles.first().map(|role| *role as u8);
        if !begins && part.optional {
            continue;
        }
        for (role, found) in part.roles.iter().zip(rest.iter().map(Some).chain(core::iter::repeat(None))) {
            match found {
                None => return Err(missing(entry, *role)),
                Some(found) if *found != *role as u8 => return Err(wrong(entry, at)),
                Some(_) => at = at.saturating_add(1),
            }
        }
    }
    if at == entry.roles.len() { Ok(()) } else { Err(wrong(entry, at)) }
}

/// Where in a vault's accounts the next one stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// No stake pool yet: reserves of SOL only.
    Sol,
    /// Behind a stake pool.
    Pool,
    /// Behind a wrapper's mint, whose vault must follow.
    Wrapper,
    /// Behind the vault of a wrapper.
    Wrapped,
    /// Behind a token reserve.
    Tokens,
}

/// The first account is the token's mint.
fn mint_first(entry: &Entry<'_>) -> Result<(), TableError> {
    match entry.roles.first() {
        Some(code) if *code == Role::Mint as u8 => {}
        Some(_) => return Err(wrong(entry, 0)),
        None => return Err(missing(entry, Role::Mint)),
    }
    if entry.accounts.first() == Some(entry.mint) {
        Ok(())
    } else {
        Err(TableError::WrongMint { source_index: entry.index })
    }
}

/// The token's mint, reserves of SOL, then the backing's pool, its mint, and at least one reserve of it.
fn looked_through(entry: &Entry<'_>) -> Result<(), TableError> {
    mint_first(entry)?;
    let mut next = Role::Main;
    for (at, code) in entry.roles.iter().copied().enumerate().skip(1) {
        next = match (next, Role::from_code(code)) {
            (Role::Main, Some(Role::LamportReserve | Role::DerivedReserve | Role::StakeReserve)) => Role::Main,
            (Role::Main, Some(Role::Main)) => Role::WrapperMint,
            (Role::WrapperMint, Some(Role::WrapperMint)) => Role::TokenReserve,
            // Behind the first of them, none is missing any more.
            (Role::TokenReserve | Role::Mint, Some(Role::TokenReserve)) => Role::Mint,
            _ => return Err(wrong(entry, at)),
        };
    }
    if next == Role::Mint { Ok(()) } else { Err(missing(entry, next)) }
}

/// The token's mint, then reserves: of SOL anywhere outside a stake pool's head, of tokens behind the stake pool that values them.
fn backing(entry: &Entry<'_>) -> Result<(), TableError> {
    mint_first(entry)?;
    let mut state = State::Sol;
    let mut reserves = false;
    for (at, code) in entry.roles.iter().copied().enumerate().skip(1) {
        state = match (state, Role::from_code(code)) {
            (State::Sol | State::Tokens, Some(Role::LamportReserve | Role::DerivedReserve | Role::StakeReserve)) => {
                reserves = true;
                state
            }
            (State::Sol | State::Tokens, Some(Role::ReservePool)) => State::Pool,
            (State::Pool, Some(Role::WrapperMint)) => State::Wrapper,
            (State::Wrapper, Some(Role::WrapperVault)) => State::Wrapped,
            (State::Pool | State::Wrapped | State::Tokens, Some(Role::TokenReserve)) => {
                reserves = true;
                State::Tokens
            }
            _ => return Err(wrong(entry, at)),
        };
    }
    match state {
        State::Wrapper => Err(missing(entry, Role::WrapperVault)),
        State::Pool | State::Wrapped => Err(missing(entry, Role::TokenReserve)),
        State::Sol | State::Tokens if !reserves => Err(missing(entry, Role::LamportReserve)),
        State::Sol | State::Tokens => Ok(()),
    }
}

fn wrong(entry: &Entry<'_>, at: usize) -> TableError {
    let role = entry.roles.get(at).copied().unwrap_or(0);
    TableError::WrongRole { source_index: entry.index, account: place(at), role }
}

fn missing(entry: &Entry<'_>, role: Role) -> TableError {
    TableError::MissingRole { source_index: entry.index, role: role as u8 }
}

fn place(at: usize) -> u8 {
    u8::try_from(at).unwrap_or(u8::MAX)
}
