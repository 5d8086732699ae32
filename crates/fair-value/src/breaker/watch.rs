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
        let deviation = self.discounts(findings);
        self.premium(findings);
        self.spot(market, findings);
        self.depth(deviation, findings);
        self.presence(market, breaker, deviation, findings);
        self.dispute(fair, findings);
        self.guardian(breaker, findings);
    }

    /// The larger discount of the two windows, valid or last.
    fn discounts(&self, findings: &mut Findings) -> Bps {
        let mut worst = Bps::ZERO;
        for (window, reason) in [(self.market.short, Reason::DiscountShort), (self.market.long, Reason::DiscountLong)] {
            let below = window.map_or(Bps::ZERO, |window| discount(self.nav.nav, window.low));
            if below >= self.params.caution_clear {
                findings.measure(reason, below);
            }
            worst = worst.max(below);
        }
        let p = self.params;
        if worst >= p.halted_enter {
            findings.halt(Causes::MARKET);
        } else if worst >= p.depegged_enter {
            findings.require(Level::Depegged);
        } else if worst >= p.caution_enter {
            findings.require(Level::Caution);
        }
        if worst >= p.halted_clear {
            findings.keep(Level::Halted);
        } else if worst >= p.depegged_clear {
            findings.keep(Level::Depegged);
        } else if worst >= p.caution_clear {
            findings.keep(Level::Caution);
        }
        worst
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
    fn spot(&self, market: &mut MarketState, findings: &mut Findings) {
        let below = self.market.spot_seen.map_or(Bps::ZERO, |spot| discount(self.nav.nav, spot));
        if below >= self.params.depegged_enter && confirms(self.params, market, self.tick) {
            findings.measure(Reason::DiscountSpot, below);
            findings.require(Level::Depegged);
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
