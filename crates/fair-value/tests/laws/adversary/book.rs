//! A lending market as arithmetic: three borrowers who were there before, somebody who borrows whatever it lends
//! against tokens bought cheaply, and liquidators who act when it pays them at the market's price. The same people and
//! the same terms as in docs/survival.md.

use fair_value::units::Rate;
use fair_value::*;

use super::chain::{MINUTE, Seen};
use crate::world::float;

/// What borrowers owe at the beginning, as a share of what the market would lend them.
const USAGE: [f64; 3] = [1.0, 0.9, 0.75];
/// Tokens that each of them has deposited.
const DEPOSITED: f64 = 1_000.0;
/// Tokens that the opportunist brings at a time, while they sell below NAV by more than [`CHEAP`].
const BOUGHT: f64 = 100.0;
const CHEAP: f64 = 0.005;
/// Seconds between two of its attempts, in the first two hours and afterwards.
const TRIES_EVERY: [u64; 2] = [MINUTE, 5 * MINUTE];
/// SOL lent at most, to all together.
const CAP: f64 = 5_000.0;
const BONUS: f64 = 0.05;
const CLOSE_FACTOR: f64 = 0.5;
/// Liquidations of one borrower at one moment, at most.
const AT_ONCE: usize = 12;

/// Loan-to-value and liquidation threshold of the markets that are compared.
pub const TERMS: [(f64, f64); 3] = [(0.70, 0.80), (0.80, 0.85), (0.90, 0.93)];

#[derive(Clone, Copy, Debug)]
struct Position {
    deposited: f64,
    owed: f64,
}

/// One market.
#[derive(Clone, Debug)]
pub struct Book {
    terms: (f64, f64),
    /// The honest borrowers, and the opportunist last.
    positions: [Position; USAGE.len() + 1],
    hurt: [bool; USAGE.len()],
    written_off: f64,
    lent: f64,
    last_try: Option<u64>,
}

impl Book {
    /// With its borrowers, who borrowed at this collateral price.
    pub fn open(terms: (f64, f64), collateral: Rate) -> Self {
        let limit = DEPOSITED * float(collateral) * terms.0;
        let mut positions = [Position { deposited: 0.0, owed: 0.0 }; USAGE.len() + 1];
        for (position, usage) in positions.iter_mut().zip(USAGE) {
            *position = Position { deposited: DEPOSITED, owed: limit * usage };
        }
        let lent = positions.iter().map(|position| position.owed).sum();
        Self { terms, positions, hurt: [false; USAGE.len()], written_off: 0.0, lent, last_try: None }
    }

    /// Everybody acts on what was published, while tokens sell for `market`, and their issuer says `nav`.
    pub fn act(&mut self, seen: &Seen, market: f64, nav: f64) {
        if seen.open(Action::Liquidate) {
            for index in 0..self.positions.len() {
                self.liquidate(index, seen, market);
            }
        }
        let tries_every = TRIES_EVERY[usize::from(seen.second >= 120 * MINUTE)];
        if self.last_try.is_none_or(|last| seen.second >= last + tries_every) {
            self.last_try = Some(seen.second);
            if market < nav * (1.0 - CHEAP) && seen.borrow() {
                self.take_advantage(seen, nav);
            }
        }
    }

    fn liquidate(&mut self, index: usize, seen: &Seen, market: f64) {
        for _ in 0..AT_ONCE {
            let Position { deposited, owed } = self.positions[index];
            if deposited <= 0.0 || owed <= deposited * seen.liquidation() * self.terms.1 {
                return;
            }
            let worth = deposited * seen.seized();
            let most = if worth <= owed { owed } else { owed * CLOSE_FACTOR };
            let (repaid, taken) = if most * (1.0 + BONUS) >= worth {
                ((worth / (1.0 + BONUS)).min(owed), deposited)
            } else {
                (most, deposited * most * (1.0 + BONUS) / worth)
            };
            if taken * market < repaid {
                return;
            }
            let left = Position { deposited: deposited - taken, owed: owed - repaid };
            self.positions[index] = left;
            if left.deposited <= 0.0 {
                self.written_off += left.owed;
                self.positions[index].owed = 0.0;
            }
            if let Some(hurt) = self.hurt.get_mut(index) {
                *hurt = true;
            }
        }
    }

    /// First what the tokens would be good for at NAV, then what the market says itself.
    fn take_advantage(&mut self, seen: &Seen, nav: f64) {
        let at_nav = BOUGHT * nav * self.terms.0;
        let borrowed: f64 = self.positions.iter().map(|position| position.owed).sum();
        let opportunist = &mut self.positions[USAGE.len()];
        let limit = (opportunist.deposited + BOUGHT) * seen.collateral() * self.terms.0;
        let amount = at_nav.min(limit - opportunist.owed);
        if amount > 0.0 && borrowed + at_nav <= CAP {
            opportunist.deposited += BOUGHT;
            opportunist.owed += amount;
            self.lent += amount;
        }
    }

    /// How many of those who were there before got liquidated.
    pub fn liquidated(&self) -> usize {
        self.hurt.iter().filter(|hurt| **hurt).count()
    }

    /// What suppliers lose when the collateral that is left sells for `market`, as a share of everything lent.
    pub fn loss(&self, market: f64) -> f64 {
        let short: f64 =
            self.positions.iter().map(|position| (position.owed - position.deposited * market).max(0.0)).sum();
        (self.written_off + short) / self.lent
    }
}
