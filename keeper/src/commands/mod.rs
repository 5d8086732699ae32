//! What the command line offers, one command a file.

pub mod check;
pub mod config;
pub mod init;
pub mod once;
pub mod online;
pub mod run;
pub mod status;
pub mod view;

use oracle_client::FeedAddress;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

use crate::{
    config::{Config, ConfigError},
    exit::Failure,
    keypair,
    output::Output,
    rpc::Endpoints,
    submit::{HourlyBudget, Paths, StateFile, Submitter},
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
        self.submitter_within(signer, HourlyBudget::new(self.cap()))
    }

    /// The same with what was spent and sent before this process began.
    ///
    /// # Errors
    /// [`Failure::State`].
    pub fn remembering_submitter(&self, signer: Keypair) -> Result<Submitter, Failure> {
        let folder = keypair::expand_home(&self.config.signer.state);
        let file = StateFile::new(folder.join(format!("{}.json", signer.pubkey())));
        let budget = HourlyBudget::remembered(self.cap(), file)?;
        Ok(self.submitter_within(signer, budget))
    }

    fn submitter_within(&self, signer: Keypair, budget: HourlyBudget) -> Submitter {
        let senders = Endpoints::new(&self.config.rpc.senders, self.config.rpc.timeout.0);
        let paths = Paths::new(&self.endpoints, &senders);
        Submitter::new(self.endpoints.clone(), paths, signer, self.config.submit_policy(), budget)
    }

    fn cap(&self) -> Lamports {
        Lamports::new(self.config.fees.max_lamports_per_hour)
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
