//! Sending a signed transaction until it is in a block or never can be.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::{
    client_error::Error as ClientError,
    config::{CommitmentConfig, RpcSendTransactionConfig, RpcTransactionConfig},
};
use solana_signature::Signature;
use solana_transaction::Transaction;
use solana_transaction_status_client_types::{
    TransactionStatus, UiTransactionEncoding, option_serializer::OptionSerializer,
};

use super::{Failure, Landed, Outcome};
use crate::{
    rpc::{Endpoints, RpcError},
    units::{ComputeUnits, Lamports, Slot},
};

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

/// How long refusals must last before they count as a failure. A twin with the same signer may have sent the same bytes a moment
/// before: nodes refuse what they have already seen, and show it only once it is confirmed, a second or two later.
const REFUSAL_GRACE: Duration = Duration::from_secs(3);

/// What one endpoint says about a signature: its block height was read first, so a missing status beyond the last valid
/// height is final for that endpoint.
struct Sighting {
    height: u64,
    status: Option<TransactionStatus>,
}

/// Sends a signed transaction until its fate is known.
pub(super) async fn send_until_known(
    endpoints: &Endpoints,
    transaction: &Transaction,
    last_valid_height: u64,
    fee: Lamports,
    patience: &Patience,
) -> Outcome {
    let Some(signature) = transaction.signatures.first().copied() else {
        return Outcome::Failed {
            signature: None,
            failure: Failure::Refused { message: "the transaction has no signature".to_owned() },
        };
    };
    let started = Instant::now();
    let mut last_sent: Option<Instant> = None;
    let mut refused: Option<(Instant, String)> = None;
    let mut taken = false;
    loop {
        if last_sent.is_none_or(|at| at.elapsed() >= patience.resend) {
            match send(endpoints, transaction).await {
                Ok(()) => taken = true,
                Err(RpcError::Refused { message, .. }) => {
                    let since = refused.map_or_else(Instant::now, |(since, _)| since);
                    refused = Some((since, message));
                }
                // It may have been passed on before the connection broke.
                Err(RpcError::Unavailable { .. }) => taken = true,
            }
            last_sent = Some(Instant::now());
        }
        if let Ok(sighting) = look(endpoints, signature, last_valid_height).await {
            match sighting.status {
                Some(status) if status.satisfies_commitment(CommitmentConfig::confirmed()) => {
                    return fate(endpoints, signature, status, fee).await;
                }
                Some(_) => {}
                None if sighting.height > last_valid_height => return Outcome::Expired { signature },
                None if !taken && refused.as_ref().is_some_and(|(since, _)| since.elapsed() >= REFUSAL_GRACE) => {
                    let message = refused.map(|(_, message)| message).unwrap_or_default();
                    return Outcome::Failed { signature: Some(signature), failure: Failure::Refused { message } };
                }
                None => {}
            }
        }
        if started.elapsed() >= patience.give_up {
            return Outcome::Unknown { signature };
        }
        tokio::time::sleep(patience.poll).await;
    }
}

async fn send(endpoints: &Endpoints, transaction: &Transaction) -> Result<(), RpcError> {
    // Simulated before, and resent from here: the node needs to do neither.
    let config =
        RpcSendTransactionConfig { skip_preflight: true, max_retries: Some(0), ..RpcSendTransactionConfig::default() };
    endpoints
        .call("sendTransaction", |client| {
            let transaction = transaction.clone();
            async move { client.send_transaction_with_config(&transaction, config).await }
        })
        .await
        .map(|_| ())
}

async fn look(endpoints: &Endpoints, signature: Signature, last_valid_height: u64) -> Result<Sighting, RpcError> {
    endpoints.call("getSignatureStatuses", |client| sighting(client, signature, last_valid_height)).await
}

/// Height and status are asked of the same endpoint: another one's height says nothing about what this one has seen.
async fn sighting(
    client: Arc<RpcClient>,
    signature: Signature,
    last_valid_height: u64,
) -> Result<Sighting, ClientError> {
    let height = client.get_block_height_with_commitment(CommitmentConfig::confirmed()).await?;
    // The recent-status cache forgets; once the blockhash is dead only the history is final.
    let statuses = if height > last_valid_height {
        client.get_signature_statuses_with_history(&[signature]).await?
    } else {
        client.get_signature_statuses(&[signature]).await?
    };
    Ok(Sighting { height, status: statuses.value.into_iter().next().flatten() })
}

async fn fate(endpoints: &Endpoints, signature: Signature, status: TransactionStatus, fee: Lamports) -> Outcome {
    let slot = Slot::new(status.slot);
    match status.err {
        Some(error) => Outcome::Failed { signature: Some(signature), failure: Failure::Chain { error, slot } },
        None => Outcome::Landed(Landed { signature, slot, units: units(endpoints, signature).await, fee }),
    }
}

/// What a confirmed transaction used. Not knowing it is no failure of the transaction.
async fn units(endpoints: &Endpoints, signature: Signature) -> Option<ComputeUnits> {
    let config = RpcTransactionConfig {
        encoding: Some(UiTransactionEncoding::Base64),
        commitment: Some(CommitmentConfig::confirmed()),
        max_supported_transaction_version: Some(0),
    };
    let transaction = endpoints
        .call("getTransaction", |client| async move { client.get_transaction_with_config(&signature, config).await })
        .await
        .ok()?;
    match transaction.transaction.meta?.compute_units_consumed {
        OptionSerializer::Some(units) => u32::try_from(units).ok().map(ComputeUnits),
        _ => None,
    }
}
