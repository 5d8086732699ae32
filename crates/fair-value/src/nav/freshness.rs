//! Whether a NAV that changes once an epoch is this epoch's.

use super::raw::Primary;
use crate::findings::{Findings, Level, Reason};
use crate::params::Params;
use crate::state::NavState;
use crate::tick::Tick;
use crate::units::{Epoch, Seconds};

/// How old a NAV is, in epochs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Freshness {
    /// Of this epoch.
    Fresh,
    /// Of the previous epoch, while nobody could have updated it, or shortly after.
    Grace,
    /// Of the previous epoch.
    Stale,
    /// Older still.
    Lapsed,
}

/// The freshness of a NAV last updated in `updated`: a pure function of time.
///
/// `grace` runs from the epoch's first slot; while rewards are being paid out, pools cannot be updated at all.
pub fn freshness(
    updated: Epoch,
    epoch: Epoch,
    since_epoch_start: Seconds,
    rewards_active: bool,
    grace: Seconds,
) -> Freshness {
    match epoch.since(updated) {
        0 => Freshness::Fresh,
        1 if rewards_active || since_epoch_start < grace => Freshness::Grace,
        1 => Freshness::Stale,
        _ => Freshness::Lapsed,
    }
}

/// Records how fresh the primary source is. An attester's age in seconds is the reader's to judge, by NAV's time.
pub(super) fn judge(
    params: &Params,
    state: &mut NavState,
    tick: &Tick,
    primary: &Primary<'_>,
    findings: &mut Findings,
) {
    if let Some(published) = primary.published {
        state.fresh = state.fresh.max(published);
        return;
    }
    let updated = primary.backing.map_or(tick.epoch, |backing| backing.updated);
    let verdict = freshness(updated, tick.epoch, tick.since_epoch_start, tick.rewards_active, params.nav_grace);
    match verdict {
        Freshness::Fresh => state.fresh = tick.now,
        Freshness::Grace => {
            state.fresh = tick.now;
            findings.note(Reason::NavGrace);
        }
        Freshness::Stale | Freshness::Lapsed => {
            findings.note(Reason::NavStale);
            findings.require(Level::Caution);
            findings.no_borrow |= verdict == Freshness::Lapsed;
        }
    }
}
