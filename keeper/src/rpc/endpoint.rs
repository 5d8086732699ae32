//! One RPC endpoint and its recent behaviour.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;

/// An endpoint: its client, and until when it rests after a fault.
pub struct Endpoint {
    label: String,
    client: Arc<RpcClient>,
    rests_until: Mutex<Option<Instant>>,
    faults: AtomicU64,
}

impl Endpoint {
    /// For a URL. Calls read at `confirmed`: what a block that may yet be dropped says is no evidence.
    pub fn new(url: &str, timeout: Duration) -> Self {
        Self {
            label: label(url),
            client: Arc::new(RpcClient::new_with_timeout_and_commitment(
                url.to_owned(),
                timeout,
                CommitmentConfig::confirmed(),
            )),
            rests_until: Mutex::new(None),
            faults: AtomicU64::new(0),
        }
    }

    /// Host and port: safe to log, unlike the URL, whose path or query may be an API key.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The client that speaks to it.
    pub fn client(&self) -> Arc<RpcClient> {
        Arc::clone(&self.client)
    }

    /// Faults of its own since start.
    pub fn faults(&self) -> u64 {
        self.faults.load(Ordering::Relaxed)
    }

    /// Whether it is to be asked only when no other is left.
    pub fn rests(&self, now: Instant) -> bool {
        self.lock().is_some_and(|until| now < until)
    }

    pub(super) fn failed(&self, now: Instant, rest: Duration) {
        self.faults.fetch_add(1, Ordering::Relaxed);
        *self.lock() = Some(now + rest);
    }

    pub(super) fn answered(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        // A panic elsewhere leaves an instant that is at worst out of date.
        self.rests_until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The host and port of a URL; for anything else a placeholder, never the text itself.
fn label(url: &str) -> String {
    let Some((_, rest)) = url.split_once("://") else { return "endpoint".to_owned() };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // `user:password@host`
    authority.rsplit('@').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_never_carry_keys() {
        for (url, expected) in [
            ("https://rpc.example.com/v1/SECRET", "rpc.example.com"),
            ("https://rpc.example.com:8899?api-key=SECRET", "rpc.example.com:8899"),
            ("https://user:SECRET@rpc.example.com/", "rpc.example.com"),
            ("SECRET", "endpoint"),
        ] {
            assert_eq!(label(url), expected);
        }
    }
}
