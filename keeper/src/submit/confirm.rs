//! What became of transactions that were sent, by whichever endpoint has seen them.

use solana_commitment_config::CommitmentConfig;
use solana_rpc_client_api::{
    config::{RpcSignatureStatusConfig, RpcTransactionConfig},
    request::RpcRequest,
    response::Response,
};
use solana_signature::Signature;
use solana_transaction_status_client_types::{
    EncodedConfirmedTransactionWithStatusMeta, TransactionStatus, UiTransactionEncoding,
    option_serializer::OptionSerializer,
};

use super::warm::Warm;
use crate::{
    rpc::{At, Endpoints, RpcError},
    units::ComputeUnits,
};

/// The statuses of some signatures, as the first endpoint shows them that has seen one confirmed, or else as the newest
/// answer does.
///
/// # Errors
/// [`RpcError`] where no endpoint answers.
pub async fn statuses(
    endpoints: &Endpoints,
    signatures: &[Signature],
) -> Result<Vec<Option<TransactionStatus>>, RpcError> {
    let names: Vec<String> = signatures.iter().map(Signature::to_string).collect();
    // The cache of recent statuses forgets; the history is final.
    let parameters = serde_json::json!([names, RpcSignatureStatusConfig { search_transaction_history: true }]);
    let answer = endpoints
        .find(
            "getSignatureStatuses",
            |client, _| {
                let parameters = parameters.clone();
                async move {
                    let answer: Response<Vec<Option<TransactionStatus>>> =
                        client.send(RpcRequest::GetSignatureStatuses, parameters).await?;
                    Ok(At::slot(answer.context.slot, answer.value))
                }
            },
            |statuses: &Vec<_>| statuses.iter().flatten().any(is_confirmed),
        )
        .await?;
    Ok(answer.value)
}

/// Whether a status is of a block that will stay.
pub fn is_confirmed(status: &TransactionStatus) -> bool {
    status.satisfies_commitment(CommitmentConfig::confirmed())
}

/// The chain's block height: asked for, or else what the newest blockhash tells of it.
pub async fn height(endpoints: &Endpoints, warm: &Warm) -> Option<u64> {
    let asked = endpoints
        .call("getBlockHeight", |client, _| async move {
            client.get_block_height_with_commitment(CommitmentConfig::confirmed()).await.map(At::undated)
        })
        .await;
    asked.map_or_else(|_| warm.height(), |height| Some(height.value))
}

/// What a confirmed transaction used. Right after it landed a node may not know yet, which is no fault.
pub async fn units(endpoints: &Endpoints, signature: Signature) -> Option<ComputeUnits> {
    let config = RpcTransactionConfig {
        encoding: Some(UiTransactionEncoding::Base64),
        commitment: Some(CommitmentConfig::confirmed()),
        max_supported_transaction_version: Some(0),
    };
    let parameters = serde_json::json!([signature.to_string(), config]);
    let transaction = endpoints
        .find(
            "getTransaction",
            |client, _| {
                let parameters = parameters.clone();
                async move {
                    let answer: Option<EncodedConfirmedTransactionWithStatusMeta> =
                        client.send(RpcRequest::GetTransaction, parameters).await?;
                    Ok(At::undated(answer))
                }
            },
            Option::is_some,
        )
        .await
        .ok()?;
    match transaction.value?.transaction.meta?.compute_units_consumed {
        OptionSerializer::Some(units) => u32::try_from(units).ok().map(ComputeUnits),
        _ => None,
    }
}
