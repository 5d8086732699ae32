//! A price update as Pyth's receiver program would write it.

extern crate alloc;
use alloc::vec::Vec;

use super::{DISCRIMINATOR, LEN};
use crate::Key;

/// A price update to lay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in Pyth's PriceUpdateV2, where they are explained")]
pub struct PriceUpdateAccount {
    pub write_authority: Key,
    /// `None`: fully verified. Otherwise the number of signatures that were checked.
    pub partial_signatures: Option<u8>,
    pub feed_id: Key,
    pub price: i64,
    pub conf: u64,
    pub exponent: i32,
    pub publish_time: i64,
    pub prev_publish_time: i64,
    pub ema_price: i64,
    pub ema_conf: u64,
    pub posted_slot: u64,
}

impl PriceUpdateAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = Vec::with_capacity(LEN);
        data.extend_from_slice(&DISCRIMINATOR);
        data.extend_from_slice(&self.write_authority);
        match self.partial_signatures {
            None => data.push(1),
            Some(signatures) => data.extend_from_slice(&[0, signatures]),
        }
        data.extend_from_slice(&self.feed_id);
        data.extend_from_slice(&self.price.to_le_bytes());
        data.extend_from_slice(&self.conf.to_le_bytes());
        data.extend_from_slice(&self.exponent.to_le_bytes());
        data.extend_from_slice(&self.publish_time.to_le_bytes());
        data.extend_from_slice(&self.prev_publish_time.to_le_bytes());
        data.extend_from_slice(&self.ema_price.to_le_bytes());
        data.extend_from_slice(&self.ema_conf.to_le_bytes());
        data.extend_from_slice(&self.posted_slot.to_le_bytes());
        data.resize(LEN, 0);
        data
    }
}
