//! The command line.

use clap::{Parser, Subcommand};

use crate::{
    commands::{self, Context},
    config::load,
    exit::{EXIT_CODES, Failure},
    options::Global,
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

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
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

impl Cli {
    /// Runs the chosen command.
    ///
    /// # Errors
    /// [`Failure`], whose code the process exits with.
    pub async fn execute(self) -> Result<(), Failure> {
        let Self { global, command } = self;
        let context = || {
            let config = load(global.common.config.as_deref(), global.overrides())?;
            Ok::<_, Failure>(Context::new(config, global.common.output(), global.dry_run))
        };
        match command {
            Command::Init(args) => commands::init::execute(&context()?, &args).await,
            Command::Run(args) => commands::run::execute(context()?, args).await,
            Command::Once(args) => commands::once::execute(&context()?, &args).await,
            Command::Status(args) => commands::status::execute(&context()?, &args).await,
            Command::Check(args) => commands::check::execute(&context()?, &args).await,
            Command::Config(command) => commands::config::execute(&command, &global).await,
        }
    }
}
