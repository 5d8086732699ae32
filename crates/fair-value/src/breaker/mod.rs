//! The breaker: from findings to a level, from a level to gates.

mod finding;
mod gates;
mod level;
mod watch;

pub use price_reader::{Action, Gates, HaltCause as Causes, Level, Reason, Reasons};

pub(crate) use finding::Findings;
pub(crate) use gates::gates;
pub(crate) use level::{BAR, advance, causes, level_of};
pub(crate) use watch::Scene;
