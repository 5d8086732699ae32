//! The breaker: from findings to a level, from a level to gates.

mod finding;
mod gates;
mod level;
mod reason;
mod watch;

pub use gates::{Action, Gates};
pub use level::{Causes, Level};
pub use reason::{Reason, Reasons};

pub(crate) use finding::Findings;
pub(crate) use gates::gates;
pub(crate) use level::BAR;
pub(crate) use level::{advance, causes};
pub(crate) use watch::Scene;
