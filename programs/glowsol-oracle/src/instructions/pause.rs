//! The guardian's or the authority's halt: at once, and for a limited time.

use anchor_lang::prelude::*;

use super::govern;
use crate::{
    clock,
    error::{OracleError, act_error},
    event::Paused,
    state::{Feed, Price},
};

/// Accounts.
#[derive(Accounts)]
pub struct Pause<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price, whose gates shut at once.
    #[account(mut)]
    pub price: AccountLoader<'info, Price>,
    /// The feed's guardian or authority.
    pub signer: Signer<'info>,
}

/// Halts the feed for `guardian_halt`, a day by default. The authority may prolong a halt before it expires, the guardian may not.
///
/// # Errors
/// [`OracleError::NotTheGuardian`], [`OracleError::AlreadyPaused`], [`OracleError::NotActive`], [`OracleError::WrongPrice`].
pub fn pause(ctx: Context<Pause>) -> Result<()> {
    let Pause { feed: feed_account, price: price_account, signer } = ctx.accounts;
    let mut feed = govern::open(feed_account)?;
    ensure!(feed.is_active(), OracleError::NotActive);
    ensure!(feed.price == price_account.key(), OracleError::WrongPrice);
    let by_authority = signer.key() == feed.authority;
    ensure!(by_authority || signer.key() == feed.guardian, OracleError::NotTheGuardian);

    let now = clock::now()?;
    let feed = &mut *feed;
    let prolongs = feed.engine.is_paused(&now).map_err(act_error)?;
    ensure!(by_authority || !prolongs, OracleError::AlreadyPaused);
    if !prolongs {
        let bars = feed.engine.may_bar_liquidation(&now).map_err(act_error)?;
        price_account.load_mut()?.pause(&now, bars);
    }
    let until = feed.engine.pause(&feed.params, &now).map_err(act_error)?.unix();
    emit!(Paused { feed: feed_account.key(), by: signer.key(), until: until.0 });
    Ok(())
}
