//! A plan's instructions onto the chain: simulate, price, sign, send until their fate is known, and remember what was
//! paid.

mod budget;
mod confirm;
mod fee;
mod flight;
mod means;
mod outcome;
mod paths;
mod simulate;
mod state;
mod submitter;
mod warm;

pub use budget::{HourlyBudget, Purpose};
pub use fee::{Fee, FeeError, FeePolicy, Use};
pub use flight::Course;
pub use means::{Cargo, Patience, SubmitPolicy};
pub use outcome::{Failure, Landed, Outcome, OutcomeKind};
pub use paths::{Path, Paths};
pub use simulate::{Simulated, simulate, simulate_on_each};
pub use state::{StateError, StateFile};
pub use submitter::Submitter;
pub use warm::{Blockhash, Warm};
