//! The loop: fetch, plan, submit, and say what happened.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use fair_value::units::Seconds;
use oracle_client::FeedAddress;
use solana_instruction::Instruction;
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    config::{CadenceConfig, Config},
    fetch::{FetchError, Fetcher, Snapshot},
    metrics::Metrics,
    plan::{Decision, Plan, PlanError, Policy, Why, Witness, plan},
    rpc::{Endpoints, RpcError},
    submit::{Outcome, Submitter},
};

/// Why a round came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// The chain could not be read.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// Planning found the feed unusable.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The endpoints failed before anything was sent.
    #[error(transparent)]
    Submit(#[from] RpcError),
}

/// One round.
#[derive(Clone)]
pub struct Round {
    /// What was read.
    pub snapshot: Arc<Snapshot>,
    /// What was decided.
    pub plan: Plan,
    /// What became of the transaction; `None` if none was to be sent.
    pub outcome: Option<Outcome>,
}

/// What the loop reports to whoever watches.
#[derive(Clone)]
pub enum Event {
    /// A round was completed.
    Round(Box<Round>),
    /// A round failed, and why.
    Failed(String),
}

/// Keeps one feed.
pub struct Service {
    fetcher: Fetcher,
    submitter: Submitter,
    endpoints: Endpoints,
    address: FeedAddress,
    mirrors: Vec<Instruction>,
    policy: Policy,
    cadence: CadenceConfig,
    witness: Witness,
    /// The feed's cadence, as last compared with the configured heartbeat.
    compared: Option<Seconds>,
    sending: bool,
    metrics: Option<Arc<Metrics>>,
    events: Option<UnboundedSender<Event>>,
}

/// Between rounds, after failures in a row.
const MAX_BACKOFF: Duration = Duration::from_secs(15);

impl Service {
    /// For a feed, a signer and a configuration.
    pub fn new(config: &Config, endpoints: Endpoints, address: FeedAddress, submitter: Submitter) -> Self {
        Self {
            fetcher: Fetcher::new(endpoints.clone(), address, submitter.payer()),
            submitter,
            endpoints,
            address,
            mirrors: config.feed.mirrors.iter().map(|mirror| address.update_mirror(mirror.0)).collect(),
            policy: config.policy(),
            cadence: config.cadence,
            witness: Witness::default(),
            compared: None,
            sending: true,
            metrics: None,
            events: None,
        }
    }

    /// Reports numbers to a registry.
    pub fn with_metrics(mut self, metrics: Arc<Metrics>) -> Self {
        self.metrics = Some(metrics);
        self
    }

    /// Whether rounds send what they decide; otherwise they only say so.
    pub fn sending(mut self, sending: bool) -> Self {
        self.sending = sending;
        self
    }

    /// Reports every round to a channel.
    pub fn with_events(mut self, events: UnboundedSender<Event>) -> Self {
        self.events = Some(events);
        self
    }

    /// Reads and decides, without sending.
    ///
    /// # Errors
    /// [`RoundError::Fetch`], [`RoundError::Plan`].
    pub async fn look(&mut self) -> Result<(Arc<Snapshot>, Plan), RoundError> {
        let snapshot = Arc::new(self.fetcher.fetch().await?);
        if let Some(metrics) = &self.metrics {
            metrics.saw(&snapshot);
        }
        self.compare(snapshot.feed.params.cadence);
        if let Err(disagreement) = self.witness.saw(&snapshot) {
            let slot = snapshot.feed.engine.slot.get();
            tracing::info!(slot, "a refresh does not count for the heartbeat: it stored {disagreement}");
            if let Some(metrics) = &self.metrics {
                metrics.disagreed();
            }
        }
        let plan = plan(&snapshot, &self.policy, self.witness.confirmed())?;
        tracing::debug!(slot = snapshot.slot.get(), decision = ?plan.decision, "planned");
        Ok((snapshot, plan))
    }

    /// Whether the heartbeat still suits a feed whose cadence a proposal may have changed. A slow heartbeat is better than none.
    fn compare(&mut self, cadence: Seconds) {
        if self.compared.replace(cadence) != Some(cadence)
            && let Err(slow) = self.cadence.suits(cadence)
        {
            tracing::error!("{slow}");
        }
    }

    /// One round: reads, decides, and sends a refresh if one is due.
    ///
    /// # Errors
    /// [`RoundError`]; nothing was sent then.
    pub async fn round(&mut self) -> Result<Round, RoundError> {
        let (snapshot, plan) = self.look().await?;
        let outcome = match plan.decision {
            Decision::Wait(_) => None,
            Decision::Refresh(why @ Why::Deviation { .. }) if !self.submitter.budget().has_spare(Instant::now()) => {
                tracing::warn!(%why, "not sent: half of this hour's fees is spent, the rest is for heartbeats and levels");
                None
            }
            Decision::Refresh(why) if !self.sending => {
                tracing::info!(?why, "would refresh");
                None
            }
            Decision::Refresh(why) => {
                let outcome = self.refresh(&snapshot).await?;
                let kind = outcome.kind().as_str();
                match outcome.landed() {
                    Some(_) => tracing::info!(%why, outcome = kind, "{outcome}"),
                    None => tracing::warn!(%why, outcome = kind, "{outcome}"),
                }
                Some(outcome)
            }
        };
        Ok(Round { snapshot, plan, outcome })
    }

    /// Sends a refresh whether or not one is due, with the mirrors behind it; without them where that fails, since the feed waits for no
    /// mirror.
    ///
    /// # Errors
    /// [`RpcError`] before anything was sent.
    pub async fn refresh(&mut self, snapshot: &Snapshot) -> Result<Outcome, RpcError> {
        let source_accounts: Vec<_> = snapshot.accounts.iter().map(|account| account.key).collect();
        let mut instructions = vec![self.address.refresh(&source_accounts)];
        instructions.extend_from_slice(&self.mirrors);
        let mut outcome = self.submitter.submit(&instructions).await?;
        if !self.mirrors.is_empty() && matches!(outcome, Outcome::Failed { signature: None, .. }) {
            tracing::warn!("sent without its mirrors, since with them: {outcome}");
            outcome = self.submitter.submit(&instructions[..1]).await?;
        }
        if outcome.landed().is_some() {
            self.witness.landed(snapshot.now.time);
        }
        if let Some(metrics) = &self.metrics {
            metrics.sent(&outcome, self.submitter.budget().total());
        }
        Ok(outcome)
    }

    /// Rounds until `stop` resolves. No error ends it: what fails is logged, counted, and tried again more slowly.
    pub async fn run(&mut self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        let mut failures = 0;
        loop {
            let round = tokio::select! {
                () = &mut stop => return,
                round = self.round() => round,
            };
            let failed = match &round {
                Ok(round) => matches!(round.outcome, Some(Outcome::Failed { .. } | Outcome::Unknown { .. })),
                Err(error) => {
                    tracing::error!(%error, "round failed");
                    true
                }
            };
            failures = if failed { failures + 1 } else { 0 };
            self.report(round);
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(pause(self.cadence.poll.0, failures)) => {}
            }
        }
    }

    fn report(&self, round: Result<Round, RoundError>) {
        if let Some(metrics) = &self.metrics {
            metrics.round(round.is_ok(), &self.endpoints);
        }
        if let Some(events) = &self.events {
            let event =
                round.map_or_else(|error| Event::Failed(error.to_string()), |round| Event::Round(Box::new(round)));
            // Whoever watched may have gone; the feed is kept all the same.
            let _ = events.send(event);
        }
    }
}

/// The pause before the next round: doubled with each failure in a row.
fn pause(poll: Duration, failures: u32) -> Duration {
    poll.saturating_mul(2_u32.saturating_pow(failures.min(16))).min(MAX_BACKOFF.max(poll))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_slow_the_loop_and_a_success_restores_it() {
        let poll = Duration::from_millis(800);
        assert_eq!(pause(poll, 0), poll);
        assert_eq!(pause(poll, 1), poll * 2);
        assert_eq!(pause(poll, 60), MAX_BACKOFF);
        assert_eq!(pause(MAX_BACKOFF * 2, 3), MAX_BACKOFF * 2, "a slow poll is never made faster");
    }
}
