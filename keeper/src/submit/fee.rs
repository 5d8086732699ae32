//! Compute limit and priority fee of a transaction: from what it was seen to use, what others pay, and how long it has
//! not landed.

use crate::units::{Bps, ComputeUnits, Lamports, MAX_UNITS, MicroLamportsPerUnit, SIGNATURE_FEE};

/// How much a transaction may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeePolicy {
    /// Compute limit over what the simulation used: 12,500 = 25 % more.
    pub limit_margin: Bps,
    /// The compute limit is never higher; a transaction that needs more fails instead.
    pub max_units: ComputeUnits,
    /// Priority fee of one transaction, at most.
    pub max_priority_fee: Lamports,
    /// The lowest price that is offered, within the caps.
    pub floor: MicroLamportsPerUnit,
    /// Of the prices that recent blocks asked, the one that this share of them does not exceed.
    pub percentile: u8,
}

/// What a transaction is known to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// In simulation; `None` where no endpoint says.
    pub simulated: Option<ComputeUnits>,
    /// When the same instructions last landed.
    pub landed: Option<ComputeUnits>,
    /// As whoever planned it expects: a simulation beside another's refresh does less than a refresh of its own.
    pub expected: ComputeUnits,
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
    /// It uses more than the configured cap.
    #[error("needs {needed}, capped at {cap}; raise fees.max_compute_units")]
    TooManyUnits {
        /// What it uses, margin included.
        needed: ComputeUnits,
        /// The configured cap.
        cap: ComputeUnits,
    },
    /// Not even the signature fee is left in this hour's budget.
    #[error("this hour's fee budget has {} lamports left for it, a signature costs {}; raise fees.max_lamports_per_hour",
        left.get(), SIGNATURE_FEE.get())]
    BudgetSpent {
        /// What is left.
        left: Lamports,
    },
}

/// What landed before is expected to land again with this much more.
const LANDED_MARGIN: Bps = Bps::new(11_000);

impl Use {
    /// The compute limit.
    ///
    /// # Errors
    /// [`FeeError::TooManyUnits`].
    pub fn limit(&self, policy: &FeePolicy) -> Result<ComputeUnits, FeeError> {
        let more = |used: Option<ComputeUnits>, margin: Bps| {
            let used = used.unwrap_or_default();
            let more = u64::from(used.0) * u64::from(margin.get()) / 10_000;
            // The runtime allows no margin beyond its own limit.
            ComputeUnits(u32::try_from(more).unwrap_or(u32::MAX)).min(MAX_UNITS.max(used))
        };
        let cap = policy.max_units.min(MAX_UNITS);
        let seen = more(self.simulated, policy.limit_margin).max(more(self.landed, LANDED_MARGIN));
        match seen.max(self.expected.min(cap)) {
            // Nobody knows: whatever it needs, then.
            ComputeUnits(0) => Ok(cap),
            needed if needed > cap => Err(FeeError::TooManyUnits { needed, cap }),
            needed => Ok(needed),
        }
    }
}

/// After so many rises, each of the same factor, the price is at its cap.
pub const RISES: u32 = 2;

impl Fee {
    /// For a limit, from prices that recent blocks asked and at least what is `worth_trying`, after so many `rises`,
    /// within what is left of the hour's budget.
    ///
    /// # Errors
    /// [`FeeError::BudgetSpent`]. A cap that only bounds the priority lowers it.
    pub fn choose(
        policy: &FeePolicy,
        limit: ComputeUnits,
        recent: &[MicroLamportsPerUnit],
        worth_trying: MicroLamportsPerUnit,
        rises: u32,
        left_this_hour: Lamports,
    ) -> Result<Self, FeeError> {
        let Some(left) = left_this_hour.get().checked_sub(SIGNATURE_FEE.get()) else {
            return Err(FeeError::BudgetSpent { left: left_this_hour });
        };
        let affordable = |budget: u64| MicroLamportsPerUnit::affordable(Lamports::new(budget), limit);
        let cap = affordable(policy.max_priority_fee.get());
        let base = percentile(recent, policy.percentile).max(policy.floor).max(worth_trying).min(cap);
        let price = match rises {
            0 => base,
            1 => MicroLamportsPerUnit(geometric_mean(base.0, cap.0)),
            RISES.. => cap,
        };
        Ok(Self { limit, price: price.min(affordable(left)) })
    }

    /// What the transaction costs with one signature.
    pub fn total(&self) -> Lamports {
        Lamports::new(SIGNATURE_FEE.get().saturating_add(self.price.fee(self.limit).get()))
    }
}

fn geometric_mean(one: u64, other: u64) -> u64 {
    u64::try_from((u128::from(one.max(1)) * u128::from(other)).isqrt()).unwrap_or(u64::MAX)
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
        limit_margin: Bps::new(12_500),
        max_units: ComputeUnits(200_000),
        max_priority_fee: Lamports::new(10_000),
        floor: MicroLamportsPerUnit(1_000),
        percentile: 75,
    };

    fn prices(values: &[u64]) -> Vec<MicroLamportsPerUnit> {
        values.iter().copied().map(MicroLamportsPerUnit).collect()
    }

    fn simulated(units: u32) -> Use {
        Use { simulated: Some(ComputeUnits(units)), ..Use::default() }
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
    fn the_limit_is_the_most_that_anything_says() {
        let limit = |simulated: Option<u32>, landed: Option<u32>, expected| {
            let [simulated, landed] = [simulated, landed].map(|units| units.map(ComputeUnits));
            Use { simulated, landed, expected: ComputeUnits(expected) }.limit(&POLICY).unwrap().0
        };
        assert_eq!(limit(Some(10_000), None, 0), 12_500);
        assert_eq!(limit(Some(10_000), Some(20_000), 0), 22_000);
        assert_eq!(limit(Some(1_091), Some(10_000), 18_000), 18_000);
        assert_eq!(limit(None, None, 18_000), 18_000);
        assert_eq!(limit(None, None, 300_000), 200_000, "an expectation is no need");
        assert_eq!(limit(None, None, 0), 200_000, "nobody knows");
    }

    #[test]
    fn too_many_units_is_an_error_and_no_silent_cut() {
        let needed = ComputeUnits(237_500);
        assert_eq!(
            simulated(190_000).limit(&POLICY),
            Err(FeeError::TooManyUnits { needed, cap: ComputeUnits(200_000) })
        );
    }

    #[test]
    fn the_margin_ends_at_what_the_runtime_allows() {
        let policy = FeePolicy { max_units: MAX_UNITS, ..POLICY };
        assert_eq!(simulated(1_350_000).limit(&policy), Ok(MAX_UNITS));
        assert!(simulated(MAX_UNITS.0 + 1).limit(&policy).is_err());
    }

    #[test]
    fn an_empty_budget_stops_sending() {
        let refused = Fee::choose(&POLICY, ComputeUnits(10_000), &[], MicroLamportsPerUnit(0), 0, Lamports::new(4_999));
        assert_eq!(refused, Err(FeeError::BudgetSpent { left: Lamports::new(4_999) }));
    }

    #[test]
    fn what_does_not_land_gets_dearer_up_to_the_cap() {
        let price = |recent: &[u64], rises| {
            let worth_trying = MicroLamportsPerUnit(0);
            let limit = ComputeUnits(10_000);
            Fee::choose(&POLICY, limit, &prices(recent), worth_trying, rises, Lamports::new(u64::MAX)).unwrap().price.0
        };
        // 10,000 lamports for 10,000 units: a million micro-lamports each.
        assert_eq!([0, 1, 2, 3].map(|rises| price(&[], rises)), [1_000, 31_622, 1_000_000, 1_000_000]);
        assert_eq!(price(&[50_000], 0), 50_000);
        assert_eq!(price(&[u64::MAX], 0), 1_000_000);
    }

    proptest! {
        #[test]
        fn no_fee_breaks_a_cap(
            used in 1..=160_000u32,
            paid in prop::collection::vec(0..=u64::MAX, 0..20),
            worth_trying: u64,
            rises in 0..5u32,
            left in 5_000..=1_000_000u64,
        ) {
            let limit = simulated(used).limit(&POLICY).unwrap();
            let fee = Fee::choose(&POLICY, limit, &prices(&paid), MicroLamportsPerUnit(worth_trying), rises, Lamports::new(left))
                .unwrap();
            prop_assert!(fee.limit >= ComputeUnits(used));
            prop_assert!(fee.price.fee(fee.limit) <= POLICY.max_priority_fee);
            prop_assert!(fee.total() <= Lamports::new(left));
        }

        #[test]
        fn a_rise_never_lowers_the_price(units in 1..=200_000u32, paid: u64, rises in 0..3u32) {
            let price = |rises| {
                let (limit, paid) = (ComputeUnits(units), prices(&[paid]));
                Fee::choose(&POLICY, limit, &paid, MicroLamportsPerUnit(0), rises, Lamports::new(u64::MAX)).unwrap().price
            };
            prop_assert!(price(rises) <= price(rises + 1));
        }
    }
}
