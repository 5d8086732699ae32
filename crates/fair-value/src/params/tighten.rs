//! What may change at once. Everything else waits for the timelock.

use super::table::{BOUNDS, Bounds, Field, Params, Tighter};
use crate::units::Bps;

/// The most that `extra_confidence` can be raised to at once. It cheapens what liquidators seize, so a stolen authority must not have all
/// of its range; the rest waits for the timelock.
pub const EXTRA_CONFIDENCE_AT_ONCE: Bps = Bps::new(200);

/// A change that is no tightening.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotTighter {
    /// The parameter that moved the wrong way, or may not move at all.
    pub field: Field,
    /// Its value now.
    pub old: u64,
    /// The value asked for.
    pub new: u64,
}

impl Params {
    /// Whether `new` is at least as tight as `self` everywhere, by the explicit list: breaker levels down, dwell up,
    /// growth caps down, extra confidence up to [`EXTRA_CONFIDENCE_AT_ONCE`]. Equal parameters are no error. The caller validates `new` as well.
    ///
    /// # Errors
    /// The first parameter that is looser, or changed without being on the list.
    pub fn tighten(&self, new: &Self) -> Result<(), NotTighter> {
        for &Bounds { field, tighter, .. } in BOUNDS {
            let (old, new) = (self.get(field), new.get(field));
            let accepted = match tighter {
                Tighter::Never => new == old,
                Tighter::Lower => new <= old,
                Tighter::Higher => new >= old && (new == old || new <= at_once(field)),
            };
            if !accepted {
                return Err(NotTighter { field, old, new });
            }
        }
        Ok(())
    }
}

/// The most that a parameter can be raised to at once.
fn at_once(field: Field) -> u64 {
    if field as u8 == Field::ExtraConfidence as u8 { EXTRA_CONFIDENCE_AT_ONCE.get().into() } else { u64::MAX }
}
