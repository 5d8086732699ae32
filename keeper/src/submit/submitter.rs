//! Sends one signer's transactions.

use std::sync::Arc;

use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use tokio::sync::watch;

use super::{
    budget::{HourlyBudget, Purpose},
    fee::Use,
    flight::{Course, Flight},
    means::{Cargo, Means, SubmitPolicy},
    outcome::{Failure, Outcome},
    paths::Paths,
    simulate::{Simulated, simulate},
    warm::Warm,
};
use crate::{
    rpc::{Endpoints, RpcError},
    units::{ComputeUnits, MAX_UNITS},
};

/// Sends one signer's transactions. Clones spend from the same purse.
#[derive(Clone)]
pub struct Submitter(Means);

impl Submitter {
    /// For a signer that also pays.
    pub fn new(
        endpoints: Endpoints,
        paths: Paths,
        signer: Keypair,
        policy: SubmitPolicy,
        budget: HourlyBudget,
    ) -> Self {
        let warm = Warm::new(endpoints.clone());
        Self(Means { endpoints, paths, signer: Arc::new(signer), policy, budget, warm })
    }

    /// Another one with the same signer and within the same budget, for transactions that may use all that the runtime
    /// allows.
    pub fn unlimited(&self) -> Self {
        let mut other = self.clone();
        other.0.policy.fees.max_units = MAX_UNITS;
        // What is at hand for this one's transactions stays at hand for them.
        other.0.warm = Warm::new(self.0.endpoints.clone());
        other
    }

    /// Who signs and pays.
    pub fn payer(&self) -> Pubkey {
        self.0.signer.pubkey()
    }

    /// What was spent within the last hour.
    pub fn budget(&self) -> &HourlyBudget {
        &self.0.budget
    }

    /// What is kept at hand for the next transaction.
    pub fn warm(&self) -> &Warm {
        &self.0.warm
    }

    /// Simulates without sending.
    ///
    /// # Errors
    /// [`RpcError`] where no endpoint simulates it. That the transaction itself fails is part of [`Simulated`].
    pub async fn simulate(&self, instructions: &[Instruction]) -> Result<Simulated, RpcError> {
        let simulated = simulate(&self.0.endpoints, &self.payer(), instructions).await?;
        if let Some(blockhash) = simulated.blockhash {
            self.0.warm.simulates_with(blockhash);
        }
        match simulated.error {
            None => self.0.warm.simulated(instructions, simulated.units),
            Some(_) => self.0.warm.failed(),
        }
        Ok(simulated)
    }

    /// Brings instructions onto the chain, and waits until it is known what became of them.
    ///
    /// # Errors
    /// [`RpcError`] only before anything was sent. From then on all that can happen is an [`Outcome`].
    pub async fn submit(&self, instructions: &[Instruction]) -> Result<Outcome, RpcError> {
        let (instructions, required) = (instructions.to_vec(), instructions.len());
        let cargo = Cargo { instructions, required, purpose: Purpose::Level, expected: ComputeUnits(0) };
        self.deliver(&cargo, watch::channel(Course::Wanted).1).await
    }

    /// The same while somebody watches the feed and says through `course` what it still needs.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn deliver(&self, cargo: &Cargo, course: watch::Receiver<Course>) -> Result<Outcome, RpcError> {
        let outcome = self.deliver_all(cargo, course.clone()).await?;
        if cargo.required == cargo.instructions.len() || !matches!(outcome, Outcome::Failed { signature: None, .. }) {
            return Ok(outcome);
        }
        tracing::warn!("sent without what is not required, since with it: {outcome}");
        let instructions = cargo.instructions.iter().take(cargo.required).cloned().collect();
        self.deliver_all(&Cargo { instructions, ..cargo.clone() }, course).await
    }

    async fn deliver_all(&self, cargo: &Cargo, course: watch::Receiver<Course>) -> Result<Outcome, RpcError> {
        let instructions = &cargo.instructions;
        let simulated = match self.0.warm.simulation(instructions) {
            Some(units) => units,
            None => {
                let simulated = self.simulate(instructions).await;
                match simulated {
                    Ok(Simulated { error: Some(error), logs, .. }) => {
                        let failure = Failure::Simulation { error, logs };
                        return Ok(Outcome::Failed { signature: None, failure });
                    }
                    Ok(simulated) => simulated.units,
                    // Who knows what it uses can do without.
                    Err(_) if cargo.expected > ComputeUnits(0) => None,
                    Err(error) => return Err(error),
                }
            }
        };
        let landed = self.0.warm.last_landed(instructions);
        let limit = match (Use { simulated, landed, expected: cargo.expected }).limit(&self.0.policy.fees) {
            Ok(limit) => limit,
            Err(error) => return Ok(Outcome::Failed { signature: None, failure: error.into() }),
        };
        Flight::new(&self.0, cargo, limit).fly(course).await
    }

    /// Sends on what an earlier process left under way, and waits until it is known what became of it; `None` where
    /// that is nothing.
    ///
    /// # Errors
    /// Never: it was signed before.
    pub async fn resume(&self, course: watch::Receiver<Course>) -> Result<Option<Outcome>, RpcError> {
        let left = self.0.budget.unsettled();
        if left.is_empty() {
            return Ok(None);
        }
        let cargo = Cargo { instructions: Vec::new(), required: 0, purpose: Purpose::Beat, expected: ComputeUnits(0) };
        Flight::resumed(&self.0, &cargo, left).fly(course).await.map(Some)
    }
}
