//! How far the chain is, by all endpoints together, so that none of them decides it alone.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use crate::units::Slot;

/// An answer that is further behind the highest slot known is none.
pub const MAX_LAG: u64 = 20;
/// Nor is one of an endpoint whose slot has stood for as long as those take.
pub const STANDS: Duration = Duration::from_millis(MAX_LAG * 400);

/// The highest slot that any endpoint has shown, and one that no answer may be older than.
#[derive(Debug, Default)]
pub struct Tip {
    highest: AtomicU64,
    floor: AtomicU64,
}

impl Tip {
    /// An endpoint showed a slot.
    pub fn saw(&self, slot: Slot) {
        self.highest.fetch_max(slot.0, Ordering::Relaxed);
    }

    /// What happened in a slot was seen: an answer from before it would have it undone.
    pub fn passed(&self, slot: Slot) {
        self.saw(slot);
        self.floor.fetch_max(slot.0, Ordering::Relaxed);
    }

    /// The highest slot known.
    pub fn highest(&self) -> Slot {
        Slot(self.highest.load(Ordering::Relaxed))
    }

    /// The slot that an answer to a call begun now must have reached.
    pub fn least(&self) -> Slot {
        Slot(self.highest().0.saturating_sub(MAX_LAG).max(self.floor.load(Ordering::Relaxed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_slot_counts_and_what_was_seen_is_not_undone() {
        let tip = Tip::default();
        assert_eq!(tip.least(), Slot(0));
        for (seen, least) in [(100, 80), (50, 80), (130, 110)] {
            tip.saw(Slot(seen));
            assert_eq!(tip.least(), Slot(least));
        }
        tip.passed(Slot(125));
        assert_eq!(tip.least(), Slot(125));
        tip.passed(Slot(200));
        assert_eq!((tip.highest(), tip.least()), (Slot(200), Slot(200)));
    }
}
