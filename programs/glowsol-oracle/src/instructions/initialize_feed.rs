//! Opens a feed as a draft: sources are added to it before it publishes.

use anchor_lang::prelude::*;
use fair_value::{Field, Params};
use sources::{Fault, token::Mint};

use crate::{
    error::{OracleError, Result},
    event::{self, FeedInitialized},
    pda::{self, same},
    runtime::{Accounts, Reader, Written, decode_fields},
    state::{FEED_VERSION, Feed, FeedStatus, History, Limits, Price, TIMELOCK},
};

/// Accounts.
#[derive(Accounts)]
pub struct InitializeFeed<'info> {
    /// The new feed.
    #[account(mut, seeds = [pda::FEED, creator.key.as_ref(), mint.key.as_ref()], bump)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price account.
    #[account(mut, seeds = [pda::PRICE, feed.key().as_ref()], bump)]
    pub price: AccountLoader<'info, Price>,
    /// Its history.
    #[account(mut, seeds = [pda::HISTORY, feed.key().as_ref()], bump)]
    pub history: AccountLoader<'info, History>,
    /// The token.
    /// CHECK: its owner and state are checked when its decimals are read.
    pub mint: UncheckedAccount<'info>,
    /// Pays for the accounts, is part of their addresses, and becomes the authority.
    #[account(mut)]
    pub creator: Signer<'info>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// What a feed starts with.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct InitializeFeedArgs {
    /// Who may halt the feed besides the authority; the zero address for nobody.
    pub guardian: Pubkey,
    /// Programs that may precede a refresh in its transaction, at most [`crate::state::MAX_POSTING_PROGRAMS`].
    pub posting_programs: Vec<Pubkey>,
    /// Programs whose upgrade halts the feed, at most [`crate::state::MAX_WATCHED`]: those that keep the backing.
    pub watched_programs: Vec<Pubkey>,
    /// How old its prices may be for what; `None` for the defaults.
    pub limits: Option<Limits>,
    /// Parameters that differ from the defaults.
    pub overrides: Vec<ParamValue>,
}

/// One parameter of the rules.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct ParamValue {
    /// Its stable number: its place in `fair_value::params::FIELDS`.
    pub id: u8,
    /// Its value in the parameter's unit.
    pub value: u64,
}

decode_fields! {
    InitializeFeedArgs { guardian, posting_programs, watched_programs, limits, overrides },
    ParamValue { id, value },
}

/// Creates feed, price and history.
///
/// # Errors
/// [`OracleError::TooManyPostingPrograms`], [`OracleError::TooManyWatchedPrograms`], [`OracleError::UnknownParameter`],
/// [`OracleError::ParameterOutOfBounds`], [`OracleError::LimitsOutOfBounds`], or what is wrong with the mint.
#[inline(never)]
pub fn initialize_feed(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let args = Reader::all::<InitializeFeedArgs>(arguments)?;
    let [feed, price, history] = [accounts.vacant()?, accounts.vacant()?, accounts.vacant()?];
    let mint = accounts.read()?;
    let creator = accounts.payer()?;
    accounts.system_program()?;
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

/// Gives parameters other values; with those, all of them have to be valid together.
///
/// # Errors
/// [`OracleError::UnknownParameter`], [`OracleError::ParameterOutOfBounds`].
#[inline(never)]
pub fn set_values(params: &mut Params, values: &[ParamValue]) -> Result {
    for ParamValue { id, value } in values {
        let field = Field::from_number(*id).ok_or(OracleError::UnknownParameter)?;
        ensure!(params.set(field, *value), OracleError::ParameterOutOfBounds);
    }
    params.validate().map_err(|_| OracleError::ParameterOutOfBounds)?;
    Ok(())
}
