//! `glowsol-keeper`: see the library for what it does.

use std::process::ExitCode;

use clap::Parser;
use keeper::{cli::Cli, commands, logging};

fn main() -> ExitCode {
    let cli = Cli::parse();
    logging::init(&cli);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(commands::execute(cli));
    // A blocked endpoint must not hold up the end.
    runtime.shutdown_background();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            failure.exit()
        }
    }
}
