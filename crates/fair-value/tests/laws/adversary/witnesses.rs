//! Accounts and market as two witnesses: what both say is believed fast, what one says slowly, what one denies slower
//! still.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use super::chain::*;
use crate::world::*;

const DAY: u64 = 24 * HOUR;

/// A fall to `value` after ten minutes.
fn fall(value: f64) -> Path {
    Path::step(1.0, 600.0, value)
}

/// What is published every ten minutes.
fn liquidations(story: Story) -> Vec<Seen> {
    story.play().into_iter().filter(|seen| seen.second % 600 == 0).collect()
}

proptest! {
    #![proptest_config(cases(24))]

    /// What both witnesses say is never priced later than what one of them says, the other silent or denying; and
    /// collateral follows at once.
    #[test]
    fn what_both_say_is_never_priced_later_than_what_one_says(value in 0.3_f64..0.995, pools in 1_usize..3) {
        let all = |path: Path| vec![Pool::new(path); pools];
        let both = Story { nav: Some(fall(value)), ..Story::new(&all(fall(value)), DAY) };
        let denied = Story { nav: Some(fall(value)), ..Story::new(&all(Path::level(1.0)), DAY) };
        let counted = Story::new(&all(fall(value)), DAY);
        let mut attested = counted.clone();
        attested.world.nav = Some(attested.world.attested(1.0));
        let mut silent = both.clone();
        let (before, after): (Vec<u64>, Vec<u64>) = silent.honest.iter().partition(|slot| **slot < slots(600));
        silent.honest = before;
        silent.captures = after.into_iter().map(|slot| Capture {
            slot, first: false, says: (0..pools).map(|index| (index, Says::Missing)).collect(),
        }).collect();
        let both = liquidations(both);
        for (name, one) in [("denied", denied), ("silent", silent), ("counted", counted), ("attested", attested)] {
            for (both, one) in both.iter().zip(liquidations(one)) {
                prop_assert!(
                    both.liquidation() <= one.liquidation() + 1e-4,
                    "{name}, {} min: {} {}", both.second / 60, both.liquidation(), one.liquidation()
                );
            }
        }
        prop_assert!(both.iter().all(|seen| seen.second < 600 || seen.collateral() <= value));
        // Believed, and not only no later.
        let last = both.last().expect("a day").liquidation();
        prop_assert!(last < value + 0.002, "{last} a day after a fall to {value}");
    }

    /// A market that denies delays only liquidation: collateral takes the fall at once, and nothing is lent.
    #[test]
    fn a_market_that_denies_delays_only_liquidation(
        value in 0.3_f64..0.985, pools in 1_usize..4, premium in 0.99_f64..1.1,
    ) {
        let pools = vec![Pool::new(Path::step(1.0, 600.0, premium)); pools];
        let story = Story { nav: Some(fall(value)), ..Story::new(&pools, DAY) };
        for seen in story.play() {
            if seen.second >= 600 {
                prop_assert!(seen.collateral() <= value, "{}", seen.collateral());
                prop_assert!(!seen.borrow() && !seen.open(Action::Withdraw) && seen.open(Action::Liquidate));
                let liquidation = seen.liquidation();
                prop_assert!(liquidation >= premium.min(1.0) - 1e-9, "{} s: {liquidation}", seen.second);
            }
        }
    }

    /// A second NAV source that is wrong, by any factor, liquidates nobody.
    #[test]
    fn one_wrong_source_of_nav_liquidates_nobody(factor in -6.0_f64..6.0, market in 0.9_f64..1.0) {
        let story = Story::new(&[Pool::new(Path::step(1.0, 600.0, market))], 6 * HOUR);
        let mut wrong = story.clone();
        let said = wrong.world.attested(factor.exp());
        wrong.world.other_navs.push(Some(said));
        for (wrong, right) in wrong.play().iter().zip(story.play()) {
            prop_assert!(wrong.outcome.liquidation >= right.outcome.liquidation);
            prop_assert!(wrong.open(Action::Liquidate) && wrong.outcome.collateral <= right.outcome.collateral);
        }
    }

    /// One market source of several that is wrong, in price and depth, liquidates nobody whom the others would not.
    #[test]
    fn one_wrong_market_liquidates_nobody(
        wrong in -3.0_f64..3.0, deep in 5.0_f64..1e6, others in 1_usize..4, market in 0.85_f64..1.0,
    ) {
        let mut pools: Vec<Pool> = vec![Pool::new(Path::step(1.0, 600.0, market)); others];
        let less = Story::new(&pools, 6 * HOUR);
        pools.push(Pool { price: Path::step(1.0, 600.0, wrong.exp()), depth: Path::step(60.0, 600.0, deep) });
        let more = Story::new(&pools, 6 * HOUR);
        for (more, less) in more.play().iter().zip(less.play()) {
            prop_assert!(
                more.liquidation() >= less.liquidation() - 1e-9,
                "{} s: {} {}", more.second, more.liquidation(), less.liquidation()
            );
        }
    }

    /// Row 15: a donation of any size shuts no gate and moves no price but by the speed limit; what guards lenders
    /// stays where it was.
    #[test]
    fn a_donation_of_any_size_shuts_nothing(size in -7.0_f64..4.0, second: bool, pools in 1_usize..3) {
        let raw = 1.0 + size.exp();
        let pools = vec![Pool::new(Path::level(1.0)); pools];
        let story = Story { nav: Some(Path::step(1.0, 600.0, raw)), ..Story::new(&pools, DAY) };
        let mut with_second = story.clone();
        if second {
            let said = with_second.world.attested(1.0);
            with_second.world.other_navs.push(Some(said));
        }
        let before = story.world.clone().next(20);
        // `growth_per_epoch` at once, and a day of `growth_per_year`.
        let limit = 1.0 + 0.0015 + 0.15 / 365.0 + 1e-6;
        for seen in with_second.play() {
            let Outcome { nav, fair, liquidation, collateral, debt, .. } = seen.outcome;
            let expected = if second { Level::Caution } else { Level::Normal };
            prop_assert!(seen.outcome.level <= expected, "{} s, donated {raw}: {:?}", seen.second, seen.outcome.level);
            prop_assert_eq!(before.gates.bits() & !seen.outcome.gates.bits(), 0, "{} s", seen.second);
            prop_assert!([nav, fair, liquidation, collateral].into_iter().all(|value| float(value) <= limit));
            prop_assert!(float(collateral) >= float(before.collateral) - 1e-9 && liquidation >= before.liquidation);
            // `debt` counts raw NAV up to `debt_margin`, against those who borrow the token.
            prop_assert!(float(debt) <= limit * 1.02 * 1.0011);
            // The confidence is a share of NAV, which grows within its limit.
            prop_assert!(seen.seized() >= seized(&before) - 1e-5);
        }
    }
}

/// Row 15: a donation hides no discount: it is measured against what is published.
#[test]
fn a_donation_hides_no_discount() {
    for donated in [1.0, 1.05, 3.0] {
        let nav = Path::step(1.0, 60.0, donated);
        let story = Story { nav: Some(nav), ..Story::new(&[Pool::new(Path::step(1.0, 600.0, 0.97))], HOUR) };
        for seen in story.play() {
            if seen.second > 640 {
                assert!(!seen.borrow() && seen.collateral() <= 0.97, "{donated}: {} s", seen.second);
            } else if seen.second < 600 {
                assert!(seen.borrow(), "{donated}: {} s", seen.second);
            }
        }
    }
}

/// A stake pool's books that miss a part from one epoch's turn for so many epochs, both markets at NAV.
fn hole(missing: f64, epochs: u64, then: u64) -> Vec<Seen> {
    let mut story = Story::new(&vec![Pool::new(Path::level(1.0)); 2], 60);
    let mut all = Vec::new();
    for epoch in 0..epochs + then {
        let mut part = story.clone();
        part.world.new_epoch();
        part.world.set_nav(if epoch < epochs { 1.0 - missing } else { 1.0 });
        part.honest = rhythm(HEARTBEAT, 2 * DAY);
        story.world = part.run(|seen, _| all.push(Seen { second: seen.second + epoch * 2 * DAY, ..*seen }));
    }
    all
}

/// Row 16: books with a hole for one epoch walk nobody down; nothing is lent meanwhile, and all is well when they are
/// whole again.
#[test]
fn a_hole_in_the_books_for_one_epoch_liquidates_nobody() {
    for missing in [0.04, 0.15] {
        let mut open = false;
        for seen in hole(missing, 1, 1) {
            assert_eq!(seen.liquidation(), 1.0, "{missing}: {} h", seen.second / HOUR);
            if seen.second < 2 * DAY {
                assert!(!seen.borrow() && seen.collateral() <= 1.0 - missing && seen.open(Action::Liquidate));
            }
            open = seen.borrow() && seen.collateral() > 0.99;
        }
        assert!(open, "{missing}: closed for good");
    }
}

/// Row 16: a hole that stays is believed after the second turn of the epoch, and not before.
#[test]
fn a_hole_that_stays_is_believed_after_two_epochs() {
    let missing = 0.15;
    let mut last = 1.0;
    for seen in hole(missing, 4, 0) {
        // The epoch's turn that brought it is none after it.
        if seen.second <= 4 * DAY {
            assert_eq!(seen.liquidation(), 1.0, "{} h", seen.second / HOUR);
        }
        last = seen.liquidation();
    }
    assert!(last < 1.0 - missing + 0.01, "{last}");
}

/// Row 8: a fall that the market agrees with goes with a time constant of an hour, half an hour after it agrees.
#[test]
fn a_fall_that_both_see_is_priced_within_hours() {
    let value = 0.5;
    let both = Story { nav: Some(fall(value)), ..Story::new(&[Pool::new(fall(value))], 12 * HOUR) };
    let seen = both.play();
    let at = |hours: f64| {
        let second = 600 + (hours * HOUR as f64) as u64;
        seen.iter().find(|seen| seen.second >= second).expect("within the story").liquidation()
    };
    // The long window walks for fifty minutes until it is half as far down; then half an hour; then an hour for each
    // factor of e.
    assert!(at(1.0) > 0.97, "{}", at(1.0));
    assert!(at(4.0) < 0.75, "{}", at(4.0));
    assert!(at(8.0) < 0.53, "{}", at(8.0));
}

/// The market alone, in a feed that counts and in one that is attested: 4 h and 2 h, 2.5 h and 1 h.
#[test]
fn what_the_market_alone_says_is_priced_sooner_where_less_is_proved() {
    let market = fall(0.6);
    let counted = Story::new(&[Pool::new(market)], 16 * HOUR);
    let mut attested = counted.clone();
    attested.world.nav = Some(attested.world.attested(1.0));
    let mut custodial = counted.clone();
    custodial.world.backing().custodial = Lamports::new(custodial.world.backing().assets.get() / 5);
    let at = |story: Story, hours: u64| {
        story.play().iter().find(|seen| seen.second >= 600 + hours * HOUR).expect("within the story").liquidation()
    };
    for story in [&attested, &custodial] {
        assert!(at(story.clone(), 2) > 0.97);
        assert!(at(story.clone(), 6) < 0.68, "{}", at(story.clone(), 6));
    }
    assert!(at(counted.clone(), 4) > 0.95);
    assert!(at(counted.clone(), 6) > 0.72);
    assert!(at(counted.clone(), 14) < 0.63, "{}", at(counted, 14));
}
