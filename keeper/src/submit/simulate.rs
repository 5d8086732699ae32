//! What a transaction would do, and what it would use.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_instruction::Instruction;
use solana_message::Message;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::{
    client_error::Error as ClientError,
    config::{CommitmentConfig, RpcSimulateTransactionConfig},
};
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;

use super::warm::Blockhash;
use crate::{
    rpc::{At, Endpoints, Fault, RpcError},
    units::{ComputeUnits, MAX_UNITS},
};

/// What a simulation showed.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// Why it would fail; `None` where it would not.
    pub error: Option<TransactionError>,
    /// What it used; `None` where the node does not say.
    pub units: Option<ComputeUnits>,
    /// What the programs logged.
    pub logs: Vec<String>,
    /// What the last program returned.
    pub return_data: Option<Vec<u8>>,
    /// The blockhash that the node put in, where it says so.
    pub blockhash: Option<Blockhash>,
}

/// Simulates instructions at the highest compute limit, so that the limit can be chosen from the result.
///
/// # Errors
/// [`RpcError`] where no endpoint simulates it.
pub async fn simulate(
    endpoints: &Endpoints,
    payer: &Pubkey,
    instructions: &[Instruction],
) -> Result<Simulated, RpcError> {
    let transaction = transaction(payer, instructions);
    Ok(endpoints.call(METHOD, |client, least| ask(client, least, transaction.clone())).await?.value)
}

/// The same on every endpoint: what each says, with its label.
pub async fn simulate_on_each(
    endpoints: &Endpoints,
    payer: &Pubkey,
    instructions: &[Instruction],
) -> Vec<(String, Result<Simulated, Fault>)> {
    let transaction = transaction(payer, instructions);
    let answers = endpoints.call_each(METHOD, |client, least| ask(client, least, transaction.clone())).await;
    answers.into_iter().map(|(label, answer)| (label, answer.map(|answer| answer.value))).collect()
}

const METHOD: &str = "simulateTransaction";

fn transaction(payer: &Pubkey, instructions: &[Instruction]) -> Transaction {
    let mut all = vec![
        ComputeBudgetInstruction::set_compute_unit_limit(MAX_UNITS.0),
        // Takes part so that its own units are counted; any price will do.
        ComputeBudgetInstruction::set_compute_unit_price(0),
    ];
    all.extend_from_slice(instructions);
    Transaction::new_unsigned(Message::new(&all, Some(payer)))
}

async fn ask(client: Arc<RpcClient>, least: u64, transaction: Transaction) -> Result<At<Simulated>, ClientError> {
    let config = RpcSimulateTransactionConfig {
        sig_verify: false,
        replace_recent_blockhash: true,
        commitment: Some(CommitmentConfig::confirmed()),
        min_context_slot: Some(least),
        ..RpcSimulateTransactionConfig::default()
    };
    let answer = client.simulate_transaction_with_config(&transaction, config).await?;
    let result = answer.value;
    let simulated = Simulated {
        error: result.err.map(TransactionError::from),
        units: result.units_consumed.map(|units| ComputeUnits(u32::try_from(units).unwrap_or(u32::MAX))),
        logs: result.logs.unwrap_or_default(),
        blockhash: result.replacement_blockhash.and_then(|replaced| {
            let hash = replaced.blockhash.parse().ok()?;
            Some(Blockhash { hash, last_valid_height: replaced.last_valid_block_height })
        }),
        return_data: result.return_data.and_then(|data| STANDARD.decode(data.data.0).ok()),
    };
    Ok(At::slot(answer.context.slot, simulated))
}
