//! What guardian, authority and configuration may do to a feed's memory. Who may call is the program's to check.

mod acts;
mod binding;
mod reconfigure;
mod rehearsal;

pub use acts::{GovernanceError, LIQUIDATION_BAR};
pub use binding::{Binding, TOLERATED, Window, would_bind};
