//! Exit codes, and the error that every command may end with.

use std::{fmt, future::Future, process::ExitCode};

use price_reader::ReadError;
use solana_pubkey::Pubkey;
use sources::SourceFault;

use crate::{
    config::{ConfigError, SlowHeartbeat, TableProblem},
    fetch::FetchError,
    keypair::KeypairError,
    plan::PlanError,
    rpc::RpcError,
    service::RoundError,
    submit::{Outcome, StateError},
};

/// Exit codes, for `--help`.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  an unexpected failure
  2  the command line, the configuration or a file it names is wrong
  3  no RPC endpoint answers
  4  a transaction failed, in simulation or on chain
  5  a transaction expired before it landed
  6  whether a transaction landed is unknown
  7  there is no such feed, or it has published nothing
  8  a check found something wrong";

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The configured sources or parameters.
    #[error(transparent)]
    Table(#[from] TableProblem),
    /// The configured heartbeat does not suit the feed.
    #[error(transparent)]
    Heartbeat(#[from] SlowHeartbeat),
    /// The signer.
    #[error(transparent)]
    Keypair(#[from] KeypairError),
    /// What a keeper of this signer remembers.
    #[error(transparent)]
    State(#[from] StateError),
    /// The endpoints.
    #[error(transparent)]
    Rpc(#[from] RpcError),
    /// Reading the feed.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// Planning on the feed.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A transaction that did not land.
    #[error("{step}: {outcome}")]
    Transaction {
        /// What it was to do.
        step: String,
        /// What became of it.
        outcome: Box<Outcome>,
    },
    /// `init` for a feed of another creator.
    #[error("only its creator {creator} can open this feed, the signer is {signer}; check --creator and --keypair")]
    NotTheCreator {
        /// Part of the feed's address.
        creator: Pubkey,
        /// Who would sign.
        signer: Pubkey,
    },
    /// The configured mint is none.
    #[error("{mint} is no usable mint: {fault}; check --mint")]
    NotAMint {
        /// The address.
        mint: Pubkey,
        /// What is wrong with its account.
        fault: SourceFault,
    },
    /// A feed of this address exists with another configuration.
    #[error(
        "{feed} exists with other sources than [[feed.source]]; correct them, or open another feed with another --keypair"
    )]
    OtherSources {
        /// The feed.
        feed: Pubkey,
    },
    /// The feed has not published.
    #[error("the feed has published nothing yet; `once` or `run` refreshes it")]
    NothingPublished,
    /// Sources that the program cannot read.
    #[error("{faulty} of the feed's sources cannot be read")]
    UnreadableSources {
        /// How many.
        faulty: u32,
    },
    /// A price account that `price-reader` refuses.
    #[error("the price account cannot be used: {0}")]
    UnreadablePrice(ReadError),
    /// A socket for metrics.
    #[error("cannot serve metrics on {address}: {source}; give another --metrics address")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// Metrics that cannot be set up.
    #[error("metrics: {0}")]
    Metrics(#[from] crate::metrics::SetupError),
}

impl From<RoundError> for Failure {
    fn from(error: RoundError) -> Self {
        match error {
            RoundError::Fetch(error) => error.into(),
            RoundError::Plan(error) => error.into(),
            RoundError::Submit(error) => error.into(),
        }
    }
}

impl Failure {
    /// The exit code, as [`EXIT_CODES`] documents it.
    pub fn code(&self) -> u8 {
        match self {
            Self::Config(_)
            | Self::Table(_)
            | Self::Heartbeat(_)
            | Self::Keypair(_)
            | Self::State(_)
            | Self::NotTheCreator { .. }
            | Self::NotAMint { .. }
            | Self::OtherSources { .. }
            | Self::Listen { .. } => 2,
            Self::Rpc(error) => rpc(error),
            Self::Fetch(FetchError::Rpc(error)) => rpc(error),
            Self::Fetch(FetchError::NoFeed { .. }) | Self::NothingPublished => 7,
            Self::Transaction { outcome, .. } => match **outcome {
                Outcome::Expired { .. } => 5,
                Outcome::Unknown { .. } | Outcome::Published { .. } => 6,
                Outcome::Failed { .. } | Outcome::Landed(_) => 4,
            },
            Self::UnreadableSources { .. } | Self::UnreadablePrice(_) => 8,
            Self::Fetch(_) | Self::Plan(_) | Self::Metrics(_) => 1,
        }
    }
}

fn rpc(error: &RpcError) -> u8 {
    match error {
        RpcError::Unavailable { .. } => 3,
        RpcError::Refused { .. } => 1,
    }
}

/// Runs a command to its end: prints why it failed, and ends the process with that error's code.
pub fn run<E: fmt::Display>(command: impl Future<Output = Result<(), E>>, code: impl Fn(&E) -> u8) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(command);
    // A blocked endpoint must not hold up the end.
    runtime.shutdown_background();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(code(&error))
        }
    }
}
