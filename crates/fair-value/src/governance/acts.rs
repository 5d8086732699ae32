//! Acts of guardian and authority.

use crate::input::{MAX_SOURCES, Now, source_bit};
use crate::market::{self, Sides};
use crate::nav;
use crate::params::Params;
use crate::state::{MarketState, NavState, SourceState, State, UsdState};
use crate::units::{Lamports, Moment, Rate, Seconds, TokenAmount, UnixTime};
use bytemuck::Zeroable;

/// Why an act was refused. The state is unchanged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GovernanceError {
    /// The clock shows no time that can be stored.
    ClockOutOfRange {
        /// What it shows.
        time: UnixTime,
    },
    /// The guardian has not halted the feed, or its halt has expired.
    NotPaused,
    /// There is no fall, no unbacked mint, and no lost or disputed market to acknowledge.
    NothingToAcknowledge,
    /// No upgrade is waiting to be acknowledged.
    NoProgramChange,
    /// More assets in transit than may be announced.
    TransitTooLarge {
        /// What was to be announced, lamports.
        amount: Lamports,
        /// The most that may be, by the assets last read.
        limit: Lamports,
    },
    /// The announcement would expire in the past, or too late.
    TransitExpiry {
        /// When it would.
        until: UnixTime,
        /// The latest that is accepted.
        latest: UnixTime,
    },
    /// No such source.
    NoSuchSource {
        /// Its index.
        index: usize,
    },
}

impl State {
    /// The guardian halts the feed, for [`Params::guardian_halt`] from now. Takes effect at the next refresh; a program that wants it
    /// at once closes its gates itself.
    ///
    /// # Errors
    /// The clock.
    pub fn pause(&mut self, params: &Params, now: &Now) -> Result<Moment, GovernanceError> {
        let now = moment(now)?;
        self.known = 0;
        let until = now.plus(params.guardian_halt);
        self.breaker.guardian_until = self.breaker.guardian_until.max(until);
        Ok(self.breaker.guardian_until)
    }

    /// Whether a halt may still bar liquidation at this time: a bar that follows another within its own length continues it.
    ///
    /// # Errors
    /// The clock.
    pub fn may_bar_liquidation(&self, now: &Now) -> Result<bool, GovernanceError> {
        let now = moment(now)?;
        let breaker = &self.breaker;
        let continued = breaker.barred_last != Moment::NEVER && now.since(breaker.barred_last) < LIQUIDATION_BAR;
        Ok(!continued || now.since(breaker.barred_since) < LIQUIDATION_BAR)
    }

    /// The authority ends a guardian's halt; no other.
    ///
    /// # Errors
    /// The clock; not paused.
    pub fn resume(&mut self, now: &Now) -> Result<(), GovernanceError> {
        if !self.is_paused(now)? {
            return Err(GovernanceError::NotPaused);
        }
        self.known = 0;
        self.breaker.guardian_until = Moment::NEVER;
        Ok(())
    }

    /// Whether the guardian's halt holds.
    ///
    /// # Errors
    /// The clock.
    pub fn is_paused(&self, now: &Now) -> Result<bool, GovernanceError> {
        Ok(moment(now)? < self.breaker.guardian_until)
    }

    /// The authority believes the latest reading: NAV descends to it, and an unbacked mint is taken for real supply.
    ///
    /// # Errors
    /// Nothing to acknowledge.
    pub fn acknowledge_nav(&mut self) -> Result<(), GovernanceError> {
        let nav = &mut self.nav;
        if !nav.marks.has(NavState::DROP | NavState::UNBACKED) {
            return Err(GovernanceError::NothingToAcknowledge);
        }
        nav::acknowledge(nav);
        nav.marks.set(NavState::UNBACKED, false);
        // The next reading becomes the reference.
        nav.supply = TokenAmount::ZERO;
        nav.assets = Lamports::ZERO;
        self.known = 0;
        Ok(())
    }

    /// Authority and guardian believe the market at once: one that was lost while it said that the token is depegged, or one whose sides have
    /// long disagreed about that. `fair` goes down to what is left of the first, or to the mean of the second. Gives `fair`.
    ///
    /// # Errors
    /// Nothing to acknowledge.
    pub fn acknowledge_market(&mut self, params: &Params) -> Result<Rate, GovernanceError> {
        let market = &self.market;
        let rates = market::remembered(params, market);
        let believed = if market.marks.has(MarketState::LOST) && self.beyond > Seconds::ZERO {
            rates.better_window(|sides| sides.high)
        } else if self.disputed >= params.depeg_confirm {
            rates.best(Sides::mean)
        } else {
            None
        };
        self.fair = self.fair.min(believed.ok_or(GovernanceError::NothingToAcknowledge)?);
        self.disputed = Seconds::ZERO;
        self.known = 0;
        Ok(self.fair)
    }

    /// The authority announces assets in transit where nobody can read them, replacing the last announcement. An amount of zero
    /// withdraws it.
    ///
    /// # Errors
    /// The clock; amount above [`Params::max_transit`] of all assets; expiry not within [`Params::max_transit_time`].
    pub fn announce_transit(
        &mut self,
        params: &Params,
        now: &Now,
        amount: Lamports,
        until: UnixTime,
    ) -> Result<(), GovernanceError> {
        let now = moment(now)?;
        let limit = nav::max_transit(params, self.nav.last_assets);
        if amount > limit {
            return Err(GovernanceError::TransitTooLarge { amount, limit });
        }
        let latest = now.plus(params.max_transit_time);
        let refused = GovernanceError::TransitExpiry { until, latest: latest.unix() };
        let expiry = Moment::new(until).filter(|until| *until > now && *until <= latest).ok_or(refused)?;
        self.known = 0;
        self.nav.transit = amount;
        self.nav.transit_until = expiry;
        Ok(())
    }

    /// A watched program was upgraded: halted until acknowledged.
    pub fn program_changed(&mut self) {
        self.known = 0;
        self.nav.marks.set(NavState::PROGRAM, true);
    }

    /// The authority has looked at the upgrade.
    ///
    /// # Errors
    /// No upgrade is waiting.
    pub fn acknowledge_program(&mut self) -> Result<(), GovernanceError> {
        if !self.nav.marks.has(NavState::PROGRAM) {
            return Err(GovernanceError::NoProgramChange);
        }
        self.known = 0;
        self.nav.marks.set(NavState::PROGRAM, false);
        Ok(())
    }

    /// A source's memory starts over: it was removed, replaced, or added in a free place. That it voted until now is not
    /// forgotten, so its loss counts as lost depth and what it said last stays in force for a while.
    ///
    /// # Errors
    /// No such source.
    pub fn reset_source(&mut self, index: usize) -> Result<(), GovernanceError> {
        let source = self.sources.get_mut(index).ok_or(GovernanceError::NoSuchSource { index })?;
        *source = SourceState::zeroed();
        self.known = 0;
        Ok(())
    }

    /// Sources move to other places: `from[i]` is where the source that belongs at place `i` was, `None` for a new one, which starts
    /// over. Masks move with them, and a voter that is nowhere any more is missed as in [`Self::reset_source`]. SOL/USD is forgotten: whoever
    /// quoted it may be gone.
    pub fn arrange_sources(&mut self, from: &[Option<usize>; MAX_SOURCES]) {
        self.known = 0;
        self.usd = UsdState::zeroed();
        // In place, a source at a time: the whole memory does not fit a bytecode stack frame.
        let mut now: [usize; MAX_SOURCES] = [0, 1, 2, 3, 4, 5, 6, 7];
        for place in 0..MAX_SOURCES {
            let Some(Some(wanted)) = from.get(place) else { continue };
            let Some(at) = now.iter().position(|origin| origin == wanted) else { continue };
            // A source asked for twice stays where it was put first.
            if at < place && from.get(at) == Some(&Some(*wanted)) {
                continue;
            }
            self.sources.swap(place, at);
            now.swap(place, at);
        }
        let voted = self.market.voted;
        self.market.voted = 0;
        for (place, origin) in now.iter().enumerate() {
            let kept = from.get(place).is_some_and(|from| from == &Some(*origin));
            let voter = voted & source_bit(*origin) != 0;
            if !kept && let Some(source) = self.sources.get_mut(place) {
                *source = SourceState::zeroed();
            }
            // A voter that went missing leaves its bit where no vote will be, so that the loss is noticed.
            if voter {
                self.market.voted |= source_bit(place);
            }
        }
    }
}

fn moment(now: &Now) -> Result<Moment, GovernanceError> {
    Moment::new(now.time).ok_or(GovernanceError::ClockOutOfRange { time: now.time })
}

/// The longest time that a pause may bar liquidation, for programs that act before the next refresh.
pub const LIQUIDATION_BAR: Seconds = crate::breaker::BAR;
