//! What a refresh published, as numbers.

use fair_value::{
    Action, Level, Outcome, Reason, Sides,
    units::{Price, Rate},
};

use super::{ONE, name};

/// SOL per token.
pub(crate) fn float(rate: Rate) -> f64 {
    rate.to_bits() as f64 / ONE
}

fn sides(sides: Sides) -> [f64; 2] {
    [float(sides.low), float(sides.high)]
}

/// What a refresh published. Rates in SOL per token; 0 is absent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Published {
    outcome: Outcome,
    /// How many sources of NAV stand before the markets.
    navs: usize,
}

impl Published {
    /// Of a feed with so many sources of NAV.
    pub(crate) fn new(outcome: Outcome, navs: usize) -> Self {
        Self { outcome, navs }
    }

    /// As the rules gave it.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Assets over supply.
    pub fn raw_nav(&self) -> f64 {
        float(self.outcome.raw_nav)
    }

    /// The same, bounded in speed.
    pub fn nav(&self) -> f64 {
        float(self.outcome.nav)
    }

    /// Low and high side of spot.
    pub fn spot(&self) -> [f64; 2] {
        sides(self.outcome.spot)
    }

    /// Low and high side of the short window.
    pub fn short(&self) -> [f64; 2] {
        sides(self.outcome.short)
    }

    /// Low and high side of the long window.
    pub fn long(&self) -> [f64; 2] {
        sides(self.outcome.long)
    }

    /// What liquidation judges by.
    pub fn fair(&self) -> f64 {
        float(self.outcome.fair)
    }

    /// What loans are made on.
    pub fn collateral(&self) -> f64 {
        float(self.outcome.collateral)
    }

    /// What debt in the token weighs.
    pub fn debt(&self) -> f64 {
        float(self.outcome.debt)
    }

    /// How alarmed.
    pub fn level(&self) -> Level {
        self.outcome.level
    }

    /// Whether new loans may be made.
    pub fn lends(&self) -> bool {
        self.outcome.gates.allows(Action::Borrow)
    }

    /// Whether liquidation is open.
    pub fn liquidates(&self) -> bool {
        self.outcome.gates.allows(Action::Liquidate)
    }

    /// Whether pools that swap by this price may trade.
    pub fn swaps(&self) -> bool {
        self.outcome.gates.allows(Action::Swap)
    }

    /// Whether the reason of this name is given.
    pub fn has(&self, reason: Reason) -> bool {
        self.outcome.reasons.has(reason)
    }

    /// The names of the reasons that are given.
    pub fn reasons(&self) -> impl Iterator<Item = &'static str> {
        Reason::ALL.iter().filter(|reason| self.has(**reason)).map(|reason| name(*reason))
    }

    /// Whether the market of this place voted.
    pub fn voted(&self, market: usize) -> bool {
        self.outcome.voted >> (self.navs + market) & 1 != 0
    }

    /// What seized collateral pays for, as `price-reader` values it while the publication is fresh.
    pub fn seized(&self) -> f64 {
        let Outcome { raw_nav, short, long, liquidation, confidence, collateral, .. } = &self.outcome;
        let capped = |window: &Sides| {
            let within = |rate: Rate| float(if *raw_nav == Rate::ZERO { rate } else { rate.min(*raw_nav) });
            (within(window.low) + within(window.high)) / 2.0
        };
        let estimates = [float(*raw_nav), capped(short), capped(long), float(*liquidation)];
        let lowest = estimates.into_iter().filter(|estimate| *estimate > 0.0).fold(f64::MAX, f64::min);
        (lowest - float(*confidence)).min(float(*liquidation)).max(float(*collateral))
    }

    /// Collateral and liquidation price in USD, and SOL/USD less its confidence.
    pub fn usd(&self) -> [f64; 3] {
        let float = |price: Price| price.to_bits() as f64 / ONE;
        let low = float(self.outcome.sol_usd) - float(self.outcome.sol_usd_confidence);
        [float(self.outcome.collateral_usd), float(self.outcome.liquidation_usd), low]
    }
}
