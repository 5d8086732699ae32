//! `orca_whirlpools_client`: Orca's own client.

use orca_whirlpools_client::{Oracle, Whirlpool};
use sources::encode::{WhirlpoolAccount, WhirlpoolOracleAccount};

/// The pool with nothing in it but what is relied on; `None` if the SDK cannot decode it.
pub fn retold(data: &[u8]) -> Option<Vec<u8>> {
    let pool = Whirlpool::from_bytes(data).ok()?;
    let account = WhirlpoolAccount {
        liquidity: pool.liquidity,
        sqrt_price: pool.sqrt_price,
        tick_current_index: pool.tick_current_index,
        token_mint_a: pool.token_mint_a.to_bytes(),
        token_vault_a: pool.token_vault_a.to_bytes(),
        token_mint_b: pool.token_mint_b.to_bytes(),
        token_vault_b: pool.token_vault_b.to_bytes(),
        reward_last_updated_timestamp: pool.reward_last_updated_timestamp,
        never_traded: pool.fee_growth_global_a == 0 && pool.fee_growth_global_b == 0,
        ..WhirlpoolAccount::default()
    };
    Some(account.encode())
}

/// The oracle with nothing in it but what is relied on; `None` if the SDK cannot decode it.
pub fn retold_oracle(data: &[u8]) -> Option<Vec<u8>> {
    let oracle = Oracle::from_bytes(data).ok()?;
    let account = WhirlpoolOracleAccount {
        whirlpool: oracle.whirlpool.to_bytes(),
        trade_enable_timestamp: oracle.trade_enable_timestamp,
    };
    Some(account.encode())
}
