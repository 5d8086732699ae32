//! What a run shows after each refresh.

use keeper::{
    commands::{status, view::PriceView},
    plan::{Decision, Why},
    rpc::Endpoints,
    service::Round,
    submit::Outcome,
};
use oracle_client::FeedAddress;

/// A refresh and the price after it.
#[derive(Clone, Debug)]
pub struct Update {
    /// Why it was made.
    pub why: Why,
    /// What became of it.
    pub outcome: Outcome,
    /// The price afterwards, where it can be read.
    pub price: Option<PriceView>,
    /// Seconds of the chain since the market opened.
    pub elapsed: u64,
}

impl Update {
    /// Of a round in which something was sent; `None` for another.
    pub async fn of(round: Round, endpoints: &Endpoints, address: &FeedAddress, elapsed: u64) -> Option<Self> {
        let (Decision::Refresh(why), Some(outcome)) = (round.plan.decision, round.outcome) else { return None };
        let price = match outcome.landed() {
            Some(_) => status::read(endpoints, address).await.ok(),
            None => None,
        };
        Some(Self { why, outcome, price, elapsed })
    }
}
