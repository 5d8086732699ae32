//! What the command line offers, one command a file.

pub mod check;
pub mod config;
pub mod init;
pub mod once;
pub mod run;
pub mod status;
pub mod view;

use std::io::Write;

use serde::Serialize;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    cli::{Cli, Command},
    config::{Config, ConfigError, load},
    exit::Failure,
    feed::FeedAddress,
    keypair, localnet,
    rpc::Endpoints,
    submit::{HourlyBudget, Submitter},
    units::Lamports,
};

/// What commands work with.
pub struct Context {
    /// The configuration, flags applied.
    pub config: Config,
    /// Its endpoints.
    pub endpoints: Endpoints,
    /// Where and how results go.
    pub output: Output,
    /// Whether to send nothing.
    pub dry_run: bool,
}

impl Context {
    /// For a configuration.
    pub fn new(config: Config, output: Output, dry_run: bool) -> Self {
        let endpoints = Endpoints::new(&config.rpc.urls, config.rpc.timeout.0);
        Self { config, endpoints, output, dry_run }
    }

    /// The signer's keypair from the configured file.
    ///
    /// # Errors
    /// [`Failure::Keypair`].
    pub fn signer(&self) -> Result<Keypair, Failure> {
        Ok(keypair::read(&self.config.signer.keypair)?)
    }

    /// A submitter for a signer, under the configured caps.
    pub fn submitter(&self, signer: Keypair) -> Submitter {
        let budget = HourlyBudget::new(Lamports(self.config.fees.max_lamports_per_hour));
        Submitter::new(self.endpoints.clone(), signer, self.config.submit_policy(), budget)
    }

    /// The feed of a creator, who is the configured one if there is any.
    ///
    /// # Errors
    /// [`ConfigError::NoMint`].
    pub fn address(&self, signer: &Pubkey) -> Result<FeedAddress, Failure> {
        let mint = self.config.feed.mint.ok_or(ConfigError::NoMint)?;
        let creator = self.config.feed.creator.map_or(*signer, |creator| creator.0);
        Ok(FeedAddress::new(creator, mint.0))
    }

    /// As [`Self::address`], for commands that need no signer where the creator is configured.
    ///
    /// # Errors
    /// [`ConfigError::NoMint`], [`Failure::Keypair`].
    pub fn address_without_signer(&self) -> Result<FeedAddress, Failure> {
        match self.config.feed.creator {
            Some(creator) => self.address(&creator.0),
            None => self.address(&self.signer()?.pubkey()),
        }
    }
}

/// How results are printed: for people, or one JSON object a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// For people.
    Human,
    /// For programs.
    Json,
}

impl Output {
    /// Prints a result to standard output. A reader that has gone away is no failure.
    pub fn print<T: Serialize>(self, value: &T, human: impl FnOnce() -> String) {
        let line = match self {
            Self::Human => human(),
            // Results are plain structs with string keys: always representable.
            Self::Json => serde_json::to_string(value).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}")),
        };
        let _ = writeln!(std::io::stdout(), "{line}");
    }
}

/// Runs the chosen command.
///
/// # Errors
/// [`Failure`], whose code the process exits with.
pub async fn execute(cli: Cli) -> Result<(), Failure> {
    let output = if cli.global.json { Output::Json } else { Output::Human };
    if let Command::Config(command) = &cli.command {
        return config::execute(command, &cli.global, output);
    }
    let config = load(cli.global.config.as_deref(), cli.global.overrides())?;
    let context = Context::new(config, output, cli.global.dry_run);
    match cli.command {
        Command::Localnet(args) => localnet::execute(context, args).await,
        Command::Init(args) => init::execute(&context, &args).await,
        Command::Run(args) => run::execute(context, args).await,
        Command::Once(args) => once::execute(&context, &args).await,
        Command::Status(args) => status::execute(&context, &args).await,
        Command::Check(args) => check::execute(&context, &args).await,
        Command::Config(_) => Ok(()),
    }
}
