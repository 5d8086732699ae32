//! From the accounts of a refresh to the readings of all sources.

use fair_value::{Leg, MarketReading, Now, Observation, Params, Reading, input::MAX_SOURCES};

use crate::{
    Account, chain,
    fault::{CallerFault, Condition, Fault, SourceFault},
    look_through,
    members::Members,
    meteora_damm_v2, meteora_dlmm, pyth, raydium_clmm, stake_pool, switchboard, switchboard_quote,
    table::{SourceConfig, SourceKind, SourceTable},
    vault, whirlpool,
};

/// What all sources of a refresh said, in configured order, as [`fair_value::Inputs`] takes it.
#[derive(Clone, Copy, Debug)]
pub struct Observations {
    entries: [Observation; MAX_SOURCES],
    faults: [Option<SourceFault>; MAX_SOURCES],
    count: usize,
}

impl Default for Observations {
    fn default() -> Self {
        Self {
            entries: [Observation { leg: Leg::Nav, reading: None }; MAX_SOURCES],
            faults: [None; MAX_SOURCES],
            count: 0,
        }
    }
}

impl Observations {
    /// One entry a configured source.
    pub fn entries(&self) -> &[Observation] {
        self.entries.get(..self.count).unwrap_or_default()
    }

    /// Why a source gave no reading of its own; `None` for those that did.
    pub fn faults(&self) -> &[Option<SourceFault>] {
        self.faults.get(..self.count).unwrap_or_default()
    }
}

/// What the rules are told of a source that gave this result: a pool that nobody can sell into is a market without depth,
/// whatever its kind; any other fault is a missing sample.
///
/// What stays missing of a pool can be brought about by whoever may upgrade its program, and by nobody else: an account of
/// another owner, type or length, a companion or a mint exchanged, a mode unknown here. A look-through stands on accounts of
/// the issuer, too, who could exchange, freeze or hand over any of them: so each of its faults is a market lost.
#[inline]
pub fn observation(kind: SourceKind, result: Result<&Reading, SourceFault>) -> Observation {
    let reading = match result {
        Ok(reading) => Some(*reading),
        Err(fault) => closes(kind, fault.condition).then_some(Reading::Market(MarketReading::CLOSED)),
    };
    Observation { leg: kind.leg(), reading }
}

/// Whether a source of this kind, in this condition, is a market that nobody can sell into.
#[cold]
#[inline(never)]
fn closes(kind: SourceKind, condition: Condition) -> bool {
    match kind {
        SourceKind::Whirlpool | SourceKind::RaydiumClmm | SourceKind::MeteoraDlmm | SourceKind::MeteoraDammV2 => {
            condition.is_closed_market()
        }
        SourceKind::LookThrough => true,
        _ => false,
    }
}

/// Observes all sources. `accounts` are those of the table, in its order; of the feed's parameters its sources are read by the two windows,
/// over which a venue's own history is averaged, and the clock's tolerance. A caller's fault leaves `out` half-filled.
pub fn observe(
    table: &SourceTable,
    accounts: &[Account<'_>],
    now: &Now,
    params: &Params,
    out: &mut Observations,
) -> Result<(), CallerFault> {
    out.count = 0;
    observe_each(table, accounts, now, params, |index, kind, result| {
        if let (Some(entry), Some(fault)) = (out.entries.get_mut(index), out.faults.get_mut(index)) {
            *fault = result.err();
            *entry = observation(kind, result);
            out.count = index.saturating_add(1);
        }
    })
}

/// Observes all sources and hands each result over as soon as it is there, with the source's index and kind. What the rules
/// are told of it is [`observation`]'s to say.
pub fn observe_each(
    table: &SourceTable,
    accounts: &[Account<'_>],
    now: &Now,
    params: &Params,
    mut take: impl FnMut(usize, SourceKind, Result<&Reading, SourceFault>),
) -> Result<(), CallerFault> {
    if accounts.len() != usize::from(table.account_count) {
        return Err(count_mismatch(table.account_count, accounts.len()));
    }
    for index in 0..table.source_count {
        let config = source(table, index)?;
        let invalid = CallerFault::InvalidTable { source_index: index };
        let kind = SourceKind::from_code(config.kind).ok_or(invalid)?;
        let first = usize::from(config.first_account);
        let own = accounts.get(first..first.saturating_add(usize::from(config.accounts))).ok_or(invalid)?;
        match &observe_own((table, index, config), Some(kind), own, now, params) {
            Ok(reading) => take(usize::from(index), kind, Ok(reading)),
            Err(Fault::Source(fault)) => take(usize::from(index), kind, Err(*fault)),
            Err(Fault::Caller(fault)) => return Err(*fault),
        }
    }
    Ok(())
}

/// Observes one source. `accounts` are its own, in the order of the table. Strict, for whoever configures or looks: that
/// nobody can sell into a pool is its fault here.
pub fn observe_source(
    table: &SourceTable,
    index: u8,
    accounts: &[Account<'_>],
    now: &Now,
    params: &Params,
) -> Result<Reading, Fault> {
    let config = source(table, index)?;
    observe_own((table, index, config), SourceKind::from_code(config.kind), accounts, now, params)
}

/// The same of a source that was looked up already.
#[inline(always)] // once for a refresh, once for whoever asks about one source
fn observe_own(
    (table, index, config): (&SourceTable, u8, &SourceConfig),
    kind: Option<SourceKind>,
    accounts: &[Account<'_>],
    now: &Now,
    params: &Params,
) -> Result<Reading, Fault> {
    let invalid = CallerFault::InvalidTable { source_index: index };
    let first = usize::from(config.first_account);
    let range = first..first.saturating_add(usize::from(config.accounts));
    let (Some(pinned), Some(roles)) = (table.accounts.get(range.clone()), table.roles.get(range)) else {
        return Err(invalid.into());
    };
    if accounts.len() != pinned.len() {
        return Err(count_mismatch(config.accounts, accounts.len()).into());
    }
    if let Some(at) = accounts.iter().zip(pinned).position(|(passed, expected)| passed.key != expected) {
        let account = at as u8; // below MAX_ACCOUNTS
        return Err(CallerFault::WrongAddress { source_index: index, account }.into());
    }

    let token_decimals = config.token_decimals;
    let members = Members { source_index: index, config, mint: &table.mint, token_decimals, roles, accounts };
    let kind = kind.ok_or(invalid)?;
    match kind {
        SourceKind::StakePool => stake_pool::observe(&members, now),
        SourceKind::Vault => vault::observe(&members, now),
        SourceKind::Chain => chain::observe(&members, now),
        SourceKind::Whirlpool => whirlpool::observe(&members, now),
        SourceKind::RaydiumClmm => raydium_clmm::observe(&members, now, params),
        SourceKind::PythRate | SourceKind::PythMarket | SourceKind::PythUsd => {
            pyth::decode(&members, now, params)?.reading(&members, kind)
        }
        SourceKind::SwitchboardRate | SourceKind::SwitchboardMarket | SourceKind::SwitchboardUsd => {
            switchboard::decode(&members, now, params)?.reading(&members, kind)
        }
        SourceKind::SwitchboardQuoteRate | SourceKind::SwitchboardQuoteMarket | SourceKind::SwitchboardQuoteUsd => {
            switchboard_quote::decode(&members, now)?.reading(&members, kind)
        }
        SourceKind::MeteoraDlmm => meteora_dlmm::observe(&members, now, params),
        SourceKind::MeteoraDammV2 => meteora_damm_v2::observe(&members, now),
        SourceKind::LookThrough => look_through::observe(&members, now, params),
    }
}

fn source(table: &SourceTable, index: u8) -> Result<&SourceConfig, CallerFault> {
    let missing = CallerFault::NoSuchSource { source_index: index, count: table.source_count };
    if index >= table.source_count {
        return Err(missing);
    }
    table.sources.get(usize::from(index)).ok_or(missing)
}

#[cold]
fn count_mismatch(expected: u8, found: usize) -> CallerFault {
    CallerFault::AccountCount { expected, found: u8::try_from(found).unwrap_or(u8::MAX) }
}
