//! What the legs found in one refresh, in the words of the published account.

pub use price_reader::{HaltCause as Causes, Level, Reason, Reasons};

use crate::units::Bps;

/// Collected by NAV, market, combination; judged by the breaker.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Findings {
    pub(crate) reasons: Reasons,
    /// The reason with the largest magnitude, and that.
    pub(crate) largest: Option<(Reason, Bps)>,
    /// The level that must hold now.
    pub(crate) enter: Level,
    /// The level that may not be left now; at least `enter`.
    pub(crate) hold: Level,
    /// Spot or the short window demands *depegged*, and may show no more than a large sale: `enter` does not count it.
    pub(crate) suspected: bool,
    /// What halts now.
    pub(crate) causes: Causes,
    /// NAV fell or supply grew without assets: halts like the market, but ends as soon as that is settled.
    pub(crate) fall: bool,
    /// NAV or windows are so old that nothing may be borrowed on them.
    pub(crate) no_borrow: bool,
    /// The premium is so large that swaps pause.
    pub(crate) no_swap: bool,
}

impl Findings {
    /// Records a reason that has no magnitude.
    pub(crate) fn note(&mut self, reason: Reason) {
        self.reasons = self.reasons.with(reason);
    }

    /// Records a reason and how far things have gone.
    // What is found is rare and found in many places: out of line, this and what follows.
    #[cold]
    #[inline(never)]
    pub(crate) fn measure(&mut self, reason: Reason, magnitude: Bps) {
        self.reasons = self.reasons.with(reason);
        if self.largest.is_none_or(|(_, largest)| magnitude > largest) {
            self.largest = Some((reason, magnitude));
        }
    }

    /// Something demands a level.
    #[cold]
    #[inline(never)]
    pub(crate) fn require(&mut self, level: Level) {
        self.enter = self.enter.max(level);
        self.hold = self.hold.max(level);
    }

    /// Spot or the short window demands *depegged*.
    #[cold]
    #[inline(never)]
    pub(crate) fn suspect(&mut self) {
        self.suspected = true;
        self.keep(Level::Depegged);
    }

    /// The level to rise to now.
    pub(crate) fn demanded(&self) -> Level {
        if self.suspected { self.enter.max(Level::Depegged) } else { self.enter }
    }

    /// Something keeps a level from being left.
    #[cold]
    #[inline(never)]
    pub(crate) fn keep(&mut self, level: Level) {
        self.hold = self.hold.max(level);
    }

    /// Something halts, for a cause.
    #[cold]
    #[inline(never)]
    pub(crate) fn halt(&mut self, cause: Causes) {
        self.require(Level::Halted);
        self.causes = self.causes.union(cause);
    }
}
