//! What NAV and market together demand of the level.

use crate::combine::Fair;
use crate::findings::{Causes, Findings, Level, Reason};
use crate::market::{Sides, confirms};
use crate::math::exp2;
use crate::math::mul::{discount, premium};
use crate::scene::Scene;
use crate::state::{BreakerState, MarketState};
use crate::units::{Bps, Lamports, Moment};

impl Scene<'_> {
    /// Applies every rule.
    #[inline(never)]
    pub(crate) fn watch(
        &self,
        fair: &Fair,
        market: &mut MarketState,
        breaker: &mut BreakerState,
        findings: &mut Findings,
    ) {
        let deviation = self.discounts(breaker, findings);
        self.premium(findings);
        self.spot(market, breaker, findings);
        self.depth(deviation, findings);
        self.presence(market, breaker, deviation, findings);
        self.dispute(fair, findings);
        self.guardian(breaker, findings);
    }

    /// The larger discount of the two windows, valid or last.
    fn discounts(&self, breaker: &mut BreakerState, findings: &mut Findings) -> Bps {
        let p = self.params;
        let mut worst = Bps::ZERO;
        for (window, reason, says) in [
            (self.market.short, Reason::DiscountShort, BreakerState::SHORT_SAYS),
            (self.market.long, Reason::DiscountLong, BreakerState::LONG_SAYS),
        ] {
            let below = window.map_or(Bps::ZERO, |window| discount(self.nav.nav, window.low));
            if below >= p.caution_clear {
                findings.measure(reason, below);
            }
            self.depegged_by(says, below, below >= p.depegged_enter, breaker, findings);
            worst = worst.max(below);
        }
        if worst >= p.halted_enter {
            findings.halt(Causes::MARKET);
        } else if worst >= p.caution_enter {
            findings.require(Level::Caution);
        }
        if worst >= p.halted_clear {
            findings.keep(Level::Halted);
        } else if worst >= p.caution_clear {
            findings.keep(Level::Caution);
        }
        worst
    }

    /// What demands *depegged* keeps it until it reads within `depegged_clear`; what did not demand it does not keep
    /// it: after a large sale the long window stands between the two thresholds for an hour, and was never beyond the
    /// first. It alone tells a depeg from a sale that is taken back: spot and the short window are beyond it after
    /// either.
    fn depegged_by(&self, says: u32, below: Bps, enters: bool, breaker: &mut BreakerState, findings: &mut Findings) {
        let stays = below >= self.params.depegged_clear && breaker.marks.has(says);
        breaker.marks.set(says, enters || stays);
        match (enters, says) {
            (true, BreakerState::LONG_SAYS) => findings.require(Level::Depegged),
            (true, _) => findings.suspect(),
            (false, _) if stays => findings.keep(Level::Depegged),
            (false, _) => {}
        }
    }

    /// A premium is no danger to a lender who never values above NAV; it is one to those who swap. What a venue says of itself ends none.
    fn premium(&self, findings: &mut Findings) {
        let above = |window: Option<Sides>| window.map_or(Bps::ZERO, |window| premium(self.nav.nav, window.high));
        if above(self.market.short).max(above(self.market.long)) < self.params.premium_caution {
            return;
        }
        let most = self.market.own.map_or(Bps::ZERO, |own| premium(self.nav.nav, exp2(own)));
        if most >= self.params.premium_caution {
            findings.measure(Reason::Premium, most);
            findings.require(Level::Caution);
        }
        findings.no_swap |= most >= self.params.premium_pause;
    }

    /// The fast path: two spot readings beyond the depegged threshold that no single leader can have made.
    fn spot(&self, market: &mut MarketState, breaker: &mut BreakerState, findings: &mut Findings) {
        let seen = self.market.spot_seen.map_or(Bps::ZERO, |spot| discount(self.nav.nav, spot));
        let enters = seen >= self.params.depegged_enter && confirms(self.params, market, self.tick);
        let low = self.market.spot.map_or(Bps::ZERO, |spot| discount(self.nav.nav, spot.low));
        self.depegged_by(BreakerState::SPOT_SAYS, low, enters, breaker, findings);
        if enters {
            findings.measure(Reason::DiscountSpot, seen);
        }
    }

    /// Two sides that disagree for so long are for people to look at.
    fn dispute(&self, fair: &Fair, findings: &mut Findings) {
        if fair.disputed >= self.params.depeg_confirm {
            findings.note(Reason::Disputed);
        }
    }

    /// Liquidity that leaves while the price falls knows something.
    fn depth(&self, deviation: Bps, findings: &mut Findings) {
        let lost = self.view.depth_peak.minus(self.view.depth_now);
        let limit = self.params.depth_loss.of(self.view.depth_peak);
        if self.view.depth_peak > Lamports::ZERO && lost >= limit && deviation >= self.params.depth_loss_discount {
            findings.note(Reason::DepthLoss);
            findings.require(Level::Depegged);
        }
    }

    /// Whether there is a market to judge by at all.
    fn presence(&self, market: &mut MarketState, breaker: &mut BreakerState, deviation: Bps, findings: &mut Findings) {
        if self.market.valid {
            market.valid = self.tick.now;
            market.deviation = deviation;
            market.marks.set(MarketState::SEEN, true);
        }
        market.marks.set(MarketState::LOST, self.lost);
        if self.params.is_nav_only() {
            findings.note(Reason::NavOnly);
            findings.require(Level::Caution);
        } else if !self.market.valid {
            findings.note(Reason::WindowInvalid);
            findings.require(Level::Caution);
            // Nothing is ever cleared on an invalid window.
            findings.keep(Level::Halted);
            // Kept windows say nothing about the time since, and whoever makes the first reading after it chooses the spot: nothing is
            // lent on them for longer than a window that is valid may lag behind.
            findings.no_borrow |= self.tick.now.since(market.valid) > self.params.short_window;
            if self.lost {
                findings.note(Reason::MarketLost);
                findings.require(Level::Depegged);
            } else if market.marks.has(MarketState::SEEN) {
                findings.note(Reason::MarketGrace);
            }
        }
        if self.market.valid || self.params.is_nav_only() {
            breaker.marks.set(BreakerState::WARM, true);
        }
        if !breaker.marks.has(BreakerState::WARM) {
            findings.note(Reason::Warmup);
            findings.require(Level::Depegged);
        }
    }

    fn guardian(&self, breaker: &mut BreakerState, findings: &mut Findings) {
        if self.tick.now < breaker.guardian_until {
            findings.note(Reason::Guardian);
            findings.halt(Causes::GUARDIAN);
        } else {
            breaker.guardian_until = Moment::NEVER;
        }
    }
}
