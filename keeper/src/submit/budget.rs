//! The cap on what the keeper spends in any hour.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::units::Lamports;

const HOUR: Duration = Duration::from_secs(3600);

/// Fees spent within the last hour against a cap.
#[derive(Debug)]
pub struct HourlyBudget {
    cap: Lamports,
    spent: VecDeque<(Instant, Lamports)>,
}

impl HourlyBudget {
    /// Nothing spent yet.
    pub fn new(cap: Lamports) -> Self {
        Self { cap, spent: VecDeque::new() }
    }

    /// What may still be spent now.
    pub fn left(&mut self, now: Instant) -> Lamports {
        while self.spent.front().is_some_and(|(at, _)| now.duration_since(*at) >= HOUR) {
            self.spent.pop_front();
        }
        Lamports(self.cap.0.saturating_sub(self.total().0))
    }

    /// Notes an expense, a possible one too: what may have landed counts as paid.
    pub fn spend(&mut self, now: Instant, amount: Lamports) {
        self.spent.push_back((now, amount));
    }

    /// Whether more than half of the hour's budget is left. The other half is for what must be sent whatever the market does:
    /// without it, an hour of moves would end in an hour without heartbeats.
    pub fn has_spare(&mut self, now: Instant) -> bool {
        self.left(now).0 > self.cap.0 / 2
    }

    /// What was spent within the hour that [`Self::left`] last looked at.
    pub fn total(&self) -> Lamports {
        Lamports(self.spent.iter().fold(0, |sum, (_, amount)| sum.saturating_add(amount.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_later_the_money_is_back() {
        let start = Instant::now();
        let mut budget = HourlyBudget::new(Lamports(100));
        budget.spend(start, Lamports(70));
        assert_eq!(budget.left(start), Lamports(30));
        budget.spend(start + HOUR / 2, Lamports(60));
        assert_eq!(budget.left(start + HOUR / 2), Lamports(0), "an overdraft is no credit");
        assert_eq!(budget.left(start + HOUR), Lamports(40));
        assert_eq!(budget.left(start + HOUR * 2), Lamports(100));
    }

    #[test]
    fn half_is_kept_for_heartbeats() {
        let start = Instant::now();
        let mut budget = HourlyBudget::new(Lamports(100));
        budget.spend(start, Lamports(49));
        assert!(budget.has_spare(start));
        budget.spend(start, Lamports(1));
        assert!(!budget.has_spare(start));
        assert!(budget.has_spare(start + HOUR));
    }
}
