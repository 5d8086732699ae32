//! A DAMM v2 pool that reads well: token first, 1 token = 1.05 SOL.

use sources::{Role, SourceKind, encode::DammV2PoolAccount, programs};

use crate::common::{Case, NOW, Owned, TOKEN, key};

/// sqrt(1.05) x 2^64.
pub const SQRT_PRICE: u128 = 18_902_287_831_555_877_210;
/// 50,000,000 SOL and tokens at par, x 2^64.
pub const LIQUIDITY: u128 = 50_000_000_000_000_000 << 64;

pub fn pool() -> DammV2PoolAccount {
    DammV2PoolAccount {
        token_a_mint: TOKEN,
        token_b_mint: programs::WRAPPED_SOL,
        token_a_vault: key(0xa1),
        token_b_vault: key(0xa2),
        liquidity: LIQUIDITY,
        sqrt_min_price: 4_295_048_016,
        sqrt_max_price: 79_226_673_521_066_979_257_578_248_091,
        sqrt_price: SQRT_PRICE,
        activation_point: NOW as u64 - 1000,
        activation_type: 1,
        collect_fee_mode: 1,
        ..DammV2PoolAccount::default()
    }
}

pub fn of(pool: DammV2PoolAccount) -> Case {
    let account = Owned::new(key(0x16), programs::METEORA_DAMM_V2, pool.encode());
    Case::new(SourceKind::MeteoraDammV2, programs::METEORA_DAMM_V2, vec![(Role::Main, account)])
}

pub fn good() -> Case {
    of(pool())
}
