//! A SOL/USD update that reads well: 180 USD +- 0.09.

use sources::{Key, Role, SourceKind, encode::PriceUpdateAccount, programs};

use crate::common::{Case, NOW, Owned, key};

pub const FEED_ID: Key = key(0xef);

pub fn update() -> PriceUpdateAccount {
    PriceUpdateAccount {
        write_authority: key(0x71),
        feed_id: FEED_ID,
        price: 18_000_000_000,
        conf: 9_000_000,
        exponent: -8,
        publish_time: NOW - 10,
        prev_publish_time: NOW - 11,
        ema_price: 18_000_000_000,
        ema_conf: 9_000_000,
        posted_slot: 349_999_980,
        ..PriceUpdateAccount::default()
    }
}

pub fn of(kind: SourceKind, update: PriceUpdateAccount) -> Case {
    let account = Owned::new(key(0x13), programs::PYTH_RECEIVER, update.encode());
    let mut case = Case::new(kind, programs::PYTH_RECEIVER, vec![(Role::Main, account)]);
    let config = case.config();
    (config.pin, config.max_age, config.max_confidence_bps) = (FEED_ID, 60, 100);
    if kind == SourceKind::PythMarket {
        config.feed_depth = 1_000_000_000_000;
    }
    case
}

pub fn good() -> Case {
    of(SourceKind::PythUsd, update())
}
