//! `fair`: never above NAV, and below it a bounded chase of what both sides of the market agree on.

use crate::market::Sides;
use crate::math::mul::{discount, drift};
use crate::scene::Scene;
use crate::state::State;
use crate::tick::Tick;
use crate::units::{Rate, Seconds};

/// The most evidence that is kept: what is over must be forgotten in as much time.
const MOST_EVIDENCE: Seconds = Seconds::new(21_600);

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

    /// Moves it.
    #[inline(never)]
    pub(super) fn chase(&mut self, scene: &Scene<'_>) {
        let Scene { params, nav, market, tick, .. } = *scene;
        if tick.first {
            self.rate = nav.nav;
        }
        let best = |side: Side| market.best(side).map(|best| best.min(nav.nav));
        // A feed that has been open has borrowers: its first market, whenever that comes, moves `fair` no faster than any other.
        if let (true, true, Some(short)) = (scene.unopened, scene.view.first_short, market.short) {
            self.rate = nav.nav.min(short.high);
        } else if let (true, Some(floor), Some(ceiling)) = (market.valid, best(low), best(high)) {
            self.weigh(scene);
            if ceiling < self.rate {
                self.fall(scene, ceiling);
            } else if floor > self.rate {
                self.rise(scene, floor);
            }
        } else if params.is_nav_only() {
            self.rise(scene, nav.nav);
        } else if scene.lost
            && self.beyond > Seconds::ZERO
            && is_beyond(scene, market.spot, low)
            // What it said last goes on, unless that was that it is over. The last spot is whoever's who made it, but one that is still read is not.
            && let Some(ceiling) = if scene.heard { market.best(high) } else { market.better_window(high) }
            && ceiling < self.rate
        {
            self.fall(scene, ceiling);
            // Nobody can deny it any more: what was not confirmed carries no further than it was seen.
            if self.beyond < confirmation(scene) {
                self.beyond = self.beyond.minus(tick.credit);
            }
        }
        if let Some(agreed) = nav.agreed {
            self.close(agreed, params.fall_close, tick.credit);
        }
        self.rate = self.rate.min(nav.nav);
    }

    /// Counts evidence while both sides say depegged, and dispute while only the low side does; both end, second for second, while low spot
    /// denies it.
    fn weigh(&mut self, scene: &Scene<'_>) {
        let Scene { market, tick, .. } = *scene;
        if !is_beyond(scene, market.spot, low) {
            self.beyond = self.beyond.minus(tick.credit);
            self.disputed = self.disputed.minus(tick.credit);
            return;
        }
        let all =
            |side: Side| [market.short, market.long, market.spot].iter().all(|sides| is_beyond(scene, *sides, side));
        if all(high) {
            count(&mut self.beyond, tick);
        } else if all(low) {
            count(&mut self.disputed, tick);
        }
    }

    /// Down: at the common speed, and once the market has said so for long enough, by closing the gap. The less the accounts can prove, the more
    /// the market's word counts.
    fn fall(&mut self, scene: &Scene<'_>, aim: Rate) {
        let Scene { params, nav, tick, .. } = *scene;
        let constant = if nav.provable { params.depeg_close } else { params.depeg_close.min(params.attested_close) };
        let slow = self.rate.minus(drift(self.rate, params.fair_fall, tick.credit)).max(aim);
        if self.beyond >= confirmation(scene) {
            self.close(aim, constant, tick.credit);
        }
        self.rate = self.rate.min(slow);
    }

    fn rise(&mut self, scene: &Scene<'_>, aim: Rate) {
        let step = drift(self.rate, scene.params.fair_rise, scene.tick.credit);
        self.rate = self.rate.max(self.rate.plus(step).min(aim));
    }

    /// Closes the gap to a lower level with a time constant.
    #[cold]
    #[inline(never)]
    fn close(&mut self, aim: Rate, constant: Seconds, credit: Seconds) {
        self.rate = self.rate.minus(self.rate.minus(aim).closed_in(credit, constant));
    }
}

/// Whether a side lies below NAV by as much as a depeg takes.
fn is_beyond(scene: &Scene<'_>, sides: Option<Sides>, side: Side) -> bool {
    sides.is_some_and(|sides| discount(scene.nav.nav, side(sides)) >= scene.params.depegged_enter)
}

/// How much evidence confirms a depeg.
fn confirmation(scene: &Scene<'_>) -> Seconds {
    let Scene { params, nav, .. } = *scene;
    if nav.provable { params.depeg_confirm } else { params.depeg_confirm.min(params.attested_confirm) }
}

fn count(held: &mut Seconds, tick: &Tick) {
    *held = held.plus(tick.credit).min(MOST_EVIDENCE);
}
