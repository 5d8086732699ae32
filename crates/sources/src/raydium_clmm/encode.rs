//! A CLMM pool and its observations as the program would write them.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    DISCRIMINATOR, FEE_GROWTH_GLOBAL_0, LEN, LIQUIDITY, MINT_DECIMALS_0, OBSERVATION_KEY, OPEN_TIME, SQRT_PRICE_X64,
    STATUS, TICK_CURRENT, TOKEN_MINT_0, TOKEN_MINT_1, TOKEN_VAULT_0, TOKEN_VAULT_1, observations,
};
use crate::{Key, bytes::put};

/// A pool to lay out, without rewards.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in Raydium's PoolState, where they are explained")]
pub struct ClmmPoolAccount {
    pub bump: u8,
    pub amm_config: Key,
    pub owner: Key,
    pub token_mint_0: Key,
    pub token_mint_1: Key,
    pub token_vault_0: Key,
    pub token_vault_1: Key,
    pub observation_key: Key,
    pub mint_decimals_0: u8,
    pub mint_decimals_1: u8,
    pub tick_spacing: u16,
    pub liquidity: u128,
    pub sqrt_price_x64: u128,
    pub tick_current: i32,
    /// Whether no swap has ever paid a fee.
    pub never_traded: bool,
    pub status: u8,
    pub open_time: u64,
    pub recent_epoch: u64,
}

impl ClmmPoolAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; LEN];
        put(&mut data, 0, &DISCRIMINATOR);
        put(&mut data, 8, &[self.bump]);
        put(&mut data, 9, &self.amm_config);
        put(&mut data, 41, &self.owner);
        put(&mut data, TOKEN_MINT_0, &self.token_mint_0);
        put(&mut data, TOKEN_MINT_1, &self.token_mint_1);
        put(&mut data, TOKEN_VAULT_0, &self.token_vault_0);
        put(&mut data, TOKEN_VAULT_1, &self.token_vault_1);
        put(&mut data, OBSERVATION_KEY, &self.observation_key);
        put(&mut data, MINT_DECIMALS_0, &[self.mint_decimals_0, self.mint_decimals_1]);
        put(&mut data, 235, &self.tick_spacing.to_le_bytes());
        put(&mut data, LIQUIDITY, &self.liquidity.to_le_bytes());
        put(&mut data, SQRT_PRICE_X64, &self.sqrt_price_x64.to_le_bytes());
        put(&mut data, TICK_CURRENT, &self.tick_current.to_le_bytes());
        put(&mut data, FEE_GROWTH_GLOBAL_0, &u128::from(!self.never_traded).to_le_bytes());
        put(&mut data, STATUS, &[self.status]);
        put(&mut data, OPEN_TIME, &self.open_time.to_le_bytes());
        put(&mut data, 1088, &self.recent_epoch.to_le_bytes());
        data
    }
}

/// One observation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ClmmObservation {
    /// Unix time; zero in a slot that was never written.
    pub block_timestamp: u32,
    /// Sum of ticks x seconds.
    pub tick_cumulative: i64,
}

/// A pool's observations to lay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClmmObservationsAccount {
    /// Whether the pool has ever swapped.
    pub initialized: bool,
    /// Epoch of the last update.
    pub recent_epoch: u64,
    /// The newest observation.
    pub observation_index: u16,
    /// The pool they belong to.
    pub pool_id: Key,
    /// The ring.
    pub observations: [ClmmObservation; observations::COUNT],
}

impl ClmmObservationsAccount {
    /// A ring without observations.
    pub fn new(pool_id: Key) -> Self {
        Self {
            initialized: false,
            recent_epoch: 0,
            observation_index: 0,
            pool_id,
            observations: [ClmmObservation::default(); observations::COUNT],
        }
    }

    /// Does what the program does on a swap that changes the tick from `tick_before`: nothing within 15 s of the last
    /// observation, otherwise one more.
    pub fn update(&mut self, block_timestamp: u32, tick_before: i32) {
        let index = usize::from(self.observation_index);
        let Some(last) = self.observations.get(index).copied() else { return };
        if !self.initialized {
            self.initialized = true;
            if let Some(slot) = self.observations.get_mut(index) {
                *slot = ClmmObservation { block_timestamp, tick_cumulative: 0 };
            }
            return;
        }
        let elapsed = block_timestamp.saturating_sub(last.block_timestamp);
        if elapsed < 15 {
            return;
        }
        let next = index.saturating_add(1).checked_rem(observations::COUNT).unwrap_or(0);
        let rise = i64::from(tick_before).wrapping_mul(i64::from(elapsed));
        if let Some(slot) = self.observations.get_mut(next) {
            *slot = ClmmObservation { block_timestamp, tick_cumulative: last.tick_cumulative.wrapping_add(rise) };
        }
        self.observation_index = u16::try_from(next).unwrap_or(0);
    }

    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; observations::LEN];
        put(&mut data, 0, &observations::DISCRIMINATOR);
        put(&mut data, 8, &[u8::from(self.initialized)]);
        put(&mut data, 9, &self.recent_epoch.to_le_bytes());
        put(&mut data, 17, &self.observation_index.to_le_bytes());
        put(&mut data, 19, &self.pool_id);
        for (at, observation) in (51usize..).step_by(44).zip(&self.observations) {
            put(&mut data, at, &observation.block_timestamp.to_le_bytes());
            put(&mut data, at.saturating_add(4), &observation.tick_cumulative.to_le_bytes());
        }
        data
    }
}
