//! `config`: looking at configurations.

use clap::Subcommand;
use fair_value::{Params, units::Seconds};
use serde::Serialize;

use crate::{
    config::{ConfigError, FeedConfig, load, parameters, table},
    exit::Failure,
    options::Global,
};

/// A configuration with every key, for `config example`.
pub const EXAMPLE: &str = include_str!("../../keeper.example.toml");

/// Decimals assumed for a table that is judged without looking at the chain: those of SOL and of liquid staking tokens.
const USUAL_DECIMALS: u8 = 9;

const EXAMPLES: &str = "\
Examples:
  glowsol-keeper config example > keeper.toml
  glowsol-keeper config validate --config keeper.toml";

/// The subcommands of `config`.
#[derive(Clone, Copy, Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub enum ConfigCommand {
    /// Judge a configuration without looking at the chain.
    Validate,
    /// Print a commented configuration to start from.
    Example,
}

/// What `config validate` prints.
#[derive(Debug, Serialize)]
struct Verdict {
    valid: bool,
    endpoints: usize,
    sources: u8,
    accounts: u8,
}

/// Runs a subcommand.
///
/// # Errors
/// [`Failure::Config`], [`Failure::Table`], [`Failure::Heartbeat`].
pub fn execute(command: &ConfigCommand, global: &Global) -> Result<(), Failure> {
    match command {
        ConfigCommand::Example => {
            print!("{EXAMPLE}");
            Ok(())
        }
        ConfigCommand::Validate => {
            let config = load(global.common.config.as_deref(), global.overrides())?;
            if config.feed.mint.is_none() {
                return Err(ConfigError::NoMint.into());
            }
            parameters(&config.feed)?;
            config.cadence.suits(cadence(&config.feed))?;
            let table = table(&config.feed, USUAL_DECIMALS)?;
            let verdict = Verdict {
                valid: true,
                endpoints: config.rpc.urls.len(),
                sources: table.source_count,
                accounts: table.account_count,
            };
            let text = || format!("valid: {} sources with {} accounts", verdict.sources, verdict.accounts);
            global.common.output().print(&verdict, text);
            Ok(())
        }
    }
}

/// The cadence that a feed of this configuration has, once its parameters were found to be valid.
fn cadence(feed: &FeedConfig) -> Seconds {
    let configured = feed.parameters.get("cadence").and_then(|value| u32::try_from(*value).ok());
    configured.map_or(Params::default().cadence, Seconds::new)
}
