//! Logs on standard error; results go to standard output.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, fmt};

use crate::options::LogFormat;

/// Without a filter of the user's: what the keeper does, and warnings of everything else.
pub const USUAL: &str = "keeper=info,warn";

/// Starts logging. A filter that cannot be parsed falls back to warnings.
pub fn init(filter: &str, format: LogFormat) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let builder = fmt().with_env_filter(filter).with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
    // A second initialisation, as in tests, leaves the first in place.
    let _ = match format {
        LogFormat::Human => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}
