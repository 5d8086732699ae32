//! What a transaction needs besides its instructions, kept at hand so that sending one takes one call.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use solana_commitment_config::CommitmentConfig;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_signature::Signature;

use crate::{
    rpc::{At, Endpoints, RpcError},
    units::{ComputeUnits, MicroLamportsPerUnit},
};

/// Between two fetches, and how old what was fetched may be. A blockhash lives for a minute.
const BLOCKHASH_EVERY: Duration = Duration::from_secs(5);
const BLOCKHASH_KEPT: Duration = Duration::from_secs(12);
/// In need, one that a simulation was made with a while ago will do.
const SIMULATED_WITH_KEPT: Duration = Duration::from_secs(40);
const PRICES_EVERY: Duration = Duration::from_secs(15);
const PRICES_KEPT: Duration = Duration::from_secs(120);
/// How long a simulation stands for what the same instructions would do now.
const SIMULATION_KEPT: Duration = Duration::from_secs(30);

/// More than are signed within the life of a blockhash.
const SIGNED_KEPT: usize = 256;

/// Blocks for which a blockhash is good.
pub const BLOCKHASH_LIFE: u64 = 150;

/// A blockhash, and the last block height at which it is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blockhash {
    /// The hash.
    pub hash: Hash,
    /// The height.
    pub last_valid_height: u64,
}

/// Clones share what is known.
#[derive(Clone)]
pub struct Warm {
    endpoints: Endpoints,
    known: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    /// One of each endpoint that has any, the newest first.
    blockhashes: Option<(Vec<Blockhash>, Instant)>,
    /// The one that a simulation was last made with.
    simulated_with: Option<(Blockhash, Instant)>,
    prices: Option<(Vec<MicroLamportsPerUnit>, Instant)>,
    simulated: Option<(Vec<Instruction>, Option<ComputeUnits>, Instant)>,
    landed: Option<(Vec<Instruction>, ComputeUnits)>,
    /// The price at which something last landed.
    price: Option<MicroLamportsPerUnit>,
    /// Signatures of what was signed lately, the newest last.
    signed: VecDeque<Signature>,
}

impl Warm {
    /// Knows nothing yet.
    pub fn new(endpoints: Endpoints) -> Self {
        Self { endpoints, known: Arc::default() }
    }

    /// Keeps blockhash and prices at hand until dropped.
    pub async fn keep(&self) {
        let every = |period| {
            let mut ticks = tokio::time::interval(period);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            ticks
        };
        let (mut blockhash, mut prices) = (every(BLOCKHASH_EVERY), every(PRICES_EVERY));
        loop {
            tokio::select! {
                _ = blockhash.tick() => {
                    if let Err(error) = self.fetch_blockhashes().await {
                        tracing::warn!(%error, "no new blockhash");
                    }
                }
                _ = prices.tick() => drop(self.fetch_prices().await),
            }
        }
    }

    /// A blockhash, from one endpoint after the other with each `attempt`: one that shows a dead one must not decide
    /// alone.
    ///
    /// # Errors
    /// [`RpcError`] where none is known and no endpoint tells one.
    pub async fn blockhash(&self, attempt: usize) -> Result<Blockhash, RpcError> {
        let pick = |known: &[Blockhash]| known.get(attempt % known.len().max(1)).copied();
        let known = self.known().blockhashes.clone();
        match known.filter(|(_, at)| at.elapsed() < BLOCKHASH_KEPT).and_then(|(known, _)| pick(&known)) {
            Some(blockhash) => Ok(blockhash),
            None => match self.fetch_blockhashes().await {
                Ok(fetched) => pick(&fetched).ok_or(RpcError::Unavailable { method: BLOCKHASH, attempts: Vec::new() }),
                Err(error) => self.simulated_with().ok_or(error),
            },
        }
    }

    /// Notes the blockhash that a simulation was made with.
    pub fn simulates_with(&self, blockhash: Blockhash) {
        self.known().simulated_with = Some((blockhash, Instant::now()));
    }

    fn simulated_with(&self) -> Option<Blockhash> {
        let known = self.known().simulated_with;
        known.filter(|(_, at)| at.elapsed() < SIMULATED_WITH_KEPT).map(|(blockhash, _)| blockhash)
    }

    /// The chain's block height as far as the newest blockhash tells.
    pub fn height(&self) -> Option<u64> {
        let known = self.known();
        let (blockhashes, _) = known.blockhashes.as_ref()?;
        blockhashes.first().map(|newest| newest.last_valid_height.saturating_sub(BLOCKHASH_LIFE))
    }

    async fn fetch_blockhashes(&self) -> Result<Vec<Blockhash>, RpcError> {
        let answers = self
            .endpoints
            .call_ready(BLOCKHASH, |client, _| async move {
                let commitment = CommitmentConfig::confirmed();
                let answer = client.get_latest_blockhash_with_commitment_and_context(commitment).await?;
                let (hash, last_valid_height) = answer.value;
                Ok(At::slot(answer.context.slot, Blockhash { hash, last_valid_height }))
            })
            .await?;
        let mut blockhashes: Vec<_> = answers.into_iter().map(|answer| answer.value).collect();
        blockhashes.sort_by_key(|blockhash| std::cmp::Reverse(blockhash.last_valid_height));
        blockhashes.dedup();
        self.known().blockhashes = Some((blockhashes.clone(), Instant::now()));
        Ok(blockhashes)
    }

    /// What recent blocks asked of transactions at least: of whole blocks, since the accounts that a refresh writes are
    /// written by the keepers alone, and tell only what these paid. Nothing where no endpoint tells.
    pub async fn prices(&self) -> Vec<MicroLamportsPerUnit> {
        let known = self.known().prices.clone();
        match known.filter(|(_, at)| at.elapsed() < PRICES_KEPT) {
            Some((prices, _)) => prices,
            None => self.fetch_prices().await,
        }
    }

    async fn fetch_prices(&self) -> Vec<MicroLamportsPerUnit> {
        let fees = self
            .endpoints
            .call("getRecentPrioritizationFees", |client, _| async move {
                client.get_recent_prioritization_fees(&[]).await.map(At::undated)
            })
            .await;
        // It is no reason not to send: the floor holds, and what does not land gets dearer.
        let fees = fees.inspect_err(|error| tracing::debug!(%error, "what others pay is not known"));
        let prices: Vec<_> = fees
            .map(|fees| fees.value.into_iter().map(|fee| MicroLamportsPerUnit(fee.prioritization_fee)).collect())
            .unwrap_or_default();
        self.known().prices = Some((prices.clone(), Instant::now()));
        prices
    }

    /// Notes a signature; returns whether it is a new one. The same instructions at the same price and blockhash are
    /// the same transaction, which lands only once.
    pub fn is_new(&self, signature: Signature) -> bool {
        let mut known = self.known();
        let new = !known.signed.contains(&signature);
        if new {
            known.signed.push_back(signature);
            if known.signed.len() > SIGNED_KEPT {
                known.signed.pop_front();
            }
        }
        new
    }

    /// Notes that instructions were simulated without failing, and what they used.
    pub fn simulated(&self, instructions: &[Instruction], units: Option<ComputeUnits>) {
        self.known().simulated = Some((instructions.to_vec(), units, Instant::now()));
    }

    /// Notes that instructions landed, and what they used.
    pub fn landed(&self, instructions: &[Instruction], units: ComputeUnits) {
        self.known().landed = Some((instructions.to_vec(), units));
    }

    /// Notes the price at which something landed.
    pub fn paid(&self, price: MicroLamportsPerUnit) {
        self.known().price = Some(price);
    }

    /// What is worth trying next: half of what last landed, so that a dear hour is remembered and forgotten step by
    /// step.
    pub fn worth_trying(&self) -> MicroLamportsPerUnit {
        MicroLamportsPerUnit(self.known().price.unwrap_or_default().0 / 2)
    }

    /// Instructions failed on chain: what a simulation says of them is out of date.
    pub fn failed(&self) {
        self.known().simulated = None;
    }

    /// What the same instructions used in a recent simulation; `None` where they were not simulated.
    pub fn simulation(&self, instructions: &[Instruction]) -> Option<Option<ComputeUnits>> {
        let known = self.known();
        let (same, units, at) = known.simulated.as_ref()?;
        (same == instructions && at.elapsed() < SIMULATION_KEPT).then_some(*units)
    }

    /// What the same instructions used when they last landed.
    pub fn last_landed(&self, instructions: &[Instruction]) -> Option<ComputeUnits> {
        self.known().landed.as_ref().filter(|(same, _)| same == instructions).map(|(_, units)| *units)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // A panic elsewhere leaves whole values.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const BLOCKHASH: &str = "getLatestBlockhash";
