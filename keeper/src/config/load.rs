//! Reading a configuration file and laying flags over it.

use std::path::{Path, PathBuf};

use super::{Address, Config};

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read configuration {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is no TOML, or has keys or values that the keeper does not know.
    #[error("{}: {source}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// A value outside its range.
    #[error("{key} is {value}, must be {expected}")]
    OutOfRange {
        /// The key.
        key: &'static str,
        /// Its value.
        value: String,
        /// Its range.
        expected: &'static str,
    },
    /// No mint, in neither file nor flags.
    #[error("no token named; give --mint ADDRESS or [feed] mint in the file that --config names")]
    NoMint,
}

/// What flags and environment say; `None` or empty leaves the file's value.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Endpoints.
    pub rpc: Vec<String>,
    /// Keypair file.
    pub keypair: Option<PathBuf>,
    /// Mint.
    pub mint: Option<Address>,
    /// Creator.
    pub creator: Option<Address>,
}

/// The configuration in a file, or the defaults without one, with overrides applied and ranges checked.
///
/// # Errors
/// [`ConfigError`] as documented there.
pub fn load(path: Option<&Path>, overrides: Overrides) -> Result<Config, ConfigError> {
    let mut config = path.map_or_else(|| Ok(Config::default()), read)?;
    if !overrides.rpc.is_empty() {
        config.rpc.urls = overrides.rpc;
    }
    if let Some(keypair) = overrides.keypair {
        config.signer.keypair = keypair;
    }
    config.feed.mint = overrides.mint.or(config.feed.mint);
    config.feed.creator = overrides.creator.or(config.feed.creator);
    check(&config)?;
    Ok(config)
}

fn read(path: &Path) -> Result<Config, ConfigError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|source| ConfigError::Malformed { path: path.to_owned(), source: Box::new(source) })
}

fn check(config: &Config) -> Result<(), ConfigError> {
    let ranges: [(&'static str, String, &'static str, bool); 7] = [
        ("rpc.urls", format!("{} entries", config.rpc.urls.len()), "at least one", !config.rpc.urls.is_empty()),
        ("rpc.timeout", config.rpc.timeout.to_string(), "more than 0", !config.rpc.timeout.0.is_zero()),
        ("cadence.poll", config.cadence.poll.to_string(), "more than 0", !config.cadence.poll.0.is_zero()),
        (
            "cadence.heartbeat",
            config.cadence.heartbeat.to_string(),
            "1s to 60s: beyond, time between refreshes is no longer credited to the averages",
            (1..=60).contains(&config.cadence.heartbeat.0.as_secs()),
        ),
        (
            "cadence.programs",
            config.cadence.programs.to_string(),
            "1s to 5m: an upgrade goes unnoticed for as long",
            (1..=300).contains(&config.cadence.programs.0.as_secs()),
        ),
        (
            "fees.limit_margin_bps",
            config.fees.limit_margin_bps.to_string(),
            "10000 to 30000",
            (10_000..=30_000).contains(&config.fees.limit_margin_bps),
        ),
        ("fees.percentile", config.fees.percentile.to_string(), "0 to 100", config.fees.percentile <= 100),
    ];
    match ranges.into_iter().find(|(.., holds)| !holds) {
        Some((key, value, expected, _)) => Err(ConfigError::OutOfRange { key, value, expected }),
        None => Ok(()),
    }
}
