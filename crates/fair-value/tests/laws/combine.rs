//! Fair, collateral, debt, confidence.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

const HOUR: u32 = 3_600;

/// A market path: seconds, rate, whether the reading is there.
fn path() -> impl Strategy<Value = Vec<(u32, f64, bool)>> {
    prop::collection::vec((1_u32..60, 0.5_f64..1.3, prop::bool::weighted(0.9)), 1..200)
}

proptest! {
    #![proptest_config(cases(2_048))]

    /// Collateral <= liquidation = fair <= NAV <= debt, whatever happens.
    #[test]
    fn prices_are_ordered(path in path(), nav in 0.9_f64..1.2, other in 0.9_f64..1.1) {
        let mut world = World::new(&[1.0, 1.0]);
        world.refresh();
        world.other_navs.push(Some(world.attested(other)));
        for (index, (seconds, value, there)) in path.into_iter().enumerate() {
            world.set_nav(if index % 7 == 6 { nav } else { 1.0 });
            world.markets[0] = there.then(|| pool(value));
            let outcome = world.next(seconds);
            prop_assert!(outcome.collateral <= outcome.liquidation);
            prop_assert_eq!(outcome.liquidation, outcome.fair);
            prop_assert!(outcome.fair <= outcome.nav);
            prop_assert!(outcome.nav <= outcome.debt);
            for value in [outcome.nav, outcome.raw_nav, outcome.fair] {
                // Less the confidence, which is published for NAV.
                let width = float(outcome.confidence) / float(outcome.nav);
                prop_assert!(float(outcome.collateral) <= float(value) * (1.0 - width) + 1e-9);
            }
            for value in [outcome.spot.low, outcome.short.low, outcome.long.low] {
                prop_assert!(value == Rate::ZERO || outcome.collateral <= value);
            }
            prop_assert!(outcome.debt.to_bits() >= outcome.nav.to_bits() + outcome.confidence.to_bits());
            let width = float(outcome.confidence) / float(outcome.nav);
            prop_assert!(float(outcome.debt) <= float(outcome.nav) * 1.02 * (1.0 + width) + 1e-9);
        }
    }

    /// For any market path, fair falls no faster than 100 bps an hour, and rises no faster than 400.
    #[test]
    fn fair_keeps_its_speed(path in path()) {
        let mut world = World::settled(&[1.0]);
        let mut fair = 1.0;
        for (seconds, value, there) in path {
            world.markets[0] = there.then(|| pool(value));
            let outcome = world.next(seconds);
            let hours = f64::from(seconds.min(60)) / 3_600.0;
            let now = float(outcome.fair);
            prop_assert!(now >= fair * (1.0 - 0.01 * hours) - 1e-9, "{now} {fair}");
            prop_assert!(now <= fair * (1.0 + 0.04 * hours) + 1e-9);
            fair = now;
        }
    }

    /// A crash of half an hour, however deep, costs a borrower little more than one percent.
    #[test]
    fn a_short_crash_moves_fair_little(depth in 0.0_f64..0.8) {
        let mut world = World::settled(&[1.0]);
        world.set_markets(1.0 - depth);
        let mut lowest = world.run(30 * 60, 20).fair;
        world.set_markets(1.0);
        for _ in 0..3 * 180 {
            lowest = lowest.min(world.next(20).fair);
        }
        prop_assert!(float(lowest) > 0.98, "{}", float(lowest));
    }

    /// A real loss of backing is priced within a day.
    #[test]
    fn a_lasting_depeg_is_priced(left in 0.2_f64..0.95) {
        let mut world = World::settled(&[1.0]);
        world.set_markets(left);
        let at_four = world.run(4 * HOUR, 60);
        prop_assert!(float(at_four.fair) >= 0.95, "{}", float(at_four.fair));
        let outcome = world.run(22 * HOUR, 60);
        prop_assert!(float(outcome.fair) <= left + (1.0 - left) * 0.06, "{}", float(outcome.fair));
        prop_assert!(float(outcome.fair) >= left - 1e-9);
    }

    /// What seized collateral is valued at follows a real loss long before `fair` makes anybody liquidable by it: by 50 bps every 20 s and
    /// one short window, so a tenth in 13 minutes, half in 53, when `fair` has fallen by less than one percent.
    #[test]
    fn the_short_window_shows_a_loss_before_fair_does(loss in 0.01_f64..0.9) {
        let mut world = World::settled(&[1.0]);
        world.set_markets(1.0 - loss);
        let samples = ((1.0 / (1.0 - loss)).ln() / 1.005_f64.ln()).ceil() as u32;
        let seconds = samples * 20 + 340;
        let outcome = world.run(seconds, 20);
        prop_assert!(float(outcome.short.low) <= (1.0 - loss) * 1.0001, "{}", float(outcome.short.low));
        prop_assert!(float(outcome.fair) >= 1.0 - 0.01 * f64::from(seconds) / 3_600.0);
    }
}

#[test]
fn fair_starts_at_the_short_window() {
    let mut world = World::new(&[0.97]);
    let first = world.refresh();
    assert_eq!(first.fair, rate(1.0));
    assert_eq!(first.short, Sides::default());
    assert!(relative(first.spot.low, 0.97) < 1e-9 || first.spot == Sides::default());
    let mut outcome = first;
    let mut before = first;
    while outcome.short.low == Rate::ZERO {
        before = outcome;
        outcome = world.next(20);
    }
    assert_eq!(before.fair, rate(1.0));
    assert!(relative(outcome.fair, 0.97) < 1e-9);
    // Above NAV it starts at NAV.
    let mut world = World::new(&[1.4]);
    world.refresh();
    assert_eq!(world.run(1_800, 20).fair, rate(1.0));
}

/// It starts there once: until both windows are valid it stands, and then walks.
#[test]
fn fair_starts_only_once() {
    let mut world = World::new(&[0.97]);
    world.refresh();
    let mut outcome = world.next(20);
    while outcome.short.low == Rate::ZERO {
        outcome = world.next(20);
    }
    let start = outcome.fair;
    assert!(relative(start, 0.97) < 1e-9);
    world.set_markets(0.9);
    while outcome.reasons.has(Reason::Warmup) {
        assert_eq!(outcome.fair, start);
        outcome = world.next(20);
    }
    let walked = world.run(600, 20);
    assert!(walked.fair < start && float(walked.fair) > 0.968, "{}", float(walked.fair));
}

/// While the windows cannot say, fair stays.
#[test]
fn fair_stands_still_without_windows() {
    for (market, there) in [(0.98, 0.98), (1.0, 0.98)] {
        let mut world = World::settled(&[market]);
        world.set_markets(there);
        let before = world.run(1_800, 20);
        assert_eq!(world.state.beyond, Seconds::ZERO);
        world.markets[0] = None;
        world.run(400, 20);
        let held = world.next(20);
        let later = world.run(7_200, 60);
        assert!(held.fair <= before.fair);
        assert_eq!(held.fair, later.fair);
    }
}

/// The better of the two windows is the aim.
#[test]
fn fair_follows_the_better_window() {
    let mut world = World::settled(&[0.97]);
    world.run(6 * HOUR, 20);
    let before = world.next(20);
    assert!(relative(before.fair, 0.97) < 1e-9);
    world.set_markets(1.0);
    let after = world.run(600, 20);
    assert!(after.short.low > after.long.low);
    assert!(after.fair > before.fair);
    // Up by 400 bps an hour.
    let one = world.next(20).fair;
    let two = world.next(20).fair;
    assert!((float(two) / float(one) - 1.0 - 0.04 * 20.0 / 3_600.0).abs() < 1e-9);
}

#[test]
fn debt_counts_what_could_be_owed() {
    // A long window above NAV, within the margin and beyond it.
    for (market, expected) in [(1.01, 1.01), (1.5, 1.02)] {
        let mut world = World::new(&[market]);
        world.refresh();
        let outcome = world.run(2 * HOUR, 20);
        let found = float(outcome.debt) / (1.0 + float(outcome.confidence) / float(outcome.nav));
        assert!((found - expected).abs() < 1e-9, "{found}");
    }
    // A raw NAV above the capped one, likewise.
    for (raw, expected) in [(1.01, 1.01), (1.5, 1.0015 * 1.02)] {
        let mut world = World::settled(&[1.0]);
        world.set_nav(raw);
        let outcome = world.next(20);
        let found = float(outcome.debt) / (1.0 + float(outcome.confidence) / float(outcome.nav));
        assert!((found - expected).abs() < 1e-6, "{found}");
    }
}

/// Of the two sides of the long window the high one weighs on debt: what one reading a cadence shows does.
#[test]
fn debt_counts_the_high_side() {
    let mut world = World::settled(&[1.0]);
    for step in 0..720 {
        world.set_markets(if step % 2 == 0 { 1.01 } else { 1.0 });
        world.next(10);
    }
    let outcome = world.next(10);
    assert!(relative(outcome.long.low, 1.0) < 1e-9 && relative(outcome.long.high, 1.01) < 1e-9);
    assert!(relative(outcome.debt, 1.01 * (1.0 + float(outcome.confidence))) < 1e-9);
}

/// Confidence goes by the low side's windows, whatever the high side's do: a pump of those would otherwise narrow it.
#[test]
fn confidence_is_of_the_low_windows() {
    let mut world = World::settled(&[0.95]);
    for step in 0..60 {
        world.set_markets(if step % 2 == 0 { 0.99 } else { 0.95 });
        world.next(10);
    }
    let outcome = world.next(10);
    assert!(relative(outcome.long.low, 0.95) < 1e-9 && relative(outcome.short.low, 0.95) < 1e-9);
    assert!(float(outcome.short.high) > 1.02 * float(outcome.long.high), "{outcome:?}");
    assert!((float(outcome.confidence) - 0.001).abs() < 1e-9, "{}", float(outcome.confidence));
    for step in 0..60 {
        world.set_markets(if step % 2 == 0 { 0.95 } else { 0.91 });
        world.next(10);
    }
    let outcome = world.next(10);
    let half = (float(outcome.long.low) / float(outcome.short.low)).ln() / 2.0;
    assert!(half > 0.01 && (float(outcome.confidence) - half).abs() < 1.1e-4, "{} {half}", float(outcome.confidence));
}

#[test]
fn confidence_is_the_widest() {
    let mut world = World::settled(&[1.0]);
    assert!(relative(world.next(20).confidence, 0.001) < 1e-9);
    world.params.extra_confidence = Bps::new(7);
    assert!(relative(world.next(20).confidence, 0.0017) < 1e-9);
    world.params.extra_confidence = Bps::ZERO;
    // Half of the windows' distance.
    world.set_markets(0.99);
    let outcome = world.run(320, 20);
    let half = (float(outcome.long.low) / float(outcome.short.low)).ln() / 2.0;
    assert!((float(outcome.confidence) - half).abs() < 1.1e-4);
    assert!(!outcome.reasons.has(Reason::ConfidenceWide));
    // Without a market.
    let mut blind = World::new(&[]);
    let outcome = blind.refresh();
    assert!(relative(outcome.confidence, 0.01) < 1e-9);
    assert!(!outcome.reasons.has(Reason::ConfidenceWide));
    blind.params.nav_only = Count::new(1);
    let outcome = blind.next(20);
    assert!(relative(outcome.confidence, 0.02) < 1e-9);
    assert!(outcome.reasons.has(Reason::ConfidenceWide));
    // Never more than everything.
    world.nav = Some(NavReading::Attested(Attested {
        rate: rate(1.0),
        confidence: Bps::new(u32::MAX),
        published: world.now.time,
    }));
    let outcome = world.next(20);
    assert_eq!(outcome.confidence, outcome.nav);
    assert_eq!(outcome.collateral, Rate::ZERO);
}
