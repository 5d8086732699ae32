//! Configuration: a TOML file, overridden by flags and environment. Every default is stated here and nowhere else.

mod address;
mod bounds;
mod error;
mod heartbeat;
mod load;
mod mirror;
mod mistake;
mod source;
mod span;
mod table;

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

pub use address::{Address, NoAddress};
pub use error::ConfigError;
pub use heartbeat::SlowHeartbeat;
pub use load::{Overrides, load};
pub use mirror::Mirror;
pub use mistake::Mistake;
pub use source::{AccountEntry, MissingProgram, SourceEntry};
pub use span::Span;
pub use table::{TableProblem, parameters, table};

use crate::{
    plan::Policy,
    submit::{FeePolicy, Patience, SubmitPolicy},
    units::{Bps, ComputeUnits, Lamports, MicroLamportsPerUnit},
};

/// Everything the keeper can be told.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Endpoints.
    pub rpc: RpcConfig,
    /// Who signs and pays.
    pub signer: SignerConfig,
    /// The feed to keep.
    pub feed: FeedConfig,
    /// When to push.
    pub cadence: CadenceConfig,
    /// What to pay.
    pub fees: FeeConfig,
    /// Metrics and health.
    pub metrics: MetricsConfig,
}

/// `[rpc]`
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RpcConfig {
    /// Endpoints in order of preference.
    pub urls: Vec<String>,
    /// URLs of providers that only take transactions; every endpoint takes them too.
    pub senders: Vec<String>,
    /// Bound on a single call to a single endpoint.
    pub timeout: Span,
}

impl Default for RpcConfig {
    fn default() -> Self {
        Self { urls: vec!["http://127.0.0.1:8899".to_owned()], senders: Vec::new(), timeout: Span::secs(4) }
    }
}

/// `[signer]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignerConfig {
    /// A keypair file as the Solana command line writes it; never logged.
    pub keypair: PathBuf,
    /// Folder of the file in which `run` remembers this hour's fees and what is under way, so that a restart pays
    /// nothing twice.
    pub state: PathBuf,
}

impl Default for SignerConfig {
    fn default() -> Self {
        Self {
            keypair: PathBuf::from("~/.config/solana/id.json"),
            state: PathBuf::from("~/.local/state/glowsol-keeper"),
        }
    }
}

/// `[feed]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeedConfig {
    /// The token's mint.
    pub mint: Option<Address>,
    /// Who opened the feed: part of its address. Absent: the signer.
    pub creator: Option<Address>,
    /// Who may halt it besides the authority.
    pub guardian: Option<Address>,
    /// Programs that may precede a refresh in its transaction.
    pub posting_programs: Vec<Address>,
    /// Programs whose upgrade halts it: those that keep the backing.
    pub watched_programs: Vec<Address>,
    /// Markets that the price is mirrored for, with every refresh.
    pub mirrors: Vec<Mirror>,
    /// Parameters of the rules that differ from their defaults, by name.
    pub parameters: BTreeMap<String, u64>,
    /// Where its numbers come from, NAV first.
    pub source: Vec<SourceEntry>,
}

/// `[cadence]`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct CadenceConfig {
    /// Between looks at the chain.
    pub poll: Span,
    /// Longest time between two refreshes that count, seconds of the chain's clock: the keeper's own, and those of others that agree
    /// with what it reads itself. Shorter than the feed's cadence by the time a transaction takes to land.
    pub heartbeat: Span,
    /// A refresh that would move a published value by this much is made at once, basis points.
    pub deviation_bps: u32,
    /// How much later than it would this replica sends whatever it sends, so that replicas do not pay for the same
    /// refresh: 0 for the first, a few seconds more for each further one.
    pub stagger: Span,
    /// Between two looks at each watched program.
    pub programs: Span,
}

impl Default for CadenceConfig {
    fn default() -> Self {
        Self {
            poll: Span::millis(800),
            heartbeat: Span::secs(15),
            deviation_bps: 25,
            stagger: Span::secs(0),
            programs: Span::secs(60),
        }
    }
}

/// `[fees]`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeeConfig {
    /// A transaction that needs more compute units is not sent.
    pub max_compute_units: u32,
    /// Compute limit over what the simulation used, basis points of it.
    pub limit_margin_bps: u32,
    /// Priority fee of one transaction, at most, lamports.
    pub max_lamports_per_transaction: u64,
    /// All fees of any hour, at most, lamports.
    pub max_lamports_per_hour: u64,
    /// Lowest price of a compute unit that is offered, millionths of a lamport.
    pub min_price: u64,
    /// Share of recent blocks whose lowest price the offered one is to match, percent.
    pub percentile: u8,
    /// Between sends of the same transaction.
    pub resend: Span,
    /// Between looks at what became of it.
    pub confirm_poll: Span,
    /// After this long without knowing, the outcome is reported as unknown. A blockhash lives 60 to 90 s.
    pub give_up: Span,
}

impl Default for FeeConfig {
    fn default() -> Self {
        Self {
            max_compute_units: 400_000,
            limit_margin_bps: 12_500,
            max_lamports_per_transaction: 100_000,
            // 240 refreshes per hour, one every 15 s, cost 1,200,000 in signature fees, 60 looks at a program 300,000.
            max_lamports_per_hour: 5_000_000,
            min_price: 10_000,
            percentile: 75,
            resend: Span::secs(2),
            confirm_poll: Span::millis(400),
            give_up: Span::secs(120),
        }
    }
}

/// `[metrics]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetricsConfig {
    /// Tells replicas apart in metrics.
    pub replica: String,
    /// `/readyz` says no when the published price is older than this, or the chain was not read for as long.
    pub ready_max_age: Span,
}

impl Default for MetricsConfig {
    fn default() -> Self {
        Self { replica: "0".to_owned(), ready_max_age: Span::secs(60) }
    }
}

impl Config {
    /// The part that planning needs.
    pub fn policy(&self) -> Policy {
        let heartbeat = self.cadence.heartbeat.0 + self.cadence.stagger.0;
        Policy { heartbeat, deviation: Bps::new(self.cadence.deviation_bps) }
    }

    /// The part that submitting needs.
    pub fn submit_policy(&self) -> SubmitPolicy {
        let fees = &self.fees;
        SubmitPolicy {
            fees: FeePolicy {
                limit_margin: Bps::new(fees.limit_margin_bps),
                max_units: ComputeUnits(fees.max_compute_units),
                max_priority_fee: Lamports::new(fees.max_lamports_per_transaction),
                floor: MicroLamportsPerUnit(fees.min_price),
                percentile: fees.percentile,
            },
            patience: Patience { poll: fees.confirm_poll.0, resend: fees.resend.0, give_up: fees.give_up.0 },
        }
    }
}
