//! Why a configuration cannot be used.

use std::path::PathBuf;

use super::mistake::Mistake;

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
    #[error("{}: {mistake}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and why.
        mistake: Mistake,
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
