//! A feed as the Switchboard program would write it.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    DISCRIMINATOR, FEED_HASH, LAST_UPDATE_TIMESTAMP, LEN, MAX_STALENESS, MIN_SAMPLE_SIZE, PERMIT_WRITE_BY_AUTHORITY,
    QUEUE, RESULT,
};
use crate::{Key, bytes::put};

/// A feed to lay out, with its result but without the submissions that led to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in Switchboard's PullFeedAccountData, where they are explained")]
pub struct PullFeedAccount {
    pub queue: Key,
    pub feed_hash: Key,
    pub permit_write_by_authority: u8,
    pub min_sample_size: u8,
    pub last_update_timestamp: i64,
    pub value: i128,
    pub std_dev: i128,
    pub num_samples: u8,
    pub slot: u64,
    pub max_staleness: u32,
}

impl PullFeedAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; LEN];
        put(&mut data, 0, &DISCRIMINATOR);
        put(&mut data, QUEUE, &self.queue);
        put(&mut data, FEED_HASH, &self.feed_hash);
        put(&mut data, PERMIT_WRITE_BY_AUTHORITY, &[self.permit_write_by_authority]);
        put(&mut data, MIN_SAMPLE_SIZE, &[self.min_sample_size]);
        put(&mut data, LAST_UPDATE_TIMESTAMP, &self.last_update_timestamp.to_le_bytes());
        // value, std_dev, mean, range, min_value, max_value, 16 bytes each.
        for (at, number) in
            (RESULT..).step_by(16).zip([self.value, self.std_dev, self.value, 0, self.value, self.value])
        {
            put(&mut data, at, &number.to_le_bytes());
        }
        put(&mut data, RESULT.saturating_add(96), &[self.num_samples]);
        // slot, min_slot, max_slot.
        for at in [104, 112, 120] {
            put(&mut data, RESULT.saturating_add(at), &self.slot.to_le_bytes());
        }
        put(&mut data, MAX_STALENESS, &self.max_staleness.to_le_bytes());
        data
    }
}
