//! Prices as Pyth publishes them: with eight decimals.

use sources::{Key, Role, SourceConfig, SourceKind, programs, pyth::PriceUpdateAccount};

use super::{Configured, DECIMALS, Laid, made_up};

/// Power of ten of the published numbers.
const EXPONENT: i32 = -8;
const UNITS: f64 = 1e8;

/// Oldest rate that is accepted, seconds; it is published with every refresh.
const RATE_AGE: u32 = 3_600;
/// The same of SOL/USD, and the widest uncertainty, basis points.
const USD_AGE: u32 = 120;
const CONFIDENCE: u16 = 100;

fn feed_id() -> Key {
    made_up("Pyth's id")
}

fn configured(key: Key, kind: SourceKind, max_age: u32) -> Configured {
    let config = SourceConfig {
        kind: kind as u8,
        token_decimals: DECIMALS,
        max_age,
        max_confidence_bps: CONFIDENCE,
        program: programs::PYTH_RECEIVER,
        pin: feed_id(),
        ..SourceConfig::default()
    };
    Configured { config, roles: vec![Role::Main], keys: vec![key] }
}

/// A source of NAV that is somebody's word.
pub(super) fn rate(key: Key) -> Configured {
    configured(key, SourceKind::PythRate, RATE_AGE)
}

/// A source of SOL/USD.
pub(super) fn usd(key: Key) -> Configured {
    configured(key, SourceKind::PythUsd, USD_AGE)
}

/// A price and its uncertainty, published at a time.
pub(super) fn account(key: Key, price: f64, confidence: f64, published: i64) -> Laid {
    let update = PriceUpdateAccount {
        feed_id: feed_id(),
        price: (price * UNITS) as i64,
        conf: (confidence * UNITS) as u64,
        exponent: EXPONENT,
        publish_time: published,
        prev_publish_time: published,
        ..PriceUpdateAccount::default()
    };
    Laid::owned(key, programs::PYTH_RECEIVER, update.encode())
}

/// One that decoders no longer know.
pub(super) fn unreadable(key: Key) -> Laid {
    let mut laid = account(key, 1.0, 0.0, 0);
    laid.unreadable();
    laid
}
