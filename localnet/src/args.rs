//! Arguments of a run.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use clap::Args;
use keeper::config::Span;

use crate::Scenario;

/// Arguments of a run.
#[derive(Clone, Debug, Args)]
pub struct LocalnetArgs {
    /// End after this long with a summary.
    #[arg(long = "for", value_name = "DURATION")]
    pub duration: Option<Span>,
    /// What befalls the market.
    #[arg(long, value_enum, default_value_t)]
    pub scenario: Scenario,
    /// Seconds of the chain that pass in one, 1 to 100.
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub speed: u32,
    /// Seed of the market.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Print lines even on a terminal.
    #[arg(long)]
    pub plain: bool,
    /// Serve RPC on this port too, and websockets on the next one.
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Load account dumps from this folder.
    #[arg(long, value_name = "DIR")]
    pub accounts: Option<PathBuf>,
    /// Read accounts that are not set here from a real network's RPC.
    #[arg(long, value_name = "URL", hide_env_values = true)]
    pub fork: Option<String>,
    /// Leave configuration and keypair of the local feed here; otherwise they go with the run.
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// The program's bytecode.
    #[arg(long, value_name = "FILE")]
    pub program: Option<PathBuf>,
    /// Real time until the first epoch boundary.
    #[arg(long, value_name = "DURATION", default_value = "25s")]
    pub epoch_in: Span,
}

/// Where the build puts the program, from the top of the checkout.
const PROGRAM: &str = "target/deploy/glowsol_oracle.so";

impl LocalnetArgs {
    /// Whether the run has a screen of its own.
    pub fn has_screen(&self) -> bool {
        !self.plain && self.duration.is_none() && std::io::stdout().is_terminal()
    }

    /// The program's file: as given, or where the build of this folder, or else of this checkout, puts it.
    pub fn program(&self) -> PathBuf {
        self.program.clone().unwrap_or_else(|| {
            let here = PathBuf::from(PROGRAM);
            if here.exists() { here } else { Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PROGRAM) }
        })
    }
}
