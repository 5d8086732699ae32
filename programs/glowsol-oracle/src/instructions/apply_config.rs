//! Applies a proposal whose time has come, and publishes by it: a change that would trip or bind on live readings is refused.

use anchor_lang::prelude::*;
use fair_value::{Causes, Gates, Params, governance::Binding, input::MAX_SOURCES};
use sources::Account as View;

use super::{govern, initialize_feed::with_values};
use crate::{
    clock,
    error::{OracleError, table_error},
    event::ConfigApplied,
    pda,
    publish::Publication,
    state::{Change, Feed, FeedStatus, History, Price, Proposal, TIMELOCKS, split},
    transaction,
    view::Borrowed,
};

/// Accounts; the source accounts of the feed as it will be follow as remaining accounts, in configured order. None, for one that
/// retires.
#[derive(Accounts)]
pub struct ApplyConfig<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price.
    #[account(mut)]
    pub price: AccountLoader<'info, Price>,
    /// Its history.
    #[account(mut)]
    pub history: AccountLoader<'info, History>,
    /// The proposal.
    #[account(mut, close = authority, seeds = [pda::PROPOSAL, feed.key().as_ref()], bump = proposal.bump)]
    pub proposal: Account<'info, Proposal>,
    /// The feed's authority, which need not sign: it did when it proposed. Gets what was paid for the proposal.
    /// CHECK: compared with the feed's authority.
    #[account(mut)]
    pub authority: UncheckedAccount<'info>,
    /// What else is in the transaction.
    /// CHECK: pinned by address; parsed by `transaction`.
    #[account(address = transaction::INSTRUCTIONS_SYSVAR)]
    pub instructions: UncheckedAccount<'info>,
}

/// How long after its timelock a proposal can be applied, seconds: a week. One that was forgotten surprises nobody later.
const VALIDITY: i64 = 604_800;
/// Oldest publication to compare with, seconds: three cadences.
const LIVE: i64 = 60;
/// What NAV and `fair` may fall meanwhile, basis points: what their own speeds allow in that time, and a margin.
const DRIFT: u64 = 5;
/// What collateral may fall and debt may rise, basis points: as in `fair_value::governance`.
const TOLERATED: u64 = fair_value::governance::TOLERATED.0 as u64;

/// Applies the proposal and publishes by the new configuration. Anybody may, once its time has come.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::NotActive`], [`OracleError::OutdatedProposal`], [`OracleError::Timelocked`],
/// [`OracleError::ExpiredProposal`], [`OracleError::NotLive`],
/// what is wrong with the configuration that would result, [`OracleError::WouldBind`], [`OracleError::WouldTrip`], and those of a
/// refresh.
pub fn apply_config<'info>(ctx: Context<'info, ApplyConfig<'info>>) -> Result<()> {
    let ApplyConfig {
        feed: feed_account,
        price: price_account,
        history: history_account,
        proposal,
        authority,
        instructions,
    } = ctx.accounts;
    let mut feed = govern::open(feed_account)?;
    let feed = &mut *feed;
    ensure!(feed.authority == authority.key(), OracleError::NotTheAuthority);
    ensure!(feed.is_active(), OracleError::NotActive);
    ensure!(feed.price == price_account.key(), OracleError::WrongPrice);
    ensure!(feed.history == history_account.key(), OracleError::WrongHistory);
    let now = clock::now()?;
    ensure!(proposal.config_version == feed.config_version, OracleError::OutdatedProposal);
    ensure!(now.time.0 >= proposal.ready_at, OracleError::Timelocked);
    ensure!(now.time.0.saturating_sub(proposal.ready_at) <= VALIDITY, OracleError::ExpiredProposal);
    transaction::require_untraded(&instructions.try_borrow_data()?, feed.posting_programs())?;

    let old = feed.params;
    for change in &proposal.changes {
        apply(feed, change, now.time.0)?;
    }
    emit!(ConfigApplied { feed: feed_account.key(), config_version: feed.reconfigured()? });

    let mut price = price_account.load_mut()?;
    if !feed.is_active() {
        price.retire(&now);
        return Ok(());
    }
    feed.check_sources()?;
    rearrange(feed, &old, &now)?;
    // What a halt by the guardian hides cannot be compared.
    let paused = price.halt_cause & Causes::GUARDIAN.0 != 0;
    ensure!(!paused && now.time.0.saturating_sub(price.published_at) <= LIVE, OracleError::NotLive);
    let before = *price;
    {
        let history_info = history_account.to_account_info();
        let mut data = history_info.try_borrow_mut_data()?;
        let (history, points) = split(&mut data)?;
        let borrowed = Borrowed::new(ctx.remaining_accounts)?;
        let views: Vec<View> = borrowed.views();
        let key = feed_account.key().to_bytes();
        Publication { key: &key, feed, price: &mut price, history, points }.publish(&views, &now)?;
    }
    let closed = before.gates & !price.gates & !Gates::WIDEN;
    if price.level > before.level || closed != 0 || !stays(&before, &price) {
        msg!(
            "level {} to {}, gates {} to {}, fair {} to {}, reasons {}",
            before.level,
            price.level,
            before.gates,
            price.gates,
            before.fair,
            price.fair,
            price.reasons
        );
        return Err(OracleError::WouldTrip.into());
    }
    Ok(())
}

/// Whether no price got worse by more than time explains.
fn stays(before: &Price, after: &Price) -> bool {
    let share = |rate: u64, bps: u64| rate.checked_div(10_000).unwrap_or(0).saturating_mul(bps);
    let kept = |old: u64, new: u64, bps: u64| new >= old.saturating_sub(share(old, bps));
    kept(before.nav, after.nav, DRIFT)
        && kept(before.fair, after.fair, DRIFT)
        && kept(before.collateral, after.collateral, TOLERATED)
        && after.debt <= before.debt.saturating_add(share(before.debt, TOLERATED))
        && (before.sol_usd == 0 || after.sol_usd != 0)
}

fn apply(feed: &mut Feed, change: &Change, now: i64) -> Result<()> {
    match change {
        Change::Params { values } => feed.params = with_values(feed.params, values)?,
        Change::Limits { limits } => {
            ensure!(limits.are_valid(), OracleError::LimitsOutOfBounds);
            feed.limits = *limits;
        }
        Change::PostingPrograms { programs } => feed.set_posting_programs(programs)?,
        Change::WatchedPrograms { programs } => feed.set_watched(programs)?,
        Change::AddSource { index, spec, accounts } => {
            let keys: Vec<[u8; 32]> = accounts.iter().map(Pubkey::to_bytes).collect();
            let config = spec.config(feed.token_decimals);
            feed.sources.insert(*index, &config, &spec.roles, &keys).map_err(table_error)?;
            move_memory(feed, |place| match place.cmp(&usize::from(*index)) {
                core::cmp::Ordering::Less => Some(place),
                core::cmp::Ordering::Equal => None,
                core::cmp::Ordering::Greater => place.checked_sub(1),
            });
        }
        Change::RemoveSource { index } => {
            feed.sources.remove(*index).map_err(table_error)?;
            move_memory(feed, |place| {
                let from = if place < usize::from(*index) { place } else { place.saturating_add(1) };
                (from < MAX_SOURCES).then_some(from)
            });
        }
        Change::Timelock { seconds } => {
            ensure!(TIMELOCKS.contains(seconds), OracleError::TimelockOutOfBounds);
            feed.timelock = *seconds;
        }
        Change::Guardian { guardian } => {
            ensure!(*guardian != feed.authority, OracleError::InvalidGuardian);
            feed.guardian = *guardian;
        }
        Change::Retire => {
            feed.status = FeedStatus::Retired as u8;
            feed.retired_at = now;
        }
    }
    Ok(())
}

/// The rules' memory of each source follows it to its new place.
fn move_memory(feed: &mut Feed, origin: impl Fn(usize) -> Option<usize>) {
    feed.engine.arrange_sources(&core::array::from_fn(origin));
}

/// Tries changed parameters on what was read last, and lays the memory out for them.
fn rearrange(feed: &mut Feed, old: &Params, now: &fair_value::Now) -> Result<()> {
    if feed.params == *old {
        return Ok(());
    }
    // A tightening may bind at once: that is its purpose.
    if old.tighten(&feed.params).is_err()
        && let Err(binding) = fair_value::would_bind(old, &feed.params, &feed.engine, now)
    {
        explain(&binding);
        return Err(OracleError::WouldBind.into());
    }
    feed.engine.reconfigured(old, &feed.params);
    Ok(())
}

/// Logs why. Facts are in the units of the rules.
fn explain(binding: &Binding) {
    match binding {
        Binding::ClockOutOfRange { .. } => msg!("the clock"),
        Binding::NotLive { .. } => msg!("not refreshed lately: refresh first"),
        Binding::WindowInvalid { covered, needed, .. } => msg!("a window covers {} s of {}", covered.0, needed.0),
        Binding::VoteLost { index, .. } => msg!("source {} loses its vote", index),
        Binding::Level { from, to, reasons } => msg!("level {} to {}, reasons {}", *from as u8, *to as u8, reasons.0),
        Binding::Gates { closed, reasons } => msg!("closes gates {}, reasons {}", closed.0, reasons.0),
        Binding::UsdStale { age, limit } => msg!("SOL/USD is {} s old, limit {}", age.0, limit.0),
        Binding::NavGrowth { days, seen, allowed } => {
            msg!("NAV grew {} bps in {} days, allowed {}", seen.0, days, allowed.0);
        }
        Binding::NavLower { .. } => msg!("NAV lower"),
        Binding::FairLower { .. } => msg!("fair lower"),
        Binding::CollateralLower { .. } => msg!("collateral lower"),
        Binding::DebtHigher { .. } => msg!("debt higher"),
    }
}
