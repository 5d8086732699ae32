//! Whether a change of parameters would trip or bind as soon as it applies.
//!
//! The lesson is capo-2026-03: a cap that was changed while it would bind liquidated 34 healthy accounts. So a change that waited out its
//! timelock is tried on what was read last, by the rules themselves, and refused with the reason if it makes things worse at once. What is
//! meant to bind at once is a tightening ([`Params::tighten`]).

use super::rehearsal::{Rehearsal, rehearse};
use crate::breaker::Gates;
use crate::findings::{Level, Reason, Reasons};
use crate::input::{MAX_SOURCES, Now, source_bit};
use crate::math::mul::{discount, premium, share_floor};
use crate::nav;
use crate::params::Params;
use crate::state::State;
use crate::tick::max_credit;
use crate::units::{Bps, Lamports, Moment, Rate, Seconds, UnixTime};

/// By how much a change may lower collateral or raise debt at once. Neither liquidates anybody, and a confidence that could never be widened
/// would be no protection; a larger change takes several proposals.
pub const TOLERATED: Bps = Bps::new(50);

/// One of the two windows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Window {
    /// Of [`Params::short_window`].
    Short,
    /// Of [`Params::long_window`].
    Long,
}

/// Why a change of parameters may not apply now. It may later: the reason lies in the readings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// The clock shows no time that can be stored.
    ClockOutOfRange {
        /// What it shows.
        time: UnixTime,
    },
    /// The feed was not refreshed for so long that its memory is no live reading: refresh it first.
    NotLive {
        /// Since the last refresh; `None` if there was none.
        age: Option<Seconds>,
        /// The most that is accepted: three cadences.
        limit: Seconds,
    },
    /// A window would not be valid any more: it is longer than what is remembered. Lengthen it by steps, and wait until each is covered.
    WindowInvalid {
        /// Which.
        window: Window,
        /// How much of it is covered.
        covered: Seconds,
        /// How much has to be.
        needed: Seconds,
    },
    /// A source that votes would lose its vote. Remove it first if that is meant.
    VoteLost {
        /// Its place.
        index: usize,
        /// Its depth as a vote.
        depth: Lamports,
    },
    /// A level would be entered.
    Level {
        /// The level now.
        from: Level,
        /// The level it would be.
        to: Level,
        /// The reasons that would be published.
        reasons: Reasons,
    },
    /// Gates would close.
    Gates {
        /// Those that are open now.
        closed: Gates,
        /// The reasons that would be published.
        reasons: Reasons,
    },
    /// SOL/USD would be stale.
    UsdStale {
        /// Its age.
        age: Seconds,
        /// The age that would be accepted.
        limit: Seconds,
    },
    /// NAV grew faster in the last week than it could with the new growth caps: they would hold back the next rewards.
    NavGrowth {
        /// Over how many days.
        days: u32,
        /// How much it grew, rounded up.
        seen: Bps,
        /// How much it could, rounded down.
        allowed: Bps,
    },
    /// NAV would be lower at the next refresh.
    NavLower {
        /// As things are.
        old: Rate,
        /// With the change.
        new: Rate,
    },
    /// `fair`, which liquidates, would be lower at the next refresh.
    FairLower {
        /// As things are.
        old: Rate,
        /// With the change.
        new: Rate,
    },
    /// Collateral would be lower by more than [`TOLERATED`].
    CollateralLower {
        /// As things are.
        old: Rate,
        /// With the change.
        new: Rate,
    },
    /// Debt would be higher by more than [`TOLERATED`].
    DebtHigher {
        /// As things are.
        old: Rate,
        /// With the change.
        new: Rate,
    },
}

/// Whether changing the parameters of a feed from `old` to `new` would make anything worse at once: what the last refresh read is judged by
/// both, as if it were read once more, a cadence later. What binds already is no objection. The caller validates `new`, refreshes before,
/// and calls [`State::reconfigured`] after.
///
/// # Errors
/// [`Binding`]: the first thing that would trip or bind.
pub fn would_bind(old: &Params, new: &Params, state: &State, now: &Now) -> Result<(), Binding> {
    let at = Moment::new(now.time).ok_or(Binding::ClockOutOfRange { time: now.time })?;
    let at = at.max(state.time);
    require_live(old, state, at)?;
    let before = rehearse(old, old, state, at, now);
    let after = rehearse(new, old, state, at, now);
    windows_stay(new, &before, &after)?;
    // Where no vote is left, the level says it first.
    if after.voted != 0 {
        votes_stay(state, &before, &after)?;
    }
    usd_stays(new, state, at, &before, &after)?;
    access_stays(&before, &after)?;
    votes_stay(state, &before, &after)?;
    growth_stays(old, new, state)?;
    prices_stay(&before, &after)
}

fn require_live(old: &Params, state: &State, at: Moment) -> Result<(), Binding> {
    let limit = max_credit(old);
    let age = state.is_started().then(|| at.since(state.time));
    match age {
        Some(age) if age <= limit => Ok(()),
        _ => Err(Binding::NotLive { age, limit }),
    }
}

fn windows_stay(new: &Params, before: &Rehearsal, after: &Rehearsal) -> Result<(), Binding> {
    for (window, length, before, after) in [
        (Window::Short, new.short_window, before.short_lacks, after.short_lacks),
        (Window::Long, new.long_window, before.long_lacks, after.long_lacks),
    ] {
        let needed = new.needed(length);
        if let (None, Some(covered)) = (before, after)
            && covered < needed
        {
            return Err(Binding::WindowInvalid { window, covered, needed });
        }
    }
    Ok(())
}

fn votes_stay(state: &State, before: &Rehearsal, after: &Rehearsal) -> Result<(), Binding> {
    let lost = before.voted & !after.voted;
    if lost == 0 {
        return Ok(());
    }
    let index = (0..MAX_SOURCES).find(|index| lost & source_bit(*index) != 0).unwrap_or(MAX_SOURCES);
    let depth = state.sources.get(index).map_or(Lamports::ZERO, |source| source.depth);
    Err(Binding::VoteLost { index, depth })
}

fn usd_stays(new: &Params, state: &State, at: Moment, before: &Rehearsal, after: &Rehearsal) -> Result<(), Binding> {
    if after.reasons.has(Reason::UsdStale) && !before.reasons.has(Reason::UsdStale) {
        return Err(Binding::UsdStale { age: at.since(state.usd.time), limit: new.usd_max_age });
    }
    Ok(())
}

fn access_stays(before: &Rehearsal, after: &Rehearsal) -> Result<(), Binding> {
    let reasons = after.reasons;
    if after.level > before.level {
        return Err(Binding::Level { from: before.level, to: after.level, reasons });
    }
    // How much swaps must widen is no gate.
    let closed = Gates::from_bits(before.gates.bits() & !after.gates.bits() & !Gates::WIDEN);
    if closed != Gates::default() {
        return Err(Binding::Gates { closed, reasons });
    }
    Ok(())
}

/// The caps are compared with what NAV did on the days that are remembered: over all of them it must have fitted the yearly rate, from one
/// day to the next the burst. Either holds back a reward that comes at the same pace.
fn growth_stays(old: &Params, new: &Params, state: &State) -> Result<(), Binding> {
    let nav = &state.nav;
    let days = nav::remembered_days(nav);
    let (mut oldest, mut last) = (None, None);
    for (younger, high) in days {
        let Some((older, low)) = last.replace((younger, high)) else { continue };
        oldest = oldest.or(Some((older, low)));
        // From one day to the next, rewards come in one lump; over a gap in what is remembered, the rest has dripped in.
        let span = younger.saturating_sub(older);
        let most = |params: &Params| grown(low, params, span.saturating_sub(1), params.growth_per_epoch);
        let allowed = most(new);
        if high <= most(old) && high > allowed {
            return Err(growth(low, high, allowed, span));
        }
    }
    if let Some((day, low)) = oldest {
        // One more: the oldest day's highest may be that of its first second.
        let span = nav.day.saturating_sub(day).saturating_add(1);
        let most = |params: &Params| grown(low, params, span, Bps::ZERO);
        let allowed = most(new);
        if nav.nav <= most(old) && nav.nav > allowed {
            return Err(growth(low, nav.nav, allowed, span));
        }
    }
    Ok(())
}

/// The most that `rate` may have become in so many days, and by so much at once.
#[inline(never)]
fn grown(rate: Rate, params: &Params, days: u32, burst: Bps) -> Rate {
    const DAYS_PER_4_YEARS: u32 = 1_461;
    // Hundredths of a basis point, so that a day of the slowest growth is not nothing; below 2^32 for a week.
    let yearly = params.growth_per_year.times(100).times(days.saturating_mul(4)).get() / DAYS_PER_4_YEARS;
    let share = yearly.saturating_add(burst.times(100).get());
    let step = share_floor(rate.to_bits(), share, 1_000_000);
    rate.plus(Rate::from_bits(step))
}

#[cold]
#[inline(never)]
fn growth(low: Rate, high: Rate, limit: Rate, days: u32) -> Binding {
    let seen = premium(low, high).plus(Bps::new(1));
    Binding::NavGrowth { days, seen, allowed: premium(low, limit) }
}

fn prices_stay(before: &Rehearsal, after: &Rehearsal) -> Result<(), Binding> {
    if after.nav < before.nav {
        return Err(Binding::NavLower { old: before.nav, new: after.nav });
    }
    if after.fair < before.fair {
        return Err(Binding::FairLower { old: before.fair, new: after.fair });
    }
    if after.collateral < before.collateral && discount(before.collateral, after.collateral) > TOLERATED {
        return Err(Binding::CollateralLower { old: before.collateral, new: after.collateral });
    }
    if premium(before.debt, after.debt) > TOLERATED {
        return Err(Binding::DebtHigher { old: before.debt, new: after.debt });
    }
    Ok(())
}
