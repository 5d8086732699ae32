//! A token without a market, looked through to the Whirlpool of what backs it.

use sources::{Key, Role, SourceKind, encode::WhirlpoolAccount, programs};

use crate::{
    common::{Case, Owned, TOKEN, key},
    vault::case::{AUTHORITY, holding, mint, wallet},
    whirlpool::case as whirlpool,
};

/// The token that backs it, at 1.05 SOL.
pub const BACKING: Key = key(0x91);
pub const SUPPLY: u64 = 2_000_000_000_000;
pub const LAMPORTS: u64 = 1_000_000_000_000;
pub const TOKENS: [u64; 2] = [600_000_000_000, 400_000_000_000];

pub fn pool() -> WhirlpoolAccount {
    WhirlpoolAccount { token_mint_b: BACKING, ..whirlpool::pool() }
}

pub fn parts() -> Vec<(Role, Owned)> {
    let reserve = |byte, amount| {
        let data = holding(BACKING, AUTHORITY, amount).encode();
        (Role::TokenReserve, Owned::new(key(byte), programs::TOKEN, data))
    };
    vec![
        (Role::Mint, Owned::new(TOKEN, programs::TOKEN, mint(SUPPLY).encode())),
        wallet(Role::LamportReserve, 0x92, LAMPORTS),
        (Role::Main, Owned::new(key(0x93), programs::WHIRLPOOL, pool().encode())),
        (Role::WrapperMint, Owned::new(BACKING, programs::TOKEN, mint(1 << 50).encode())),
        reserve(0x94, TOKENS[0]),
        reserve(0x95, TOKENS[1]),
    ]
}

pub fn of(parts: Vec<(Role, Owned)>) -> Case {
    let mut case = Case::new(SourceKind::LookThrough, programs::WHIRLPOOL, parts);
    case.config().pin = AUTHORITY;
    case
}

pub fn good() -> Case {
    of(parts())
}
