//! What can be refreshed: the rules natively, the program's bytecode, or one beside the other.

use std::collections::BTreeMap;

use crate::oracle::{Look, Published};

/// A feed.
pub trait Engine {
    /// One refresh; `None` where nothing was due, or where there is nothing to publish yet.
    ///
    /// # Errors
    /// What the engine cannot do, or two engines that differ.
    fn refresh(&mut self, look: &Look) -> anyhow::Result<Option<Published>>;

    /// Applies a change of parameters whose timelock has passed, and publishes by it; `None` if it is refused.
    ///
    /// # Errors
    /// As [`Self::refresh`], and values that no proposal can have.
    fn propose(&mut self, change: &BTreeMap<String, u64>, look: &Look) -> anyhow::Result<Option<Published>>;
}
