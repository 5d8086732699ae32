//! The ways on which a transaction can reach a leader. All are taken at once: a transaction that arrives twice is paid
//! for once.

use std::sync::Arc;

use async_trait::async_trait;
use solana_rpc_client_api::config::RpcSendTransactionConfig;
use solana_transaction::Transaction;
use tokio::sync::mpsc;

use crate::rpc::{At, Endpoints, Fault};

/// A way.
#[async_trait]
pub trait Path: Send + Sync {
    /// What to call it in logs; nothing of a URL but its host.
    fn label(&self) -> &str;

    /// Hands a transaction over.
    ///
    /// # Errors
    /// [`Fault::Refused`] where it was not taken; after any other fault it may have been.
    async fn send(&self, transaction: &Transaction) -> Result<(), Fault>;
}

/// All ways that are configured. Clones share them.
#[derive(Clone)]
pub struct Paths(Arc<[Arc<dyn Path>]>);

/// What one way said of a transaction.
pub type Receipt = Result<(), Fault>;

impl Paths {
    /// Every RPC endpoint, and every URL of a provider that only sends.
    pub fn new(endpoints: &Endpoints, senders: &Endpoints) -> Self {
        let all = [endpoints, senders].into_iter().flat_map(|group| {
            (0..group.all().len()).map(|index| {
                let path: Arc<dyn Path> = Arc::new(RpcPath { group: group.clone(), index });
                path
            })
        });
        Self(all.collect())
    }

    /// Sends on all of them without waiting; what each says comes through `receipts`.
    pub fn send(&self, transaction: &Arc<Transaction>, receipts: &mpsc::UnboundedSender<Receipt>) {
        for path in self.0.iter() {
            let (path, transaction, receipts) = (Arc::clone(path), Arc::clone(transaction), receipts.clone());
            tokio::spawn(async move {
                let receipt = path.send(&transaction).await;
                if let Err(fault) = &receipt {
                    tracing::debug!(path = path.label(), %fault, "not sent on this path");
                }
                // Whoever sent it may know its fate already.
                let _ = receipts.send(receipt);
            });
        }
    }
}

/// One endpoint's `sendTransaction`.
struct RpcPath {
    group: Endpoints,
    index: usize,
}

impl RpcPath {
    fn endpoint(&self) -> Option<&crate::rpc::Endpoint> {
        self.group.all().get(self.index)
    }
}

#[async_trait]
impl Path for RpcPath {
    fn label(&self) -> &str {
        self.endpoint().map_or("", |endpoint| endpoint.label())
    }

    async fn send(&self, transaction: &Transaction) -> Result<(), Fault> {
        let Some(endpoint) = self.endpoint() else { return Err(Fault::Connect) };
        // Simulated before, and resent from here: the node needs to do neither.
        let config = RpcSendTransactionConfig {
            skip_preflight: true,
            max_retries: Some(0),
            ..RpcSendTransactionConfig::default()
        };
        let ask = |client: Arc<solana_rpc_client::nonblocking::rpc_client::RpcClient>, _| async move {
            client.send_transaction_with_config(transaction, config).await.map(At::undated)
        };
        self.group.ask(endpoint, "sendTransaction", &ask).await.map(drop)
    }
}
