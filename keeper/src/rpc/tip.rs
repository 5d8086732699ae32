//! How far the chain is, by all endpoints together, so that none of them decides it alone.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::units::Slot;

/// An answer that is further behind the highest slot known is none.
pub const MAX_LAG: u64 = 20;
/// Nor is one of an endpoint whose slot has stood for as long as those take.
pub const STANDS: Duration = Duration::from_millis(MAX_LAG * 400);
/// No chain is further ahead of the highest slot known than this, and so many slots for every second since that was
/// seen: local networks run a hundred times as fast as real ones.
const MAX_JUMP: u64 = 1_000;
const MAX_SLOTS_PER_SECOND: u64 = 500;

/// The highest slot that any endpoint has shown, and one that no answer may be older than.
#[derive(Debug, Default)]
pub struct Tip(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    highest: Option<(Slot, Instant)>,
    floor: Slot,
}

impl Tip {
    /// An endpoint showed a slot; returns whether it can be that far. What one invents must not make all others look
    /// behind.
    pub fn saw(&self, slot: Slot, now: Instant) -> bool {
        let mut known = self.known();
        let Some((highest, at)) = known.highest else {
            known.highest = Some((slot, now));
            return true;
        };
        let run = now.saturating_duration_since(at).as_secs().saturating_mul(MAX_SLOTS_PER_SECOND);
        let plausible = slot.get() <= highest.get().saturating_add(MAX_JUMP).saturating_add(run);
        if plausible && slot > highest {
            known.highest = Some((slot, now));
        }
        plausible
    }

    /// What happened in a slot was seen: an answer from before it would have it undone.
    pub fn passed(&self, slot: Slot, now: Instant) {
        if self.saw(slot, now) {
            let mut known = self.known();
            known.floor = known.floor.max(slot);
        }
    }

    /// The highest slot known.
    pub fn highest(&self) -> Slot {
        self.known().highest.map_or(Slot::new(0), |(slot, _)| slot)
    }

    /// The slot that an answer to a call begun now must have reached.
    pub fn least(&self) -> Slot {
        let known = self.known();
        let highest = known.highest.map_or(0, |(slot, _)| slot.get());
        Slot::new(highest.saturating_sub(MAX_LAG)).max(known.floor)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // A panic elsewhere leaves whole values.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_slot_counts_and_what_was_seen_is_not_undone() {
        let (tip, now) = (Tip::default(), Instant::now());
        assert_eq!(tip.least(), Slot::new(0));
        for (seen, least) in [(100, 80), (50, 80), (130, 110)] {
            assert!(tip.saw(Slot::new(seen), now));
            assert_eq!(tip.least(), Slot::new(least));
        }
        tip.passed(Slot::new(125), now);
        assert_eq!(tip.least(), Slot::new(125));
        tip.passed(Slot::new(200), now);
        assert_eq!((tip.highest(), tip.least()), (Slot::new(200), Slot::new(200)));
    }

    #[test]
    fn a_slot_that_nobody_can_have_reached_makes_nobody_look_behind() {
        let (tip, start) = (Tip::default(), Instant::now());
        let later = |seconds| start + Duration::from_secs(seconds);
        assert!(tip.saw(Slot::new(300_000_000), start));
        assert!(!tip.saw(Slot::new(u64::MAX), later(1)));
        tip.passed(Slot::new(301_000_000), later(1));
        assert_eq!(tip.least(), Slot::new(299_999_980));
        // Nor is a keeper that slept for an hour shut out.
        assert!(tip.saw(Slot::new(300_009_000), later(20)));
        assert_eq!(tip.highest(), Slot::new(300_009_000));
    }
}
