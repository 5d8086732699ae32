//! Opens a feed as a draft: sources are added to it before it publishes.

use anchor_lang::{Discriminator, prelude::Pubkey};
use fair_value::Params;
use sources::{Account as View, Fault, token::Mint};

use crate::{
    error::{OracleError, Result},
    event::{self, FeedInitialized},
    pda::{self, same},
    runtime::{Accounts, Purse, Reader, Vacant, Written},
    state::{FEED_VERSION, Feed, FeedStatus, History, InitializeFeedArgs, Price, TIMELOCK, set_values},
};

/// Creates feed, price and history.
///
/// # Errors
/// [`OracleError::TooManyPostingPrograms`], [`OracleError::TooManyWatchedPrograms`], [`OracleError::UnknownParameter`],
/// [`OracleError::ParameterOutOfBounds`], [`OracleError::LimitsOutOfBounds`], or what is wrong with the mint.
#[inline(never)]
pub fn initialize_feed(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let args = Reader::all::<InitializeFeedArgs>(arguments)?;
    let Taken { feed, price, history, mint, creator } = Taken::take(&mut accounts)?;
    let token_decimals = Mint::read(&mint).map_err(Fault::Source)?.decimals;

    let (seeds, mint_key) = (creator.key().as_ref(), Pubkey::new_from_array(*mint.key));
    let (feed, feed_bump) = feed.create(Feed::LEN, Feed::DISCRIMINATOR, &[pda::FEED, seeds, mint.key], &creator)?;
    let key = feed.key();
    let (price, price_bump) =
        price.create(price_reader::layout::LEN, Price::DISCRIMINATOR, &[pda::PRICE, key.as_ref()], &creator)?;
    let (history, history_bump) =
        history.create(History::LEN, History::DISCRIMINATOR, &[pda::HISTORY, key.as_ref()], &creator)?;

    let Written { key: history_key, content: history, .. } = history.load::<History>()?;
    history.open(*key, history_bump);

    let Written { key: price_key, content: price, .. } = price.load::<Price>()?;
    price.version = price_reader::layout::VERSION;
    price.bump = price_bump;
    price.feed = *key;
    price.mint = mint_key;
    price.token_decimals = token_decimals;
    price.unpublished();

    let feed = feed.load::<Feed>()?.content;
    feed.version = FEED_VERSION;
    feed.bump = feed_bump;
    feed.status = FeedStatus::Draft as u8;
    feed.token_decimals = token_decimals;
    feed.timelock = TIMELOCK;
    feed.creator = *creator.key();
    feed.authority = *creator.key();
    ensure!(!same(&args.guardian, &feed.authority), OracleError::InvalidGuardian);
    feed.guardian = args.guardian;
    feed.price = *price_key;
    feed.history = *history_key;
    feed.sources.mint = *mint.key;
    feed.set_posting_programs(&args.posting_programs)?;
    feed.set_watched(&args.watched_programs)?;
    feed.limits = args.limits.unwrap_or_default();
    ensure!(feed.limits.are_valid(), OracleError::LimitsOutOfBounds);
    feed.params = Params::default();
    set_values(&mut feed.params, &args.overrides)?;

    event::log(&FeedInitialized { feed: *key, mint: mint_key, authority: *creator.key(), price: *price_key })?;
    Ok(())
}

/// Its accounts. Where the new ones have to lie is checked as they are created.
struct Taken<'a> {
    feed: Vacant<'a>,
    price: Vacant<'a>,
    history: Vacant<'a>,
    mint: View<'a>,
    /// Pays, and becomes the authority.
    creator: Purse<'a>,
}

impl<'a> Taken<'a> {
    fn take(accounts: &mut Accounts<'a>) -> Result<Self> {
        let [feed, price, history] = [accounts.vacant()?, accounts.vacant()?, accounts.vacant()?];
        let mint = accounts.read()?;
        let creator = accounts.payer()?;
        accounts.system_program()?;
        Ok(Self { feed, price, history, mint, creator })
    }
}
