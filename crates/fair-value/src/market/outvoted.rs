//! Who is far from the others for too long has no vote.

use super::ballot::{Ballot, Length};
use super::view::MarketView;
use crate::input::MAX_SOURCES;
use crate::math::log_step;
use crate::params::Params;
use crate::state::SourceState;
use crate::tick::Tick;
use crate::units::{Lamports, Seconds};

/// Counts for how long each voter has been far from the median of three or more. Who was far for a whole long window has no vote until
/// it is near that of the others, however few those are. `least` is the depth that a voter needs beside the others.
#[inline(never)]
pub(super) fn judge(
    (params, tick): (&Params, &Tick),
    ballots: &[Ballot],
    least: u64,
    view: &MarketView,
    sources: &mut [SourceState; MAX_SOURCES],
) {
    let Some(median) = view.short.map(|short| short.own) else { return };
    let limit = log_step(params.near());
    let many = view.voted.count_ones() >= 3;
    for ballot in ballots.iter().filter(|ballot| ballot.is_deep && ballot.depth >= Lamports::new(least)) {
        let (Some(said), Some(source)) = (ballot.window(Length::Short), sources.get_mut(ballot.source)) else {
            continue;
        };
        // By the side that is nearer: the other one is whoever's who captures a slot in each cadence.
        let nearest = median.max(said.low).min(said.high);
        if nearest.to_bits().abs_diff(median.to_bits()) <= limit {
            source.apart = Seconds::ZERO;
        } else if many && !ballot.is_outvoted {
            source.apart = source.apart.plus(tick.credit);
        }
    }
}
