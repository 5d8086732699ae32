//! Whether to refresh now, decided from a snapshot alone: no I/O, no clock but the chain's.
//!
//! What a refresh would publish is not guessed: the same `sources` and `fair_value` code that the program runs is run on a copy of
//! the feed's memory.

mod expect;
mod rates;
mod witness;

use std::{fmt, time::Duration};

use fair_value::units::{Seconds, UnixTime};
use price_reader::Published;
use serde::Serialize;

pub use expect::{Expected, PlanError, expect, refresh_units};
pub use rates::{Field, Rates};
pub use witness::{Disagreement, Witness};

use crate::{fetch::Snapshot, units::Bps};

/// When a refresh is worth its fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Longest time between two refreshes that count, by the chain's clock: see [`Witness`].
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
    /// The newest refresh that counts has reached the heartbeat's age.
    Heartbeat {
        /// Its age in seconds of the chain's clock.
        age: u32,
    },
    /// What is published does not agree with what the keeper reads, and it has seen no refresh that did.
    Unconfirmed,
    /// The breaker's level would change.
    Level {
        /// The published level, 0 normal to 3 halted.
        from: u8,
        /// The level a refresh would publish.
        to: u8,
    },
    /// What may be done would change.
    Gates {
        /// The published gates, one bit each.
        from: u16,
        /// Those that a refresh would publish.
        to: u16,
    },
    /// The reasons would change.
    Reasons {
        /// The published reasons, one bit each.
        from: u64,
        /// Those that a refresh would publish.
        to: u64,
    },
    /// A published value has moved.
    Deviation {
        /// The value that moved most.
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
            Self::Unconfirmed => f.write_str("no refresh yet that agrees with own readings"),
            Self::Level { from, to } => write!(f, "level {from} to {to}"),
            Self::Gates { .. } => f.write_str("gates would change"),
            Self::Reasons { .. } => f.write_str("reasons would change"),
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
    /// This slot is published already, and every reading is the one that it stored.
    NothingDue,
    /// What is published is close to what would be, and the newest refresh that counts is young.
    Fresh {
        /// Age of that refresh in seconds of the chain's clock.
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

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refresh(why) => why.fmt(f),
            Self::Wait(_) => f.write_str("nothing is due"),
        }
    }
}

/// A decision, with what it was based on.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What to do.
    pub decision: Decision,
    /// What a refresh would publish now; `None` for a draft or when nothing is due.
    pub expected: Option<Expected>,
}

/// Decides from a snapshot; `confirmed` is when the newest refresh that counts was made, [`Witness::confirmed`].
///
/// # Errors
/// [`PlanError`] where the program would refuse the refresh whatever the market does.
pub fn plan(snapshot: &Snapshot, policy: &Policy, confirmed: Option<UnixTime>) -> Result<Plan, PlanError> {
    if !snapshot.feed.is_active() {
        return Ok(Plan { decision: Decision::Wait(Idle::Draft), expected: None });
    }
    let Some(expected) = expect(snapshot)? else {
        return Ok(Plan { decision: Decision::Wait(Idle::NothingDue), expected: None });
    };
    let published = Published::read_unchecked(&snapshot.price.data).ok().filter(|price| price.sequence() != 0);
    let decision = match published {
        None => Decision::Refresh(Why::First),
        Some(published) => {
            // What lies ahead of the chain's clock by more than an endpoint may lag was told by one that lied.
            let ahead = |time: &UnixTime| time.get().saturating_sub(snapshot.now.time.get());
            let confirmed = confirmed.filter(|time| ahead(time) <= policy.heartbeat.as_secs().cast_signed());
            let age = confirmed.map(|time| since(snapshot, time.get()));
            decide(policy, age, self::age(&published, snapshot), &published, &expected)
        }
    };
    Ok(Plan { decision, expected: Some(expected) })
}

/// `age` is that of the newest refresh that counts, `published_age` that of the newest of all.
fn decide(
    policy: &Policy,
    age: Option<Seconds>,
    published_age: Seconds,
    published: &Published<'_>,
    expected: &Expected,
) -> Decision {
    let (field, bps) = expected.rates.deviation(&Rates::published(published));
    let level = (published.level() as u8, expected.level);
    let gates = (published.gates().bits(), expected.gates);
    let reasons = (published.reasons().bits(), expected.reasons);
    // What another's captured refresh has made stricter is left to the heartbeat: he would have the keeper answer each
    // of them.
    let confirmed = age == Some(published_age);
    if level.0 != level.1 {
        Decision::Refresh(Why::Level { from: level.0, to: level.1 })
    } else if gates.0 & !gates.1 != 0 || (gates.0 != gates.1 && confirmed) {
        Decision::Refresh(Why::Gates { from: gates.0, to: gates.1 })
    } else if bps >= policy.deviation {
        Decision::Refresh(Why::Deviation { field, bps: bps.get() })
    } else if reasons.0 != reasons.1 && confirmed {
        Decision::Refresh(Why::Reasons { from: reasons.0, to: reasons.1 })
    } else {
        match age {
            None => Decision::Refresh(Why::Unconfirmed),
            Some(age) if Duration::from_secs(age.get().into()) >= policy.heartbeat => {
                Decision::Refresh(Why::Heartbeat { age: age.get() })
            }
            Some(age) => Decision::Wait(Idle::Fresh { age: age.get(), bps: bps.get() }),
        }
    }
}

/// How old the publication is by the chain's clock; 0 if it lies ahead.
pub fn age(published: &Published<'_>, snapshot: &Snapshot) -> Seconds {
    since(snapshot, published.published_at())
}

fn since(snapshot: &Snapshot, time: i64) -> Seconds {
    let age = snapshot.now.time.get().saturating_sub(time).max(0);
    Seconds::new(u32::try_from(age).unwrap_or(u32::MAX))
}
