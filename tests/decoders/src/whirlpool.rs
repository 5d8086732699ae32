//! `orca_whirlpools_client`: Orca's own client.

use orca_whirlpools_client::Whirlpool;
use sources::encode::WhirlpoolAccount;

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
        ..WhirlpoolAccount::default()
    };
    Some(account.encode())
}
