//! Everything remembered between two refreshes, as plain data inside the on-chain Feed account.
//!
//! All zero is a fresh feed. Any bytes are safe: the rules never index or divide by what is stored without a bound.

pub mod migrate;

use bytemuck::{Pod, Zeroable};

use crate::input::MAX_SOURCES;
use crate::units::{Bps, Epoch, Lamports, LogRate, Moment, Price, Rate, Seconds, Slot, TokenAmount};

/// Points in a ring.
pub const RING: usize = 12;
/// Daily maxima of the published NAV that are kept: a return to one of them is not limited in speed.
pub const RECENT_DAYS: usize = 7;
/// Parts of the hour (one long window) over which depth is compared.
pub const DEPTH_PEAKS: usize = 8;

/// A set of yes-or-no memories.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Pod, Zeroable)]
#[repr(transparent)]
pub struct Marks(u32);

impl Marks {
    /// From the bits of a stored account.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// One bit a memory.
    pub const fn bits(self) -> u32 {
        self.0
    }

    pub(crate) fn has(self, mark: u32) -> bool {
        self.0 & mark != 0
    }

    pub(crate) fn set(&mut self, mark: u32, on: bool) {
        if on {
            self.0 |= mark;
        } else {
            self.0 &= !mark;
        }
    }
}

/// Everything a feed remembers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct State {
    /// Slot of the last refresh.
    pub slot: Slot,
    /// `fair` of the last refresh.
    pub fair: Rate,
    /// Time of the last refresh.
    pub time: Moment,
    /// Evidence by the market alone that the token is depegged.
    pub beyond: Seconds,
    /// How long the low side alone has said that.
    pub disputed: Seconds,
    /// One: every source was read at the last refresh, and nobody has acted on the feed since. A further refresh in its slot that reads the same
    /// has nothing to say then.
    pub known: u32,
    /// NAV.
    pub nav: NavState,
    /// The market as a whole.
    pub market: MarketState,
    /// SOL in USD.
    pub usd: UsdState,
    /// Level and halts.
    pub breaker: BreakerState,
    /// One entry a configured source, in configured order. Used by market sources, and by a NAV source for its firm
    /// rate alone ([`SourceState::FIRM`]).
    pub sources: [SourceState; MAX_SOURCES],
}

impl State {
    /// A fresh feed.
    pub fn new() -> Self {
        Self::zeroed()
    }

    /// Whether it has published.
    pub fn is_started(&self) -> bool {
        self.time != Moment::NEVER
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// Memory of the NAV leg.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct NavState {
    /// Published NAV.
    pub nav: Rate,
    /// Last good raw NAV, assets in transit included.
    pub raw: Rate,
    /// Last good raw NAV without assets in transit, the lowest of the sources.
    pub counted: Rate,
    /// The level believed in: NAV itself, or the lower one to which it is descending.
    pub accepted: Rate,
    /// Highest accepted level of this epoch: falls are measured from it.
    pub anchor: Rate,
    /// NAV when the speed limit's bucket was last full.
    pub base: Rate,
    /// Growth allowed since then, in basis points times seconds of a year.
    pub allowance: u64,
    /// Highest reading while a fall is unconfirmed.
    pub drop_high: Rate,
    /// Highest accepted level when that fall was first seen.
    pub drop_from: Rate,
    /// Supply at the beginning of the epoch.
    pub supply: TokenAmount,
    /// Assets at the beginning of the epoch.
    pub assets: Lamports,
    /// Assets now.
    pub last_assets: Lamports,
    /// Supply now; zero where the primary source is attested.
    pub last_supply: TokenAmount,
    /// The epoch of which NAV was last read.
    pub updated: Epoch,
    /// Announced assets in transit.
    pub transit: Lamports,
    /// Epoch of the last refresh.
    pub epoch: Epoch,
    /// Epoch in which an unconfirmed fall was first seen.
    pub drop_epoch: Epoch,
    /// Highest published NAV of each of the last days, by day modulo seven.
    pub recent: [Rate; RECENT_DAYS],
    /// Day of the newest of them, since 1970.
    pub day: u32,
    /// How long an unconfirmed fall has been seen without being denied by the market.
    pub drop_held: Seconds,
    /// How long the market has agreed with it.
    pub drop_agreed: Seconds,
    /// When it was first seen.
    pub drop_since: Moment,
    /// When the announcement of transit lapses.
    pub transit_until: Moment,
    /// When NAV was last known to be fresh.
    pub fresh: Moment,
    /// When NAV was last read without fault.
    pub good: Moment,
    /// See the constants of this type.
    pub marks: Marks,
    /// How far the NAV sources were apart.
    pub apart: Bps,
    /// Part of the assets that lies where one signer can take it, rounded up.
    pub custodial: Bps,
}

impl NavState {
    /// A fall beyond what passes at once waits for confirmation.
    pub const DROP: u32 = 1;
    /// Supply grew without assets.
    pub const UNBACKED: u32 = 1 << 1;
    /// A watched program was upgraded.
    pub const PROGRAM: u32 = 1 << 2;
    /// NAV is on its way to an accepted lower level.
    pub const DESCENT: u32 = 1 << 3;
    /// The last refresh read the unconfirmed fall.
    pub const DROP_SEEN: u32 = 1 << 4;
    /// The market has agreed with the fall for long enough.
    pub const AGREED: u32 = 1 << 5;
    /// The primary source is counted from accounts, and at most a tenth of it is custodial.
    pub const PROVABLE: u32 = 1 << 6;
    /// A wrapped asset's vault held less than the wrapper's supply.
    pub const UNDERCOVERED: u32 = 1 << 7;
    /// Some assets lie where one signer can take them.
    pub const CUSTODIAL: u32 = 1 << 8;
    /// A rate that no program lowers had fallen when it was last read.
    pub const FIRM_FELL: u32 = 1 << 9;
}

/// Memory of one source, of the market but for [`Self::FIRM`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct SourceState {
    /// The newest reading that had a price; with [`Self::FIRM`] the highest accepted firm rate.
    pub reading: LogRate,
    /// Lowest reading since the last sample, the one that closed it included.
    pub low: LogRate,
    /// Highest, likewise.
    pub high: LogRate,
    /// The last sample, low side.
    pub sample_low: LogRate,
    /// The last sample, high side.
    pub sample_high: LogRate,
    /// The sample before it, low side.
    pub before_low: LogRate,
    /// The same, high side.
    pub before_high: LogRate,
    /// Samples times their seconds, ever, low side; wraps, differences count.
    pub total_low: i64,
    /// The same, high side.
    pub total_high: i64,
    /// The venue's own short average, as last read.
    pub own_short: LogRate,
    /// The venue's own long average, as last read.
    pub own_long: LogRate,
    /// Depth as a vote.
    pub depth: Lamports,
    /// Depth as last read.
    pub depth_read: Lamports,
    /// The lowest recent reading below `depth`, which another has to confirm.
    pub falling: Lamports,
    /// Mean of the short window as last computed, low side.
    pub short_low: LogRate,
    /// The same, high side.
    pub short_high: LogRate,
    /// Mean of the long window as last computed, low side.
    pub long_low: LogRate,
    /// The same, high side.
    pub long_high: LogRate,
    /// Credited part of the short window then; zero for no mean.
    pub short_covered: Seconds,
    /// Credited part of the long window then; zero for no mean.
    pub long_covered: Seconds,
    /// When `reading` was read.
    pub read: Moment,
    /// When the last sample was taken.
    pub sampled: Moment,
    /// Seconds credited, ever; wraps.
    pub covered: Seconds,
    /// The feed's own uncertainty.
    pub confidence: Bps,
    /// See the constants of this type.
    pub marks: Marks,
    /// When a feed published the stored reading; [`Moment::NEVER`] for a pool's.
    pub published: Moment,
    /// For how long it has been far from the others' median; from a long window on it has no vote.
    pub apart: Seconds,
    /// Slot of `falling`, the lower half of its bits.
    pub falling_slot: u32,
    /// Time of `falling`; [`Moment::NEVER`] without one.
    pub falling_time: Moment,
    /// For alignment; zero.
    pub reserved: u32,
    /// Points of the short window.
    pub short: Ring,
    /// Points of the long window.
    pub long: Ring,
}

impl SourceState {
    /// There is a stored reading.
    pub const READ: u32 = 1;
    /// There is a sample.
    pub const SAMPLED: u32 = 1 << 1;
    /// Most of the pool's value lies on one side.
    pub const ONE_SIDED: u32 = 1 << 2;
    /// The venue gave its own short average.
    pub const OWN_SHORT: u32 = 1 << 3;
    /// The venue gave its own long average.
    pub const OWN_LONG: u32 = 1 << 4;
    /// It has the depth to vote.
    pub const VOTES: u32 = 1 << 5;
    /// The stored means are those of the last sample.
    pub const COMPUTED: u32 = 1 << 6;
    /// Its depth was read at least once.
    pub const MEASURED: u32 = 1 << 7;
    /// It had the depth to vote once.
    pub const VOTED: u32 = 1 << 8;
    /// The newest reading that had a price had the depth to gain a vote.
    pub const DEEP: u32 = 1 << 9;
    /// Of a NAV source: its firm rate was read.
    pub const FIRM: u32 = 1 << 10;
}

/// Cumulative samples at some moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct Point {
    /// Samples times seconds until then, low side.
    pub low: i64,
    /// The same, high side.
    pub high: i64,
    /// Seconds credited until then.
    pub covered: Seconds,
    /// Then.
    pub time: Moment,
}

/// The newest points, at least one spacing apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct Ring {
    /// In circular order.
    pub points: [Point; RING],
    /// Where the next point goes.
    pub next: u32,
    /// How many there are.
    pub len: u32,
}

/// Readings on the other side of a published spot, which replace it once they have lasted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct Run {
    /// The one among them that is nearest to the published spot.
    pub nearest: LogRate,
    /// Slot of the first, the lower half of its bits.
    pub slot: u32,
    /// Time of the first; [`Moment::NEVER`] for no run.
    pub since: Moment,
}

/// Memory of the market leg across sources.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct MarketState {
    /// Last valid short window across sources, low side.
    pub short_low: LogRate,
    /// The same, high side.
    pub short_high: LogRate,
    /// Last valid long window, low side.
    pub long_low: LogRate,
    /// The same, high side.
    pub long_high: LogRate,
    /// Short window that the low side may not exceed while `hold_until` lies ahead: a voter went missing.
    pub hold_short: LogRate,
    /// As `hold_short`, long window.
    pub hold_long: LogRate,
    /// Spot across sources, low side.
    pub spot_low: LogRate,
    /// The same, high side.
    pub spot_high: LogRate,
    /// Readings above the low side.
    pub above: Run,
    /// Readings below the high side.
    pub below: Run,
    /// Highest depth of all sources in each eighth of the last hour.
    pub depth_peaks: [Lamports; DEPTH_PEAKS],
    /// Which eighth of an hour is current, since 1970.
    pub peak: u32,
    /// Until when the held values bind.
    pub hold_until: Moment,
    /// When both windows were last valid.
    pub valid: Moment,
    /// When the market was last read by enough voters.
    pub time: Moment,
    /// Slot of the spot reading beyond the depegged threshold that another has to confirm, the lower half of its bits.
    pub spot_slot: u32,
    /// Its time; [`Moment::NEVER`] without one.
    pub spot_time: Moment,
    /// Larger discount of the two windows when they were last valid.
    pub deviation: Bps,
    /// Voters of the last refresh, a bit a source.
    pub voted: u32,
    /// See the constants of this type.
    pub marks: Marks,
    /// Confidence of the last refresh.
    pub width: Bps,
    /// As `hold_short`, confidence.
    pub hold_width: Bps,
    /// When a price was last read.
    pub heard: Moment,
}

impl MarketState {
    /// There has been a short window.
    pub const SHORT: u32 = 1;
    /// There has been a long window.
    pub const LONG: u32 = 1 << 1;
    /// There has been a spot.
    pub const SPOT: u32 = 1 << 2;
    /// Both windows were valid at once.
    pub const SEEN: u32 = 1 << 3;
    /// The last refresh found no market left to judge by.
    pub const LOST: u32 = 1 << 4;
}

/// Memory of the USD leg.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct UsdState {
    /// Lowest price of the sources less its uncertainty.
    pub low: Price,
    /// Highest price of the sources plus its uncertainty.
    pub high: Price,
    /// The price that liquidation goes by.
    pub price: Price,
    /// Its uncertainty.
    pub confidence: Price,
    /// When the oldest of them was published.
    pub time: Moment,
    /// How far the sources were apart.
    pub apart: Bps,
}

/// Memory of the breaker.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct BreakerState {
    /// Current level, 0 to 3.
    pub level: u32,
    /// Since when.
    pub since: Moment,
    /// For how long nothing has held the level.
    pub clear: Seconds,
    /// When the guardian's halt ends; [`Moment::NEVER`] without one.
    pub guardian_until: Moment,
    /// When liquidation was barred.
    pub barred_since: Moment,
    /// When it last was.
    pub barred_last: Moment,
    /// See the constants of this type.
    pub marks: Marks,
    /// For alignment; zero.
    pub reserved: u32,
}

impl BreakerState {
    /// Nothing held the level at the last refresh.
    pub const CLEARING: u32 = 1;
    /// The market brought the halt about.
    pub const MARKET_HALT: u32 = 1 << 1;
    /// Warm-up is over.
    pub const WARM: u32 = 1 << 2;
    /// Spot was beyond `depegged_enter`, and has not been within `depegged_clear` since.
    pub const SPOT_SAYS: u32 = 1 << 3;
    /// The same of the short window.
    pub const SHORT_SAYS: u32 = 1 << 4;
    /// The same of the long window.
    pub const LONG_SAYS: u32 = 1 << 5;
    /// *Depegged* was entered by spot or the short window, and nothing else has demanded it since.
    pub const SUSPECTED: u32 = 1 << 6;
}
