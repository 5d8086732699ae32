//! Two readings against one leader: a change counts once both lie in slots that no single leader owns.

use crate::params::Params;
use crate::tick::Tick;
use crate::units::{Count, Moment};

/// Whether a reading, together with an earlier one, shows that something has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Confirmed {
    /// Both lie in slots that no single leader owns.
    Yes,
    /// The earlier one is too close.
    TooYoung,
    /// The earlier one proves nothing any more, or there is none.
    TooOld,
}

/// Judges by the earlier reading's slot (the lower half of its bits) and time.
pub(super) fn confirmed(params: &Params, tick: &Tick, slot: u32, time: Moment) -> Confirmed {
    if time == Moment::NEVER || tick.now.since(time) > tick.max_credit {
        Confirmed::TooOld
    } else if Count::new(tick.slot.low().wrapping_sub(slot)) < params.spot_confirm {
        Confirmed::TooYoung
    } else {
        Confirmed::Yes
    }
}
