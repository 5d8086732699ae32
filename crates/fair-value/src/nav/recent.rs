//! The highest published NAV of each of the last seven days.

use crate::state::{NavState, RECENT_DAYS};
use crate::units::{Moment, Rate};

const DAY: u32 = 86_400;

/// Forgets the days that have gone out of the week.
pub(super) fn roll(state: &mut NavState, now: Moment) {
    let day = now.seconds() / DAY;
    if day > state.day {
        begin(state, day);
    }
}

/// A later day begins.
#[cold]
#[inline(never)]
fn begin(state: &mut NavState, day: u32) {
    let gone = day.saturating_sub(state.day).min(RECENT_DAYS as u32);
    for back in 0..gone {
        if let Some(slot) = state.recent.get_mut(slot(day.saturating_sub(back))) {
            *slot = Rate::ZERO;
        }
    }
    state.day = day;
}

/// Remembers what is published.
pub(super) fn record(state: &mut NavState) {
    let nav = state.nav;
    if let Some(slot) = state.recent.get_mut(slot(state.day)) {
        *slot = nav.max(*slot);
    }
}

/// The highest level to which a return is free.
pub(super) fn highest(state: &NavState) -> Rate {
    state.recent.iter().copied().max().unwrap_or(Rate::ZERO)
}

/// The remembered days since 1970 with their highest published NAV, oldest first.
pub(crate) fn days(state: &NavState) -> impl Iterator<Item = (u32, Rate)> + '_ {
    (0..RECENT_DAYS as u32).rev().filter_map(|back| {
        let day = state.day.checked_sub(back)?;
        let highest = *state.recent.get(slot(day))?;
        (highest != Rate::ZERO).then_some((day, highest))
    })
}

fn slot(day: u32) -> usize {
    day as usize % RECENT_DAYS
}
