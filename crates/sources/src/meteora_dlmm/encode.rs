//! A DLMM pair and its oracle as the program would write them.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    ACTIVATION_POINT, ACTIVATION_TYPE, ACTIVE_ID, BIN_STEP, DISCRIMINATOR, LAST_UPDATE, LEN, ORACLE, PAIR_TYPE,
    RESERVE_X, RESERVE_Y, STATUS, TOKEN_X_MINT, TOKEN_Y_MINT, oracle,
};
use crate::{Key, bytes::put};

/// A pair to lay out, without fees and rewards.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in Meteora's LbPair, where they are explained")]
pub struct DlmmPairAccount {
    pub last_update_timestamp: i64,
    pub pair_type: u8,
    pub active_id: i32,
    pub bin_step: u16,
    pub status: u8,
    pub activation_type: u8,
    pub token_x_mint: Key,
    pub token_y_mint: Key,
    pub reserve_x: Key,
    pub reserve_y: Key,
    pub oracle: Key,
    pub activation_point: u64,
}

impl DlmmPairAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; LEN];
        put(&mut data, 0, &DISCRIMINATOR);
        put(&mut data, LAST_UPDATE, &self.last_update_timestamp.to_le_bytes());
        put(&mut data, PAIR_TYPE, &[self.pair_type]);
        put(&mut data, ACTIVE_ID, &self.active_id.to_le_bytes());
        put(&mut data, BIN_STEP, &self.bin_step.to_le_bytes());
        put(&mut data, STATUS, &[self.status]);
        put(&mut data, ACTIVATION_TYPE, &[self.activation_type]);
        put(&mut data, TOKEN_X_MINT, &self.token_x_mint);
        put(&mut data, TOKEN_Y_MINT, &self.token_y_mint);
        put(&mut data, RESERVE_X, &self.reserve_x);
        put(&mut data, RESERVE_Y, &self.reserve_y);
        put(&mut data, ORACLE, &self.oracle);
        put(&mut data, ACTIVATION_POINT, &self.activation_point.to_le_bytes());
        data
    }
}

/// One sample.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DlmmSample {
    /// Sum of bins x seconds.
    pub cumulative_active_bin_id: i128,
    /// Unix time of the sample's beginning.
    pub created_at: i64,
    /// Unix time up to which it sums.
    pub last_updated_at: i64,
}

/// A pair's oracle to lay out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DlmmOracleAccount {
    /// The newest sample.
    pub idx: u64,
    /// Samples in use; zero before the first swap.
    pub active_size: u64,
    /// The ring.
    pub samples: Vec<DlmmSample>,
}

impl DlmmOracleAccount {
    /// A ring of so many unused samples: 100 in a new pair.
    pub fn new(length: usize) -> Self {
        Self { idx: 0, active_size: 0, samples: vec![DlmmSample::default(); length] }
    }

    /// Does what the program does on a swap that found `active_id`: extends the newest sample, or begins the next once that one
    /// is 120 s old. The first sum is the bin itself.
    pub fn update(&mut self, now: i64, active_id: i32) {
        let length = self.samples.len();
        let index = usize::try_from(self.idx).unwrap_or(0);
        let Some(last) = self.samples.get(index).copied() else { return };
        if self.active_size == 0 {
            self.active_size = 1;
            if let Some(sample) = self.samples.get_mut(index) {
                let cumulative_active_bin_id = active_id.into();
                *sample = DlmmSample { cumulative_active_bin_id, created_at: now, last_updated_at: now };
            }
            return;
        }
        let elapsed = i128::from(now.saturating_sub(last.last_updated_at));
        let rise = i128::from(active_id).wrapping_mul(elapsed);
        let cumulative_active_bin_id = last.cumulative_active_bin_id.wrapping_add(rise);
        let (at, created_at) = if now.saturating_sub(last.created_at) >= 120 {
            self.active_size = self.active_size.saturating_add(1).min(length as u64);
            (index.saturating_add(1).checked_rem(length).unwrap_or(0), now)
        } else {
            (index, last.created_at)
        };
        if let Some(sample) = self.samples.get_mut(at) {
            *sample = DlmmSample { cumulative_active_bin_id, created_at, last_updated_at: now };
        }
        self.idx = at as u64;
    }

    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = Vec::new();
        data.extend_from_slice(&oracle::DISCRIMINATOR);
        for number in [self.idx, self.active_size, self.samples.len() as u64] {
            data.extend_from_slice(&number.to_le_bytes());
        }
        for sample in &self.samples {
            data.extend_from_slice(&sample.cumulative_active_bin_id.to_le_bytes());
            data.extend_from_slice(&sample.created_at.to_le_bytes());
            data.extend_from_slice(&sample.last_updated_at.to_le_bytes());
        }
        data
    }
}
