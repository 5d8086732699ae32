//! Applies a proposal whose time has come, and publishes by it: a change that would trip or bind on live readings is refused.

use anchor_lang::prelude::Pubkey;
use fair_value::{Causes, Gates, Now, Params, Reason, Reasons, governance::Binding, input::MAX_SOURCES};
use sources::Account as View;

use super::{acknowledge::believe_market, govern};
use crate::{
    clock,
    error::{OracleError, Result},
    event::{self, ConfigApplied},
    log,
    pda::{INSTRUCTIONS_SYSVAR, same},
    publish::Publication,
    runtime::{Accounts, Own, Purse, Reader, Written},
    state::{Change, Feed, FeedStatus, History, Price, Proposal, TIMELOCKS, set_values},
    transaction,
};

/// How long after its timelock a proposal can be applied, seconds: a week. One that was forgotten surprises nobody later.
const VALIDITY: i64 = 604_800;
/// Oldest publication to compare with, seconds: three cadences.
const LIVE: i64 = 60;
/// What NAV and `fair` may fall meanwhile, basis points: what their own speeds allow in that time, and a margin.
const DRIFT: u64 = 5;
/// Reasons that say that something is missing or contradicts: none may be new.
const MISSING: Reasons = Reasons::from_bits(0)
    .with(Reason::MarketLost)
    .with(Reason::WindowInvalid)
    .with(Reason::Warmup)
    .with(Reason::NavFault)
    .with(Reason::NavDisagreement)
    .with(Reason::UsdStale)
    .with(Reason::UsdDisagreement);
/// What collateral may fall and debt may rise, basis points: as in `fair_value::governance`.
const TOLERATED: u64 = fair_value::governance::TOLERATED.get() as u64;

/// Applies the proposal and publishes by the new configuration. Anybody may, once its time has come.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::NotActive`], [`OracleError::OutdatedProposal`], [`OracleError::Timelocked`],
/// [`OracleError::ExpiredProposal`], [`OracleError::NotLive`], [`OracleError::NothingToAcknowledge`], [`OracleError::NotWhatWasSeen`],
/// what is wrong with the configuration that would result, [`OracleError::WouldBind`], [`OracleError::WouldTrip`], and those of a
/// refresh.
#[inline(never)]
pub fn apply_config(accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Taken { feed, price, history, account, proposal, mut authority, sources, now } = Taken::take(accounts)?;
    let Written { key, content: feed, .. } = feed;
    let Written { content: history, tail: points, .. } = history;

    let old = feed.params;
    for change in &proposal.changes {
        apply(key, feed, change, &now)?;
    }
    event::log(&ConfigApplied { feed: *key, config_version: feed.reconfigured()? })?;
    if !feed.is_active() {
        price.retire(&now);
        return account.close(&mut authority);
    }
    feed.check_sources()?;
    rearrange(feed, &old, &now)?;
    // What a halt by the guardian hides cannot be compared.
    let paused = price.halt_cause & Causes::GUARDIAN.bits() != 0;
    ensure!(!paused && now.time.get().saturating_sub(price.published_at) <= LIVE, OracleError::NotLive);
    let before = Shown::of(price);
    let usd_agreement = feed.params.usd_agreement.get();
    Publication { key, feed, price, history, points }.publish(&sources, &now)?;

    let closed = before.gates & !price.gates & !Gates::WIDEN;
    // Who acknowledges a market means fair value to fall: it stands alone.
    let believed = matches!(proposal.changes.as_slice(), [Change::AcknowledgeMarket { .. }]);
    if price.level > before.level
        || closed != 0
        || before.misses(price)
        || !before.stays_in(price, believed, usd_agreement)
    {
        log::facts(
            "would trip: level before and after, gates closed, fair after, reasons",
            [before.level.into(), price.level.into(), closed.into(), price.fair, price.reasons],
        );
        return Err(OracleError::WouldTrip.into());
    }
    account.close(&mut authority)
}

/// Its accounts, as they have to be.
struct Taken<'a> {
    feed: Written<'a, Feed>,
    price: &'a mut Price,
    history: Written<'a, History>,
    /// That of the proposal.
    account: Own<'a>,
    /// What it says, for this version of the configuration; its time has come.
    proposal: Proposal,
    /// Gets what was paid for the proposal.
    authority: Purse<'a>,
    sources: Vec<View<'a>>,
    now: Now,
}

impl<'a> Taken<'a> {
    #[inline(never)]
    fn take(mut accounts: Accounts<'a>) -> Result<Self> {
        let feed = govern::open(&mut accounts)?;
        let Written { key: price_key, content: price, .. } = accounts.own()?.load::<Price>()?;
        let history = accounts.own()?.load::<History>()?;
        let mut account = accounts.own()?;
        let proposal = Proposal::of(&mut account, feed.key)?;
        let authority = accounts.receiver()?;
        let instructions = accounts.read_at(&INSTRUCTIONS_SYSVAR)?;
        ensure!(same(&feed.content.authority, authority.key()), OracleError::NotTheAuthority);
        ensure!(feed.content.is_active(), OracleError::NotActive);
        ensure!(same(&feed.content.price, price_key), OracleError::WrongPrice);
        ensure!(same(&feed.content.history, history.key), OracleError::WrongHistory);
        let now = clock::now()?;
        ensure!(proposal.config_version == feed.content.config_version, OracleError::OutdatedProposal);
        ensure!(now.time.get() >= proposal.ready_at, OracleError::Timelocked);
        ensure!(now.time.get().saturating_sub(proposal.ready_at) <= VALIDITY, OracleError::ExpiredProposal);
        transaction::require_untraded(instructions.data, feed.content.posting_programs())?;
        Ok(Self { feed, price, history, account, proposal, authority, sources: accounts.rest(), now })
    }
}

/// What a publication is compared with: the one before.
struct Shown {
    level: u8,
    gates: u16,
    nav: u64,
    fair: u64,
    collateral: u64,
    debt: u64,
    sol_usd: u64,
    reasons: Reasons,
}

impl Shown {
    fn of(price: &Price) -> Self {
        let Price { level, gates, nav, fair, collateral, debt, sol_usd, reasons, .. } = *price;
        Self { level, gates, nav, fair, collateral, debt, sol_usd, reasons: Reasons::from_bits(reasons) }
    }

    /// Whether no price got worse by more than time explains; `fair` may, where that is what the change is for. SOL/USD may move by what two
    /// sources of it may differ, in either direction: it multiplies everything. One that was stale is nothing to compare with.
    fn stays_in(&self, after: &Price, fair_may_fall: bool, usd_agreement: u32) -> bool {
        let usd = u64::from(usd_agreement);
        kept(self.nav, after.nav, DRIFT)
            && (fair_may_fall || kept(self.fair, after.fair, DRIFT))
            && kept(self.collateral, after.collateral, TOLERATED)
            && after.debt <= self.debt.saturating_add(share(self.debt, TOLERATED))
            && (self.sol_usd == 0
                || self.reasons.has(Reason::UsdStale)
                || kept(self.sol_usd, after.sol_usd, usd) && kept(after.sol_usd, self.sol_usd, usd))
    }

    /// Whether something is missing now that was there. A level that was entered before, as two captured slots can have it, hides that from the level and
    /// the gates.
    fn misses(&self, after: &Price) -> bool {
        after.reasons & !self.reasons.bits() & MISSING.bits() != 0
    }
}

/// Whether a rate fell by no more than so many basis points.
#[inline(never)]
fn kept(old: u64, new: u64, bps: u64) -> bool {
    new >= old.saturating_sub(share(old, bps))
}

fn share(rate: u64, bps: u64) -> u64 {
    rate.checked_div(10_000).unwrap_or(0).saturating_mul(bps)
}

fn apply(key: &Pubkey, feed: &mut Feed, change: &Change, now: &Now) -> Result<()> {
    match change {
        Change::Params { values } => set_values(&mut feed.params, values)?,
        Change::Limits { limits } => {
            ensure!(limits.are_valid(), OracleError::LimitsOutOfBounds);
            feed.limits = *limits;
        }
        Change::PostingPrograms { programs } => feed.set_posting_programs(programs)?,
        Change::WatchedPrograms { programs } => feed.set_watched(programs)?,
        Change::AddSource { index, spec, accounts } => {
            let config = spec.config(feed.token_decimals);
            feed.sources.insert(*index, &config, &spec.roles, bytemuck::cast_slice(accounts))?;
            move_memory(feed, |place| match place.cmp(&usize::from(*index)) {
                core::cmp::Ordering::Less => Some(place),
                core::cmp::Ordering::Equal => None,
                core::cmp::Ordering::Greater => place.checked_sub(1),
            });
        }
        Change::RemoveSource { index } => {
            feed.sources.remove(*index)?;
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
            ensure!(!same(guardian, &feed.authority), OracleError::InvalidGuardian);
            feed.guardian = *guardian;
        }
        Change::Retire => {
            feed.status = FeedStatus::Retired as u8;
            feed.retired_at = now.time.get();
        }
        Change::AcknowledgeMarket { least } => believe_market(key, feed, *least)?,
    }
    Ok(())
}

/// The rules' memory of each source follows it to its new place.
fn move_memory(feed: &mut Feed, origin: impl Fn(usize) -> Option<usize>) {
    feed.engine.arrange_sources(&core::array::from_fn(origin));
}

/// Tries changed parameters on what was read last, and lays the memory out for them.
fn rearrange(feed: &mut Feed, old: &Params, now: &Now) -> Result<()> {
    if bytemuck::bytes_of(&feed.params) == bytemuck::bytes_of(old) {
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
#[cold]
fn explain(binding: &Binding) {
    let (sentence, [first, second, third]): (_, [u64; 3]) = match *binding {
        Binding::ClockOutOfRange { .. } => ("the clock", [0; 3]),
        Binding::NotLive { .. } => ("not refreshed lately: refresh first", [0; 3]),
        Binding::WindowInvalid { covered, needed, .. } => {
            ("a window covers too few seconds: covered, needed", [covered.get().into(), needed.get().into(), 0])
        }
        Binding::VoteLost { index, .. } => ("a source loses its vote: index", [index as u64, 0, 0]),
        Binding::Level { from, to, reasons } => ("level from, to, reasons", [from as u64, to as u64, reasons.bits()]),
        Binding::Gates { closed, reasons } => ("closes gates, reasons", [closed.bits().into(), reasons.bits(), 0]),
        Binding::UsdStale { age, limit } => {
            ("SOL/USD is too old: seconds, limit", [age.get().into(), limit.get().into(), 0])
        }
        Binding::NavGrowth { days, seen, allowed } => {
            ("NAV grew faster than allowed: days, bps, allowed", [days.into(), seen.get().into(), allowed.get().into()])
        }
        Binding::NavLower { .. } => ("NAV lower", [0; 3]),
        Binding::FairLower { .. } => ("fair lower", [0; 3]),
        Binding::CollateralLower { .. } => ("collateral lower", [0; 3]),
        Binding::DebtHigher { .. } => ("debt higher", [0; 3]),
    };
    log::facts(sentence, [first, second, third, 0, 0]);
}
