//! A quote as the quote program would store it.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    DISCRIMINATOR,
    instruction::{AUTHORITY_TAG, HEADER_LEN, OFFSETS_LEN, TAIL},
};
use crate::Key;

/// One feed of a quote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct QuotedFeed {
    /// Hash of its definition.
    pub feed_id: Key,
    /// Its value x 10^18.
    pub feed_value: i128,
    /// Fewest oracles whose word it takes.
    pub min_oracle_samples: u8,
}

/// A quote to lay out. Signatures and keys are made up: whether they are right is not to be seen from the account.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QuoteAccount {
    /// Whose oracles signed.
    pub queue: Key,
    /// An index in the queue for each signature.
    pub oracles: Vec<u8>,
    /// What they signed.
    pub feeds: Vec<QuotedFeed>,
    /// The slot whose hash they signed.
    pub slot: u64,
    /// Room behind the quote.
    pub padding: usize,
}

impl QuoteAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        self.around(&self.instruction())
    }

    /// The same, as an authority writes it without any oracle.
    pub fn encode_by_authority(&self) -> Vec<u8> {
        let mut body = AUTHORITY_TAG.to_vec();
        body.push(self.feeds.len() as u8);
        body.extend_from_slice(&self.packed_feeds());
        body.extend_from_slice(&self.suffix());
        self.around(&body)
    }

    fn around(&self, body: &[u8]) -> Vec<u8> {
        let mut data = DISCRIMINATOR.to_vec();
        data.extend_from_slice(&self.queue);
        data.extend_from_slice(&(body.len() as u16).to_le_bytes());
        data.extend_from_slice(body);
        data.resize(data.len().saturating_add(self.padding), 0);
        data
    }

    /// Offsets, then signatures and keys, then the message, then oracles and slot.
    fn instruction(&self) -> Vec<u8> {
        let count = self.oracles.len();
        let message = [&[0x5a; 32][..], &self.packed_feeds()].concat();
        let signatures = HEADER_LEN.saturating_add(OFFSETS_LEN.saturating_mul(count));
        let message_at = signatures.saturating_add(count.saturating_mul(96));
        let mut data = vec![count as u8, 0];
        for index in 0..count {
            let signature = signatures.saturating_add(index.saturating_mul(96));
            let key = signature.saturating_add(64);
            for number in [signature, 0, key, 0, message_at, message.len(), 0] {
                data.extend_from_slice(&(number as u16).to_le_bytes());
            }
        }
        for oracle in &self.oracles {
            data.extend_from_slice(&[0xa0 ^ oracle; 64]);
            data.extend_from_slice(&[0xb0 ^ oracle; 32]);
        }
        data.extend_from_slice(&message);
        data.extend_from_slice(&self.oracles);
        data.extend_from_slice(&self.suffix());
        data
    }

    fn packed_feeds(&self) -> Vec<u8> {
        let mut data = Vec::new();
        for feed in &self.feeds {
            data.extend_from_slice(&feed.feed_id);
            data.extend_from_slice(&feed.feed_value.to_le_bytes());
            data.push(feed.min_oracle_samples);
        }
        data
    }

    /// Slot, version, tail.
    fn suffix(&self) -> Vec<u8> {
        [&self.slot.to_le_bytes()[..], &[0], &TAIL].concat()
    }
}
