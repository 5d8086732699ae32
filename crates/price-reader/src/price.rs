//! The price as a lender or AMM may use it: the published record judged by owner, level and age.

use crate::error::{Denied, Field, ReadError};
use crate::flags::Flags;
use crate::gates::{Action, Gates, Swap};
use crate::key;
use crate::layout::PROGRAM_ID;
use crate::level::{HaltCause, Level};
use crate::math::{self, Rounding};
use crate::published::Published;
use crate::reason::Reasons;
use crate::staleness::{self, Leg, Stale, Staleness, CLOCK_TOLERANCE};
use crate::units::{Bps, Rate};

/// A published price, checked and judged at one moment.
///
/// It has no prices itself: they come with a [`Permit`](crate::permit::Permit), so that nothing is done at a price which may not be done now. The record without
/// judgement is [`Price::published`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Price<'a> {
    published: Published<'a>,
    /// Seconds since the publication, from 0.
    age: u64,
    staleness: Staleness,
    gates: Gates,
    /// The caller's unix time as [`staleness::plausible`], for the legs that are judged only when used.
    now: i64,
}

impl<'a> Price<'a> {
    /// Reads a feed's price account. `owner` is the account's owner program, `feed` the address of the feed that is trusted, as stored
    /// when the reserve or pool was created, `now` the unix time of the caller's clock (on chain: the Clock sysvar).
    ///
    /// Checked: owner, length, discriminator, version, level, that the gates fit the level, that the publication is not from the
    /// future, and the feed, so that no other account passes, whatever its address. **Age is not an error here**, since repaying and
    /// topping up go on without a price; it is one in every function that yields a price or a permission.
    ///
    /// Where this fails, [`Gates::WITHOUT_PRICE`] still applies: let borrowers repay and top up.
    ///
    /// # Errors
    /// [`ReadError::WrongFeed`], and those of [`Price::read_any_feed`].
    #[inline]
    pub fn read(data: &'a [u8], owner: &[u8; 32], feed: &[u8; 32], now: i64) -> Result<Self, ReadError> {
        Self::read_from(data, owner, &PROGRAM_ID, feed, now)
    }

    /// As [`Price::read`], for a deployment of one's own under another program id.
    ///
    /// # Errors
    /// As [`Price::read`].
    #[inline]
    pub fn read_from(
        data: &'a [u8],
        owner: &[u8; 32],
        program_id: &[u8; 32],
        feed: &[u8; 32],
        now: i64,
    ) -> Result<Self, ReadError> {
        Self::judge(Published::of_program(data, owner, program_id)?, now)?.for_feed(feed)
    }

    /// As [`Price::read`] for whatever feed the account is of, a stranger's as well: anyone may open one, for any mint, with sources of
    /// their choosing. For those who show every feed, and to find out which feed an account is of before trusting it.
    ///
    /// # Errors
    /// [`ReadError::WrongOwner`], [`ReadError::FromFuture`], and those of [`Published::read_unchecked`].
    #[inline]
    pub fn read_any_feed(data: &'a [u8], owner: &[u8; 32], now: i64) -> Result<Self, ReadError> {
        Self::judge(Published::of_program(data, owner, &PROGRAM_ID)?, now)
    }

    /// The price of a record at hand. **Not checked: the owner, the feed.** For those who have established them otherwise, and for archives.
    ///
    /// # Errors
    /// [`ReadError::FromFuture`].
    #[inline]
    pub fn judge(published: Published<'a>, now: i64) -> Result<Self, ReadError> {
        let published_at = published.published_at();
        let now = staleness::plausible(now);
        let age = staleness::age(published_at, now);
        if age < -CLOCK_TOLERANCE {
            return Err(ReadError::FromFuture { published_at, now });
        }
        let staleness = if staleness::exceeds(age, published.liquidation_limit()) {
            Staleness::Expired
        } else if staleness::exceeds(age, published.hard_limit()) {
            Staleness::Hard
        } else if staleness::exceeds(age, published.soft_limit())
            || staleness::leg_exceeds(staleness::age(published.nav_time(), now), published.nav_limit())
            || staleness::leg_exceeds(staleness::age(published.market_time(), now), published.market_limit())
        {
            Staleness::Soft
        } else {
            Staleness::Fresh
        };
        let gates = published.gates().intersect(Gates::when(staleness));
        Ok(Self { published, age: u64::try_from(age).unwrap_or(0), staleness, gates, now })
    }

    /// Fails unless the price is of this feed. Stronger than [`Price::for_mint`]: several feeds may price one mint.
    ///
    /// # Errors
    /// [`ReadError::WrongFeed`].
    #[inline]
    pub fn for_feed(self, feed: &[u8; 32]) -> Result<Self, ReadError> {
        let found = self.published.feed();
        if key::same(found, feed) {
            Ok(self)
        } else {
            Err(ReadError::WrongFeed { found: *found })
        }
    }

    /// Fails unless the price is of this token. It does not tell which feed: pin that with [`Price::for_feed`] or by address.
    ///
    /// # Errors
    /// [`ReadError::WrongMint`].
    #[inline]
    pub fn for_mint(self, mint: &[u8; 32]) -> Result<Self, ReadError> {
        let found = self.published.mint();
        if key::same(found, mint) {
            Ok(self)
        } else {
            Err(ReadError::WrongMint { found: *found })
        }
    }

    /// What level and age together allow.
    #[inline]
    pub const fn gates(&self) -> Gates {
        self.gates
    }

    /// Whether the action is allowed now.
    #[inline]
    pub const fn may(&self, action: Action) -> bool {
        self.gates.allows(action)
    }

    /// As [`Price::may`], with the reason in the error.
    ///
    /// # Errors
    /// [`Denied::Level`] if the publication bars the action, else [`Denied::Stale`].
    #[inline]
    pub fn require(&self, action: Action) -> Result<(), Denied> {
        if self.may(action) {
            Ok(())
        } else {
            Err(self.denial(action))
        }
    }

    /// How an AMM is to quote now. At any level above normal an open swap widens.
    #[inline]
    pub fn swap(&self) -> Swap {
        if !self.may(Action::Swap) {
            Swap::Paused
        } else if self.gates.widens() || self.level() != Level::Normal {
            Swap::Widen { least: self.distance() }
        } else {
            Swap::Open
        }
    }

    /// The breaker's level.
    #[inline]
    pub fn level(&self) -> Level {
        self.published.level()
    }

    /// What halted the feed, [`HaltCause::NONE`] below [`Level::Halted`].
    #[inline]
    pub fn halt_cause(&self) -> HaltCause {
        self.published.halt_cause()
    }

    /// Unix time at which the level was entered.
    #[inline]
    pub fn level_since(&self) -> i64 {
        self.published.level_since()
    }

    /// Why the record is as it is.
    #[inline]
    pub fn reasons(&self) -> Reasons {
        self.published.reasons()
    }

    /// Standing properties of the feed.
    #[inline]
    pub fn flags(&self) -> Flags {
        self.published.flags()
    }

    /// Seconds since the publication; 0 if it lies ahead within the clocks' tolerance.
    #[inline]
    pub const fn age(&self) -> u64 {
        self.age
    }

    /// How far age limits the use of this price. SOL/USD is not part of it: it is judged where USD values are asked for.
    #[inline]
    pub const fn staleness(&self) -> Staleness {
        self.staleness
    }

    /// Which leg makes the price stale; `None` if it is fresh.
    pub fn stale(&self) -> Option<Stale> {
        let record = &self.published;
        let publication = |limit| Some(self.publication_beyond(limit));
        match self.staleness {
            Staleness::Fresh => None,
            Staleness::Expired => publication(record.liquidation_limit()),
            Staleness::Hard => publication(record.hard_limit()),
            Staleness::Soft => {
                let legs = [
                    (Leg::Publication, record.published_at(), record.soft_limit()),
                    (Leg::Nav, record.nav_time(), record.nav_limit()),
                    (Leg::Market, record.market_time(), record.market_limit()),
                ];
                legs.into_iter()
                    .map(|(leg, time, limit)| Stale { leg, age: staleness::age(time, self.now), limit })
                    .find(|stale| match stale.leg {
                        Leg::Publication => staleness::exceeds(stale.age, stale.limit),
                        _ => staleness::leg_exceeds(stale.age, stale.limit),
                    })
            }
        }
    }

    /// The record without judgement.
    #[inline]
    pub const fn published(&self) -> &Published<'a> {
        &self.published
    }

    /// How far the market lies from NAV, on whichever side of it, and the confidence on top: basis points, rounded up.
    #[cold]
    fn distance(&self) -> Bps {
        let record = &self.published;
        let nav = record.nav().map_or(0, Rate::get);
        let sides = [record.spot_sides(), record.short_sides(), record.long_sides()];
        let apart = |rate: Rate| rate.get().abs_diff(nav);
        let means = [record.spot(), record.short(), record.long()].into_iter().flatten();
        let rates = sides.into_iter().flatten().flat_map(|sides| [sides.low, sides.high]).chain(means);
        let distance = rates.map(apart).max().unwrap_or(0).saturating_add(record.confidence());
        let bps = math::multiply_divide(distance, Bps::ONE.get().into(), nav, Rounding::Up);
        bps.and_then(|bps| bps.try_into().ok()).and_then(Bps::new).unwrap_or(Bps::ONE)
    }

    /// Fails if the publication is too old for anything but liquidation.
    #[inline]
    pub(crate) fn not_beyond_hard(&self) -> Result<(), ReadError> {
        if self.staleness < Staleness::Hard {
            return Ok(());
        }
        Err(ReadError::Stale(self.publication_beyond(self.published.hard_limit())))
    }

    /// Fails if the publication is too old even for liquidation.
    #[inline]
    pub(crate) fn not_expired(&self) -> Result<(), ReadError> {
        if self.staleness < Staleness::Expired {
            return Ok(());
        }
        Err(ReadError::Stale(self.publication_beyond(self.published.liquidation_limit())))
    }

    /// Fails if SOL/USD is missing or too old.
    #[inline]
    pub(crate) fn usd_in_time(&self, field: Field) -> Result<(), ReadError> {
        let record = &self.published;
        if !record.flags().has(Flags::USD) {
            return Err(ReadError::Absent(field));
        }
        let (age, limit) = (staleness::age(record.sol_usd_time(), self.now), record.usd_limit());
        if staleness::exceeds(age, limit) {
            return Err(ReadError::Stale(Stale { leg: Leg::Usd, age, limit }));
        }
        Ok(())
    }

    #[inline]
    pub(crate) const fn publication_beyond(&self, limit: u32) -> Stale {
        Stale { leg: Leg::Publication, age: self.age as i64, limit }
    }

    #[cold]
    fn denial(&self, action: Action) -> Denied {
        match self.stale() {
            Some(stale) if self.published.gates().allows(action) => Denied::Stale { action, stale },
            _ => Denied::Level { action, level: self.level(), cause: self.halt_cause() },
        }
    }
}
