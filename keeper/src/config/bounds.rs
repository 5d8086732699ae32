//! Values that no keeper can work with, told before anything is sent.

use std::{collections::HashSet, time::Duration};

use super::{Config, Span, error::ConfigError};
use crate::{
    rpc,
    units::{MAX_UNITS, SIGNATURE_FEE},
};

/// The chain's clock has whole seconds.
const SHORTEST: Duration = Duration::from_secs(1);

/// Whether every value lies within its range, and fits the others.
///
/// # Errors
/// [`ConfigError::OutOfRange`] for the first that does not.
pub fn check(config: &Config) -> Result<(), ConfigError> {
    urls("rpc.urls", &config.rpc.urls)?;
    if !config.rpc.senders.is_empty() {
        urls("rpc.senders", &config.rpc.senders)?;
    }
    let Config { rpc, cadence, fees, metrics, .. } = config;
    let milliseconds = Duration::from_millis;
    spans("rpc.timeout", rpc.timeout, milliseconds(100), Duration::from_secs(30), "100ms to 30s")?;
    spans("cadence.poll", cadence.poll, milliseconds(50), Duration::from_secs(5), "50ms to 5s")?;
    spans(
        "cadence.heartbeat",
        cadence.heartbeat,
        SHORTEST,
        Duration::from_secs(60),
        "1s to 60s: beyond, time between refreshes is no longer credited to the averages",
    )?;
    spans("cadence.stagger", cadence.stagger, Duration::ZERO, Duration::from_secs(60), "0s to 60s")?;
    spans(
        "cadence.programs",
        cadence.programs,
        SHORTEST,
        Duration::from_secs(300),
        "1s to 5m: an upgrade goes unnoticed for as long",
    )?;
    spans("fees.resend", fees.resend, milliseconds(100), Duration::from_secs(20), "100ms to 20s")?;
    spans("fees.confirm_poll", fees.confirm_poll, milliseconds(50), Duration::from_secs(5), "50ms to 5s")?;
    spans(
        "fees.give_up",
        fees.give_up,
        Duration::from_secs(2),
        Duration::from_secs(600),
        "2s to 10m: a blockhash lives 60 to 90 s",
    )?;
    spans(
        "metrics.ready_max_age",
        metrics.ready_max_age,
        cadence.heartbeat.0 + Duration::from_secs(1),
        Duration::from_secs(600),
        "more than cadence.heartbeat, to 10m",
    )?;
    spans("cadence.poll", cadence.poll, Duration::ZERO, cadence.heartbeat.0, "no more than cadence.heartbeat")?;
    // A move by less than a basis point is noise, one by all of it leaves nothing to publish.
    numbers("cadence.deviation_bps", cadence.deviation_bps.into(), 1, 10_000, "1 to 10000")?;
    numbers("fees.max_compute_units", fees.max_compute_units.into(), 10_000, MAX_UNITS.0.into(), "10000 to 1400000")?;
    numbers("fees.limit_margin_bps", fees.limit_margin_bps.into(), 10_000, 30_000, "10000 to 30000")?;
    numbers("fees.percentile", fees.percentile.into(), 0, 100, "0 to 100")?;
    numbers(
        "fees.max_lamports_per_transaction",
        fees.max_lamports_per_transaction,
        1,
        1_000_000_000,
        "1 to 1000000000, a SOL",
    )?;
    // One refresh a heartbeat for an hour, at the price of a signature alone.
    let least = SIGNATURE_FEE.get() * 3_600 / cadence.heartbeat.0.as_secs().max(1);
    numbers(
        "fees.max_lamports_per_hour",
        fees.max_lamports_per_hour,
        least,
        100_000_000_000,
        "at least a signature (5000) for every cadence.heartbeat of an hour, at most 100000000000",
    )?;
    numbers("fees.min_price", fees.min_price, 0, 1_000_000_000, "0 to 1000000000 millionths of a lamport")?;
    if metrics.replica.is_empty() {
        return Err(out_of_range("metrics.replica", "empty".to_owned(), "a name"));
    }
    Ok(())
}

fn urls(key: &'static str, urls: &[String]) -> Result<(), ConfigError> {
    if urls.is_empty() {
        return Err(out_of_range(key, "empty".to_owned(), "at least one URL"));
    }
    let mut known = HashSet::new();
    for (index, url) in urls.iter().enumerate() {
        let parsed = url.parse::<reqwest::Url>().ok();
        if !parsed.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
            // Not even its host: of what is no URL nobody knows which part is secret.
            return Err(out_of_range(key, format!("no URL at place {}", index + 1), "URLs with http:// or https://"));
        }
        if !known.insert(url) {
            return Err(out_of_range(key, format!("{} twice", rpc::label(url)), "different URLs"));
        }
    }
    Ok(())
}

fn spans(
    key: &'static str,
    value: Span,
    least: Duration,
    most: Duration,
    expected: &'static str,
) -> Result<(), ConfigError> {
    if (least..=most).contains(&value.0) { Ok(()) } else { Err(out_of_range(key, value.to_string(), expected)) }
}

fn numbers(key: &'static str, value: u64, least: u64, most: u64, expected: &'static str) -> Result<(), ConfigError> {
    if (least..=most).contains(&value) { Ok(()) } else { Err(out_of_range(key, value.to_string(), expected)) }
}

fn out_of_range(key: &'static str, value: String, expected: &'static str) -> ConfigError {
    ConfigError::OutOfRange { key, value, expected }
}
