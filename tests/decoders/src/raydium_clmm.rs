//! `raydium`: a client generated from the interface description that Raydium publishes. Raydium's own crate is not on crates.io.

use raydium::accounts::{ObservationState, PoolState};
use sources::encode::{ClmmObservation, ClmmObservationsAccount, ClmmPoolAccount};

/// The pool with nothing in it but what is relied on; `None` if the client cannot decode it.
pub fn retold(data: &[u8]) -> Option<Vec<u8>> {
    let pool = PoolState::from_bytes(data).ok()?;
    let account = ClmmPoolAccount {
        token_mint_0: pool.token_mint0.to_bytes(),
        token_mint_1: pool.token_mint1.to_bytes(),
        token_vault_0: pool.token_vault0.to_bytes(),
        token_vault_1: pool.token_vault1.to_bytes(),
        observation_key: pool.observation_key.to_bytes(),
        mint_decimals_0: pool.mint_decimals0,
        mint_decimals_1: pool.mint_decimals1,
        liquidity: pool.liquidity,
        sqrt_price_x64: pool.sqrt_price_x64,
        tick_current: pool.tick_current,
        never_traded: pool.fee_growth_global0_x64 == 0 && pool.fee_growth_global1_x64 == 0,
        status: pool.status,
        open_time: pool.open_time,
        ..ClmmPoolAccount::default()
    };
    Some(account.encode())
}

/// The observations with nothing in them but what is relied on; `None` if the client cannot decode them.
pub fn retold_observations(data: &[u8]) -> Option<Vec<u8>> {
    let state = ObservationState::from_bytes(data).ok()?;
    let mut account = ClmmObservationsAccount::new(state.pool_id.to_bytes());
    account.initialized = state.initialized;
    account.observation_index = state.observation_index;
    for (slot, observation) in account.observations.iter_mut().zip(&state.observations) {
        let (block_timestamp, tick_cumulative) = (observation.block_timestamp, observation.tick_cumulative);
        *slot = ClmmObservation { block_timestamp, tick_cumulative };
    }
    Some(account.encode())
}
