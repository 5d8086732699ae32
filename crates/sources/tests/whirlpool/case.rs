//! A Whirlpool that reads well: SOL first, 1 token = 1.05 SOL.

use sources::{
    Role, SourceKind,
    encode::{WhirlpoolAccount, WhirlpoolOracleAccount},
    programs,
};

use crate::common::{Case, EARLY_TOKEN, NOW, Owned, TOKEN, key};

/// sqrt(1 / 1.05) x 2^64.
pub const SQRT_PRICE: u128 = 18_002_178_887_196_073_534;
pub const LIQUIDITY: u128 = 50_000_000_000_000_000;

pub fn pool() -> WhirlpoolAccount {
    WhirlpoolAccount {
        whirlpools_config: key(0x31),
        tick_spacing: 1,
        fee_rate: 100,
        liquidity: LIQUIDITY,
        sqrt_price: SQRT_PRICE,
        tick_current_index: -488,
        token_mint_a: programs::WRAPPED_SOL,
        token_vault_a: key(0x32),
        token_mint_b: TOKEN,
        token_vault_b: key(0x33),
        reward_last_updated_timestamp: NOW as u64 - 30,
        ..WhirlpoolAccount::default()
    }
}

pub fn of(pool: WhirlpoolAccount) -> Case {
    let account = Owned::new(key(0x12), programs::WHIRLPOOL, pool.encode());
    let mut case = Case::new(SourceKind::Whirlpool, programs::WHIRLPOOL, vec![(Role::Main, account)]);
    if pool.token_mint_a == EARLY_TOKEN {
        case.table.mint = EARLY_TOKEN;
    }
    case
}

pub fn good() -> Case {
    of(pool())
}

/// The same pool with its mints the other way round and the reciprocal price.
pub fn turned() -> WhirlpoolAccount {
    WhirlpoolAccount {
        sqrt_price: (1u128 << 127) / SQRT_PRICE * 2,
        token_mint_a: EARLY_TOKEN,
        token_vault_a: key(0x33),
        token_mint_b: programs::WRAPPED_SOL,
        token_vault_b: key(0x32),
        ..pool()
    }
}

/// The same pool with an oracle.
pub fn with_oracle(oracle: WhirlpoolOracleAccount) -> Case {
    Case::new(
        SourceKind::Whirlpool,
        programs::WHIRLPOOL,
        vec![
            (Role::Main, Owned::new(key(0x12), programs::WHIRLPOOL, pool().encode())),
            (Role::History, Owned::new(key(0x34), programs::WHIRLPOOL, oracle.encode())),
        ],
    )
}

/// An oracle of that pool, which opened a minute ago.
pub fn oracle() -> WhirlpoolOracleAccount {
    WhirlpoolOracleAccount { whirlpool: key(0x12), trade_enable_timestamp: NOW as u64 - 60 }
}
