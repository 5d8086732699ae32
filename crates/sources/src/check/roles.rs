//! Which accounts a source has, in which order.

use core::hint::black_box;

use super::{
    entry::{Entry, is_set},
    error::TableError,
};
use crate::{
    account::same,
    chain::{self, MAX_STEPS, Place},
    table::{Role, SourceKind},
};

/// What a source's accounts may go on with.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum State {
    /// A price account, and nothing besides.
    Feed,
    /// A pool that may have two vaults.
    Pool,
    /// The same with a history before them, if it has one.
    PoolWithHistory,
    /// A pair that may have a history and has two reserves.
    Pair,
    /// Behind a pool.
    Vaults,
    /// Behind a pool that may have a history.
    HistoryOrVaults,
    /// Behind a pair.
    HistoryOrReserves,
    /// Behind a pair's history.
    Reserves,
    /// Behind the first of two vaults.
    SecondVault,
    /// Behind the mint of a vault: nothing is counted yet.
    Nothing,
    /// Reserves of SOL only.
    Sol,
    /// Nothing of a chain yet.
    Chain,
    /// Behind a chain's step: another may follow, or a reserve.
    Rated,
    /// Behind Marinade's state, whose mint must follow.
    Marinade,
    /// Behind Marinade's mint: its list may follow, or what follows any step.
    MarinadeMint,
    /// Behind a vault's account or Infinity's, whose token's mint must follow.
    Minted,
    /// Behind a wrapper's mint, whose vault must follow.
    Wrapper,
    /// Behind a token reserve.
    Tokens,
    /// Behind the mint of a token that is looked through, and reserves of SOL.
    Backing,
    /// Behind the backing's pool.
    BackingPool,
    /// Behind the backing's mint.
    BackingMint,
    /// Behind a reserve of the backing.
    BackingTokens,
    /// Nothing may follow.
    End,
}

/// Every account that may follow, and what may follow that.
#[rustfmt::skip]
const STEPS: &[(State, Role, State)] = &[
    (State::Feed, Role::Main, State::End),
    (State::Pool, Role::Main, State::Vaults),
    (State::PoolWithHistory, Role::Main, State::HistoryOrVaults),
    (State::Pair, Role::Main, State::HistoryOrReserves),
    (State::HistoryOrVaults, Role::History, State::Vaults),
    (State::HistoryOrVaults, Role::TokenVault, State::SecondVault),
    (State::HistoryOrReserves, Role::History, State::Reserves),
    (State::HistoryOrReserves, Role::TokenVault, State::SecondVault),
    (State::Vaults, Role::TokenVault, State::SecondVault),
    (State::Reserves, Role::TokenVault, State::SecondVault),
    (State::SecondVault, Role::SolVault, State::End),
    (State::Chain, Role::ReservePool, State::Rated),
    (State::Chain, Role::Marinade, State::Marinade),
    (State::Chain, Role::InfPool, State::Minted),
    (State::Nothing, Role::ReservePool, State::Rated),
    (State::Nothing, Role::Marinade, State::Marinade),
    (State::Nothing, Role::InfPool, State::Minted),
    (State::Nothing, Role::LamportReserve, State::Sol),
    (State::Nothing, Role::DerivedReserve, State::Sol),
    (State::Nothing, Role::StakeReserve, State::Sol),
    (State::Sol, Role::ReservePool, State::Rated),
    (State::Sol, Role::Marinade, State::Marinade),
    (State::Sol, Role::InfPool, State::Minted),
    (State::Sol, Role::LamportReserve, State::Sol),
    (State::Sol, Role::DerivedReserve, State::Sol),
    (State::Sol, Role::StakeReserve, State::Sol),
    (State::Marinade, Role::StepMint, State::MarinadeMint),
    (State::MarinadeMint, Role::StakeList, State::Rated),
    (State::MarinadeMint, Role::WrapperMint, State::Wrapper),
    (State::MarinadeMint, Role::JitoVault, State::Minted),
    (State::MarinadeMint, Role::TokenReserve, State::Tokens),
    (State::Rated, Role::WrapperMint, State::Wrapper),
    (State::Rated, Role::JitoVault, State::Minted),
    (State::Rated, Role::TokenReserve, State::Tokens),
    (State::Minted, Role::StepMint, State::Rated),
    (State::Wrapper, Role::WrapperVault, State::Rated),
    (State::Tokens, Role::TokenReserve, State::Tokens),
    (State::Tokens, Role::ReservePool, State::Rated),
    (State::Tokens, Role::Marinade, State::Marinade),
    (State::Tokens, Role::InfPool, State::Minted),
    (State::Tokens, Role::LamportReserve, State::Tokens),
    (State::Tokens, Role::DerivedReserve, State::Tokens),
    (State::Tokens, Role::StakeReserve, State::Tokens),
    (State::Backing, Role::LamportReserve, State::Backing),
    (State::Backing, Role::DerivedReserve, State::Backing),
    (State::Backing, Role::StakeReserve, State::Backing),
    (State::Backing, Role::Main, State::BackingPool),
    (State::BackingPool, Role::WrapperMint, State::BackingMint),
    (State::BackingMint, Role::TokenReserve, State::BackingTokens),
    (State::BackingTokens, Role::TokenReserve, State::BackingTokens),
    (State::BackingTokens, Role::StakeReserve, State::BackingTokens),
];

/// What is missing where the accounts end in a state.
const MISSING: &[(State, Role)] = &[
    (State::Feed, Role::Main),
    (State::Pool, Role::Main),
    (State::PoolWithHistory, Role::Main),
    (State::Pair, Role::Main),
    (State::HistoryOrReserves, Role::TokenVault),
    (State::Reserves, Role::TokenVault),
    (State::SecondVault, Role::SolVault),
    (State::Nothing, Role::LamportReserve),
    (State::Chain, Role::ReservePool),
    (State::Rated, Role::TokenReserve),
    (State::Marinade, Role::StepMint),
    (State::MarinadeMint, Role::TokenReserve),
    (State::Minted, Role::StepMint),
    (State::Wrapper, Role::WrapperVault),
    (State::Backing, Role::Main),
    (State::BackingPool, Role::WrapperMint),
    (State::BackingMint, Role::TokenReserve),
];

pub(super) fn check(entry: &Entry<'_>) -> Result<(), TableError> {
    let source_index = entry.index;
    if let Some(at) = entry.accounts.iter().position(|key| !is_set(key)) {
        return Err(TableError::NoAddress { source_index, account: place(at) });
    }
    let (first, mut state) = match entry.kind {
        SourceKind::Vault => (1, State::Nothing),
        SourceKind::Chain => (0, State::Chain),
        SourceKind::LookThrough => (1, State::Backing),
        SourceKind::MeteoraDammV2 => (0, State::Pool),
        SourceKind::Whirlpool | SourceKind::RaydiumClmm => (0, State::PoolWithHistory),
        SourceKind::MeteoraDlmm => (0, State::Pair),
        _ => (0, State::Feed),
    };
    if first == 1 {
        mint_first(entry)?;
    }
    let is_chain = entry.kind == SourceKind::Chain;
    let mut links = 0_usize;
    for (at, role) in entry.roles.iter().enumerate().skip(first) {
        // Data, not code: unrolled, the table would take twenty times its size.
        let mut steps = black_box(STEPS).iter();
        let step = steps.find(|(from, taken, _)| *from == state && *taken as u8 == *role);
        links = match step.and_then(|(_, role, _)| chain::place(*role)) {
            Some(Place::First) => 1,
            Some(Place::Further) => links.saturating_add(1),
            _ => links,
        };
        match step {
            // A chain has rates and no reserves, and no more of them than it can hold.
            Some((.., to)) if links <= MAX_STEPS && !(is_chain && *to == State::Tokens) => state = *to,
            _ => return Err(TableError::WrongRole { source_index, account: place(at), role: *role }),
        }
    }
    match black_box(MISSING).iter().find(|(at, _)| *at == state) {
        Some((_, Role::TokenReserve)) if is_chain => Ok(()),
        Some((_, role)) => Err(TableError::MissingRole { source_index, role: *role as u8 }),
        None => Ok(()),
    }
}

/// The first account is the token's mint.
fn mint_first(entry: &Entry<'_>) -> Result<(), TableError> {
    let source_index = entry.index;
    match (entry.roles.first(), entry.accounts.first()) {
        (Some(role), _) if *role != Role::Mint as u8 => {
            Err(TableError::WrongRole { source_index, account: 0, role: *role })
        }
        (Some(_), Some(mint)) if same(mint, entry.mint) => Ok(()),
        (Some(_), _) => Err(TableError::WrongMint { source_index }),
        (None, _) => Err(TableError::MissingRole { source_index, role: Role::Mint as u8 }),
    }
}

fn place(at: usize) -> u8 {
    u8::try_from(at).unwrap_or(u8::MAX)
}
