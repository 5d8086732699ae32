//! The speed limit upward.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

const YEAR: f64 = 31_557_600.0;

/// A refresh: seconds since the last, and raw NAV.
fn path() -> impl Strategy<Value = Vec<(u32, f64)>> {
    prop::collection::vec((1_u32..50_000, 0.99_f64..1.2), 1..40)
}

proptest! {
    #![proptest_config(cases(2_048))]

    /// Never above raw while raw is within an ordinary fall, and never faster than burst and refill together.
    #[test]
    fn nav_exceeds_neither_raw_nor_its_speed_limit(path in path()) {
        let mut world = World::new(&[1.0]);
        world.refresh();
        let mut highest: f64 = 1.0;
        let mut elapsed = 0.0;
        for (seconds, raw) in path {
            world.set_nav(raw);
            let outcome = world.next(seconds);
            elapsed += f64::from(seconds);
            if !outcome.reasons.has(Reason::NavDrop) && !outcome.reasons.has(Reason::NavDescent) {
                prop_assert!(outcome.nav <= outcome.raw_nav);
            }
            highest = highest.max(float(outcome.nav));
            let bound = (0.0015 + 0.15 * elapsed / YEAR).exp();
            prop_assert!(highest <= bound * (1.0 + 1e-9), "{highest} {bound}");
        }
    }

    /// Two refreshes, or many, or one: the same NAV, while the bucket is not full. Exact but for the last bit a refresh.
    #[test]
    fn splitting_an_interval_changes_nothing(parts in prop::collection::vec(1_u32..20_000, 1..12)) {
        let mut whole = World::new(&[1.0]);
        whole.refresh();
        whole.set_nav(1.5);
        // Spend the burst, so that the bucket is empty.
        whole.next(1);
        let mut split = whole.clone();
        for part in &parts {
            split.next(*part);
        }
        whole.next(parts.iter().sum());
        prop_assert_eq!(whole.state.nav.nav, split.state.nav.nav);
        let unchanged = whole.state.nav.nav;
        prop_assert!(unchanged > rate(1.0015));
    }

    /// A full bucket stays full: waiting longer buys no larger jump.
    #[test]
    fn a_jump_is_never_larger_than_the_burst(wait in 0_u32..400_000_000, raw in 1.01_f64..100.0) {
        let mut world = World::new(&[1.0]);
        world.refresh();
        world.pass(wait);
        world.set_nav(raw);
        let outcome = world.refresh();
        prop_assert!(relative(outcome.nav, 1.0015) < 1e-9, "{}", float(outcome.nav));
        prop_assert!(outcome.reasons.has(Reason::NavCapped));
        prop_assert_eq!(outcome.raw_nav, rate_of(raw));
    }

    /// A return to what was published in the last six days costs nothing, and leaves the bucket as it was.
    #[test]
    fn a_return_is_free(days in 0_u32..6, fall in 0.0001_f64..0.0099) {
        let mut world = World::new(&[1.0]);
        world.refresh();
        world.set_nav(1.2);
        world.next(20); // The bucket is spent.
        world.set_nav(1.0015 * (1.0 - fall));
        let low = world.next(20);
        prop_assert!(relative(low.nav, 1.0015 * (1.0 - fall)) < 1e-8);
        world.pass(days * 86_400 + 1);
        world.set_nav(1.2);
        let back = world.refresh();
        prop_assert!(float(back.nav) >= 1.0015 - 1e-9, "{}", float(back.nav));
        let refill = 0.15 * f64::from(days * 86_400 + 21) / YEAR;
        prop_assert!(float(back.nav) <= 1.0015 * (1.0 + refill.min(0.0015)) + 1e-8, "{}", float(back.nav));
    }
}

fn rate_of(raw: f64) -> Rate {
    math::rate_of(backing(raw).assets, TokenAmount::new(SUPPLY), 9).unwrap()
}

#[test]
fn no_time_no_change() {
    let mut world = World::new(&[1.0]);
    world.refresh();
    world.set_nav(1.5);
    let first = world.next(1);
    world.now.slot = Slot::new(world.now.slot.get() + 1);
    let second = world.refresh();
    assert_eq!(first.nav, second.nav);
    // Nor does time that runs backwards.
    world.now.slot = Slot::new(world.now.slot.get() + 1);
    world.now.time = UnixTime::new(world.now.time.get() - 1_000);
    assert_eq!(world.refresh().nav, first.nav);
}

#[test]
fn an_old_level_must_be_earned_again() {
    let mut world = World::new(&[1.0]);
    world.refresh();
    world.set_nav(0.992);
    world.next(20);
    world.pass(8 * 86_400);
    world.set_nav(1.0);
    let outcome = world.refresh();
    assert!(relative(outcome.nav, 0.992 * 1.0015) < 1e-9, "{}", float(outcome.nav));
}

#[test]
fn refill_is_fifteen_percent_a_year() {
    let mut world = World::new(&[1.0]);
    world.refresh();
    world.set_nav(2.0);
    let spent = float(world.next(1).nav);
    let outcome = world.run(86_400, 60);
    let growth = float(outcome.nav) - spent;
    assert!((growth - 0.15 * 86_400.0 / YEAR).abs() < 1e-10, "{growth}");
}

/// Rewards of one epoch, about four basis points, arrive at once.
#[test]
fn rewards_pass_without_a_cap() {
    let mut world = World::settled(&[1.0]);
    let mut nav = 1.0;
    for _ in 0..30 {
        world.pass(172_800 - 3_600);
        world.new_epoch();
        nav *= 1.0004;
        world.set_nav(nav);
        let outcome = world.next(20);
        assert_eq!(outcome.nav, outcome.raw_nav);
        assert!(!outcome.reasons.has(Reason::NavCapped));
    }
}

/// What is left in the bucket survives a fall.
#[test]
fn a_fall_keeps_the_bucket() {
    let mut world = World::new(&[1.0]);
    world.refresh();
    world.set_nav(1.0010);
    world.next(1);
    world.set_nav(0.9950);
    world.next(1);
    // Five basis points are left, of the old base, and the return to 1.0010 is free.
    world.state.nav.recent = Default::default();
    world.set_nav(1.5);
    let outcome = world.next(1);
    assert!(relative(outcome.nav, 0.9950 * 1.0005) < 1e-7, "{}", float(outcome.nav));
}

/// The published week forgets its days one by one.
#[test]
fn the_week_rolls() {
    let mut world = World::new(&[1.0]);
    world.now.time = UnixTime::new(START / 86_400 * 86_400 + 10);
    world.refresh();
    for day in 1..=6 {
        world.set_nav(1.0 - 0.001 * f64::from(day));
        world.next(86_400);
    }
    assert_eq!(world.state.nav.recent.iter().copied().max(), Some(rate(1.0)));
    assert!(world.state.nav.recent.iter().all(|level| *level > Rate::ZERO));
    world.next(86_400);
    let highest = world.state.nav.recent.iter().copied().max().unwrap();
    assert!(relative(highest, 0.999) < 1e-9);
}
