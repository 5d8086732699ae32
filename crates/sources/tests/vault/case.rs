//! A vault that reads well: SOL in a wallet, in a derived address and staked; sSOL-like tokens over a wrapped stake pool.

use sources::{
    Key, Role, SourceKind,
    encode::{MintAccount, StakeHolding, StakePoolAccount, TokenHolding},
    programs,
};

use crate::{
    common::{Case, Owned, TOKEN, key},
    stake_pool::case as stake_pool,
};

pub const AUTHORITY: Key = key(0x41);
pub const WRAPPER_AUTHORITY: Key = key(0x42);
pub const LST: Key = key(0x43);
pub const WRAPPER: Key = key(0x44);

pub const SUPPLY: u64 = 2_000_000_000_000;
pub const WALLET: u64 = 100_000_000_000;
pub const DERIVED: u64 = 50_000_000_000;
pub const STAKED: u64 = 700_002_282_880;
pub const TOKENS: [u64; 2] = [600_000_000_001, 400_000_000_000];
pub const WRAPPED: u64 = 5_000_000_000_000;

/// Places of the accounts.
pub const MINT: usize = 0;
pub const WALLET_AT: usize = 1;
pub const DERIVED_AT: usize = 2;
pub const STAKE_AT: usize = 3;
pub const POOL_AT: usize = 4;
pub const WRAPPER_MINT_AT: usize = 5;
pub const WRAPPER_VAULT_AT: usize = 6;
pub const TOKENS_AT: usize = 7;

pub fn mint(supply: u64) -> MintAccount {
    MintAccount { mint_authority: Some(AUTHORITY), supply, decimals: 9, ..MintAccount::default() }
}

pub fn pool() -> StakePoolAccount {
    StakePoolAccount { pool_mint: LST, ..stake_pool::pool() }
}

pub fn stake() -> StakeHolding {
    StakeHolding {
        rent_exempt_reserve: 2_282_880,
        staker: AUTHORITY,
        withdrawer: AUTHORITY,
        delegation: Some((key(0x45), 700_000_000_000, 700)),
    }
}

pub fn holding(mint: Key, owner: Key, amount: u64) -> TokenHolding {
    TokenHolding { mint, owner, amount, ..TokenHolding::default() }
}

pub fn token_reserve(byte: u8, amount: u64) -> (Role, Owned) {
    let data = holding(WRAPPER, AUTHORITY, amount).encode();
    (Role::TokenReserve, Owned::new(key(byte), programs::TOKEN, data))
}

pub fn wallet(role: Role, byte: u8, lamports: u64) -> (Role, Owned) {
    (role, Owned { lamports, ..Owned::new(key(byte), programs::SYSTEM, Vec::new()) })
}

pub fn parts() -> Vec<(Role, Owned)> {
    let mut stake = Owned::new(key(0x53), programs::STAKE, stake().encode());
    stake.lamports = STAKED;
    vec![
        (Role::Mint, Owned::new(TOKEN, programs::TOKEN, mint(SUPPLY).encode())),
        wallet(Role::LamportReserve, 0x51, WALLET),
        wallet(Role::DerivedReserve, 0x52, DERIVED),
        (Role::StakeReserve, stake),
        (Role::ReservePool, Owned::new(key(0x54), programs::STAKE_POOL, pool().encode())),
        (Role::WrapperMint, Owned::new(WRAPPER, programs::TOKEN, mint(WRAPPED).encode())),
        (Role::WrapperVault, Owned::new(key(0x55), programs::TOKEN, holding(LST, WRAPPER_AUTHORITY, WRAPPED).encode())),
        token_reserve(0x56, TOKENS[0]),
        token_reserve(0x57, TOKENS[1]),
    ]
}

pub fn of(parts: Vec<(Role, Owned)>) -> Case {
    let mut case = Case::new(SourceKind::Vault, programs::TOKEN, parts);
    let config = case.config();
    (config.pin, config.second_pin, config.max_fee_bps) = (AUTHORITY, WRAPPER_AUTHORITY, 50);
    case
}

pub fn good() -> Case {
    of(parts())
}
