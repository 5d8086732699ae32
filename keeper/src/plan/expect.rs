//! What a refresh would publish, by the program's own rules on a copy of its memory.

use fair_value::{Inputs, Now, State, Step};
use oracle_client::Feed;
use sources::Observations;

use super::Rates;
use crate::{fetch::Snapshot, units::ComputeUnits};

/// What a refresh now would publish.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Its rates.
    pub rates: Rates,
    /// Its level, 0 normal to 3 halted.
    pub level: u8,
    /// What may be done, one bit each.
    pub gates: u16,
    /// Its reasons, one bit each.
    pub reasons: u64,
    /// For each configured source why it would be rejected, if it would.
    pub faults: Vec<Option<sources::SourceFault>>,
}

/// A refresh that the program would refuse whatever the market does.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PlanError {
    /// The accounts do not fit the feed's table.
    #[error("the feed's accounts do not fit its sources: {0}; the keeper may be older than the feed's program")]
    Accounts(sources::CallerFault),
    /// The rules refuse to step.
    #[error("the rules refuse to step: {0:?}; pause the feed and look at its state")]
    Rules(fair_value::StepError),
}

/// What a refresh would publish; `None` when the feed's memory already holds every reading of this slot.
///
/// # Errors
/// [`PlanError`] as documented there.
pub fn expect(snapshot: &Snapshot) -> Result<Option<Expected>, PlanError> {
    let feed = &snapshot.feed;
    if !fair_value::due(&feed.engine, &snapshot.now) {
        return Ok(None);
    }
    let (observed, step) = rehearse(feed, &mut Box::new(feed.engine), snapshot.now, snapshot)?;
    match step {
        Step::Publish(outcome) => Ok(Some(Expected {
            rates: Rates::expected(&outcome),
            level: outcome.level as u8,
            gates: outcome.gates.bits(),
            reasons: outcome.reasons.bits(),
            faults: observed.faults().to_vec(),
        })),
        Step::NothingDue => Ok(None),
    }
}

/// What a refresh uses before it has looked at any source, and for each.
const UNITS: u32 = 6_000;
const UNITS_PER_SOURCE: u32 = 3_000;
/// Units of a mirror behind it.
const UNITS_PER_MIRROR: u32 = 2_500;

/// What a refresh of a feed with so many mirrors is expected to use at most; what was measured stands in docs/costs.md.
pub fn refresh_units(feed: &Feed, mirrors: usize) -> ComputeUnits {
    let sources = u32::from(feed.sources.source_count);
    ComputeUnits(UNITS + UNITS_PER_SOURCE * sources + UNITS_PER_MIRROR * mirrors as u32)
}

/// A refresh at `now`, by a feed's configuration, on a copy of its memory and on accounts as they were `seen`.
pub(super) fn rehearse(
    feed: &Feed,
    memory: &mut State,
    now: Now,
    seen: &Snapshot,
) -> Result<(Observations, Step), PlanError> {
    let views: Vec<_> = seen.accounts.iter().map(|account| account.view()).collect();
    let mut observed = Observations::default();
    sources::observe(&feed.sources, &views, &seen.now, &feed.params, &mut observed).map_err(PlanError::Accounts)?;
    let inputs = Inputs { now, observations: observed.entries() };
    let step = fair_value::step(&feed.params, memory, &inputs).map_err(PlanError::Rules)?;
    Ok((observed, step))
}
