//! What a signer sends transactions with.

use std::{sync::Arc, time::Duration};

use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction::Transaction;

use super::{
    budget::{HourlyBudget, Purpose},
    fee::{Fee, FeePolicy},
    paths::Paths,
    warm::Warm,
};
use crate::{rpc::Endpoints, units::ComputeUnits};

/// Rhythm and end of sending.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Between looks at what became of it.
    pub poll: Duration,
    /// Between sends of the same bytes: a leader may drop them, and a duplicate is free.
    pub resend: Duration,
    /// After this long without an answer from any endpoint the outcome is unknown.
    pub give_up: Duration,
}

/// How transactions are paid for and waited for.
#[derive(Clone, Copy, Debug)]
pub struct SubmitPolicy {
    /// Caps on compute and fees.
    pub fees: FeePolicy,
    /// Rhythm and end of sending.
    pub patience: Patience,
}

/// Instructions to be sent as one transaction.
#[derive(Clone, Debug)]
pub struct Cargo {
    /// The instructions.
    pub instructions: Vec<Instruction>,
    /// How many of them, from the first, must be sent; the others are left out where it fails with them.
    pub required: usize,
    /// What they are for.
    pub purpose: Purpose,
    /// What they are expected to use; zero where nothing is expected.
    pub expected: ComputeUnits,
}

/// A signer, its ways to the chain and its purse, which clones share.
#[derive(Clone)]
pub(super) struct Means {
    pub endpoints: Endpoints,
    pub paths: Paths,
    pub signer: Arc<Keypair>,
    pub policy: SubmitPolicy,
    pub budget: HourlyBudget,
    pub warm: Warm,
}

impl Means {
    /// Instructions as a transaction of a fee.
    pub fn sign(&self, instructions: &[Instruction], fee: Fee, blockhash: Hash) -> Transaction {
        let mut all = vec![
            ComputeBudgetInstruction::set_compute_unit_limit(fee.limit.0),
            ComputeBudgetInstruction::set_compute_unit_price(fee.price.0),
        ];
        all.extend_from_slice(instructions);
        Transaction::new_signed_with_payer(&all, Some(&self.signer.pubkey()), &[&*self.signer], blockhash)
    }
}
