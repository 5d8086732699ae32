use fair_value::units::{Bps, Rate, UnixTime};
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::{
    encode::ExponentVaultAccount,
    exponent::{LinearDiscount, present_value},
};

use super::case::{MATURITY, good, of, vault};
use crate::common::exact::{big, floor};

const ONE: u64 = 1 << 44;
const YEAR: u64 = 31_536_000;

/// A vault as the program's own rule fills it in.
fn consistent(supply: u64, rate: u64, escrow: u64, treasury: u64, uncollected: u64) -> (ExponentVaultAccount, u64) {
    let promised = big(supply) * 1_000_000_000_000u64 / rate;
    let there = escrow.saturating_sub(treasury).saturating_sub(uncollected);
    let sy_for_pt = u64::try_from(promised.min(big(there))).unwrap();
    let vault = ExponentVaultAccount {
        last_seen_sy_exchange_rate: [rate, 0, 0, 0],
        total_sy_in_escrow: escrow,
        sy_for_pt,
        pt_supply: supply,
        treasury_sy: treasury,
        uncollected_sy: uncollected,
        ..vault()
    };
    (vault, sy_for_pt)
}

proptest! {
    /// Whatever the program would write is read, and the backing is its definition, rounded down, at most one.
    #[test]
    fn backing_is_exact(
        supply in 1..=u64::MAX,
        rate in prop_oneof![1..=u64::MAX, 900_000_000_000..=1_500_000_000_000u64],
        escrow: u64,
        treasury in prop_oneof![Just(0), any::<u64>()],
        uncollected in prop_oneof![Just(0), any::<u64>()],
        sy_rate: u64,
    ) {
        let (vault, set_aside) = consistent(supply, rate, escrow, treasury, uncollected);
        let case = of(vault);
        if set_aside == 0 {
            prop_assert_eq!(case.verdict(), "ZeroAssets");
            return Ok(());
        }
        let exact = floor(big(set_aside) * sy_rate, big(supply)).unwrap_or(ONE).min(ONE);
        prop_assert_eq!(case.with(|vault| vault.backing(Rate::from_bits(sy_rate)).to_bits()), Ok(exact));
    }

    /// A vault that sets aside more than its rule is refused; one that sets aside less, too, while there is enough.
    #[test]
    fn any_other_amount_is_refused(
        supply in 1_000..=1u64 << 60,
        rate in 900_000_000_000..=1_500_000_000_000u64,
        by in 1..1_000u64,
    ) {
        let (vault, set_aside) = consistent(supply, rate, u64::MAX, 0, 0);
        for sy_for_pt in [set_aside + by, set_aside.saturating_sub(by)] {
            prop_assert_eq!(of(ExponentVaultAccount { sy_for_pt, ..vault }).verdict(), "Malformed");
        }
    }

    /// The higher the SY's rate, the higher the backing; a whole one redeems for one SOL less than a step.
    #[test]
    fn backing_grows_with_the_rate(one: u64, other: u64) {
        let backing = |rate| good().with(|vault| vault.backing(Rate::from_bits(rate))).unwrap();
        prop_assert!(backing(one.min(other)) <= backing(one.max(other)));
    }

    /// The factor is its definition, rounded down: never zero, refused where it would be.
    #[test]
    fn the_factor_is_exact(
        bps in prop_oneof![0..=20_000u32, any::<u32>()],
        left in prop_oneof![0..=2 * YEAR, 0..=u64::from(u32::MAX) + 10],
    ) {
        let (from, maturity) = (UnixTime::new(MATURITY - left as i64), UnixTime::new(MATURITY));
        let parts = big(YEAR) * 10_000u32;
        let off = (big(bps) * left * ONE + &parts - 1u8) / parts;
        let discount = LinearDiscount::new(Bps::new(bps), maturity, from);
        if off >= BigUint::from(ONE) || left > u64::from(u32::MAX) {
            prop_assert_eq!(discount, None);
        } else {
            let factor = discount.unwrap().factor(from).unwrap().to_bits();
            prop_assert_eq!(factor, ONE - u64::try_from(off).unwrap());
            prop_assert!((1..=ONE).contains(&factor));
        }
    }

    /// It never falls while time passes, and is one from maturity on, not before.
    #[test]
    fn the_factor_grows(bps in 1..=9_000u32, left in 1..=YEAR as i64, passed in 0..=2 * YEAR as i64) {
        let start = MATURITY - left;
        let discount =
            LinearDiscount::new(Bps::new(bps), UnixTime::new(MATURITY), UnixTime::new(start)).unwrap();
        let factor = |time| discount.factor(UnixTime::new(time)).unwrap();
        prop_assert!(factor(start) <= factor(start + passed));
        prop_assert_eq!(factor(start + passed) == Rate::from_bits(ONE), passed >= left);
    }

    /// The product is rounded down and no more than either.
    #[test]
    fn worth_is_at_most_either(backing: u64, factor: u64) {
        let worth = present_value(Rate::from_bits(backing), Rate::from_bits(factor)).to_bits();
        let (backing, factor) = (backing.min(ONE), factor.min(ONE));
        prop_assert_eq!(worth, ((u128::from(backing) * u128::from(factor)) >> 44) as u64);
        prop_assert!(worth <= backing.min(factor));
    }

    /// Damage anywhere never panics; in what is not read it changes nothing.
    #[test]
    fn bytes_are_harmless(at in 0..580usize, value: u8) {
        let mut case = good();
        case.accounts[0].data[at] = value;
        let read = |case: &super::case::Case| {
            case.with(|vault| (format!("{vault:?}"), vault.backing(Rate::MAX), vault.last_seen()))
        };
        let result = read(&case);
        let unread = [72..104, 136..264, 272..337, 401..433, 473..523, 524..580];
        if unread.iter().any(|range| range.contains(&at)) {
            prop_assert_eq!(result, read(&good()));
        }
    }

    /// Noise never panics, behind the head that it must have.
    #[test]
    fn noise_is_harmless(mut data in prop::collection::vec(any::<u8>(), 524..=900), rate: u64, narrow: bool) {
        let sound = good().accounts[0].data.clone();
        for range in [0..8, 40..72, 104..136, 264..272, 523..524] {
            data[range.clone()].copy_from_slice(&sound[range]);
        }
        if narrow {
            data[345..369].fill(0);
            data[377..401].fill(0);
        }
        let mut case = good();
        case.accounts[0].data = data;
        let _ = case.with(|vault| (vault.backing(Rate::from_bits(rate)), vault.last_seen()));
    }
}
