//! A SOL/USD feed that reads well: 180 USD +- 0.09 from three samples.

use sources::{Key, Role, SourceKind, encode::PullFeedAccount, programs};

use crate::common::{Case, NOW, Owned, SLOT, key};

pub const QUEUE: Key = key(0xc1);
pub const FEED_HASH: Key = key(0xc2);
pub const ONE: i128 = 1_000_000_000_000_000_000;

pub fn feed() -> PullFeedAccount {
    PullFeedAccount {
        queue: QUEUE,
        feed_hash: FEED_HASH,
        permit_write_by_authority: 0,
        min_sample_size: 1,
        last_update_timestamp: NOW - 20,
        value: 180 * ONE,
        std_dev: 90_000_000_000_000_000,
        num_samples: 3,
        slot: SLOT - 50,
        max_staleness: 250,
    }
}

pub fn of(kind: SourceKind, feed: PullFeedAccount) -> Case {
    let account = Owned::new(key(0x19), programs::SWITCHBOARD, feed.encode());
    let mut case = Case::new(kind, programs::SWITCHBOARD, vec![(Role::Main, account)]);
    let config = case.config();
    (config.pin, config.second_pin) = (QUEUE, FEED_HASH);
    (config.max_age, config.max_confidence_bps, config.min_samples) = (60, 100, 2);
    if kind == SourceKind::SwitchboardMarket {
        config.feed_depth = 1_000_000_000_000;
    }
    case
}

pub fn good() -> Case {
    of(SourceKind::SwitchboardUsd, feed())
}
