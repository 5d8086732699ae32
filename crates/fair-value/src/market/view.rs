//! What the sources together say of the market, as logarithms.

use crate::units::{Bps, Lamports, LogRate, Seconds};

/// A window across sources.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Band {
    /// Low side, with what venues say of themselves: serves collateral and breaker.
    pub(crate) low: LogRate,
    /// Low side of our own windows: serves confidence, and says who is far from the others.
    pub(crate) own: LogRate,
    /// High side: serves the fall of `fair`, and debt.
    pub(crate) high: LogRate,
}

/// The readings across sources: the two sides differ only where two sources vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Spot {
    pub(crate) low: LogRate,
    pub(crate) high: LogRate,
}

impl Spot {
    /// Of one reading.
    pub(super) fn of(reading: LogRate) -> Self {
        Self { low: reading, high: reading }
    }

    /// The range of both.
    pub(super) fn widened(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

/// What the rest of a refresh needs to know of the market. The default is that of no source.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MarketView {
    /// Short window; `None` if not valid now.
    pub(crate) short: Option<Band>,
    /// Whether the short one is valid for the first time.
    pub(crate) first_short: bool,
    /// Long window.
    pub(crate) long: Option<Band>,
    /// Unclamped median of the stored readings, without a voter the range of all readings; `None` if none of them was made now.
    pub(crate) spot: Option<Spot>,
    /// The higher of its low side and that of this refresh's readings alone: what may confirm that spot is far down.
    pub(crate) spot_seen: Option<LogRate>,
    /// Median distance of the voters from their median, as a logarithm.
    pub(crate) dispersion: u64,
    /// The voters' own uncertainty.
    pub(crate) confidence: Bps,
    /// Depth of the voters.
    pub(crate) depth: Lamports,
    /// Depth now and its highest of the last hour, over all sources.
    pub(crate) depth_now: Lamports,
    pub(crate) depth_peak: Lamports,
    /// Bit a voter.
    pub(crate) voted: u32,
    /// Whether enough sources have the depth to vote, with samples or without.
    pub(crate) capable: bool,
    /// Whether enough of them were read in this refresh.
    pub(crate) read: bool,
    /// Best coverage of any source.
    pub(crate) short_coverage: Seconds,
    pub(crate) long_coverage: Seconds,
    /// Market sources configured.
    pub(crate) sources: u32,
}
