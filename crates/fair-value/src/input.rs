//! What one refresh has observed: the readings of all sources and the chain's time.

use crate::units::{Bps, Epoch, Lamports, LogRate, Price, Rate, Seconds, Slot, TokenAmount, UnixTime};

/// Sources in one feed, over all legs.
pub const MAX_SOURCES: usize = 8;

/// The chain's time at a refresh, from its Clock and EpochRewards sysvars.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Now {
    /// Unix time of the chain's clock.
    pub time: UnixTime,
    /// Current slot.
    pub slot: Slot,
    /// Current epoch.
    pub epoch: Epoch,
    /// Seconds since the first slot of this epoch.
    pub since_epoch_start: Seconds,
    /// Whether epoch rewards are still being paid out: stake pools cannot be updated meanwhile.
    pub rewards_active: bool,
}

/// What a source speaks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leg {
    /// The redemption rate.
    Nav,
    /// The traded rate.
    Market,
    /// SOL in USD.
    Usd,
}

/// Backing counted from public accounts: the issuer's own definition of NAV.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Backing {
    /// Everything the vault or pool holds.
    pub assets: Lamports,
    /// Tokens in issue.
    pub supply: TokenAmount,
    /// Decimals of the token's mint, at most 18.
    pub decimals: u8,
    /// The oldest epoch among the programs' books that entered into `assets`; the current one where there is none.
    pub updated: Epoch,
    /// Of `assets`, what lies in wallets that one signer controls.
    pub custodial: Lamports,
    /// Whether a wrapped asset's vault holds less than the wrapper's supply.
    pub undercovered: bool,
    /// Whether more of a token is in issue than its program's books say.
    pub unbacked: bool,
    /// Product of the rates in `assets` that no instruction of their programs lowers; zero without any. So a fall of
    /// it, however small, means another program.
    pub firm: Rate,
}

/// A rate somebody attests, used as cross-check or fallback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attested {
    /// The attested rate.
    pub rate: Rate,
    /// The attester's own uncertainty.
    pub confidence: Bps,
    /// When it was published.
    pub published: UnixTime,
}

/// A reading of the NAV leg. The first NAV source of a feed is the primary one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NavReading {
    /// Counted from accounts.
    Backing(Backing),
    /// Attested by a feed.
    Attested(Attested),
}

/// A market's own price history as geometric means over the windows; a side is `None` where the history is too short.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct History {
    /// Mean over the short window.
    pub short: Option<LogRate>,
    /// Mean over the long window.
    pub long: Option<LogRate>,
}

/// A reading of one market.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MarketReading {
    /// Current rate, unclamped.
    pub spot: Rate,
    /// SOL that moves the rate by 1 %; for a feed, which has no pool, the depth it is configured to stand for.
    pub depth: Lamports,
    /// The feed's own uncertainty; zero for a pool.
    pub confidence: Bps,
    /// The venue's own averages, where it keeps them.
    pub history: Option<History>,
    /// Whether over 80 % of a full-range pool's value lies on one side.
    pub one_sided: bool,
    /// When a feed published its quote; `None` for a pool, which is read as it stands. A quote that is not newer than the last one taken is
    /// no new evidence.
    pub published: Option<UnixTime>,
}

impl MarketReading {
    /// A market that nobody can sell into: closed, disabled, empty, not open yet, never traded. Its depth is what is known of it; it has no price.
    pub const CLOSED: Self = Self {
        spot: Rate::ZERO,
        depth: Lamports::ZERO,
        confidence: Bps::ZERO,
        history: None,
        one_sided: false,
        published: None,
    };
}

/// SOL in USD.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UsdReading {
    /// USD per SOL.
    pub price: Price,
    /// Uncertainty, same unit.
    pub confidence: Price,
    /// When it was published.
    pub published: UnixTime,
}

/// What a source said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// About the redemption rate.
    Nav(NavReading),
    /// About the traded rate.
    Market(MarketReading),
    /// About SOL in USD.
    Usd(UsdReading),
}

/// One configured source in this refresh: its leg, and its reading unless that was rejected (stale, thin, broken, gone).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Observation {
    /// The leg it is configured for.
    pub leg: Leg,
    /// `None`: rejected. A reading of another leg than the configured one counts as rejected.
    pub reading: Option<Reading>,
}

/// Everything a refresh knows that is not stored.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The chain's time.
    pub now: Now,
    /// One entry a configured source, in configured order, at most [`MAX_SOURCES`].
    pub observations: &'a [Observation],
}

/// The bit of a source in published masks.
pub(crate) fn source_bit(index: usize) -> u32 {
    1_u32.checked_shl(index as u32).unwrap_or(0)
}
