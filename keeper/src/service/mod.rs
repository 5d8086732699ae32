//! The loop: fetch, plan, submit, and say what happened. It never waits for a transaction: the feed is looked at all
//! the time, and a refresh under way is done as soon as the feed is as it should be, whoever paid for that.

mod sources;
mod under_way;

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use fair_value::units::Seconds;
use oracle_client::FeedAddress;
use solana_instruction::Instruction;
use tokio::sync::{mpsc::UnboundedSender, watch};

use sources::Sources;
use under_way::UnderWay;

use crate::{
    config::{CadenceConfig, Config},
    fetch::{FetchError, Fetcher, Snapshot},
    metrics::Metrics,
    plan::{Decision, Plan, PlanError, Policy, Why, Witness, plan, refresh_units},
    rpc::{Endpoints, RpcError},
    submit::{Cargo, Course, Outcome, Purpose, Submitter},
    units::SIGNATURE_FEE,
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
    /// A source can no longer be read, or can again.
    Source(String),
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
    sources: Sources,
    /// The feed's cadence, as last compared with the configured heartbeat.
    compared: Option<Seconds>,
    /// Since when a refresh has been wanted without pause.
    wanted: Option<Instant>,
    /// When the log last said that there is no money.
    complained: Option<Instant>,
    /// When the refresh was last simulated ahead of its time.
    rehearsed: Option<Instant>,
    sending: bool,
    metrics: Option<Arc<Metrics>>,
    events: Option<UnboundedSender<Event>>,
}

/// Between rounds, after failures in a row.
const MAX_BACKOFF: Duration = Duration::from_secs(3);
/// Between two lines of the log that say the same.
const COMPLAIN_EVERY: Duration = Duration::from_secs(60);
/// Between two simulations of the refresh ahead of its time.
const REHEARSE_EVERY: Duration = Duration::from_secs(15);

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
            sources: Sources::default(),
            compared: None,
            wanted: None,
            complained: None,
            rehearsed: None,
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
        self.watch_sources(&snapshot, &plan);
        match plan.decision {
            Decision::Refresh(_) => drop(self.wanted.get_or_insert_with(Instant::now)),
            Decision::Wait(_) => self.wanted = None,
        }
        if let Some(metrics) = &self.metrics {
            metrics.wanted(self.wanted.filter(|_| self.sending));
        }
        Ok((snapshot, plan))
    }

    /// Whether the heartbeat still suits a feed whose cadence a proposal may have changed. A slow heartbeat is better
    /// than none.
    fn compare(&mut self, cadence: Seconds) {
        if self.compared.replace(cadence) != Some(cadence)
            && let Err(slow) = self.cadence.suits(cadence)
        {
            tracing::error!("{slow}");
        }
    }

    fn watch_sources(&mut self, snapshot: &Snapshot, plan: &Plan) {
        let Some(expected) = &plan.expected else { return };
        for change in self.sources.saw(&snapshot.feed, &expected.faults) {
            match change.fault {
                Some(_) => tracing::error!("{change}"),
                None => tracing::info!("{change}"),
            }
            if let Some(metrics) = &self.metrics {
                metrics.source(change.index, &change.kind, change.fault.is_some());
            }
            self.tell(Event::Source(change.to_string()));
        }
    }

    /// One round: reads, decides, and sends a refresh if one is due, until it is known what became of it.
    ///
    /// # Errors
    /// [`RoundError`]; nothing was sent then.
    pub async fn round(&mut self) -> Result<Round, RoundError> {
        let (snapshot, plan) = self.look().await?;
        let outcome = match self.cargo_due(&snapshot, &plan) {
            None => None,
            Some(cargo) => {
                let outcome = self.submitter.deliver(&cargo, watch::channel(Course::Wanted).1).await?;
                self.became(Some((&snapshot, &plan)), &outcome);
                Some(outcome)
            }
        };
        Ok(Round { snapshot, plan, outcome })
    }

    /// Sends a refresh whether or not one is due.
    ///
    /// # Errors
    /// [`RpcError`] before anything was sent.
    pub async fn refresh(&mut self, snapshot: &Snapshot) -> Result<Outcome, RpcError> {
        let cargo = self.cargo(snapshot, Purpose::Beat);
        let outcome = self.submitter.deliver(&cargo, watch::channel(Course::Wanted).1).await?;
        self.landed(snapshot, &outcome);
        Ok(outcome)
    }

    /// A refresh, and the mirrors behind it.
    fn cargo(&self, snapshot: &Snapshot, purpose: Purpose) -> Cargo {
        let source_accounts: Vec<_> = snapshot.accounts.iter().map(|account| account.key).collect();
        let mut instructions = vec![self.address.refresh(&source_accounts)];
        // The feed waits for no mirror.
        let required = instructions.len();
        instructions.extend_from_slice(&self.mirrors);
        let expected = refresh_units(&snapshot.feed, self.mirrors.len());
        Cargo { instructions, required, purpose, expected }
    }

    /// What a plan asks to be sent now; `None` where that is nothing, or where it has to wait.
    fn cargo_due(&mut self, snapshot: &Snapshot, plan: &Plan) -> Option<Cargo> {
        let Decision::Refresh(why) = plan.decision else { return None };
        // The heartbeat of a replica is longer already; whatever else it sees, those before it see as well.
        let waits = !matches!(why, Why::Heartbeat { .. })
            && self.wanted.is_some_and(|since| since.elapsed() < self.cadence.stagger.0);
        if waits {
            return None;
        }
        if !self.sending {
            tracing::info!(?why, "would refresh");
            return None;
        }
        let purpose = purpose(why);
        let left = self.submitter.budget().left(purpose, SystemTime::now());
        if left < SIGNATURE_FEE {
            if self.complained.is_none_or(|at| at.elapsed() >= COMPLAIN_EVERY) {
                self.complained = Some(Instant::now());
                let left = left.get();
                tracing::error!(
                    %why, left,
                    "not sent: this hour's fees are spent as far as they may be for that; raise fees.max_lamports_per_hour"
                );
            }
            if let Some(metrics) = &self.metrics {
                metrics.round("unpaid", &self.endpoints);
            }
            return None;
        }
        Some(self.cargo(snapshot, purpose))
    }

    /// Notes and says what became of a refresh, and on what it was decided.
    fn became(&mut self, decided: Option<(&Snapshot, &Plan)>, outcome: &Outcome) {
        let why = decided.map_or_else(|| "sent before the start".to_owned(), |(_, plan)| plan.decision.to_string());
        let kind = outcome.kind().as_str();
        match outcome {
            Outcome::Landed(_) | Outcome::Published { .. } => tracing::info!(why, outcome = kind, "{outcome}"),
            _ => tracing::warn!(why, outcome = kind, "{outcome}"),
        }
        if let Some((snapshot, _)) = decided {
            self.landed(snapshot, outcome);
        }
    }

    fn landed(&mut self, snapshot: &Snapshot, outcome: &Outcome) {
        match outcome {
            Outcome::Landed(landed) => {
                self.endpoints.passed(landed.slot);
                self.witness.landed(snapshot.now.time);
                self.wanted = None;
            }
            Outcome::Published { slot } => {
                self.endpoints.passed(*slot);
                self.wanted = None;
            }
            _ => {}
        }
        if let Some(metrics) = &self.metrics {
            metrics.sent(outcome, self.submitter.budget().spent(SystemTime::now()));
        }
    }

    /// Rounds until `stop` resolves. No error ends it: what fails is logged, counted, and tried again more slowly.
    pub async fn run(&mut self, stop: impl Future<Output = ()>) {
        let (endpoints, warm) = (self.endpoints.clone(), self.submitter.warm().clone());
        tokio::select! {
            () = stop => {}
            () = endpoints.probe() => {}
            () = warm.keep() => {}
            () = self.rounds() => {}
        }
    }

    /// Looks again and again, whatever is under way meanwhile.
    async fn rounds(&mut self) {
        let mut under_way = self.sending.then(|| UnderWay::resume(&self.submitter));
        let (mut failures, mut unsent) = (0, 0);
        let mut not_before = Instant::now();
        loop {
            let looked = self.look().await;
            failures = if looked.is_ok() { 0 } else { failures + 1 };
            match looked {
                Ok((snapshot, plan)) => {
                    match &under_way {
                        Some(flight) => flight.steer(&snapshot, &plan),
                        None if Instant::now() >= not_before => {
                            let cargo = self.cargo_due(&snapshot, &plan);
                            let launch =
                                |cargo| UnderWay::launch(&self.submitter, cargo, Arc::clone(&snapshot), plan.clone());
                            under_way = cargo.map(launch);
                        }
                        None => {}
                    }
                    self.rehearse(&snapshot);
                    self.report(Ok(Round { snapshot, plan, outcome: None }));
                }
                Err(error) => {
                    tracing::error!(%error, "round failed");
                    self.report(Err(error));
                }
            }
            let pause = tokio::time::sleep(pause(self.cadence.poll.0, failures));
            tokio::pin!(pause);
            loop {
                tokio::select! {
                    () = &mut pause => break,
                    ended = ended(&mut under_way) => {
                        let flight = under_way.take();
                        let well = self.ended(flight.and_then(UnderWay::decided), ended);
                        unsent = if well { 0 } else { unsent + 1 };
                        not_before = Instant::now() + backoff(self.cadence.poll.0, unsent);
                    }
                }
            }
        }
    }

    /// Reports the end of what was under way; returns whether it went well.
    fn ended(&mut self, decided: Option<(Arc<Snapshot>, Plan)>, ended: Result<Option<Outcome>, RpcError>) -> bool {
        let outcome = match ended {
            Ok(Some(outcome)) => outcome,
            Ok(None) => return true,
            Err(error) => {
                tracing::error!(%error, "not sent");
                self.report(Err(error.into()));
                return false;
            }
        };
        self.became(decided.as_ref().map(|(snapshot, plan)| (&**snapshot, plan)), &outcome);
        let well = matches!(outcome, Outcome::Landed(_) | Outcome::Published { .. } | Outcome::Expired { .. });
        if let Some((snapshot, plan)) = decided {
            self.tell(Event::Round(Box::new(Round { snapshot, plan, outcome: Some(outcome) })));
        }
        well
    }

    /// Simulates the next refresh ahead of its time, so that sending it takes one call.
    fn rehearse(&mut self, snapshot: &Snapshot) {
        let due = self.rehearsed.is_none_or(|at| at.elapsed() >= REHEARSE_EVERY);
        if !due || !self.sending || !snapshot.feed.is_active() {
            return;
        }
        self.rehearsed = Some(Instant::now());
        let (submitter, cargo) = (self.submitter.clone(), self.cargo(snapshot, Purpose::Beat));
        tokio::spawn(async move {
            // What it finds, or that nobody could tell, is judged when it is needed.
            let _ = submitter.simulate(&cargo.instructions).await;
        });
    }

    fn report(&self, round: Result<Round, RoundError>) {
        if let Some(metrics) = &self.metrics {
            metrics.round(if round.is_ok() { "ok" } else { "failed" }, &self.endpoints);
        }
        self.tell(round.map_or_else(|error| Event::Failed(error.to_string()), |round| Event::Round(Box::new(round))));
    }

    fn tell(&self, event: Event) {
        if let Some(events) = &self.events {
            // Whoever watched may have gone; the feed is kept all the same.
            let _ = events.send(event);
        }
    }
}

async fn ended(under_way: &mut Option<UnderWay>) -> Result<Option<Outcome>, RpcError> {
    match under_way {
        Some(flight) => flight.ended().await,
        None => std::future::pending().await,
    }
}

fn purpose(why: Why) -> Purpose {
    match why {
        Why::Level { .. } => Purpose::Level,
        // Whoever opens gates by a captured refresh must not spend what is kept for closing them.
        Why::Gates { from, to } if to & !from == 0 => Purpose::Level,
        Why::First | Why::Heartbeat { .. } | Why::Unconfirmed => Purpose::Beat,
        Why::Gates { .. } | Why::Deviation { .. } | Why::Reasons { .. } => Purpose::Move,
    }
}

/// The pause before the next round: doubled with each failure in a row.
fn pause(poll: Duration, failures: u32) -> Duration {
    poll.saturating_mul(2_u32.saturating_pow(failures.min(16))).min(MAX_BACKOFF.max(poll))
}

/// How long nothing is sent after so many transactions in a row that came to nothing.
fn backoff(poll: Duration, unsent: u32) -> Duration {
    if unsent == 0 { Duration::ZERO } else { pause(poll, unsent) }
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
