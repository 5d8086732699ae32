//! Reads every source, lets the rules judge, and publishes: the path of a number from account bytes to price.

use anchor_lang::prelude::*;
use fair_value::{Inputs, Leg, Now, Observation, Step, input::MAX_SOURCES};
use sources::{Account, table::MAX_ACCOUNTS};

use crate::{
    clock,
    error::{OracleError, source_error, step_error},
    event::{NothingDue, Published},
    raw_account::{self, Written},
    state::{FEED_VERSION, Feed, History, Price},
    transaction,
};

/// Accounts; all source accounts follow as remaining accounts, in configured order. Declared for clients: [`run`] takes the call from
/// the entrypoint.
#[derive(Accounts)]
pub struct Refresh<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price.
    #[account(mut)]
    pub price: AccountLoader<'info, Price>,
    /// Its history.
    #[account(mut)]
    pub history: AccountLoader<'info, History>,
    /// What else is in the transaction.
    /// CHECK: pinned by address; parsed by `transaction`.
    #[account(address = transaction::INSTRUCTIONS_SYSVAR)]
    pub instructions: UncheckedAccount<'info>,
}

/// Publishes a new price, or says that nothing is due in this slot.
///
/// A source that is stale, thin, broken or gone is recorded in `Feed::faults` and in the published reasons, and the others go on
/// without it.
///
/// # Errors
/// [`OracleError::NotActive`], [`OracleError::WrongPrice`], [`OracleError::WrongHistory`], those of
/// [`transaction::require_untraded`], and those that are the caller's: a missing, superfluous or wrong account.
pub fn run(mut accounts: raw_account::Accounts<'_>) -> Result<()> {
    let Written { key, content: feed, .. } = accounts.write::<Feed>()?;
    require!(feed.version == FEED_VERSION, OracleError::OtherVersion);
    require!(feed.is_active(), OracleError::NotActive);
    let now = clock::now()?;
    if !fair_value::due(&feed.engine, &now) {
        NothingDue { feed: Pubkey::new_from_array(*key), slot: now.slot.0 }.log();
        return Ok(());
    }
    let Written { key: price_key, content: price, .. } = accounts.write::<Price>()?;
    require!(feed.price.as_array() == price_key, OracleError::WrongPrice);
    let Written { key: history_key, content: history, tail } = accounts.write::<History>()?;
    require!(feed.history.as_array() == history_key, OracleError::WrongHistory);
    let instructions = accounts.read()?;
    require!(instructions.key == transaction::INSTRUCTIONS_SYSVAR.as_array(), ErrorCode::ConstraintAddress);
    transaction::require_untraded(instructions.data, feed.posting_programs())?;

    let mut observations = [Observation { leg: Leg::Nav, reading: None }; MAX_SOURCES];
    observe(feed, accounts, &now, &mut observations)?;
    let inputs =
        Inputs { now, observations: observations.get(..usize::from(feed.sources.source_count)).unwrap_or_default() };
    let Step::Publish(outcome) = fair_value::step(&feed.params, &mut feed.engine, &inputs).map_err(step_error)? else {
        return Err(OracleError::Overflow.into());
    };

    feed.sequence = feed.sequence.checked_add(1).ok_or(OracleError::Overflow)?;
    let level_before = price.level;
    price.publish(feed, &now, &outcome);
    history.record(tail, price, level_before);
    Published::of(key, price).log();
    Ok(())
}

/// Reads all sources; what is wrong with one is noted in the feed, and the rules go without it.
fn observe(
    feed: &mut Feed,
    accounts: raw_account::Accounts<'_>,
    now: &Now,
    observations: &mut [Observation; MAX_SOURCES],
) -> Result<()> {
    let mut views = [const { Account::NONE }; MAX_ACCOUNTS];
    let passed = accounts.rest();
    let views = views.get_mut(..passed.len()).ok_or(OracleError::TooManyAccounts)?;
    for (view, account) in views.iter_mut().zip(passed) {
        *view = account;
    }
    let Feed { sources: table, params, faults, .. } = feed;
    let result =
        sources::observe_each(table, views, &clock::of_sources(now), &clock::windows(params), |index, kind, result| {
            if let (Some(observation), Some(fault)) = (observations.get_mut(index), faults.get_mut(index)) {
                *fault = result.err().map_or(0, |fault| fault.code());
                *observation = Observation { leg: kind.leg(), reading: result.ok() };
            }
        });
    result.map_err(|fault| source_error(fault.into()))
}
