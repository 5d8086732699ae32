//! From the views of all source accounts to the published price: what a refresh does once its accounts are known to be right.

use anchor_lang::prelude::Pubkey;
use fair_value::{Inputs, Now, Observation, Step, input::MAX_SOURCES};
use sources::Account;

use crate::{
    clock,
    error::{OracleError, Result},
    event::{self, Published},
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
    /// Reads all sources, lets the rules judge, and publishes.
    ///
    /// # Errors
    /// [`OracleError::SlotTaken`] for a slot that is published already, what the rules refuse, and the caller's mistakes: a missing,
    /// superfluous or wrong account.
    pub fn publish(self, accounts: &[Account<'_>], now: &Now) -> Result<()> {
        let Self { key, feed, price, history, points } = self;
        let observations = observe(feed, accounts, now)?;
        let inputs = Inputs { now: *now, observations: &observations };
        // Looked at where it was left: an outcome is long.
        let step = fair_value::step(&feed.params, &mut feed.engine, &inputs);
        let outcome = match &step {
            Ok(Step::Publish(outcome)) => outcome,
            Ok(Step::NothingDue) => return Err(OracleError::SlotTaken.into()),
            Err(error) => return Err((*error).into()),
        };

        feed.sequence = feed.sequence.checked_add(1).ok_or(OracleError::Overflow)?;
        let level_before = price.level;
        price.publish(feed, now, outcome);
        history.record(points, price, level_before);
        event::log(&Published::of(key, price));
        Ok(())
    }
}

/// Reads all sources; what is wrong with one is noted in the feed, and the rules go without it.
fn observe(feed: &mut Feed, accounts: &[Account<'_>], now: &Now) -> Result<Vec<Observation>> {
    let Feed { sources: table, params, faults, .. } = feed;
    let (at, windows) = (clock::of_sources(now), clock::windows(params));
    let mut observations = Vec::with_capacity(MAX_SOURCES);
    sources::observe_each(table, accounts, &at, &windows, |index, kind, result| {
        if let Some(fault) = faults.get_mut(index) {
            *fault = result.err().map_or(0, |fault| fault.code());
        }
        observations.push(Observation { leg: kind.leg(), reading: result.ok().copied() });
    })?;
    Ok(observations)
}
