//! Opens a feed as a draft: sources are added to it before it publishes.

use anchor_lang::prelude::*;
use fair_value::{Field, Params};
use sources::token::Mint;

use crate::{
    error::{OracleError, source_error},
    event::FeedInitialized,
    pda,
    state::{FEED_VERSION, Feed, FeedStatus, History, Limits, Price, TIMELOCK},
    view::view,
};

/// Accounts.
#[derive(Accounts)]
pub struct InitializeFeed<'info> {
    /// The new feed.
    #[account(init, payer = creator, space = Feed::LEN, seeds = [pda::FEED, creator.key.as_ref(), mint.key.as_ref()], bump)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price account.
    #[account(init, payer = creator, space = price_reader::layout::LEN, seeds = [pda::PRICE, feed.key().as_ref()], bump)]
    pub price: AccountLoader<'info, Price>,
    /// Its history.
    #[account(init, payer = creator, space = History::LEN, seeds = [pda::HISTORY, feed.key().as_ref()], bump)]
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

/// Creates feed, price and history.
///
/// # Errors
/// [`OracleError::TooManyPostingPrograms`], [`OracleError::TooManyWatchedPrograms`], [`OracleError::UnknownParameter`],
/// [`OracleError::ParameterOutOfBounds`], [`OracleError::LimitsOutOfBounds`], or what is wrong with the mint.
pub fn initialize_feed(ctx: Context<InitializeFeed>, args: InitializeFeedArgs) -> Result<()> {
    let InitializeFeed { feed: feed_account, price: price_account, history, mint, creator, .. } = ctx.accounts;
    let token_decimals = decimals(mint)?;

    let mut feed = feed_account.load_init()?;
    feed.version = FEED_VERSION;
    feed.bump = ctx.bumps.feed;
    feed.status = FeedStatus::Draft as u8;
    feed.token_decimals = token_decimals;
    feed.timelock = TIMELOCK;
    feed.creator = creator.key();
    feed.authority = creator.key();
    ensure!(args.guardian != creator.key(), OracleError::InvalidGuardian);
    feed.guardian = args.guardian;
    feed.price = price_account.key();
    feed.history = history.key();
    feed.sources.mint = mint.key().to_bytes();
    feed.set_posting_programs(&args.posting_programs)?;
    feed.set_watched(&args.watched_programs)?;
    feed.limits = args.limits.unwrap_or_default();
    ensure!(feed.limits.are_valid(), OracleError::LimitsOutOfBounds);
    feed.params = with_values(Params::default(), &args.overrides)?;

    history.load_init()?.open(feed_account.key(), ctx.bumps.history);

    let mut price = price_account.load_init()?;
    price.version = price_reader::layout::VERSION;
    price.bump = ctx.bumps.price;
    price.feed = feed_account.key();
    price.mint = mint.key();
    price.token_decimals = token_decimals;
    price.unpublished();

    emit!(FeedInitialized {
        feed: feed_account.key(),
        mint: mint.key(),
        authority: creator.key(),
        price: price_account.key()
    });
    Ok(())
}

fn decimals(mint: &UncheckedAccount) -> Result<u8> {
    let data = mint.try_borrow_data()?;
    Ok(Mint::read(&view(mint, &data)).map_err(|fault| source_error(fault.into()))?.decimals)
}

/// `params` with other values, validated.
///
/// # Errors
/// [`OracleError::UnknownParameter`], [`OracleError::ParameterOutOfBounds`].
pub fn with_values(mut params: Params, values: &[ParamValue]) -> Result<Params> {
    for ParamValue { id, value } in values {
        let field = Field::from_number(*id).ok_or(OracleError::UnknownParameter)?;
        ensure!(params.set(field, *value), OracleError::ParameterOutOfBounds);
    }
    params.validate().map_err(|_| OracleError::ParameterOutOfBounds)?;
    Ok(params)
}
