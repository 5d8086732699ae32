//! Compute limit and priority fee of a transaction, from what was simulated and what others pay.

use crate::units::{Bps, ComputeUnits, Lamports, MAX_UNITS, MicroLamportsPerUnit, SIGNATURE_FEE};

/// How much a transaction may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeePolicy {
    /// Compute limit over what the simulation used: 11,500 = 15 % more.
    pub limit_margin: Bps,
    /// The compute limit is never higher; a transaction that needs more fails instead.
    pub max_units: ComputeUnits,
    /// Priority fee of one transaction, at most.
    pub max_priority_fee: Lamports,
    /// Of the fees recently paid for the same accounts, the one that this share of them does not exceed.
    pub percentile: u8,
}

/// What a transaction will be sent with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fee {
    /// Compute limit.
    pub limit: ComputeUnits,
    /// Price of a unit.
    pub price: MicroLamportsPerUnit,
}

/// A transaction that may not be paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeeError {
    /// The simulation used more than the configured cap.
    #[error("needs {needed}, capped at {cap}; raise fees.max_compute_units")]
    TooManyUnits {
        /// What the simulation used, margin included.
        needed: ComputeUnits,
        /// The configured cap.
        cap: ComputeUnits,
    },
    /// Not even the signature fee is left in this hour's budget.
    #[error("this hour's fee budget has {} lamports left, a signature costs {}; raise fees.max_lamports_per_hour",
        left.get(), SIGNATURE_FEE.get())]
    BudgetSpent {
        /// What is left.
        left: Lamports,
    },
}

impl Fee {
    /// From units used in simulation, prices paid by others, and what is left of the hour's budget.
    ///
    /// # Errors
    /// [`FeeError`] where the caps do not allow the transaction at all. A cap that only bounds the priority lowers it.
    pub fn choose(
        policy: &FeePolicy,
        used: ComputeUnits,
        paid_by_others: &[MicroLamportsPerUnit],
        left_this_hour: Lamports,
    ) -> Result<Self, FeeError> {
        let needed = u64::from(used.0) * u64::from(policy.limit_margin.get()) / 10_000;
        // The runtime allows no margin beyond its own limit.
        let needed = ComputeUnits(u32::try_from(needed).unwrap_or(u32::MAX)).min(MAX_UNITS.max(used));
        let cap = policy.max_units.min(MAX_UNITS);
        if needed > cap {
            return Err(FeeError::TooManyUnits { needed, cap });
        }
        let Some(left) = left_this_hour.get().checked_sub(SIGNATURE_FEE.get()) else {
            return Err(FeeError::BudgetSpent { left: left_this_hour });
        };
        let budget = Lamports::new(left.min(policy.max_priority_fee.get()));
        let price = percentile(paid_by_others, policy.percentile).min(MicroLamportsPerUnit::affordable(budget, needed));
        Ok(Self { limit: needed, price })
    }

    /// What the transaction costs with one signature.
    pub fn total(&self) -> Lamports {
        Lamports::new(SIGNATURE_FEE.get().saturating_add(self.price.fee(self.limit).get()))
    }
}

/// The nearest-rank percentile; zero of none.
fn percentile(prices: &[MicroLamportsPerUnit], percentile: u8) -> MicroLamportsPerUnit {
    let mut sorted = prices.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * usize::from(percentile.min(100))).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLICY: FeePolicy = FeePolicy {
        limit_margin: Bps::new(11_500),
        max_units: ComputeUnits(200_000),
        max_priority_fee: Lamports::new(10_000),
        percentile: 75,
    };

    fn prices(values: &[u64]) -> Vec<MicroLamportsPerUnit> {
        values.iter().copied().map(MicroLamportsPerUnit).collect()
    }

    #[test]
    fn percentiles_are_nearest_rank() {
        let paid = prices(&[40, 10, 30, 20]);
        for (share, expected) in [(0, 10), (25, 10), (50, 20), (75, 30), (76, 40), (100, 40)] {
            assert_eq!(percentile(&paid, share), MicroLamportsPerUnit(expected), "at {share}");
        }
        assert_eq!(percentile(&[], 75), MicroLamportsPerUnit(0));
    }

    #[test]
    fn too_many_units_is_an_error_and_no_silent_cut() {
        let refused = Fee::choose(&POLICY, ComputeUnits(190_000), &[], Lamports::new(u64::MAX));
        assert_eq!(refused, Err(FeeError::TooManyUnits { needed: ComputeUnits(218_500), cap: ComputeUnits(200_000) }));
    }

    #[test]
    fn the_margin_ends_at_what_the_runtime_allows() {
        let policy = FeePolicy { max_units: MAX_UNITS, ..POLICY };
        let limit = |used| Fee::choose(&policy, ComputeUnits(used), &[], Lamports::new(u64::MAX)).map(|fee| fee.limit);
        assert_eq!(limit(1_350_000), Ok(MAX_UNITS));
        assert!(limit(MAX_UNITS.0 + 1).is_err());
    }

    #[test]
    fn an_empty_budget_stops_sending() {
        let refused = Fee::choose(&POLICY, ComputeUnits(10_000), &[], Lamports::new(4_999));
        assert_eq!(refused, Err(FeeError::BudgetSpent { left: Lamports::new(4_999) }));
    }

    proptest! {
        #[test]
        fn no_fee_breaks_a_cap(
            used in 1..=173_000u32,
            paid in prop::collection::vec(0..=u64::MAX, 0..20),
            left in 5_000..=1_000_000u64,
        ) {
            let fee = Fee::choose(&POLICY, ComputeUnits(used), &prices(&paid), Lamports::new(left)).unwrap();
            prop_assert!(fee.limit >= ComputeUnits(used));
            prop_assert!(fee.price.fee(fee.limit) <= POLICY.max_priority_fee);
            prop_assert!(fee.total() <= Lamports::new(left));
        }
    }
}
