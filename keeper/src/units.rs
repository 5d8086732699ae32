//! Units of the transaction layer, so that no bare integer fee or compute unit crosses a function.

use std::fmt;

use serde::{Deserialize, Serialize};

pub use fair_value::units::{Bps, Lamports, Slot};

/// Work that the runtime meters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ComputeUnits(pub u32);

/// Price of one compute unit in millionths of a lamport.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MicroLamportsPerUnit(pub u64);

/// What a block lets one transaction use at most.
pub const MAX_UNITS: ComputeUnits = ComputeUnits(1_400_000);

/// What the network takes for each signature.
pub const SIGNATURE_FEE: Lamports = Lamports::new(5_000);

impl MicroLamportsPerUnit {
    /// What this price comes to for a limit, rounded up as the runtime does; saturates.
    pub fn fee(self, limit: ComputeUnits) -> Lamports {
        let micro = u128::from(self.0) * u128::from(limit.0);
        Lamports::new(u64::try_from(micro.div_ceil(1_000_000)).unwrap_or(u64::MAX))
    }

    /// The highest price whose fee for a limit stays within a budget.
    pub fn affordable(budget: Lamports, limit: ComputeUnits) -> Self {
        let micro = u128::from(budget.get()) * 1_000_000;
        Self(u64::try_from(micro / u128::from(limit.0.max(1))).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for ComputeUnits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} CU", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_affordable_price_stays_within_its_budget(budget in 0..=10_000_000_000u64, limit in 1..=1_400_000u32) {
            let limit = ComputeUnits(limit);
            let price = MicroLamportsPerUnit::affordable(Lamports::new(budget), limit);
            prop_assert!(price.fee(limit) <= Lamports::new(budget));
            // And is the highest one: another lamport's worth of price would break it.
            let dearer = MicroLamportsPerUnit(price.0 + 1_000_000_u64.div_ceil(u64::from(limit.0)));
            prop_assert!(dearer.fee(limit) > Lamports::new(budget));
        }
    }
}
