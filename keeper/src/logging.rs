//! Logs on standard error; results go to standard output.

use tracing_subscriber::{EnvFilter, fmt};

use crate::cli::{Cli, Command, LogFormat};

/// Starts logging as the command line asks for. A filter that cannot be parsed falls back to warnings.
pub fn init(cli: &Cli) {
    let screen = matches!(&cli.command, Command::Localnet(args) if args.has_screen());
    // Lines would tear the screen apart; what matters is on it.
    let filter = if screen { "off" } else { &cli.global.log };
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second initialisation, as in tests, leaves the first in place.
    let _ = match cli.global.log_format {
        LogFormat::Human => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}
