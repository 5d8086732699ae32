//! A Whirlpool, and the oracle of its adaptive fees, as the program would write them.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    DISCRIMINATOR, FEE_GROWTH_GLOBAL_A, LEN, LIQUIDITY, REWARD_LAST_UPDATED, SQRT_PRICE, TICK_CURRENT_INDEX,
    TOKEN_MINT_A, TOKEN_MINT_B, TOKEN_VAULT_A, TOKEN_VAULT_B, oracle,
};
use crate::{Key, bytes::put};

/// A Whirlpool to lay out, without rewards.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in Orca's Whirlpool, where they are explained")]
pub struct WhirlpoolAccount {
    pub whirlpools_config: Key,
    pub whirlpool_bump: u8,
    pub tick_spacing: u16,
    pub fee_tier_index: u16,
    pub fee_rate: u16,
    pub protocol_fee_rate: u16,
    pub liquidity: u128,
    pub sqrt_price: u128,
    pub tick_current_index: i32,
    pub protocol_fee_owed_a: u64,
    pub protocol_fee_owed_b: u64,
    pub token_mint_a: Key,
    pub token_vault_a: Key,
    pub token_mint_b: Key,
    pub token_vault_b: Key,
    pub reward_last_updated_timestamp: u64,
    /// Whether no swap has ever paid a fee.
    pub never_traded: bool,
}

impl WhirlpoolAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; LEN];
        put(&mut data, 0, &DISCRIMINATOR);
        put(&mut data, 8, &self.whirlpools_config);
        put(&mut data, 40, &[self.whirlpool_bump]);
        put(&mut data, 41, &self.tick_spacing.to_le_bytes());
        put(&mut data, 43, &self.fee_tier_index.to_le_bytes());
        put(&mut data, 45, &self.fee_rate.to_le_bytes());
        put(&mut data, 47, &self.protocol_fee_rate.to_le_bytes());
        put(&mut data, LIQUIDITY, &self.liquidity.to_le_bytes());
        put(&mut data, SQRT_PRICE, &self.sqrt_price.to_le_bytes());
        put(&mut data, TICK_CURRENT_INDEX, &self.tick_current_index.to_le_bytes());
        put(&mut data, 85, &self.protocol_fee_owed_a.to_le_bytes());
        put(&mut data, 93, &self.protocol_fee_owed_b.to_le_bytes());
        put(&mut data, TOKEN_MINT_A, &self.token_mint_a);
        put(&mut data, TOKEN_VAULT_A, &self.token_vault_a);
        put(&mut data, FEE_GROWTH_GLOBAL_A, &u128::from(!self.never_traded).to_le_bytes());
        put(&mut data, TOKEN_MINT_B, &self.token_mint_b);
        put(&mut data, TOKEN_VAULT_B, &self.token_vault_b);
        put(&mut data, REWARD_LAST_UPDATED, &self.reward_last_updated_timestamp.to_le_bytes());
        data
    }
}

/// The oracle of a Whirlpool's adaptive fees to lay out, without the fees.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct WhirlpoolOracleAccount {
    /// The pool it belongs to.
    pub whirlpool: Key,
    /// Unix time from which the pool may be traded; zero where that was not set.
    pub trade_enable_timestamp: u64,
}

impl WhirlpoolOracleAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; oracle::LEN];
        put(&mut data, 0, &oracle::DISCRIMINATOR);
        put(&mut data, oracle::WHIRLPOOL, &self.whirlpool);
        put(&mut data, oracle::TRADE_ENABLE_TIMESTAMP, &self.trade_enable_timestamp.to_le_bytes());
        data
    }
}
