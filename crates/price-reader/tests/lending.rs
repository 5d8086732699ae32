//! The laws of lending: what a market calculates by never favours who could gain, and always lets a liquidation be paid.

use price_reader::lending::{BadTerms, Liquidation, Position, Risk, Seizure, Terms};
use price_reader::Bps;
use proptest::prelude::*;

const RISK: Risk = risk(8_000, 8_500, 500, 5_000);

const fn risk(ltv: u16, threshold: u16, bonus: u16, close_factor: u16) -> Risk {
    const fn bps(bps: u16) -> Bps {
        match Bps::new(bps) {
            Some(bps) => bps,
            None => panic!(),
        }
    }
    Risk { ltv: bps(ltv), threshold: bps(threshold), bonus: bps(bonus), close_factor: bps(close_factor), dust: 0 }
}

fn terms() -> Terms {
    Terms::new(RISK).unwrap()
}

fn seizure(repay: u64, owed: u64, deposited: u64, worth: u64) -> Option<Seizure> {
    terms().seizure(Liquidation { repay, owed, deposited, worth })
}

#[test]
fn terms_with_which_a_market_harms_itself_are_refused() {
    assert_eq!(terms().risk(), RISK);
    assert!(Terms::new(risk(1, 10_000, 0, 1)).is_ok());
    assert_eq!(Terms::new(risk(0, 8_500, 500, 5_000)), Err(BadTerms::LoanToValue));
    assert_eq!(Terms::new(risk(8_500, 8_500, 500, 5_000)), Err(BadTerms::LoanToValue));
    assert_eq!(Terms::new(risk(8_000, 8_500, 500, 0)), Err(BadTerms::CloseFactor));
    assert_eq!(Terms::new(risk(8_000, 9_600, 500, 5_000)), Err(BadTerms::Unpayable));
    // 0.8 x 1.25 is one, exactly.
    assert!(Terms::new(risk(7_000, 8_000, 2_500, 5_000)).is_ok());
    assert_eq!(Terms::new(risk(7_000, 8_000, 2_501, 5_000)), Err(BadTerms::Unpayable));
}

#[test]
fn limits_at_known_points() {
    let terms = terms();
    assert_eq!((terms.borrow_limit(1_001), terms.borrowable(1_001, 700), terms.borrowable(1_001, 900)), (800, 100, 0));
    assert_eq!(terms.liquidation_limit(1_001), 850);
    assert!(terms.is_healthy(850, 1_001) && !terms.is_healthy(851, 1_001) && terms.is_healthy(0, 0));
    assert_eq!(terms.borrow_limit(u64::MAX), (u128::from(u64::MAX) * 8 / 10) as u64);
}

#[test]
fn a_covered_debt_is_closed_by_half_and_pays_the_bonus() {
    // 525 of 1,200 for 500.
    assert_eq!(seizure(u64::MAX, 1_000, 1_000, 1_200), Some(Seizure { repaid: 500, seized: 437 }));
    assert_eq!(seizure(100, 1_000, 1_000, 1_200), Some(Seizure { repaid: 100, seized: 87 }));
}

#[test]
fn a_debt_that_is_not_covered_is_closed_at_once_for_what_there_is() {
    // 1,000 of collateral are worth 630: paid by 600.
    assert_eq!(seizure(u64::MAX, 1_000, 1_000, 630), Some(Seizure { repaid: 600, seized: 1_000 }));
    assert_eq!(seizure(300, 1_000, 1_000, 630), Some(Seizure { repaid: 300, seized: 500 }));
    // Deep under water, the last lamport too.
    assert_eq!(seizure(u64::MAX, 1_000_000, 1_000, 1), Some(Seizure { repaid: 1, seized: 1_000 }));
}

#[test]
fn what_pays_for_nothing_is_refused() {
    assert_eq!(seizure(u64::MAX, 1_000, 1_000, 0), None);
    assert_eq!(seizure(0, 1_000, 1_000, 1_200), None);
    assert_eq!(seizure(u64::MAX, 0, 1_000, 1_200), None);
    assert_eq!(seizure(u64::MAX, 1_000, 0, 1_200), None);
    assert_eq!(seizure(1, 1_000, 1, 1_200), None, "too little to buy one unit");
}

#[test]
fn no_dust_is_left_behind() {
    let terms = Terms::new(Risk { dust: 100, ..RISK }).unwrap();
    let seize = |repay, owed| terms.seizure(Liquidation { repay, owed, deposited: 10_000, worth: 12_000 });
    assert_eq!(seize(u64::MAX, 150).map(|one| one.repaid), Some(150), "half of it would leave less than dust");
    assert_eq!(seize(u64::MAX, 200).map(|one| one.repaid), Some(100));
    assert_eq!(seize(101, 150), None, "offer all of it");
    assert_eq!(seize(50, 150).map(|one| one.repaid), Some(50));
    assert_eq!(seize(u64::MAX, 99).map(|one| one.repaid), Some(99));
}

#[test]
fn a_loan_to_value_falls_or_does_not() {
    let falls = |owed, deposited, owed_after, deposited_after| {
        let after = Position { owed: owed_after, deposited: deposited_after };
        Position { owed, deposited }.loan_to_value_falls(after)
    };
    assert!(falls(100, 200, 50, 101));
    assert!(!falls(100, 200, 50, 100));
    assert!(falls(100, 200, 0, 0), "who owes nothing takes everything");
    assert!(!falls(u64::MAX, u64::MAX, u64::MAX, u64::MAX));
    assert!(falls(u64::MAX, u64::MAX, u64::MAX - 1, u64::MAX));
}

prop_compose! {
    fn any_terms()(
        threshold in 2_u16..=10_000,
        ltv in any::<prop::sample::Index>(),
        bonus in any::<prop::sample::Index>(),
        close_factor in 1_u16..=10_000,
        dust in prop_oneof![Just(0_u64), 0_u64..1_000_000],
    ) -> Terms {
        let most = (100_000_000 / u32::from(threshold) - 10_000).min(10_000) as usize;
        let ltv = 1 + ltv.index(usize::from(threshold) - 1) as u16;
        Terms::new(Risk { dust, ..risk(ltv, threshold, bonus.index(most + 1) as u16, close_factor) }).unwrap()
    }
}

/// Small, plausible and extreme.
fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![0_u64..100, 0_u64..1_000_000_000_000, any::<u64>()]
}

proptest! {
    /// Division by 64 bits against arithmetic that is obviously right, by way of what a seizure divides.
    #[test]
    fn limits_are_exact_and_rounded_against_the_borrower(terms in any_terms(), value in amount(), owed in amount()) {
        let share = |bps: Bps| (u128::from(value) * u128::from(bps.get()) / 10_000) as u64;
        prop_assert_eq!(terms.borrow_limit(value), share(terms.risk().ltv));
        prop_assert_eq!(terms.liquidation_limit(value), share(terms.risk().threshold));
        prop_assert_eq!(terms.borrowable(value, owed), share(terms.risk().ltv).saturating_sub(owed));
        // Who may borrow one more is healthy afterwards, at the same value.
        prop_assert!(terms.borrowable(value, owed) == 0 || terms.is_healthy(owed + 1, value));
    }

    /// A liquidator gets no more than is there, pays no more than is owed or offered, and is paid for it: never more than the bonus.
    #[test]
    fn a_liquidator_never_gets_more_than_the_bonus(
        terms in any_terms(), repay in amount(), owed in amount(), deposited in amount(), worth in amount(),
    ) {
        let Some(Seizure { repaid, seized }) = terms.seizure(Liquidation { repay, owed, deposited, worth }) else { return Ok(()) };
        prop_assert!(0 < repaid && repaid <= owed && repaid <= repay && 0 < seized && seized <= deposited);
        let (repaid, seized) = (u128::from(repaid), u128::from(seized));
        let bonus = 10_000 + u128::from(terms.risk().bonus.get());
        // seized x worth / deposited <= repaid x (1 + bonus), where the products fit.
        if let (Some(got), Some(paid)) = (
            (seized * u128::from(worth)).checked_mul(10_000),
            (repaid * bonus).checked_mul(u128::from(deposited)),
        ) {
            prop_assert!(got <= paid, "{got} {paid}");
        }
        let left = u128::from(owed) - repaid;
        prop_assert!(left == 0 || left >= u128::from(terms.risk().dust) || seized == u128::from(deposited));
    }

    /// Where the collateral covers debt and bonus, a liquidation leaves the rest no worse off, but for a unit of rounding.
    #[test]
    fn a_covered_position_is_healthier_afterwards(
        terms in any_terms(), repay in 1_u64..=u64::MAX, owed in 1_u64..1_000_000_000_000, deposited in 1_u64..1_000_000_000_000,
        spare in 0_u64..1_000_000_000_000,
    ) {
        let bonus = 10_000 + u128::from(terms.risk().bonus.get());
        let worth = (u128::from(owed) * bonus / 10_000) as u64 + 1 + spare;
        let Some(Seizure { repaid, seized }) = terms.seizure(Liquidation { repay, owed, deposited, worth }) else { return Ok(()) };
        let (owed_after, deposited_after) = (u128::from(owed - repaid), u128::from(deposited - seized));
        prop_assert!(owed_after * u128::from(deposited) <= u128::from(owed) * deposited_after);
    }

    /// A position at its threshold can be liquidated for all that it owes, where seizing pays what health is tested at.
    #[test]
    fn at_the_threshold_everything_can_be_paid(terms in any_terms(), value in 1_000_u64..1_000_000_000_000) {
        let owed = terms.liquidation_limit(value);
        prop_assume!(owed > 0);
        let everything = Terms::new(Risk { close_factor: Bps::ONE, ..terms.risk() }).unwrap();
        let all = everything.seizure(Liquidation { repay: u64::MAX, owed, deposited: value, worth: value });
        prop_assert!(all.is_some_and(|one| one.repaid == owed), "{all:?} of {owed}");
    }

    #[test]
    fn loan_to_value_is_compared_exactly(a in amount(), b in amount(), c in amount(), d in amount()) {
        let falls = Position { owed: a, deposited: b }.loan_to_value_falls(Position { owed: c, deposited: d });
        prop_assert_eq!(falls, c == 0 || u128::from(c) * u128::from(b) < u128::from(a) * u128::from(d));
    }
}
