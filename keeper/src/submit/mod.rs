//! A plan's instructions onto the chain: simulate, price, sign, send until the blockhash dies, and find out what became of it.

mod budget;
mod confirm;
mod fee;
mod outcome;
mod simulate;

use std::time::Instant;

use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_rpc_client_api::config::CommitmentConfig;
use solana_signer::Signer;
use solana_transaction::Transaction;

pub use budget::HourlyBudget;
pub use confirm::Patience;
pub use fee::{Fee, FeeError, FeePolicy};
pub use outcome::{Failure, Landed, Outcome, OutcomeKind};
pub use simulate::{Simulated, simulate, simulate_on_each};

use crate::{
    rpc::{Endpoints, RpcError},
    units::{MAX_UNITS, MicroLamportsPerUnit},
};

/// How transactions are paid for and waited for.
#[derive(Clone, Copy, Debug)]
pub struct SubmitPolicy {
    /// Caps on compute and fees.
    pub fees: FeePolicy,
    /// Rhythm and end of sending.
    pub patience: Patience,
}

/// Sends one signer's transactions.
pub struct Submitter {
    endpoints: Endpoints,
    signer: Keypair,
    policy: SubmitPolicy,
    budget: HourlyBudget,
}

impl Submitter {
    /// For a signer that also pays.
    pub fn new(endpoints: Endpoints, signer: Keypair, policy: SubmitPolicy, budget: HourlyBudget) -> Self {
        Self { endpoints, signer, policy, budget }
    }

    /// Another one with the same signer and within the same budget, for transactions that may use all that the runtime allows.
    pub fn unlimited(&self) -> Self {
        let mut policy = self.policy;
        policy.fees.max_units = MAX_UNITS;
        Self {
            endpoints: self.endpoints.clone(),
            signer: self.signer.insecure_clone(),
            policy,
            budget: self.budget.clone(),
        }
    }

    /// Who signs and pays.
    pub fn payer(&self) -> Pubkey {
        self.signer.pubkey()
    }

    /// What was spent within the last hour.
    pub fn budget(&self) -> &HourlyBudget {
        &self.budget
    }

    /// Simulates without sending.
    ///
    /// # Errors
    /// [`RpcError`] where no endpoint simulates it. That the transaction itself fails is part of [`Simulated`].
    pub async fn simulate(&self, instructions: &[Instruction]) -> Result<Simulated, RpcError> {
        simulate(&self.endpoints, &self.payer(), instructions).await
    }

    /// Brings instructions onto the chain as one transaction.
    ///
    /// # Errors
    /// [`RpcError`] only before anything was sent. From then on all that can happen is an [`Outcome`].
    pub async fn submit(&mut self, instructions: &[Instruction]) -> Result<Outcome, RpcError> {
        let simulated = self.simulate(instructions).await?;
        if let Some(error) = simulated.error {
            let failure = Failure::Simulation { error, logs: simulated.logs };
            return Ok(Outcome::Failed { signature: None, failure });
        }
        let paid_by_others = self.recent_prices(instructions).await?;
        let left = self.budget.left(Instant::now());
        let fee = match Fee::choose(&self.policy.fees, simulated.units, &paid_by_others, left) {
            Ok(fee) => fee,
            Err(error) => return Ok(Outcome::Failed { signature: None, failure: Failure::Fee(error) }),
        };
        let (blockhash, last_valid_height) = self.latest_blockhash().await?;
        let transaction = self.sign(instructions, fee, blockhash);
        let outcome = confirm::send_until_known(
            &self.endpoints,
            &transaction,
            last_valid_height,
            fee.total(),
            &self.policy.patience,
        )
        .await;
        if may_have_paid(&outcome) {
            self.budget.spend(Instant::now(), fee.total());
        }
        Ok(outcome)
    }

    fn sign(&self, instructions: &[Instruction], fee: Fee, blockhash: Hash) -> Transaction {
        let mut all = vec![
            ComputeBudgetInstruction::set_compute_unit_limit(fee.limit.0),
            ComputeBudgetInstruction::set_compute_unit_price(fee.price.0),
        ];
        all.extend_from_slice(instructions);
        Transaction::new_signed_with_payer(&all, Some(&self.payer()), &[&self.signer], blockhash)
    }

    async fn latest_blockhash(&self) -> Result<(Hash, u64), RpcError> {
        self.endpoints
            .call("getLatestBlockhash", |client| async move {
                client.get_latest_blockhash_with_commitment(CommitmentConfig::confirmed()).await
            })
            .await
    }

    /// What transactions that write the same accounts paid lately.
    async fn recent_prices(&self, instructions: &[Instruction]) -> Result<Vec<MicroLamportsPerUnit>, RpcError> {
        let payer = self.payer();
        let mut written: Vec<Pubkey> = instructions
            .iter()
            .flat_map(|instruction| &instruction.accounts)
            .filter(|meta| meta.is_writable && meta.pubkey != payer)
            .map(|meta| meta.pubkey)
            .collect();
        written.sort_unstable();
        written.dedup();
        let fees = self
            .endpoints
            .call("getRecentPrioritizationFees", |client| {
                let written = written.clone();
                async move { client.get_recent_prioritization_fees(&written).await }
            })
            .await?;
        Ok(fees.into_iter().map(|fee| MicroLamportsPerUnit(fee.prioritization_fee)).collect())
    }
}

fn may_have_paid(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Landed(_) | Outcome::Unknown { .. } => true,
        Outcome::Failed { failure, .. } => matches!(failure, Failure::Chain { .. }),
        Outcome::Expired { .. } => false,
    }
}
