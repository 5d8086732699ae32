//! `glowsol-keeper`: see the library for what it does.

use std::process::ExitCode;

use clap::Parser;
use keeper::{
    cli::Cli,
    exit::{self, Failure},
    logging,
};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let common = &cli.global.common;
    logging::init(common.log.as_deref().unwrap_or(logging::USUAL), common.log_format);
    exit::run(cli.execute(), Failure::code)
}
