//! Everything adjustable, once: name, default, bounds, unit, and which way is tighter.
//!
//! A [`Params`] lies inside the on-chain configuration, so it is plain data with a fixed layout. [`Params::validate`] is asked at
//! configuration; the rules themselves stay total for any content.

mod table;
mod tighten;
mod validate;

pub use table::{FIELDS, Field, FieldInfo, Params, Tighter};
pub use tighten::NotTighter;
pub use validate::ParamError;

use crate::units::Seconds;

/// Layout version of [`Params`].
pub const PARAMS_VERSION: u8 = 1;

impl Params {
    /// Whether the feed is configured to live without a market: permanent caution, wide confidence, flagged.
    pub fn is_nav_only(&self) -> bool {
        self.nav_only.0 != 0
    }

    /// Distance of two points of the short ring: its 15 intervals span the window.
    pub(crate) fn short_spacing(&self) -> Seconds {
        Seconds(self.short_window.0.div_ceil(15))
    }

    /// Distance of two points of the long ring.
    pub(crate) fn long_spacing(&self) -> Seconds {
        Seconds(self.long_window.0.div_ceil(15))
    }
}
