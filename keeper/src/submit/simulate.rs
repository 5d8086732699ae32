//! What a transaction would do, and what it would use.

use base64::{Engine, engine::general_purpose::STANDARD};
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_instruction::Instruction;
use solana_message::Message;
use solana_pubkey::Pubkey;
use solana_rpc_client_api::config::{CommitmentConfig, RpcSimulateTransactionConfig};
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;

use crate::{
    rpc::{Endpoints, RpcError},
    units::{ComputeUnits, MAX_UNITS},
};

/// What a simulation showed.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// Why it would fail; `None` where it would not.
    pub error: Option<TransactionError>,
    /// What it used.
    pub units: ComputeUnits,
    /// What the programs logged.
    pub logs: Vec<String>,
    /// What the last program returned.
    pub return_data: Option<Vec<u8>>,
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
    let mut all = vec![
        ComputeBudgetInstruction::set_compute_unit_limit(MAX_UNITS.0),
        // Takes part so that its own units are counted; any price will do.
        ComputeBudgetInstruction::set_compute_unit_price(0),
    ];
    all.extend_from_slice(instructions);
    let transaction = Transaction::new_unsigned(Message::new(&all, Some(payer)));
    let config = RpcSimulateTransactionConfig {
        sig_verify: false,
        replace_recent_blockhash: true,
        commitment: Some(CommitmentConfig::confirmed()),
        ..RpcSimulateTransactionConfig::default()
    };
    let result = endpoints
        .call("simulateTransaction", |client| {
            let (transaction, config) = (transaction.clone(), config.clone());
            async move { client.simulate_transaction_with_config(&transaction, config).await }
        })
        .await?
        .value;
    Ok(Simulated {
        error: result.err.map(TransactionError::from),
        units: ComputeUnits(u32::try_from(result.units_consumed.unwrap_or_default()).unwrap_or(u32::MAX)),
        logs: result.logs.unwrap_or_default(),
        return_data: result.return_data.and_then(|data| STANDARD.decode(data.data.0).ok()),
    })
}
