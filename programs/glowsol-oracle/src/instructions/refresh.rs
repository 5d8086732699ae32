//! Reads every source, lets the rules judge, and publishes: the path of a number from account bytes to price.

use anchor_lang::prelude::*;
use fair_value::{Inputs, Leg, Now, Observation, Step, input::MAX_SOURCES};

use crate::{
    clock,
    error::{OracleError, source_error, step_error},
    event::{NothingDue, Published},
    state::{Feed, Price},
    transaction,
    view::Borrowed,
};

/// Accounts; all source accounts follow as remaining accounts, in configured order.
#[derive(Accounts)]
pub struct Refresh<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price.
    #[account(mut)]
    pub price: AccountLoader<'info, Price>,
    /// What else is in the transaction.
    /// CHECK: pinned by address; parsed by `transaction`.
    #[account(address = transaction::INSTRUCTIONS_SYSVAR)]
    pub instructions: UncheckedAccount<'info>,
}

impl<'info> Refresh<'info> {
    /// Publishes a new price, or says that nothing is due in this slot.
    ///
    /// A source that is stale, thin, broken or gone is recorded in `Feed::faults` and in the published reasons, and the others go on
    /// without it.
    ///
    /// # Errors
    /// [`OracleError::NotActive`], [`OracleError::WrongPrice`], those of [`transaction::require_untraded`], and those that are
    /// the caller's: a missing, superfluous or wrong account.
    pub fn handle(ctx: Context<'info, Self>) -> Result<()> {
        let Refresh { feed: feed_account, price: price_account, instructions } = ctx.accounts;
        let mut feed = feed_account.load_mut()?;
        require!(feed.is_active(), OracleError::NotActive);
        require_keys_eq!(feed.price, price_account.key(), OracleError::WrongPrice);
        transaction::require_untraded(&instructions.try_borrow_data()?, feed.posting_programs())?;

        let feed = &mut *feed;
        let now = clock::now()?;
        if !fair_value::due(&feed.engine, &now) {
            emit!(NothingDue { feed: feed_account.key(), slot: now.slot.0 });
            return Ok(());
        }
        let borrowed = Borrowed::new(ctx.remaining_accounts)?;
        let mut observations = [Observation { leg: Leg::Nav, reading: None }; MAX_SOURCES];
        observe(feed, &borrowed, &now, &mut observations)?;
        let inputs = Inputs {
            now,
            observations: observations.get(..usize::from(feed.sources.source_count)).unwrap_or_default(),
        };
        let Step::Publish(outcome) = fair_value::step(&feed.params, &mut feed.engine, &inputs).map_err(step_error)?
        else {
            emit!(NothingDue { feed: feed_account.key(), slot: now.slot.0 });
            return Ok(());
        };

        feed.sequence = feed.sequence.checked_add(1).ok_or(OracleError::Overflow)?;
        let mut price = price_account.load_mut()?;
        price.publish(feed, &now, &outcome);
        emit!(Published {
            feed: feed_account.key(),
            sequence: price.sequence,
            nav: price.nav,
            fair: price.fair,
            collateral: price.collateral,
            debt: price.debt,
            level: price.level,
            reasons: price.reasons,
        });
        Ok(())
    }
}

/// Reads all sources; what is wrong with one is noted in the feed, and the rules go without it.
fn observe(
    feed: &mut Feed,
    borrowed: &Borrowed,
    now: &Now,
    observations: &mut [Observation; MAX_SOURCES],
) -> Result<()> {
    let Feed { sources: table, params, faults, .. } = feed;
    let result = sources::observe_each(
        table,
        &borrowed.views(),
        &clock::of_sources(now),
        &clock::windows(params),
        |index, kind, result| {
            if let (Some(observation), Some(fault)) = (observations.get_mut(index), faults.get_mut(index)) {
                *fault = result.err().map_or(0, |fault| fault.code());
                *observation = Observation { leg: kind.leg(), reading: result.ok() };
            }
        },
    );
    result.map_err(|fault| source_error(fault.into()))
}
