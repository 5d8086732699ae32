//! A vault's receipt that reads well: 1.002 of a stake pool's token at 1.1 SOL each.

use sources::{
    Key, Role, SourceKind,
    encode::{JitoVaultAccount, MintAccount, StakePoolAccount},
    programs,
};

use crate::{
    common::{Case, Owned, SLOT, TOKEN, key},
    stake_pool::case as stake_pool,
};

pub const LST: Key = key(0x61);
pub const VAULT: Key = key(0x62);
pub const SUPPLY: u64 = 1_000_000_000_000;
pub const DEPOSITED: u64 = 1_002_000_000_000;
/// 1.1 times as many.
pub const LAMPORTS: u64 = 1_102_200_000_000;

/// Places of the accounts.
pub const POOL_AT: usize = 0;
pub const VAULT_AT: usize = 1;
pub const MINT_AT: usize = 2;

pub fn pool() -> StakePoolAccount {
    StakePoolAccount { pool_mint: LST, ..stake_pool::pool() }
}

pub fn vault() -> JitoVaultAccount {
    JitoVaultAccount {
        base: key(0x63),
        vrt_mint: TOKEN,
        supported_mint: LST,
        vrt_supply: SUPPLY,
        tokens_deposited: DEPOSITED,
        last_full_state_update_slot: SLOT,
        withdrawal_fee_bps: 10,
        next_withdrawal_fee_bps: 10,
        program_fee_bps: 10,
        is_paused: false,
    }
}

pub fn mint(supply: u64) -> MintAccount {
    MintAccount { mint_authority: Some(VAULT), supply, decimals: 9, ..MintAccount::default() }
}

pub fn parts(vault: JitoVaultAccount) -> Vec<(Role, Owned)> {
    vec![
        (Role::ReservePool, Owned::new(key(0x64), programs::STAKE_POOL, pool().encode())),
        (Role::JitoVault, Owned::new(VAULT, programs::JITO_VAULT, vault.encode())),
        (Role::StepMint, Owned::new(TOKEN, programs::TOKEN, mint(SUPPLY).encode())),
    ]
}

pub fn of(vault: JitoVaultAccount) -> Case {
    let mut case = Case::new(SourceKind::Chain, programs::JITO_VAULT, parts(vault));
    case.config().max_fee_bps = 50;
    case
}

pub fn good() -> Case {
    of(vault())
}
