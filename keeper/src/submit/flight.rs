//! One set of instructions on its way onto the chain: sent on all paths, again and dearer, until its fate is known.

use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use solana_signature::Signature;
use solana_transaction::Transaction;
use solana_transaction_status_client_types::TransactionStatus;
use tokio::sync::{mpsc, watch};

use super::{
    confirm::{height, is_confirmed, statuses, units},
    fee::{Fee, RISES},
    means::{Cargo, Means},
    outcome::{Failure, Landed, Outcome},
    paths::Receipt,
    state::Unsettled,
};
use crate::{
    rpc::{Fault, RpcError},
    units::{ComputeUnits, Lamports, MicroLamportsPerUnit, Slot},
};

/// What whoever watches the feed says of a refresh under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Course {
    /// It is still wanted.
    #[default]
    Wanted,
    /// It is wanted more than before: what may be done would change.
    Hurry,
    /// The feed was refreshed in this slot, by whomever, and is as it should be.
    Done(Slot),
}

/// Eight slots: two leaders had their chance.
const RISE: Duration = Duration::from_millis(8 * 400);
/// Between two versions at the highest price: only their blockhashes differ.
const RENEW: Duration = Duration::from_secs(20);
/// How long refusals must last before they count as a failure. A twin with the same signer may have sent the same bytes
/// a moment before: nodes refuse what they have already seen, and show it only once it is confirmed, a second or two
/// later.
const REFUSAL_GRACE: Duration = Duration::from_secs(6);
/// How long to look for the own transaction once the feed is as it should be.
const ATTRIBUTION: Duration = Duration::from_secs(2);
/// Between two looks at what may still land, and how long at most: no blockhash lives longer.
const SETTLE_EVERY: Duration = Duration::from_secs(5);
const SETTLE_LOOKS: u32 = 36;

/// A signed version of the transaction.
struct Version {
    signature: Signature,
    transaction: Arc<Transaction>,
    last_valid_height: u64,
    fee: Lamports,
    /// Of a compute unit; `None` for what an earlier process signed.
    price: Option<MicroLamportsPerUnit>,
    signed: Instant,
}

/// A transaction under way.
pub(super) struct Flight<'a> {
    means: &'a Means,
    cargo: &'a Cargo,
    limit: ComputeUnits,
    versions: Vec<Version>,
    rises: u32,
    /// Whether one was seen in a block that is not confirmed yet.
    sighted: bool,
}

impl<'a> Flight<'a> {
    /// Nothing signed yet.
    pub fn new(means: &'a Means, cargo: &'a Cargo, limit: ComputeUnits) -> Self {
        Self { means, cargo, limit, versions: Vec::new(), rises: 0, sighted: false }
    }

    /// What an earlier process left under way, which is sent on as it is.
    pub fn resumed(means: &'a Means, cargo: &'a Cargo, left: Vec<(Lamports, Unsettled)>) -> Self {
        let version = |(fee, left): (Lamports, Unsettled)| Version {
            signature: left.signature(),
            last_valid_height: left.last_valid_height,
            transaction: Arc::new(left.transaction),
            fee,
            price: None,
            signed: Instant::now(),
        };
        let versions = left.into_iter().map(version).collect();
        // Nothing is signed in its place: what can still land must not be paid for twice.
        Self { means, cargo, limit: ComputeUnits(0), versions, rises: u32::MAX, sighted: false }
    }

    /// Flies until the fate of all versions is known, or that of the feed.
    ///
    /// # Errors
    /// [`RpcError`] only before anything was sent.
    pub async fn fly(mut self, mut course: watch::Receiver<Course>) -> Result<Outcome, RpcError> {
        if self.versions.is_empty()
            && let Err(failure) = self.sign(0).await?
        {
            return Ok(Outcome::Failed { signature: None, failure });
        }
        let outcome = self.known(&mut course).await;
        self.settle(&outcome);
        Ok(outcome)
    }

    async fn known(&mut self, course: &mut watch::Receiver<Course>) -> Outcome {
        let patience = self.means.policy.patience;
        let (receipts, mut received) = mpsc::unbounded_channel();
        let (began, mut last_sent, mut answers) = (Instant::now(), None::<Instant>, Answers::default());
        let mut done: Option<(Slot, Instant)> = None;
        loop {
            if self.rise_is_due(*course.borrow()) && done.is_none() {
                // What cannot be paid for or signed now is tried again at the next look; the last version flies on.
                if let Ok(Ok(())) = self.sign(self.rises.saturating_add(1)).await {
                    last_sent = None;
                }
            }
            if done.is_none() && last_sent.is_none_or(|at| at.elapsed() >= patience.resend) {
                for version in self.versions.iter().rev().take(2) {
                    self.means.paths.send(&version.transaction, &receipts);
                }
                last_sent = Some(Instant::now());
            }
            tokio::select! {
                () = tokio::time::sleep(patience.poll) => {}
                changed = course.changed() => if changed.is_err() {
                    // Nobody watches the feed: the signature alone tells.
                    tokio::time::sleep(patience.poll).await;
                },
            }
            while let Ok(receipt) = received.try_recv() {
                answers.note(receipt);
            }
            if let Some(outcome) = self.look(&answers, done.is_some()).await {
                return outcome;
            }
            if let (Course::Done(slot), None) = (*course.borrow(), done) {
                done = Some((slot, Instant::now()));
            }
            match done {
                Some((slot, since)) if since.elapsed() >= ATTRIBUTION => return Outcome::Published { slot },
                None if began.elapsed() >= patience.give_up => return Outcome::Unknown { signature: self.newest() },
                _ => {}
            }
        }
    }

    /// What the signatures tell; `None` while they tell nothing.
    async fn look(&mut self, answers: &Answers, done: bool) -> Option<Outcome> {
        let signatures: Vec<_> = self.versions.iter().map(|version| version.signature).collect();
        let endpoints = &self.means.endpoints;
        // Asked for first: a height that is newer than the statuses would make a version dead that has just landed.
        let height = if done { None } else { height(endpoints, &self.means.warm).await };
        let statuses = statuses(endpoints, &signatures).await.ok()?;
        let seen: Vec<_> =
            self.versions.iter().zip(statuses).filter_map(|(version, status)| Some((version, status?))).collect();
        self.sighted = !seen.is_empty();
        let confirmed = seen.into_iter().find(|(_, status)| is_confirmed(status));
        match confirmed {
            Some((version, status)) => Some(self.fate(version, status).await),
            None if self.sighted => None,
            None => {
                let dead = |height| self.versions.iter().all(|version| height > version.last_valid_height);
                match answers.refused() {
                    _ if height.is_some_and(dead) => Some(Outcome::Expired { signature: self.newest() }),
                    Some(message) => {
                        let failure = Failure::Refused { message: message.to_owned() };
                        Some(Outcome::Failed { signature: Some(self.newest()), failure })
                    }
                    None => None,
                }
            }
        }
    }

    async fn fate(&self, version: &Version, status: TransactionStatus) -> Outcome {
        let (signature, slot) = (version.signature, Slot::new(status.slot));
        match status.err {
            Some(error) => {
                self.means.warm.failed();
                Outcome::Failed { signature: Some(signature), failure: Failure::Chain { error, slot } }
            }
            None => {
                let units = units(&self.means.endpoints, signature).await;
                if let Some(price) = version.price {
                    self.means.warm.paid(price);
                }
                if let Some(units) = units {
                    self.means.warm.landed(&self.cargo.instructions, units);
                }
                Outcome::Landed(Landed { signature, slot, units, fee: version.fee })
            }
        }
    }

    fn rise_is_due(&self, course: Course) -> bool {
        let Some(newest) = self.versions.last() else { return false };
        match (self.rises, course) {
            (u32::MAX, _) => false,
            // Only a fork could still undo it.
            _ if self.sighted => newest.signed.elapsed() >= RENEW,
            (0, Course::Hurry) => true,
            (0..RISES, _) => newest.signed.elapsed() >= RISE,
            _ => newest.signed.elapsed() >= RENEW,
        }
    }

    /// Signs another version, `rises` times dearer, and notes it before it is sent.
    async fn sign(&mut self, rises: u32) -> Result<Result<(), Failure>, RpcError> {
        let Means { warm, policy, budget, .. } = self.means;
        let now = SystemTime::now();
        let prices = warm.prices().await;
        let left = budget.left(self.cargo.purpose, now);
        let chosen = match Fee::choose(&policy.fees, self.limit, &prices, warm.worth_trying(), rises.min(RISES), left) {
            Ok(fee) => fee,
            Err(error) => return Ok(Err(error.into())),
        };
        let blockhash = warm.blockhash(self.versions.len()).await?;
        self.rises = rises;
        let (mut fee, mut step) = (chosen, 0);
        let left = loop {
            let transaction = self.means.sign(&self.cargo.instructions, fee, blockhash.hash);
            let left = Unsettled { transaction, last_valid_height: blockhash.last_valid_height };
            if warm.is_new(left.signature()) {
                break left;
            }
            // A millionth of a lamport makes it another transaction, and where that is possible no dearer one.
            step += 1;
            fee.price.0 = chosen.price.0.checked_sub(step).unwrap_or(chosen.price.0.saturating_add(step));
        };
        let signature = left.signature();
        let transaction = Arc::new(left.transaction.clone());
        if let Err(error) = budget.spend(now, fee.total(), left) {
            return Ok(Err(Failure::State(error.to_string())));
        }
        self.versions.push(Version {
            signature,
            transaction,
            last_valid_height: blockhash.last_valid_height,
            fee: fee.total(),
            price: Some(fee.price),
            signed: Instant::now(),
        });
        Ok(Ok(()))
    }

    fn newest(&self) -> Signature {
        self.versions.last().map_or_else(Signature::default, |version| version.signature)
    }

    /// Notes what is known of each version, and goes on looking at those that may still land.
    fn settle(self, outcome: &Outcome) {
        let budget = &self.means.budget;
        let in_block = match outcome {
            Outcome::Landed(landed) => Some(landed.signature),
            Outcome::Failed { signature, failure: Failure::Chain { .. } } => *signature,
            Outcome::Expired { .. } => {
                self.versions.iter().for_each(|version| budget.settle(&version.signature, false));
                return;
            }
            _ => None,
        };
        if let Some(signature) = &in_block {
            budget.settle(signature, true);
        }
        let open = self.versions.into_iter().filter(|version| Some(version.signature) != in_block);
        let open: Vec<_> = open.map(|version| (version.signature, version.last_valid_height)).collect();
        if !open.is_empty() {
            tokio::spawn(settle(self.means.clone(), open));
        }
    }
}

/// Looks at signatures until each is in a block or never can be. What nobody can tell counts as paid.
async fn settle(means: Means, mut open: Vec<(Signature, u64)>) {
    for _ in 0..SETTLE_LOOKS {
        tokio::time::sleep(SETTLE_EVERY).await;
        let height = height(&means.endpoints, &means.warm).await;
        for (signature, last_valid_height) in std::mem::take(&mut open) {
            let status = statuses(&means.endpoints, &[signature]).await;
            match status.map(|statuses| statuses.into_iter().flatten().find(is_confirmed)) {
                Ok(Some(_)) => means.budget.settle(&signature, true),
                Ok(None) if height.is_some_and(|height| height > last_valid_height) => {
                    means.budget.settle(&signature, false);
                }
                _ => open.push((signature, last_valid_height)),
            }
        }
        if open.is_empty() {
            return;
        }
    }
    open.iter().for_each(|(signature, _)| means.budget.settle(signature, true));
}

/// What the paths said so far.
#[derive(Default)]
struct Answers {
    taken: bool,
    refused: Option<(Instant, String)>,
}

impl Answers {
    fn note(&mut self, receipt: Receipt) {
        match receipt {
            Err(Fault::Refused { message, .. }) => {
                let since = self.refused.take().map_or_else(Instant::now, |(since, _)| since);
                self.refused = Some((since, message));
            }
            Err(Fault::RateLimited | Fault::Connect) => {}
            // It may have been passed on before the connection broke.
            Ok(()) | Err(_) => self.taken = true,
        }
    }

    /// The node's words where nobody has taken it for long enough.
    fn refused(&self) -> Option<&str> {
        let (since, message) = self.refused.as_ref()?;
        (!self.taken && since.elapsed() >= REFUSAL_GRACE).then_some(message)
    }
}
