//! Reading a configuration file and laying flags over it.

use std::path::{Path, PathBuf};

use super::{Address, Config, bounds::check, error::ConfigError, mistake::Mistake};

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
    toml::from_str(&text)
        .map_err(|error| ConfigError::Malformed { path: path.to_owned(), mistake: Mistake::of(&text, &error) })
}
