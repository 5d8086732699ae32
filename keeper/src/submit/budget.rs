//! The cap on what the keeper spends in any hour.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::units::Lamports;

const HOUR: Duration = Duration::from_secs(3600);

/// Fees spent within the last hour against a cap. Clones spend from the same purse.
#[derive(Clone, Debug)]
pub struct HourlyBudget {
    cap: Lamports,
    spent: Arc<Mutex<Vec<(Instant, Lamports)>>>,
}

impl HourlyBudget {
    /// Nothing spent yet.
    pub fn new(cap: Lamports) -> Self {
        Self { cap, spent: Arc::default() }
    }

    /// What may still be spent now.
    pub fn left(&self, now: Instant) -> Lamports {
        self.spent().retain(|(at, _)| now.duration_since(*at) < HOUR);
        Lamports::new(self.cap.get().saturating_sub(self.total().get()))
    }

    /// Notes an expense, a possible one too: what may have landed counts as paid.
    pub fn spend(&self, now: Instant, amount: Lamports) {
        self.spent().push((now, amount));
    }

    /// Whether more than half of the hour's budget is left. The other half is for what must be sent whatever the market does:
    /// without it, an hour of moves would end in an hour without heartbeats.
    pub fn has_spare(&self, now: Instant) -> bool {
        self.left(now).get() > self.cap.get() / 2
    }

    /// What was spent within the hour that [`Self::left`] last looked at.
    pub fn total(&self) -> Lamports {
        Lamports::new(self.spent().iter().fold(0, |sum, (_, amount)| sum.saturating_add(amount.get())))
    }

    fn spent(&self) -> MutexGuard<'_, Vec<(Instant, Lamports)>> {
        // A panic elsewhere leaves whole entries.
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_later_the_money_is_back() {
        let start = Instant::now();
        let budget = HourlyBudget::new(Lamports::new(100));
        budget.spend(start, Lamports::new(70));
        assert_eq!(budget.left(start), Lamports::new(30));
        budget.spend(start + HOUR / 2, Lamports::new(60));
        assert_eq!(budget.left(start + HOUR / 2), Lamports::ZERO, "an overdraft is no credit");
        assert_eq!(budget.left(start + HOUR), Lamports::new(40));
        assert_eq!(budget.left(start + HOUR * 2), Lamports::new(100));
    }

    #[test]
    fn half_is_kept_for_heartbeats() {
        let start = Instant::now();
        let budget = HourlyBudget::new(Lamports::new(100));
        budget.spend(start, Lamports::new(49));
        assert!(budget.has_spare(start));
        budget.spend(start, Lamports::new(1));
        assert!(!budget.has_spare(start));
        assert!(budget.has_spare(start + HOUR));
    }
}
