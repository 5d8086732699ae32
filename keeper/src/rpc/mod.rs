//! Several RPC endpoints as one, none of which is believed alone.
//!
//! A call goes to the first endpoint that can be expected to answer it, to the next as well after a moment, and the
//! first good answer counts. An answer that is behind what any endpoint has shown, or of a chain that stands, is no
//! answer. Endpoints are judged by the calls the keeper needs, never by `getHealth`. Only [`crate::fetch`] and
//! [`crate::submit`] call the chain through here.

mod endpoint;
mod fault;
mod sender;
mod tip;

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{StreamExt, future::join_all, stream::FuturesUnordered};
use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::client_error::Error as ClientError;

pub use endpoint::Endpoint;
pub(crate) use endpoint::label;
pub use fault::Fault;
use tip::Tip;

use crate::units::Slot;

/// How long the first endpoint may take before the next is asked as well.
const HEDGE: Duration = Duration::from_millis(300);
/// Between two looks at each endpoint's slot.
const PROBE: Duration = Duration::from_secs(5);

/// An answer, and the slot that it is of where it says one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The slot.
    pub slot: Option<Slot>,
    /// The answer.
    pub value: T,
}

impl<T> At<T> {
    /// An answer that does not say its slot.
    pub fn undated(value: T) -> Self {
        Self { slot: None, value }
    }

    /// An answer of a slot.
    pub fn slot(slot: u64, value: T) -> Self {
        Self { slot: Some(Slot::new(slot)), value }
    }
}

/// A call that no endpoint answered, or that all that did refused.
#[derive(Debug, thiserror::Error)]
pub enum RpcError {
    /// Every endpoint failed for reasons of its own.
    #[error("no endpoint answered {method}: {}; check --rpc and the network", list(attempts))]
    Unavailable {
        /// The RPC method.
        method: &'static str,
        /// Each endpoint's label and fault, in order of preference.
        attempts: Vec<(String, Fault)>,
    },
    /// Endpoints understood the call and refused it, and none answered.
    #[error("{endpoint} refuses {method}: {message} (code {code})")]
    Refused {
        /// The RPC method.
        method: &'static str,
        /// The label of the first that refused.
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
    tip: Arc<Tip>,
    timeout: Duration,
}

impl Endpoints {
    /// Over URLs in order of preference; `timeout` bounds each single call.
    pub fn new(urls: &[String], timeout: Duration) -> Self {
        let http = reqwest::Client::new();
        Self { endpoints: urls.iter().map(|url| Endpoint::new(&http, url)).collect(), tip: Arc::default(), timeout }
    }

    /// All of them, in order of preference.
    pub fn all(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// The highest slot that any of them has shown.
    pub fn highest(&self) -> Slot {
        self.tip.highest()
    }

    /// What happened in a slot was seen: no answer from before it is taken any more.
    pub fn passed(&self, slot: Slot) {
        self.tip.passed(slot, Instant::now());
    }

    /// Asks endpoints until one answers. `ask` is given the slot that the answer must have reached.
    ///
    /// # Errors
    /// [`RpcError::Unavailable`] when all have failed, [`RpcError::Refused`] when at least one refused and none answered.
    pub async fn call<T, F, Fut>(&self, method: &'static str, ask: F) -> Result<At<T>, RpcError>
    where
        F: Fn(Arc<RpcClient>, u64) -> Fut,
        Fut: Future<Output = Result<At<T>, ClientError>>,
    {
        let (ready, resting) = self.in_order(method);
        let (mut ready, mut resting) = (ready.into_iter(), resting.into_iter());
        let mut asked = FuturesUnordered::new();
        let mut waited_for: Vec<&Endpoint> = Vec::new();
        let (mut attempts, mut refusals) = (Vec::new(), Vec::new());
        let mut next = ready.next().or_else(|| resting.next());
        loop {
            if let Some(endpoint) = next.take() {
                waited_for.push(endpoint);
                asked.push(self.ask_of(endpoint, method, &ask));
            }
            let hedge = tokio::time::sleep(HEDGE);
            tokio::select! {
                answer = asked.next() => {
                    // None is left: all have failed.
                    let Some((endpoint, answer)) = answer else { break };
                    waited_for.retain(|other| !std::ptr::eq(*other, endpoint));
                    match answer {
                        Ok(answer) => {
                            for slow in waited_for {
                                self.blame(slow, method, &Fault::Slow);
                            }
                            // What another one answers, they refused for reasons of their own.
                            for (refused, fault) in refusals {
                                self.blame(refused, method, &fault);
                            }
                            return Ok(answer);
                        }
                        Err(fault @ Fault::Refused { .. }) => refusals.push((endpoint, fault)),
                        Err(fault) => attempts.push((endpoint, fault)),
                    }
                    next = ready.next().or_else(|| resting.next());
                }
                () = hedge, if ready.len() > 0 => next = ready.next(),
            }
        }
        match refusals.into_iter().next() {
            Some((endpoint, Fault::Refused { code, message })) => {
                Err(RpcError::Refused { method, endpoint: endpoint.label().to_owned(), code, message })
            }
            _ => Err(self.unavailable(method, attempts)),
        }
    }

    /// Asks every endpoint at once: each answer with its endpoint's label, in order of preference.
    pub async fn call_each<T, F, Fut>(&self, method: &'static str, ask: F) -> Vec<(String, Result<At<T>, Fault>)>
    where
        F: Fn(Arc<RpcClient>, u64) -> Fut,
        Fut: Future<Output = Result<At<T>, ClientError>>,
    {
        let answers = join_all(self.all().iter().map(|endpoint| self.ask_of(endpoint, method, &ask))).await;
        answers.into_iter().map(|(endpoint, answer)| (endpoint.label().to_owned(), answer)).collect()
    }

    /// Asks every endpoint that can be expected to answer at once: the good answers.
    ///
    /// # Errors
    /// [`RpcError::Unavailable`] where there is none.
    pub async fn call_ready<T, F, Fut>(&self, method: &'static str, ask: F) -> Result<Vec<At<T>>, RpcError>
    where
        F: Fn(Arc<RpcClient>, u64) -> Fut,
        Fut: Future<Output = Result<At<T>, ClientError>>,
    {
        let (mut good, mut attempts) = (Vec::new(), Vec::new());
        let asked = self.expected(method).into_iter().map(|endpoint| self.ask_of(endpoint, method, &ask));
        for (endpoint, answer) in join_all(asked).await {
            match answer {
                Ok(answer) => good.push(answer),
                Err(fault) => attempts.push((endpoint, fault)),
            }
        }
        if good.is_empty() { Err(self.unavailable(method, attempts)) } else { Ok(good) }
    }

    /// Asks every endpoint that can be expected to answer at once, and takes the first answer that is `found`; where
    /// none is, the newest of the others.
    ///
    /// # Errors
    /// [`RpcError::Unavailable`] when all have failed.
    pub async fn find<T, F, Fut>(
        &self,
        method: &'static str,
        ask: F,
        found: impl Fn(&T) -> bool,
    ) -> Result<At<T>, RpcError>
    where
        F: Fn(Arc<RpcClient>, u64) -> Fut,
        Fut: Future<Output = Result<At<T>, ClientError>>,
    {
        let asked = self.expected(method).into_iter().map(|endpoint| self.ask_of(endpoint, method, &ask));
        let mut asked: FuturesUnordered<_> = asked.collect();
        let (mut other, mut attempts) = (None::<At<T>>, Vec::new());
        while let Some((endpoint, answer)) = asked.next().await {
            match answer {
                Ok(answer) if found(&answer.value) => return Ok(answer),
                Ok(answer) if other.as_ref().is_none_or(|other| answer.slot > other.slot) => other = Some(answer),
                Ok(_) => {}
                Err(fault) => attempts.push((endpoint, fault)),
            }
        }
        other.ok_or_else(|| self.unavailable(method, attempts))
    }

    /// Looks at every endpoint's slot until dropped: which is there again, and how far the chain is.
    pub async fn probe(&self) {
        let mut ticks = tokio::time::interval(PROBE);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.call_each("getSlot", |client, _| async move {
                let slot = client.get_slot_with_commitment(CommitmentConfig::confirmed()).await?;
                Ok(At::slot(slot, ()))
            })
            .await;
        }
    }

    async fn ask_of<'a, T, F, Fut>(
        &self,
        endpoint: &'a Endpoint,
        method: &'static str,
        ask: &F,
    ) -> (&'a Endpoint, Result<At<T>, Fault>)
    where
        F: Fn(Arc<RpcClient>, u64) -> Fut,
        Fut: Future<Output = Result<At<T>, ClientError>>,
    {
        (endpoint, self.ask(endpoint, method, ask).await)
    }

    /// Asks one endpoint, judges its answer, and notes whether it is at fault.
    pub(crate) async fn ask<T, F, Fut>(
        &self,
        endpoint: &Endpoint,
        method: &'static str,
        ask: &F,
    ) -> Result<At<T>, Fault>
    where
        F: Fn(Arc<RpcClient>, u64) -> Fut,
        Fut: Future<Output = Result<At<T>, ClientError>>,
    {
        // Taken before the call: what the chain does meanwhile is no fault of who answers.
        let least = self.tip.least();
        let answer = tokio::time::timeout(self.timeout, ask(endpoint.client(), least.get())).await;
        let answer = answer
            .map_or(Err(Fault::Timeout), |answer| answer.map_err(|error| Fault::of(&error)))
            .and_then(|answer| self.judge(endpoint, method, least, answer.slot).map(|()| answer));
        match &answer {
            Ok(_) => endpoint.answered(method),
            Err(Fault::Refused { .. }) => {}
            Err(fault) => self.blame(endpoint, method, fault),
        }
        answer
    }

    /// Whether an answer of a slot is new enough to be one.
    fn judge(&self, endpoint: &Endpoint, method: &'static str, least: Slot, slot: Option<Slot>) -> Result<(), Fault> {
        let Some(slot) = slot else { return Ok(()) };
        let now = Instant::now();
        endpoint.moved(method, slot, now)?;
        if slot < least {
            return Err(Fault::Behind { slot, least });
        }
        if self.tip.saw(slot, now) { Ok(()) } else { Err(Fault::Ahead { slot }) }
    }

    /// What each endpoint failed with, in order of preference.
    fn unavailable(&self, method: &'static str, mut attempts: Vec<(&Endpoint, Fault)>) -> RpcError {
        attempts.sort_by_key(|(failed, _)| self.endpoints.iter().position(|endpoint| std::ptr::eq(endpoint, *failed)));
        let attempts = attempts.into_iter().map(|(endpoint, fault)| (endpoint.label().to_owned(), fault)).collect();
        RpcError::Unavailable { method, attempts }
    }

    fn blame(&self, endpoint: &Endpoint, method: &'static str, fault: &Fault) {
        if endpoint.failed(method, fault, Instant::now()) {
            tracing::warn!(endpoint = endpoint.label(), method, %fault, "endpoint failed");
        }
    }

    /// Those that can be expected to answer, or all where none is.
    fn expected(&self, method: &str) -> Vec<&Endpoint> {
        let (ready, resting) = self.in_order(method);
        if ready.is_empty() { resting } else { ready }
    }

    /// Those that can be expected to answer, and the others.
    fn in_order(&self, method: &str) -> (Vec<&Endpoint>, Vec<&Endpoint>) {
        let now = Instant::now();
        self.endpoints.iter().partition(|endpoint| !endpoint.rests(method, now))
    }
}
