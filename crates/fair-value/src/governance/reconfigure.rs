//! Parameters change under a living memory.

use crate::market;
use crate::params::Params;
use crate::state::{SourceState, State};

impl State {
    /// What is remembered takes the form that `new` parameters expect. To be called when a feed's parameters change from `old`, before the
    /// next refresh.
    ///
    /// Windows and accumulators go on: cumulative samples do not depend on parameters. Only the distance of the points that are kept does,
    /// so both rings of every source are laid out anew from what they remember together. A window that is longer than that memory is
    /// valid again as soon as it is covered. The depth that counts as the last hour's highest stays for one more long window.
    pub fn reconfigured(&mut self, old: &Params, new: &Params) {
        self.known = 0;
        let (short, long) = (market::spacing(new.short_window), market::spacing(new.long_window));
        let spacing = (short, long) != (market::spacing(old.short_window), market::spacing(old.long_window));
        for source in &mut self.sources {
            // Only market sources remember points.
            if spacing && source.short.len > 0 {
                market::lay_out(source, short, long);
            }
            // The means are of windows of the old length.
            source.marks.set(SourceState::COMPUTED, false);
        }
        if old.long_window != new.long_window {
            market::reconfigure(new, &mut self.market, self.time);
        }
    }
}
