//! From the views of all source accounts to the published price: what a refresh does once its accounts are known to be right.

use anchor_lang::prelude::Pubkey;
use fair_value::{Inputs, Now, Observation, Step, input::MAX_SOURCES};
use sources::Account;

use crate::{
    error::{OracleError, Result},
    event::{self, NothingDue, Published},
    state::{Feed, History, Price},
};

/// What a publication writes.
pub struct Publication<'a> {
    /// Address of the feed.
    pub key: &'a Pubkey,
    /// The feed.
    pub feed: &'a mut Feed,
    /// Its price.
    pub price: &'a mut Price,
    /// Its history.
    pub history: &'a mut History,
    /// The history's points.
    pub points: &'a mut [u8],
}

impl Publication<'_> {
    /// Reads all sources, lets the rules judge, and publishes. In a slot that is published already that is done once more, for the same
    /// slot and time; where it would say what stands there, nothing but the rules' memory changes.
    ///
    /// # Errors
    /// What the rules refuse, and the caller's mistakes: a missing, superfluous or wrong account.
    pub fn publish(self, accounts: &[Account<'_>], now: &Now) -> Result<()> {
        let Self { key, feed, price, history, points } = self;
        let observations = observe(feed, accounts, now)?;
        let inputs = Inputs { now: *now, observations: &observations };
        // Looked at where it was left: an outcome is long.
        let step = fair_value::step(&feed.params, &mut feed.engine, &inputs);
        let outcome = match &step {
            Ok(Step::Publish(outcome)) => outcome,
            Ok(Step::NothingDue) => return nothing_due(key, now),
            Err(error) => return Err((*error).into()),
        };

        let before = (price.slot == now.slot.get()).then(|| Box::new(*price));
        let level_before = price.level;
        price.publish(feed, now, outcome);
        // By the sequence that stands there.
        if before.is_some_and(|before| bytemuck::bytes_of(&*before) == bytemuck::bytes_of(price)) {
            return nothing_due(key, now);
        }
        feed.sequence = feed.sequence.checked_add(1).ok_or(OracleError::Overflow)?;
        price.sequence = feed.sequence;
        history.record(points, price, level_before);
        event::log(&Published::of(key, price))?;
        Ok(())
    }
}

/// Says that the slot is published as it would be now.
#[cold]
#[inline(never)]
pub fn nothing_due(feed: &Pubkey, now: &Now) -> Result {
    event::log(&NothingDue { feed: *feed, slot: now.slot.get() })?;
    Ok(())
}

/// Reads all sources; what is wrong with one is noted in the feed, and the rules go without it.
fn observe(feed: &mut Feed, accounts: &[Account<'_>], now: &Now) -> Result<Vec<Observation>> {
    let Feed { sources: table, params, faults, .. } = feed;
    let mut observations = Vec::with_capacity(MAX_SOURCES);
    sources::observe_each(table, accounts, now, params, |index, kind, result| {
        if let Some(fault) = faults.get_mut(index) {
            *fault = result.err().map_or(0, |fault| fault.code());
        }
        observations.push(sources::observation(kind, result));
    })?;
    Ok(observations)
}
