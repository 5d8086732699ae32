//! The cap on what the keeper spends in any hour, remembered across restarts where it has a file.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use solana_signature::Signature;

use super::state::{Expense, StateError, StateFile, Unsettled};
use crate::units::Lamports;

const HOUR: u64 = 3_600;

/// What a transaction is for: how much of the hour's fees may be gone before it is no longer paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A published value moved. Without a bound of their own, an hour of moves would end in an hour without heartbeats.
    Move,
    /// The feed must not age.
    Beat,
    /// What may be done changes, and somebody may lose money meanwhile.
    Level,
}

impl Purpose {
    /// The part of an hour's fees that it may use up, percent.
    fn share(self) -> u64 {
        match self {
            Self::Move => 50,
            Self::Beat => 90,
            Self::Level => 100,
        }
    }
}

/// Fees of the last hour against a cap. A transaction counts from the moment it is signed, until it is known that it
/// can never land. Clones spend from the same purse.
#[derive(Clone, Debug)]
pub struct HourlyBudget {
    cap: Lamports,
    book: Arc<Mutex<Book>>,
}

#[derive(Debug, Default)]
struct Book {
    expenses: Vec<Expense>,
    file: Option<StateFile>,
}

impl HourlyBudget {
    /// Nothing spent yet, and nothing remembered afterwards.
    pub fn new(cap: Lamports) -> Self {
        Self { cap, book: Arc::default() }
    }

    /// As a file remembers it, which is kept up to date from now on.
    ///
    /// # Errors
    /// [`StateError`] where the file is none of the keeper's, or cannot be written.
    pub fn remembered(cap: Lamports, file: StateFile) -> Result<Self, StateError> {
        let mut book = Book { expenses: file.load()?, file: None };
        file.save(&book.expenses)?;
        book.file = Some(file);
        Ok(Self { cap, book: Arc::new(Mutex::new(book)) })
    }

    /// What may still be spent for a purpose.
    pub fn left(&self, purpose: Purpose, now: SystemTime) -> Lamports {
        let cap = self.cap.get() / 100 * purpose.share() + self.cap.get() % 100 * purpose.share() / 100;
        Lamports::new(cap.saturating_sub(self.spent(now).get()))
    }

    /// What was spent within the last hour, possible expenses included.
    pub fn spent(&self, now: SystemTime) -> Lamports {
        let mut book = self.book();
        let now = seconds(now);
        book.expenses.retain(|expense| now.saturating_sub(expense.at) < HOUR || expense.unsettled.is_some());
        Lamports::new(book.expenses.iter().fold(0, |sum, expense| sum.saturating_add(expense.lamports)))
    }

    /// Notes a signed transaction, before it is sent for the first time.
    ///
    /// # Errors
    /// [`StateError`] where that cannot be remembered: then it must not be sent.
    pub fn spend(&self, now: SystemTime, amount: Lamports, transaction: Unsettled) -> Result<(), StateError> {
        let signature = transaction.signature().to_string();
        let expense = Expense { at: seconds(now), lamports: amount.get(), signature, unsettled: Some(transaction) };
        let mut book = self.book();
        book.expenses.push(expense);
        book.save()
    }

    /// A transaction is in a block and paid for, or (`paid` being false) never will be.
    pub fn settle(&self, signature: &Signature, paid: bool) {
        let signature = signature.to_string();
        let mut book = self.book();
        book.expenses.retain(|expense| paid || expense.signature != signature);
        for expense in book.expenses.iter_mut().filter(|expense| expense.signature == signature) {
            expense.unsettled = None;
        }
        if let Err(error) = book.save() {
            tracing::error!(%error, "the hour's fees are not remembered");
        }
    }

    /// Transactions that were signed and whose fate is not known.
    pub fn unsettled(&self) -> Vec<(Lamports, Unsettled)> {
        let book = self.book();
        let open = book.expenses.iter();
        open.filter_map(|expense| Some((Lamports::new(expense.lamports), expense.unsettled.clone()?))).collect()
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // A panic elsewhere leaves whole entries.
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    fn save(&self) -> Result<(), StateError> {
        self.file.as_ref().map_or(Ok(()), |file| file.save(&self.expenses))
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use solana_hash::Hash;
    use solana_keypair::Keypair;
    use solana_signer::Signer;
    use solana_transaction::Transaction;

    use super::*;

    const START: SystemTime = UNIX_EPOCH;

    fn after(hours: f64) -> SystemTime {
        START + Duration::from_secs_f64(hours * 3_600.0)
    }

    fn transaction() -> Unsettled {
        let payer = Keypair::new();
        let transaction = Transaction::new_signed_with_payer(&[], Some(&payer.pubkey()), &[&payer], Hash::default());
        Unsettled { transaction, last_valid_height: 7 }
    }

    fn pay(budget: &HourlyBudget, now: SystemTime, amount: u64) {
        let transaction = transaction();
        let signature = transaction.signature();
        budget.spend(now, Lamports::new(amount), transaction).unwrap();
        budget.settle(&signature, true);
    }

    #[test]
    fn an_hour_later_the_money_is_back() {
        let budget = HourlyBudget::new(Lamports::new(100));
        let left = |hours| budget.left(Purpose::Level, after(hours));
        pay(&budget, START, 70);
        assert_eq!(left(0.0), Lamports::new(30));
        pay(&budget, after(0.5), 60);
        assert_eq!(left(0.5), Lamports::new(0), "an overdraft is no credit");
        assert_eq!(left(1.0), Lamports::new(40));
        assert_eq!(left(2.0), Lamports::new(100));
    }

    #[test]
    fn half_is_kept_from_moves_and_a_tenth_for_levels() {
        let budget = HourlyBudget::new(Lamports::new(1_000));
        for (spent, left) in [(0, [500, 900, 1_000]), (499, [1, 401, 501]), (400, [0, 1, 101]), (50, [0, 0, 51])] {
            pay(&budget, START, spent);
            let found = [Purpose::Move, Purpose::Beat, Purpose::Level].map(|purpose| budget.left(purpose, START).get());
            assert_eq!(found, left);
        }
        assert_eq!(HourlyBudget::new(Lamports::new(u64::MAX)).left(Purpose::Level, START), Lamports::new(u64::MAX));
    }

    #[test]
    fn what_may_have_been_paid_counts_until_it_cannot_land_and_outlives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let open = || {
            let file = StateFile::new(folder.path().join("state.json"));
            HourlyBudget::remembered(Lamports::new(100), file).unwrap()
        };
        let (budget, sent) = (open(), transaction());
        pay(&budget, START, 20);
        budget.spend(START, Lamports::new(30), sent.clone()).unwrap();
        assert_eq!(open().spent(after(0.5)), Lamports::new(50));
        assert_eq!(open().unsettled(), [(Lamports::new(30), sent.clone())]);
        // Not even time makes it known.
        assert_eq!(open().spent(after(2.0)), Lamports::new(30));
        open().settle(&sent.signature(), false);
        assert_eq!((open().spent(START), open().unsettled().len()), (Lamports::new(20), 0));
    }
}
