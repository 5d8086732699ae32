//! Everything adjustable, once: name, default, bounds, unit, and which way is tighter.
//!
//! A [`Params`] lies inside the on-chain configuration, so it is plain data with a fixed layout. [`Params::validate`] is asked at
//! configuration; the rules themselves stay total for any content.

mod table;
mod tighten;
mod validate;

pub use table::{FIELDS, Field, FieldInfo, PARAMS_VERSION, Params, Tighter};
pub use tighten::{EXTRA_CONFIDENCE_AT_ONCE, NotTighter};
pub use validate::ParamError;

use crate::units::{Bps, Seconds};

/// What counts as near, whatever `caution_enter` was tightened to.
const NEAR: Bps = Bps::new(150);

impl Params {
    /// Whether the feed is configured to live without a market: permanent caution, wide confidence, flagged.
    pub fn is_nav_only(&self) -> bool {
        self.nav_only.is_on()
    }

    /// How far a market may lie from others, or from NAV, and still agree with them. A tighter caution takes no votes and denies no less.
    pub(crate) fn near(&self) -> Bps {
        self.caution_enter.max(NEAR)
    }

    /// How much of a window must be credited for it to be valid; never nothing, which no mean can be computed from.
    pub(crate) fn needed(&self, length: Seconds) -> Seconds {
        self.min_coverage.of(length).max(Seconds::new(1))
    }
}
