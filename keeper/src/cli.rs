//! The command line.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::{
    commands,
    config::{Address, Overrides},
    exit::EXIT_CODES,
    localnet,
};

/// Keeps a glowSOL price feed fresh.
#[derive(Debug, Parser)]
#[command(name = "glowsol-keeper", version, about, after_help = EXIT_CODES, propagate_version = true)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds for every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Configuration file (TOML); `config example` prints one.
    #[arg(long, short, global = true, value_name = "FILE", env = "GLOWSOL_CONFIG")]
    pub config: Option<PathBuf>,
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
    /// Print results as JSON, one object a line.
    #[arg(long, global = true, action = ArgAction::SetTrue)]
    pub json: bool,
    /// Show what would be sent, and send nothing.
    #[arg(long, global = true, action = ArgAction::SetTrue)]
    pub dry_run: bool,
    /// What to log to standard error: error, warn, info, debug, or a tracing filter; by default info, for `localnet` warn.
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

impl Global {
    /// What the command line says over the file.
    pub fn overrides(&self) -> Overrides {
        Overrides { rpc: self.rpc.clone(), keypair: self.keypair.clone(), mint: self.mint, creator: self.creator }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the whole system on a Solana network inside this process.
    Localnet(localnet::LocalnetArgs),
    /// Create the feed that the configuration describes: open it, add its sources, activate it.
    Init(commands::init::InitArgs),
    /// Keep the feed fresh until stopped.
    Run(commands::run::RunArgs),
    /// Refresh once, if a refresh is due.
    Once(commands::once::OnceArgs),
    /// Show the published price and what it allows.
    Status(commands::status::StatusArgs),
    /// Ask the program what it makes of each source now.
    Check(commands::check::CheckArgs),
    /// Look at configurations.
    #[command(subcommand)]
    Config(commands::config::ConfigCommand),
}
