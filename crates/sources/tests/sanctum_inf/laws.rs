use fair_value::units::{Lamports, Slot};
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::{
    encode::{InfPoolAccount, InfYield},
    sanctum_inf::{Release, Schedule},
};

use super::case::{good, of, slot, v1, with, yields};
use crate::common::{SLOT, exact::big};

const ONE: u64 = 1 << 63;
const LEAST_SHARE: u64 = 9_223_372;
/// A million SOL: more than the pool holds.
const MOST: u64 = 1 << 50;
/// Ten epochs.
const LONGEST: u64 = 4_320_000;

fn schedule(share: u64, fee_nanos: u32) -> Schedule {
    Schedule { share, fee_nanos, since: Slot::new(0) }
}

/// Shares of every magnitude that the program accepts.
fn shares() -> impl Strategy<Value = u64> {
    (23..=63u32, any::<u64>())
        .prop_map(|(bits, noise)| (1u64 << bits | noise & ((1 << bits) - 1)).clamp(LEAST_SHARE, ONE))
}

/// Parts of a total, and the total.
fn parts() -> impl Strategy<Value = (u64, u64, u64)> {
    let third = u64::MAX / 3;
    (1..=third, 0..=third, 0..=third)
}

proptest! {
    /// What is neither withheld nor owed is the tokens', to the lamport.
    #[test]
    fn assets_are_exact((own, withheld, owed) in parts()) {
        let pool = InfPoolAccount {
            total_sol_value: own + withheld + owed,
            ..with(InfYield { withheld_lamports: withheld, protocol_fee_lamports: owed, ..yields() })
        };
        prop_assert_eq!(of(pool).with(|pool| pool.assets().get()), Ok(own));
        let first = InfPoolAccount { yields: None, ..pool };
        prop_assert_eq!(of(first).with(|pool| pool.assets().get()), Ok(own + withheld + owed));
    }

    /// Nothing is made or lost by a release, and nothing is released within no time.
    #[test]
    fn a_release_keeps_the_sum(withheld: u64, share in shares(), fee in 0..=1_000_000_000u32, slots: u64) {
        let Release { released, to_protocol, withheld: left } =
            schedule(share, fee).release(Lamports::new(withheld), slot(slots));
        let sum = [released, to_protocol, left].map(|part| u128::from(part.get())).iter().sum::<u128>();
        prop_assert_eq!(sum, u128::from(withheld));
        let still = schedule(share, fee).release(Lamports::new(withheld), slot(0));
        prop_assert_eq!(still.withheld.get(), withheld);
        // The protocol's part is exact, rounded up.
        let gross = u128::from(released.get()) + u128::from(to_protocol.get());
        prop_assert_eq!(u128::from(to_protocol.get()), (gross * u128::from(fee)).div_ceil(1_000_000_000));
    }

    /// What stays is the power that it is meant to be, rounded up, to a lamport.
    #[test]
    fn what_stays_is_the_power(withheld in 0..=MOST, share in shares(), slots in 0..200u32) {
        let left = schedule(share, 0).release(Lamports::new(withheld), slot(slots.into())).withheld.get();
        let denominator = big(1u8) << (63 * slots);
        let exact = (big(withheld) * big(ONE - share).pow(slots) + &denominator - 1u8) / denominator;
        let exact = u64::try_from(exact).unwrap();
        prop_assert!(left.abs_diff(exact) <= 1, "{left} {exact}");
    }

    /// A product of shares is rounded to the nearest step, as in the program: what would stay of 2^63 lamports shows it
    /// bare.
    #[test]
    fn a_square_is_rounded_to_nearest(share in shares()) {
        let left = schedule(share, 0).release(Lamports::new(ONE), slot(2)).withheld.get();
        prop_assert_eq!(big(left), (big(ONE - share).pow(2) + (big(1u8) << 62)) >> 63);
    }

    /// Two releases in a row equal one: each amount that is rounded differs by a lamport at most, and nobody gains by
    /// calling twice.
    #[test]
    fn two_steps_equal_one(
        withheld in 0..=MOST,
        share in shares(),
        fee in 0..=1_000_000_000u32,
        first in 0..=LONGEST,
        second in 0..=LONGEST,
    ) {
        let of = schedule(share, fee);
        let one = of.release(Lamports::new(withheld), slot(first + second));
        let start = of.release(Lamports::new(withheld), slot(first));
        let end = of.release(start.withheld, slot(second));
        let (kept, fees) = (end.withheld.get(), start.to_protocol.get() + end.to_protocol.get());
        prop_assert!(kept.abs_diff(one.withheld.get()) <= 1);
        prop_assert!(fees.abs_diff(one.to_protocol.get()) <= 1);
        prop_assert!(start.released.get() + end.released.get() <= one.released.get() + 1);
    }

    /// The longer, the more; never more than what was withheld.
    #[test]
    fn a_release_grows(withheld in 0..=MOST, share in shares(), fee in 0..=1_000_000_000u32, slots in 0..LONGEST) {
        let at = |slots| schedule(share, fee).release(Lamports::new(withheld), slot(slots)).released.get();
        prop_assert!(at(slots) <= at(slots + 1) + 1);
        prop_assert!(at(slots + 1) <= withheld);
    }

    /// A synchronisation keeps the sum of the parts; on the second version it never raises the assets, and a gain that
    /// is lost again leaves nothing behind.
    #[test]
    fn a_synchronisation_keeps_the_sum((own, withheld, owed) in parts(), stored: u64, seen: u64) {
        let total = own + withheld + owed;
        let stored = stored % total;
        let pool = InfPoolAccount {
            total_sol_value: total,
            ..with(InfYield { withheld_lamports: withheld, protocol_fee_lamports: owed, ..yields() })
        };
        let case = of(pool);
        case.with(|pool| {
            let Ok(synced) = pool.synced(Lamports::new(stored), Lamports::new(seen)) else {
                let fits = (total - stored).checked_add(seen).is_some_and(|total| total > 0);
                prop_assert!(!fits);
                return Ok(());
            };
            let sum = [synced.assets(), synced.withheld, synced.owed].map(|part| u128::from(part.get()));
            prop_assert_eq!(sum.iter().sum::<u128>(), u128::from(total - stored) + u128::from(seen));
            prop_assert!(synced.assets() <= pool.assets());
            prop_assert!(pool.assets().minus(synced.assets()).get() <= stored.saturating_sub(seen));
            if seen >= stored {
                let back = synced.synced(Lamports::new(seen), Lamports::new(stored));
                prop_assert_eq!(back, Ok(pool));
            }
            Ok(())
        }).unwrap()?;
    }

    /// Whoever passes losses first never ends up higher.
    #[test]
    fn losses_first_are_the_low_side((own, withheld, owed) in parts(), gain in 1..1u64 << 60, loss: u64) {
        let total = own + withheld + owed;
        prop_assume!(total.checked_add(gain).is_some());
        let case = of(InfPoolAccount {
            total_sol_value: total,
            ..with(InfYield { withheld_lamports: withheld, protocol_fee_lamports: owed, ..yields() })
        });
        let (whole, none) = (Lamports::new(loss % total), Lamports::ZERO);
        let gained = Lamports::new(gain);
        case.with(|pool| {
            let first = pool.synced(whole, none).and_then(|pool| pool.synced(none, gained));
            let last = pool.synced(none, gained).and_then(|pool| pool.synced(whole, none));
            // What is lost of all there is leaves no pool.
            if let Ok(first) = first {
                prop_assert!(last.is_ok_and(|last| first.assets() <= last.assets()));
            }
            Ok(())
        }).unwrap()?;
    }

    /// Damage anywhere never panics, and in the keys that are not read it changes nothing.
    #[test]
    fn bytes_are_harmless(at in 0..240usize, value: u8) {
        let mut case = good();
        case.accounts[0].data[at] = value;
        let result = case.with(|pool| (format!("{pool:?}"), pool.assets_at(slot(SLOT))));
        if (15..144).contains(&at) || (176..208).contains(&at) {
            prop_assert_eq!(result, good().with(|pool| (format!("{pool:?}"), pool.assets_at(slot(SLOT)))));
        }
    }

    /// Noise never panics, whatever is asked of what was read.
    #[test]
    fn noise_is_harmless(data in prop::collection::vec(any::<u8>(), 240..=240), first: bool, wanted: u64) {
        let mut case = good();
        case.accounts[0].data = data;
        if first {
            case.accounts[0].data.truncate(176);
        }
        case.accounts[0].data[12..15].copy_from_slice(&[if first { 1 } else { 2 }, 0, 0]);
        case.accounts[0].data[144..176].copy_from_slice(&v1().lp_token_mint);
        let _ = case.with(|pool| {
            let _ = pool.synced(Lamports::new(wanted), pool.total);
            (pool.assets(), pool.assets_at(slot(wanted)))
        });
    }
}

/// A reference of a hundredth of an epoch with the program's own numbers, computed in big integers.
#[test]
fn a_hundredth_of_an_epoch() {
    let (withheld, share, slots) = (1_000_000_000_000_000u64, 39_328_803_111_936u64, 4_320u32);
    let left = schedule(share, 0).release(Lamports::new(withheld), slot(slots.into())).withheld.get();
    let denominator = BigUint::from(1u8) << (63 * slots);
    let exact = BigUint::from(withheld) * BigUint::from(ONE - share).pow(slots) / denominator;
    assert!(left.abs_diff(u64::try_from(exact).unwrap()) <= 1);
}
