//! Several RPC endpoints as one: a call that fails for the endpoint's own reasons is asked of the next.
//!
//! Endpoints are judged by the calls the keeper needs, never by `getHealth`. Only [`crate::fetch`] and [`crate::submit`]
//! call the chain through here.

mod endpoint;
mod fault;

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::client_error::Error as ClientError;

pub use endpoint::Endpoint;
pub use fault::Fault;

/// How long an endpoint that failed is asked last.
const REST: Duration = Duration::from_secs(10);

/// A call that no endpoint answered, or that one refused.
#[derive(Debug, thiserror::Error)]
pub enum RpcError {
    /// Every endpoint failed for reasons of its own.
    #[error("no endpoint answered {method}: {}; check --rpc and the network", list(attempts))]
    Unavailable {
        /// The RPC method.
        method: &'static str,
        /// Each endpoint's label and fault, in the order asked.
        attempts: Vec<(String, Fault)>,
    },
    /// An endpoint understood the call and refused it.
    #[error("{endpoint} refuses {method}: {message} (code {code})")]
    Refused {
        /// The RPC method.
        method: &'static str,
        /// The endpoint's label.
        endpoint: String,
        /// JSON-RPC error code.
        code: i64,
        /// The node's own words.
        message: String,
    },
}

fn list(attempts: &[(String, Fault)]) -> String {
    attempts.iter().map(|(label, fault)| format!("{label}: {fault}")).collect::<Vec<_>>().join("; ")
}

/// The configured endpoints in order of preference.
#[derive(Clone)]
pub struct Endpoints {
    endpoints: Arc<[Endpoint]>,
    timeout: Duration,
}

impl Endpoints {
    /// Over URLs in order of preference; `timeout` bounds each single call, retries inside the client included.
    pub fn new(urls: &[String], timeout: Duration) -> Self {
        Self { endpoints: urls.iter().map(|url| Endpoint::new(url, timeout)).collect(), timeout }
    }

    /// All of them, in order of preference.
    pub fn all(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// Asks endpoints in turn, resting ones last, until one answers or refuses.
    ///
    /// # Errors
    /// [`RpcError::Refused`] at the first refusal, [`RpcError::Unavailable`] when all have failed.
    pub async fn call<T, F, Fut>(&self, method: &'static str, ask: F) -> Result<T, RpcError>
    where
        F: Fn(Arc<RpcClient>) -> Fut,
        Fut: Future<Output = Result<T, ClientError>>,
    {
        let mut attempts = Vec::new();
        for endpoint in self.in_order() {
            match self.ask(endpoint, method, &ask).await {
                Ok(value) => return Ok(value),
                Err(Fault::Refused { code, message }) => {
                    return Err(RpcError::Refused { method, endpoint: endpoint.label().to_owned(), code, message });
                }
                Err(fault) => attempts.push((endpoint.label().to_owned(), fault)),
            }
        }
        Err(RpcError::Unavailable { method, attempts })
    }

    /// Asks every endpoint, in order of preference: each answer with its endpoint's label.
    pub async fn call_each<T, F, Fut>(&self, method: &'static str, ask: F) -> Vec<(String, Result<T, Fault>)>
    where
        F: Fn(Arc<RpcClient>) -> Fut,
        Fut: Future<Output = Result<T, ClientError>>,
    {
        let mut answers = Vec::new();
        for endpoint in self.all() {
            answers.push((endpoint.label().to_owned(), self.ask(endpoint, method, &ask).await));
        }
        answers
    }

    /// Asks one endpoint, and notes whether it is at fault.
    async fn ask<T, F, Fut>(&self, endpoint: &Endpoint, method: &'static str, ask: &F) -> Result<T, Fault>
    where
        F: Fn(Arc<RpcClient>) -> Fut,
        Fut: Future<Output = Result<T, ClientError>>,
    {
        let answer = tokio::time::timeout(self.timeout, ask(endpoint.client())).await;
        let answer = answer.map_or(Err(Fault::Timeout), |answer| answer.map_err(|error| Fault::of(&error)));
        match &answer {
            Ok(_) | Err(Fault::Refused { .. }) => endpoint.answered(),
            Err(fault) => {
                tracing::warn!(endpoint = endpoint.label(), method, %fault, "endpoint failed");
                endpoint.failed(Instant::now(), REST);
            }
        }
        answer
    }

    fn in_order(&self) -> impl Iterator<Item = &Endpoint> {
        let now = Instant::now();
        let (resting, ready): (Vec<_>, Vec<_>) = self.endpoints.iter().partition(|endpoint| endpoint.rests(now));
        ready.into_iter().chain(resting)
    }
}
