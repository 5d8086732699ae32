//! Logs on standard error; results go to standard output.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, fmt};

use crate::cli::{Cli, Command, LogFormat};

/// Without a filter of the user's: what the keeper does, and warnings of everything else.
const USUAL: &str = "keeper=info,warn";
/// The same for a local network, which prints what the keeper does by itself.
const LOCALNET: &str = "warn";

/// Starts logging as the command line asks for. A filter that cannot be parsed falls back to warnings.
pub fn init(cli: &Cli) {
    let filter = match &cli.command {
        // Lines would tear the screen apart; what matters is on it.
        Command::Localnet(args) if args.has_screen() => "off",
        Command::Localnet(_) => cli.global.log.as_deref().unwrap_or(LOCALNET),
        _ => cli.global.log.as_deref().unwrap_or(USUAL),
    };
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let builder = fmt().with_env_filter(filter).with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
    // A second initialisation, as in tests, leaves the first in place.
    let _ = match cli.global.log_format {
        LogFormat::Human => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}
