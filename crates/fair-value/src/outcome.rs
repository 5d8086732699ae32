//! What one refresh publishes.

use crate::breaker::Gates;
use crate::findings::{Causes, Level, Reason, Reasons};
use crate::market::Sides;
use crate::units::{Bps, Lamports, Price, Rate, TokenAmount, UnixTime};

/// Properties of a feed, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags(pub u16);

impl Flags {
    /// The feed lives without a market.
    pub const NAV_ONLY: u16 = 1;
    /// Some of the backing lies where one signer can take it.
    pub const CUSTODIAL: u16 = 1 << 1;
    /// The windows have not been valid yet.
    pub const WARMUP: u16 = 1 << 2;
    /// A USD leg is configured.
    pub const USD: u16 = 1 << 3;
    /// A market leg is configured.
    pub const MARKET: u16 = 1 << 4;
}

/// Everything the Price account shows. A rate, price or time of zero is "absent".
///
/// Round `debt`, `debt_usd`, `confidence` and `sol_usd_confidence` up when leaving binary fixed point, everything else down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Assets over supply, announced transit included; the last good one in a fault.
    pub raw_nav: Rate,
    /// The same, bounded in speed.
    pub nav: Rate,
    /// Unclamped median of the sources' readings.
    pub spot: Sides,
    /// Short window across sources, or its last valid value.
    pub short: Sides,
    /// Long window across sources, or its last valid value.
    pub long: Sides,
    /// Fair value: what liquidation judges by.
    pub fair: Rate,
    /// What collateral is worth, rounded down.
    pub collateral: Rate,
    /// What debt in the token weighs, rounded up.
    pub debt: Rate,
    /// Equal to `fair`.
    pub liquidation: Rate,
    /// Of NAV, absolute, rounded up. Already taken from `collateral` and added to `debt`, in proportion to each.
    pub confidence: Rate,
    /// When NAV was last known to be fresh.
    pub nav_time: UnixTime,
    /// When the market was last read by enough sources.
    pub market_time: UnixTime,
    /// USD per SOL, of two sources the lower.
    pub sol_usd: Price,
    /// Its uncertainty.
    pub sol_usd_confidence: Price,
    /// When it was published.
    pub sol_usd_time: UnixTime,
    /// `collateral` at the low end of SOL/USD, rounded down.
    pub collateral_usd: Price,
    /// `debt` at the high end of SOL/USD, rounded up.
    pub debt_usd: Price,
    /// `liquidation` at SOL/USD, rounded down.
    pub liquidation_usd: Price,
    /// How alarmed.
    pub level: Level,
    /// Since when.
    pub level_since: UnixTime,
    /// What halts; none below [`Level::Halted`].
    pub causes: Causes,
    /// What may be done.
    pub gates: Gates,
    /// Why.
    pub reasons: Reasons,
    /// The reason with the largest magnitude, and that, of those that have one.
    pub largest: Option<(Reason, Bps)>,
    /// Sources that were used, a bit each.
    pub voted: u16,
    /// Market sources that voted.
    pub market_sources: u8,
    /// Last raw NAV that was read without fault.
    pub last_good_nav: Rate,
    /// When that was.
    pub last_good_nav_time: UnixTime,
    /// Short window when both windows were last valid.
    pub last_good_market: Rate,
    /// When that was.
    pub last_good_market_time: UnixTime,
    /// What backs the token, lamports, without what is in transit; zero where the primary source is attested.
    pub assets: Lamports,
    /// Tokens in issue, base units; zero where the primary source is attested.
    pub supply: TokenAmount,
    /// Announced assets in transit that count now, lamports.
    pub transit: Lamports,
    /// Part of `assets` that lies where one signer can take it, rounded up.
    pub custodial: Bps,
    /// SOL that moves the voters' prices by 1 %, together.
    pub depth: Lamports,
    /// Credited part of the short window, of the source with most.
    pub short_coverage: Bps,
    /// Credited part of the long window, of the source with most.
    pub long_coverage: Bps,
    /// Properties of the feed.
    pub flags: Flags,
}
