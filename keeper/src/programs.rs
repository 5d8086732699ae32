//! The look at the programs that a feed watches: each once a minute, by simulation where that proves enough.
//!
//! A look that finds nothing new changes nothing on chain, and need not be paid for. But an endpoint that conceals an upgrade, or lags,
//! would keep an alarm from the feed, so none is taken at its word: nothing is sent only while two endpoints or more say that nothing is
//! new, and none that it is. With one endpoint every look is sent. What is sent in vain costs a signature; the chain judges by itself.

use std::{collections::VecDeque, fmt, future::Future, sync::Arc, time::Duration};

use oracle_client::FeedAddress;
use solana_pubkey::Pubkey;

use crate::{
    config::Config,
    fetch::{self, FetchError},
    metrics::Metrics,
    rpc::{Endpoints, Fault, RpcError},
    submit::{Outcome, Simulated, Submitter, simulate_on_each},
};

/// How soon to ask again which programs are watched when no endpoint says it.
const RETRY: Duration = Duration::from_secs(5);
/// Endpoints that must say so before nothing is taken to be new.
const QUORUM: usize = 2;
/// How a node shows what a program put into its log as data. A look logs an event if it finds something new, and else none.
const EVENT: &str = "Program data: ";

/// Why a look is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// An endpoint says that the look would change what the feed knows of the program.
    News {
        /// Its label.
        endpoint: String,
    },
    /// Too few endpoints say that it would not.
    Unproven {
        /// How many do.
        endpoints: usize,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::News { endpoint } => write!(f, "{endpoint} sees another deployment than the feed knows"),
            Self::Unproven { endpoints } => {
                write!(f, "{endpoints} of the {QUORUM} endpoints needed say that nothing is new")
            }
        }
    }
}

/// What a look came to.
#[derive(Clone, Debug)]
pub enum Look {
    /// Nothing is new; nothing was sent.
    Unchanged,
    /// There was reason to send it, but nothing is to be sent.
    Withheld(Why),
    /// It was sent.
    Sent {
        /// Why.
        why: Why,
        /// What became of it.
        outcome: Outcome,
    },
}

/// Why no program was looked at.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// No endpoint says which programs are watched.
    #[error("which programs are watched is not known: {0}")]
    Feed(#[from] FetchError),
    /// The endpoints failed before the look was sent.
    #[error("{program} was not looked at: {source}")]
    Program {
        /// The program.
        program: Pubkey,
        /// Which, and how.
        source: RpcError,
    },
}

/// Looks at the watched programs of one feed, one after the other.
pub struct Lookout {
    endpoints: Endpoints,
    address: FeedAddress,
    submitter: Submitter,
    every: Duration,
    sending: bool,
    metrics: Option<Arc<Metrics>>,
    /// Programs of this round that were not looked at yet, and how many it has.
    left: VecDeque<Pubkey>,
    watched: u32,
}

impl Lookout {
    /// For a feed and a configuration, with the signer and within the budget of a submitter.
    pub fn new(config: &Config, endpoints: Endpoints, address: FeedAddress, submitter: &Submitter) -> Self {
        Self {
            endpoints,
            address,
            // Code is hashed on chain: half a million compute units per megabyte.
            submitter: submitter.unlimited(),
            every: config.cadence.programs.0,
            sending: true,
            metrics: None,
            left: VecDeque::new(),
            watched: 0,
        }
    }

    /// Reports numbers to a registry.
    pub fn with_metrics(mut self, metrics: Arc<Metrics>) -> Self {
        self.metrics = Some(metrics);
        self
    }

    /// Whether looks are sent; otherwise the log only says so.
    pub fn sending(mut self, sending: bool) -> Self {
        self.sending = sending;
        self
    }

    /// Looks until `stop` resolves. No error ends it: what fails is logged, counted, and tried again in its turn.
    pub async fn run(&mut self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            let began = tokio::time::Instant::now();
            let looked = tokio::select! {
                () = &mut stop => return,
                looked = self.look() => looked,
            };
            let pause = match &looked {
                Err(LookError::Feed(_)) => RETRY.min(self.every),
                _ => self.every / self.watched.max(1),
            };
            self.report(looked);
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep_until(began + pause) => {}
            }
        }
    }

    /// Looks at the program whose turn it is; `None` if none is watched.
    ///
    /// # Errors
    /// [`LookError`]; nothing was sent then.
    pub async fn look(&mut self) -> Result<Option<(Pubkey, Look)>, LookError> {
        if self.left.is_empty() {
            self.left = self.watched().await?.into();
            self.watched = u32::try_from(self.left.len()).unwrap_or(u32::MAX);
        }
        let Some(program) = self.left.pop_front() else { return Ok(None) };
        let look = [self.address.check_programs(program)];
        let answers = simulate_on_each(&self.endpoints, &self.submitter.payer(), &look).await;
        let look = match reason(&answers) {
            None => Look::Unchanged,
            Some(why) if !self.sending => Look::Withheld(why),
            Some(why) => {
                let outcome = self.submitter.submit(&look).await;
                Look::Sent { why, outcome: outcome.map_err(|source| LookError::Program { program, source })? }
            }
        };
        Ok(Some((program, look)))
    }

    /// What any endpoint says to be watched: one that conceals a program does not hide it.
    async fn watched(&self) -> Result<Vec<Pubkey>, LookError> {
        let feeds = fetch::feed_on_each(&self.endpoints, &self.address).await?;
        let active = feeds.iter().filter(|feed| feed.is_active());
        let mut watched: Vec<_> =
            active.flat_map(|feed| feed.watched().iter().map(|watched| watched.program)).collect();
        watched.sort_unstable();
        watched.dedup();
        Ok(watched)
    }

    fn report(&self, looked: Result<Option<(Pubkey, Look)>, LookError>) {
        let result = match &looked {
            Ok(None) => return,
            Ok(Some((program, Look::Unchanged))) => {
                tracing::debug!(%program, "nothing new of a watched program");
                "unchanged"
            }
            Ok(Some((program, Look::Withheld(why)))) => {
                tracing::info!(%program, %why, "would look at a watched program");
                "withheld"
            }
            Ok(Some((program, Look::Sent { why, outcome }))) => {
                let kind = outcome.kind().as_str();
                match (why, outcome.landed()) {
                    (Why::News { .. }, Some(_)) => tracing::warn!(
                        %program, %why, outcome = kind,
                        "{outcome}; unless its account only grew, the feed halts at its next refresh until the authority acknowledges it"
                    ),
                    (Why::Unproven { .. }, Some(_)) => tracing::info!(%program, %why, outcome = kind, "{outcome}"),
                    (_, None) => {
                        tracing::error!(%program, %why, outcome = kind, "a watched program was not looked at: {outcome}");
                    }
                }
                kind
            }
            Err(error) => {
                tracing::error!(%error, "no look at a watched program");
                "unread"
            }
        };
        if let Some(metrics) = &self.metrics {
            metrics.looked(result);
        }
    }
}

/// Why a look is to be sent after what each endpoint said of it; `None` if it would be in vain.
fn reason(answers: &[(String, Result<Simulated, Fault>)]) -> Option<Why> {
    let answered = || answers.iter().filter_map(|(endpoint, answer)| Some((endpoint, answer.as_ref().ok()?)));
    if let Some((endpoint, _)) = answered().find(|(_, answer)| answer.logs.iter().any(|line| line.starts_with(EVENT))) {
        return Some(Why::News { endpoint: endpoint.clone() });
    }
    // A node that shows no log says nothing, and one asked twice says it once.
    let unchanged = answered().filter(|(_, answer)| answer.error.is_none() && !answer.logs.is_empty());
    let mut unchanged: Vec<_> = unchanged.map(|(endpoint, _)| endpoint).collect();
    unchanged.sort_unstable();
    unchanged.dedup();
    (unchanged.len() < QUORUM).then_some(Why::Unproven { endpoints: unchanged.len() })
}

#[cfg(test)]
mod tests {
    use solana_transaction_error::TransactionError;

    use super::*;
    use crate::units::ComputeUnits;

    type Answer = (String, Result<Simulated, Fault>);

    fn says(endpoint: &str, logs: &[&str], error: Option<TransactionError>) -> Answer {
        let logs = logs.iter().map(|line| (*line).to_owned()).collect();
        (
            endpoint.to_owned(),
            Ok(Simulated { error, units: Some(ComputeUnits(1)), logs, return_data: None, blockhash: None }),
        )
    }

    fn unchanged(endpoint: &str) -> Answer {
        says(endpoint, &["Program X invoke [1]", "Program X success"], None)
    }

    fn news(endpoint: &str) -> Answer {
        says(endpoint, &["Program X invoke [1]", "Program data: AAAA", "Program X success"], None)
    }

    fn down(endpoint: &str) -> Answer {
        (endpoint.to_owned(), Err(Fault::Timeout))
    }

    #[test]
    fn two_endpoints_are_believed_and_one_is_not() {
        assert_eq!(reason(&[unchanged("a"), unchanged("b")]), None);
        assert_eq!(reason(&[unchanged("a"), down("b"), unchanged("c")]), None);
        for answers in [
            vec![unchanged("a")],
            vec![unchanged("a"), unchanged("a")],
            vec![unchanged("a"), down("b")],
            vec![unchanged("a"), says("b", &[], None)],
            vec![unchanged("a"), says("b", &["Program X failed"], Some(TransactionError::AccountNotFound))],
        ] {
            assert_eq!(reason(&answers), Some(Why::Unproven { endpoints: 1 }), "{answers:?}");
        }
        assert_eq!(reason(&[down("a"), down("b")]), Some(Why::Unproven { endpoints: 0 }));
    }

    #[test]
    fn one_endpoint_with_news_outweighs_all_others() {
        let news = [unchanged("a"), unchanged("b"), news("c"), unchanged("d")];
        assert_eq!(reason(&news), Some(Why::News { endpoint: "c".to_owned() }));
    }
}
