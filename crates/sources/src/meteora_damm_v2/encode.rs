//! A DAMM v2 pool as the program would write it.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    ACTIVATION_POINT, ACTIVATION_TYPE, COLLECT_FEE_MODE, DISCRIMINATOR, LEN, LIQUIDITY, POOL_STATUS, SQRT_MAX_PRICE,
    SQRT_MIN_PRICE, SQRT_PRICE, TOKEN_A_MINT, TOKEN_A_VAULT, TOKEN_B_MINT, TOKEN_B_VAULT, TOTAL_LP_A_FEE,
};
use crate::{Key, bytes::put};

/// A pool to lay out, without fees and rewards.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in Meteora's Pool, where they are explained")]
pub struct DammV2PoolAccount {
    pub token_a_mint: Key,
    pub token_b_mint: Key,
    pub token_a_vault: Key,
    pub token_b_vault: Key,
    pub liquidity: u128,
    pub sqrt_min_price: u128,
    pub sqrt_max_price: u128,
    pub sqrt_price: u128,
    pub activation_point: u64,
    pub activation_type: u8,
    pub pool_status: u8,
    pub collect_fee_mode: u8,
    /// Whether no swap has ever paid a fee.
    pub never_traded: bool,
}

impl DammV2PoolAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; LEN];
        put(&mut data, 0, &DISCRIMINATOR);
        put(&mut data, TOKEN_A_MINT, &self.token_a_mint);
        put(&mut data, TOKEN_B_MINT, &self.token_b_mint);
        put(&mut data, TOKEN_A_VAULT, &self.token_a_vault);
        put(&mut data, TOKEN_B_VAULT, &self.token_b_vault);
        put(&mut data, LIQUIDITY, &self.liquidity.to_le_bytes());
        put(&mut data, SQRT_MIN_PRICE, &self.sqrt_min_price.to_le_bytes());
        put(&mut data, SQRT_MAX_PRICE, &self.sqrt_max_price.to_le_bytes());
        put(&mut data, SQRT_PRICE, &self.sqrt_price.to_le_bytes());
        put(&mut data, ACTIVATION_POINT, &self.activation_point.to_le_bytes());
        put(&mut data, ACTIVATION_TYPE, &[self.activation_type]);
        put(&mut data, POOL_STATUS, &[self.pool_status]);
        put(&mut data, COLLECT_FEE_MODE, &[self.collect_fee_mode]);
        put(&mut data, TOTAL_LP_A_FEE, &u128::from(!self.never_traded).to_le_bytes());
        data
    }
}
