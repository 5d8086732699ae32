//! A CLMM pool with observations that reads well: token first, 1 token = 1.05 SOL, trading a little every minute.

use sources::{
    Role, SourceKind,
    encode::{ClmmObservationsAccount, ClmmPoolAccount},
    programs,
};

use crate::common::{Case, EARLY_TOKEN, NOW, Owned, TOKEN, key};

pub const POOL: [u8; 32] = key(0x14);
pub const OBSERVATIONS: [u8; 32] = key(0x15);
/// sqrt(1.05) x 2^64, and its tick.
pub const SQRT_PRICE: u128 = 18_902_287_831_555_877_210;
pub const TICK: i32 = 487;

pub fn pool() -> ClmmPoolAccount {
    ClmmPoolAccount {
        amm_config: key(0x81),
        owner: key(0x82),
        token_mint_0: EARLY_TOKEN,
        token_mint_1: programs::WRAPPED_SOL,
        token_vault_0: key(0x83),
        token_vault_1: key(0x84),
        observation_key: OBSERVATIONS,
        mint_decimals_0: 9,
        mint_decimals_1: 9,
        tick_spacing: 1,
        liquidity: 50_000_000_000_000_000,
        sqrt_price_x64: SQRT_PRICE,
        tick_current: TICK,
        ..ClmmPoolAccount::default()
    }
}

/// A swap a minute for two hours; the tick went from 480 up to 487 half an hour ago.
pub fn observations() -> ClmmObservationsAccount {
    let mut account = ClmmObservationsAccount::new(POOL);
    for minute in 0..120 {
        account.update((NOW - 7200 + 60 * minute) as u32, if minute <= 90 { 480 } else { TICK });
    }
    account
}

pub fn of(pool: ClmmPoolAccount, observations: ClmmObservationsAccount) -> Case {
    let mut case = Case::new(
        SourceKind::RaydiumClmm,
        programs::RAYDIUM_CLMM,
        vec![
            (Role::Main, Owned::new(POOL, programs::RAYDIUM_CLMM, pool.encode())),
            (Role::History, Owned::new(OBSERVATIONS, programs::RAYDIUM_CLMM, observations.encode())),
        ],
    );
    case.table.mint = EARLY_TOKEN;
    case
}

pub fn good() -> Case {
    of(pool(), observations())
}

/// The same pool for a token that comes behind wrapped SOL, at the reciprocal price.
pub fn turned() -> Case {
    let mut case =
        of(ClmmPoolAccount { token_mint_0: programs::WRAPPED_SOL, token_mint_1: TOKEN, ..pool() }, observations());
    case.table.mint = TOKEN;
    case
}
