//! The breaker: from findings to a level, from a level to gates.

mod gates;
mod level;
mod watch;

pub use gates::{Action, Gates};

pub(crate) use gates::gates;
pub(crate) use level::{BAR, advance, causes};
