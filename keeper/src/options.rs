//! Options that are no single command's.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use crate::{
    config::{Address, Overrides},
    output::Output,
};

/// What every binary of the keeper's takes.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Configuration file (TOML); `glowsol-keeper config example` prints one.
    #[arg(long, short, global = true, value_name = "FILE", env = "GLOWSOL_CONFIG")]
    pub config: Option<PathBuf>,
    /// Print results as JSON, one object a line.
    #[arg(long, global = true, action = ArgAction::SetTrue)]
    pub json: bool,
    /// What to log to standard error: error, warn, info, debug, or a tracing filter; by default info, on a local network
    /// warn.
    #[arg(long, global = true, value_name = "FILTER", env = "RUST_LOG")]
    pub log: Option<String>,
    /// How to log.
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Human)]
    pub log_format: LogFormat,
}

/// How to log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Human,
    /// JSON lines for collectors.
    Json,
}

impl Common {
    /// How results are printed.
    pub fn output(&self) -> Output {
        if self.json { Output::Json } else { Output::Human }
    }
}

/// What holds for every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// What is not the keeper's alone.
    #[command(flatten)]
    pub common: Common,
    /// RPC endpoint; several in order of preference, by repeating or separated by commas.
    #[arg(long, global = true, value_name = "URL", env = "GLOWSOL_RPC", value_delimiter = ',', hide_env_values = true)]
    pub rpc: Vec<String>,
    /// Keypair file that signs and pays.
    #[arg(long, short, global = true, value_name = "FILE", env = "GLOWSOL_KEYPAIR", hide_env_values = true)]
    pub keypair: Option<PathBuf>,
    /// The token's mint.
    #[arg(long, global = true, value_name = "ADDRESS", env = "GLOWSOL_MINT")]
    pub mint: Option<Address>,
    /// Who opened the feed; the signer if absent.
    #[arg(long, global = true, value_name = "ADDRESS", env = "GLOWSOL_CREATOR")]
    pub creator: Option<Address>,
    /// Show what would be sent, and send nothing.
    #[arg(long, global = true, action = ArgAction::SetTrue)]
    pub dry_run: bool,
}

impl Global {
    /// What the command line says over the file.
    pub fn overrides(&self) -> Overrides {
        Overrides { rpc: self.rpc.clone(), keypair: self.keypair.clone(), mint: self.mint, creator: self.creator }
    }
}
