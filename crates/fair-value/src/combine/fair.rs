//! `fair`: never above NAV, and below it a bounded chase of what both sides of the market agree on.

use super::MarketRates;
use crate::math::mul::{discount, drift, minus, plus, share_floor};
use crate::nav::NavView;
use crate::outcome::Sides;
use crate::params::Params;
use crate::state::State;
use crate::tick::Tick;
use crate::units::{Rate, Seconds};

/// The most evidence that is kept: what is over must be forgotten in as much time.
const MOST_EVIDENCE: Seconds = Seconds(21_600);

/// What decides where `fair` goes in one refresh.
pub(crate) struct Chase<'a> {
    pub(crate) params: &'a Params,
    pub(crate) nav: &'a NavView,
    pub(crate) market: &'a MarketRates,
    pub(crate) tick: &'a Tick,
    /// The feed's first refresh.
    pub(crate) first: bool,
    /// Nobody could borrow on this feed yet.
    pub(crate) unopened: bool,
    /// There was a market, and none is left to judge by.
    pub(crate) lost: bool,
    /// A price was read within three cadences.
    pub(crate) heard: bool,
}

/// Chooses a side.
type Side = fn(Sides) -> Rate;

fn low(sides: Sides) -> Rate {
    sides.low
}

fn high(sides: Sides) -> Rate {
    sides.high
}

/// `fair`, and for how long the market has said that the token is depegged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fair {
    pub(crate) rate: Rate,
    /// Both sides have.
    pub(crate) beyond: Seconds,
    /// The low side has, and the high side has not.
    pub(crate) disputed: Seconds,
}

impl Fair {
    /// As remembered.
    pub(crate) fn of(state: &State) -> Self {
        Self { rate: state.fair, beyond: state.beyond, disputed: state.disputed }
    }
}

impl Chase<'_> {
    /// Moves `fair`.
    #[inline(never)]
    pub(crate) fn run(&self, fair: &mut Fair) {
        let Self { params, nav, market, .. } = *self;
        if self.first {
            fair.rate = nav.nav;
        }
        let best = |side: Side| market.best(side).map(|best| best.min(nav.nav));
        // A feed that has been open has borrowers: its first market, whenever that comes, moves `fair` no faster than any other.
        if let (true, true, Some(short)) = (self.unopened, market.first_short, market.short) {
            fair.rate = nav.nav.min(short.high);
        } else if let (true, Some(floor), Some(ceiling)) = (market.valid, best(low), best(high)) {
            self.weigh(fair);
            if ceiling < fair.rate {
                self.fall(fair, ceiling);
            } else if floor > fair.rate {
                self.rise(fair, floor);
            }
        } else if params.is_nav_only() {
            self.rise(fair, nav.nav);
        } else if self.lost
            && fair.beyond > Seconds(0)
            && self.is_beyond(market.spot, low)
            // What it said last goes on, unless that was that it is over. The last spot is whoever's who made it, but one that is still read is not.
            && let Some(ceiling) = if self.heard { market.best(high) } else { market.better_window(high) }
            && ceiling < fair.rate
        {
            self.fall(fair, ceiling);
            // Nobody can deny it any more: what was not confirmed carries no further than it was seen.
            if fair.beyond < self.confirm() {
                fair.beyond = Seconds(fair.beyond.0.saturating_sub(self.tick.credit.0));
            }
        }
        if let Some(agreed) = nav.agreed {
            close(fair, agreed, params.fall_close, self.tick.credit);
        }
        fair.rate = fair.rate.min(nav.nav);
    }

    /// Counts evidence while both sides say depegged, and dispute while only the low side does; both end, second for second, while low spot
    /// denies it.
    fn weigh(&self, fair: &mut Fair) {
        let Self { market, tick, .. } = *self;
        if !self.is_beyond(market.spot, low) {
            fair.beyond = Seconds(fair.beyond.0.saturating_sub(tick.credit.0));
            fair.disputed = Seconds(fair.disputed.0.saturating_sub(tick.credit.0));
            return;
        }
        let all =
            |side: Side| [market.short, market.long, market.spot].iter().all(|sides| self.is_beyond(*sides, side));
        if all(high) {
            count(&mut fair.beyond, tick);
        } else if all(low) {
            count(&mut fair.disputed, tick);
        }
    }

    /// Whether a side lies below NAV by as much as a depeg takes.
    fn is_beyond(&self, sides: Option<Sides>, side: Side) -> bool {
        sides.is_some_and(|sides| discount(self.nav.nav, side(sides)) >= self.params.depegged_enter)
    }

    /// Down: at the common speed, and once the market has said so for long enough, by closing the gap. The less the accounts can prove, the more
    /// the market's word counts.
    fn fall(&self, fair: &mut Fair, aim: Rate) {
        let Self { params, nav, tick, .. } = *self;
        let constant = if nav.provable { params.depeg_close } else { params.depeg_close.min(params.attested_close) };
        let slow = minus(fair.rate, drift(fair.rate, params.fair_fall, tick.credit.0)).max(aim);
        if fair.beyond >= self.confirm() {
            close(fair, aim, constant, tick.credit);
        }
        fair.rate = fair.rate.min(slow);
    }

    /// How much evidence confirms a depeg.
    fn confirm(&self) -> Seconds {
        let Self { params, nav, .. } = *self;
        if nav.provable { params.depeg_confirm } else { params.depeg_confirm.min(params.attested_confirm) }
    }

    fn rise(&self, fair: &mut Fair, aim: Rate) {
        let step = drift(fair.rate, self.params.fair_rise, self.tick.credit.0);
        fair.rate = fair.rate.max(plus(fair.rate, step).min(aim));
    }
}

fn count(held: &mut Seconds, tick: &Tick) {
    *held = Seconds(held.0.saturating_add(tick.credit.0)).min(MOST_EVIDENCE);
}

/// Closes the gap to a lower level with a time constant.
#[cold]
#[inline(never)]
fn close(fair: &mut Fair, aim: Rate, constant: Seconds, credit: Seconds) {
    let gap = minus(fair.rate, aim).0.to_bits();
    let step = share_floor(gap, credit.0, constant.0);
    fair.rate = minus(fair.rate, Rate(fixed::types::U20F44::from_bits(step)));
}
