//! `glowsol-localnet`: see the library for what it does.

use std::process::ExitCode;

use clap::Parser;
use keeper::{exit, logging};
use localnet::{Cli, LocalnetError};

/// Without a filter of the user's: the run prints by itself what the keeper does.
const USUAL: &str = "warn";

fn main() -> ExitCode {
    let Cli { common, args } = Cli::parse();
    // Lines would tear the screen apart; what matters is on it.
    let filter = if args.has_screen() { "off" } else { common.log.as_deref().unwrap_or(USUAL) };
    logging::init(filter, common.log_format);
    exit::run(localnet::execute(&common, &args), LocalnetError::code)
}
