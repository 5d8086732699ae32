//! Chains that read well: a wrapped stake-pool token, and a vault's receipt for it.

use sources::{
    Key, Role, SourceKind,
    encode::{JitoVaultAccount, StakePoolAccount},
    programs,
};

use crate::{
    common::{Case, Owned, TOKEN, key},
    jito_vault::case as jito_vault,
    sanctum_inf::case as inf,
    stake_pool::case as stake_pool,
    vault::case as vault,
};

pub const LST: Key = vault::LST;
pub const WRAPPER: Key = vault::WRAPPER;
pub const WRAPPED: u64 = 5_000_000_000_000;

/// Places of the accounts.
pub const POOL_AT: usize = 0;
pub const WRAPPER_AT: usize = 1;
pub const COVER_AT: usize = 2;
pub const VAULT_AT: usize = 3;

pub fn pool() -> StakePoolAccount {
    StakePoolAccount { pool_mint: LST, ..stake_pool::pool() }
}

pub fn parts(wrapper: Key) -> Vec<(Role, Owned)> {
    let cover = vault::holding(LST, vault::WRAPPER_AUTHORITY, WRAPPED);
    vec![
        (Role::ReservePool, Owned::new(key(0x54), programs::STAKE_POOL, pool().encode())),
        (Role::WrapperMint, Owned::new(wrapper, programs::TOKEN, vault::mint(WRAPPED).encode())),
        (Role::WrapperVault, Owned::new(key(0x55), programs::TOKEN, cover.encode())),
    ]
}

/// The receipt of a vault that holds the wrapper.
pub fn receipt() -> JitoVaultAccount {
    JitoVaultAccount { supported_mint: WRAPPER, ..jito_vault::vault() }
}

fn finished(program: Key, parts: Vec<(Role, Owned)>) -> Case {
    let mut case = Case::new(SourceKind::Chain, program, parts);
    let config = case.config();
    (config.max_fee_bps, config.second_pin) = (50, vault::WRAPPER_AUTHORITY);
    case
}

/// The token is the wrapper.
pub fn wrapped() -> Case {
    finished(programs::TOKEN, parts(TOKEN))
}

/// The token is the receipt: three steps.
pub fn good() -> Case {
    let mut parts = parts(WRAPPER);
    parts.extend(jito_vault::parts(receipt()).into_iter().skip(jito_vault::VAULT_AT));
    finished(programs::JITO_VAULT, parts)
}

/// The token is the pool's own.
pub fn single() -> Case {
    let pool = Owned::new(key(0x54), programs::STAKE_POOL, stake_pool::pool().encode());
    let mut case = finished(programs::STAKE_POOL, vec![(Role::ReservePool, pool)]);
    case.config().second_pin = [0; 32];
    case
}

/// The token is INF.
pub fn inf() -> Case {
    let inf::Case { accounts: [pool, mint], .. } = inf::good();
    let mut case = finished(programs::SANCTUM_INF, vec![(Role::InfPool, pool), (Role::StepMint, mint)]);
    case.config().second_pin = [0; 32];
    case
}
