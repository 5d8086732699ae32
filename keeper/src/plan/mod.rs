//! Whether to refresh now, decided from a snapshot alone: no I/O, no clock but the chain's.
//!
//! What a refresh would publish is not guessed: the same `sources` and `fair_value` code that the program runs is run on a copy of
//! the feed's memory.

mod expect;
mod rates;

use std::{fmt, time::Duration};

use fair_value::units::Seconds;
use price_reader::Published;
use serde::Serialize;

pub use expect::{Expected, PlanError, expect};
pub use rates::{Field, Rates};

use crate::{fetch::Snapshot, units::Bps};

/// When a refresh is worth its fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Oldest publication before it is refreshed, by the chain's clock.
    pub heartbeat: Duration,
    /// Largest difference between what is published and what would be.
    pub deviation: Bps,
}

/// Why to refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Why {
    /// Nothing readable has been published yet.
    First,
    /// The publication has reached the heartbeat's age.
    Heartbeat {
        /// Its age in seconds of the chain's clock.
        age: u32,
    },
    /// The breaker's level would change.
    Level {
        /// The published level, 0 normal to 3 halted.
        from: u8,
        /// The level a refresh would publish.
        to: u8,
    },
    /// A published rate has moved.
    Deviation {
        /// The rate that moved most.
        field: Field,
        /// By how much of what is published, basis points.
        bps: u32,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("first publication"),
            Self::Heartbeat { age } => write!(f, "heartbeat after {age} s"),
            Self::Level { from, to } => write!(f, "level {from} to {to}"),
            Self::Deviation { field, bps } => write!(f, "{field:?} moved {bps} bps"),
        }
    }
}

/// Why not to refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Idle {
    /// The feed is a draft: it does not publish before it is activated.
    Draft,
    /// This slot is published already, or the chain's clock stands still.
    NothingDue,
    /// What is published is close to what would be, and young.
    Fresh {
        /// Age of the publication in seconds of the chain's clock.
        age: u32,
        /// Largest difference, basis points.
        bps: u32,
    },
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Decision {
    /// Refresh.
    Refresh(Why),
    /// Leave it.
    Wait(Idle),
}

/// A decision, with what it was based on.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What to do.
    pub decision: Decision,
    /// What a refresh would publish now; `None` for a draft or when nothing is due.
    pub expected: Option<Expected>,
}

/// Decides from a snapshot.
///
/// # Errors
/// [`PlanError`] where the program would refuse the refresh whatever the market does.
pub fn plan(snapshot: &Snapshot, policy: &Policy) -> Result<Plan, PlanError> {
    if !snapshot.feed.is_active() {
        return Ok(Plan { decision: Decision::Wait(Idle::Draft), expected: None });
    }
    let Some(expected) = expect(snapshot)? else {
        return Ok(Plan { decision: Decision::Wait(Idle::NothingDue), expected: None });
    };
    let published = Published::read_unchecked(&snapshot.price.data).ok().filter(|price| price.sequence() != 0);
    let decision = match published {
        None => Decision::Refresh(Why::First),
        Some(published) => decide(snapshot, policy, &published, &expected),
    };
    Ok(Plan { decision, expected: Some(expected) })
}

fn decide(snapshot: &Snapshot, policy: &Policy, published: &Published<'_>, expected: &Expected) -> Decision {
    let age = age(published, snapshot);
    let (field, bps) = expected.rates.deviation(&Rates::published(published));
    let (from, to) = (published.level() as u8, expected.level);
    if from != to {
        Decision::Refresh(Why::Level { from, to })
    } else if bps >= policy.deviation {
        Decision::Refresh(Why::Deviation { field, bps: bps.0 })
    } else if Duration::from_secs(u64::from(age.0)) >= policy.heartbeat {
        Decision::Refresh(Why::Heartbeat { age: age.0 })
    } else {
        Decision::Wait(Idle::Fresh { age: age.0, bps: bps.0 })
    }
}

/// How old the publication is by the chain's clock; 0 if it lies ahead.
pub fn age(published: &Published<'_>, snapshot: &Snapshot) -> Seconds {
    let age = snapshot.now.time.0.saturating_sub(published.published_at()).max(0);
    Seconds(u32::try_from(age).unwrap_or(u32::MAX))
}
