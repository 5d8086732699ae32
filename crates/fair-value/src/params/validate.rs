//! What may be configured at all. No accepted value disables a protection.

use super::table::{BOUNDS, Bounds, Field, PARAMS_VERSION, Params};

/// Why parameters were refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamError {
    /// A value lies outside its bounds.
    OutOfBounds {
        /// Which.
        field: Field,
        /// Its value.
        value: u64,
        /// Lowest accepted.
        min: u64,
        /// Highest accepted.
        max: u64,
    },
    /// Two values must be ordered, with a margin.
    NotBelow {
        /// The one that must be lower.
        lower: Field,
        /// Its value.
        low: u64,
        /// The one that must be higher.
        higher: Field,
        /// Its value.
        high: u64,
    },
    /// The layout is of another version, or reserved bytes are in use.
    UnknownVersion {
        /// The version found.
        found: u8,
    },
}

/// Pairs of which the first must be strictly below the second.
const ORDERED: [(Field, Field); 10] = [
    (Field::CautionClear, Field::CautionEnter),
    (Field::DepeggedClear, Field::DepeggedEnter),
    (Field::HaltedClear, Field::HaltedEnter),
    (Field::CautionEnter, Field::DepeggedEnter),
    (Field::DepeggedEnter, Field::HaltedEnter),
    (Field::CautionClear, Field::DepeggedClear),
    (Field::DepeggedClear, Field::HaltedClear),
    (Field::DepthLossDiscount, Field::DepeggedEnter),
    (Field::ShortWindow, Field::LongWindow),
    (Field::PremiumCaution, Field::PremiumPause),
];

impl Params {
    /// Whether a feed may run with these values.
    ///
    /// # Errors
    /// The first value outside its bounds, pair out of order, or foreign layout.
    pub fn validate(&self) -> Result<(), ParamError> {
        if self.version != PARAMS_VERSION || self.reserved != [0; 35] {
            return Err(ParamError::UnknownVersion { found: self.version });
        }
        for &Bounds { field, min, max, .. } in BOUNDS {
            let value = self.get(field);
            if value < min || value > max {
                return Err(ParamError::OutOfBounds { field, value, min, max });
            }
        }
        for (lower, higher) in ORDERED {
            let (low, high) = (self.get(lower), self.get(higher));
            if low >= high {
                return Err(ParamError::NotBelow { lower, low, higher, high });
            }
        }
        // A short window of fewer than ten samples would give one captured sample a tenth of it.
        let samples = u64::from(self.cadence.get()).saturating_mul(10);
        if samples > self.get(Field::ShortWindow) {
            return Err(ParamError::NotBelow {
                lower: Field::Cadence,
                low: samples,
                higher: Field::ShortWindow,
                high: self.get(Field::ShortWindow),
            });
        }
        // What a venue says of itself counts for two steps below our own window: never a depeg by itself.
        let steps = self.get(Field::MaxStep).saturating_mul(2);
        let depeg = self.get(Field::DepeggedEnter);
        if steps >= depeg {
            return Err(ParamError::NotBelow {
                lower: Field::MaxStep,
                low: steps,
                higher: Field::DepeggedEnter,
                high: depeg,
            });
        }
        Ok(())
    }
}
