//! Rates that no program lowers: a fall of one halts whatever its size, as a fall of NAV; and a program whose books say
//! less than is in issue.

use fair_value::state::SourceState;
use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

/// A settled feed whose backing stands on a firm rate of 1.
fn settled() -> World {
    let mut world = World::settled(&[1.0]);
    set_firm(&mut world, 1.0);
    world.run(1_200, 20);
    world
}

/// The firm rate moves, and NAV with it.
fn set_firm(world: &mut World, value: f64) {
    world.set_nav(value);
    world.backing().firm = rate(value);
}

proptest! {
    #![proptest_config(cases(1_024))]

    /// More than a basis point down halts like any fall that waits; less is rounding.
    #[test]
    fn a_firm_rate_that_falls_halts(fall in 0.0_f64..0.2) {
        prop_assume!((fall - 0.0001).abs() > 1e-9);
        let mut world = settled();
        set_firm(&mut world, 1.0 - fall);
        let outcome = world.next(20);
        if fall < 0.0001 {
            prop_assert!(!outcome.reasons.has(Reason::NavDrop));
            prop_assert_eq!(outcome.level, Level::Normal);
        } else {
            prop_assert!(outcome.reasons.has(Reason::NavDrop) && !outcome.reasons.has(Reason::NavFault));
            prop_assert_eq!((outcome.level, outcome.causes), (Level::Halted, Causes::MARKET));
            prop_assert_eq!(outcome.nav, rate(1.0));
            prop_assert!(outcome.collateral <= outcome.raw_nav);
            prop_assert!(outcome.gates.allows(Action::Liquidate) && outcome.gates.allows(Action::Repay));
            prop_assert!(!outcome.gates.allows(Action::Borrow));
        }
    }

    /// What another part of the backing gains hides nothing.
    #[test]
    fn a_gain_elsewhere_hides_no_fall(fall in 0.00011_f64..0.01, gain in 0.0_f64..0.02) {
        let mut world = settled();
        world.set_nav(1.0 - fall + gain);
        world.backing().firm = rate(1.0 - fall);
        let outcome = world.next(20);
        prop_assert!(outcome.reasons.has(Reason::NavDrop));
        prop_assert_eq!(outcome.level, Level::Halted);
    }

    /// The same fall of NAV without the firm rate is a slashing, which passes at once.
    #[test]
    fn a_fall_of_the_rest_passes(fall in 0.0_f64..0.0099) {
        let mut world = settled();
        world.set_nav(1.0 - fall);
        world.backing().firm = rate(1.0);
        let outcome = world.next(20);
        prop_assert!(!outcome.reasons.has(Reason::NavDrop));
        prop_assert_eq!(outcome.nav, outcome.raw_nav);
    }

    /// Falls of less than a basis point each add up: the highest is remembered.
    #[test]
    fn small_falls_add_up(each in 0.00002_f64..0.00009) {
        let mut world = settled();
        let mut level = 1.0;
        while level > 1.0 - 0.0001 {
            prop_assert!(!world.next(20).reasons.has(Reason::NavDrop));
            level -= each;
            set_firm(&mut world, level);
        }
        prop_assert!(world.next(20).reasons.has(Reason::NavDrop));
    }

    /// A donation lifts it by any amount: published NAV rises by its bucket at most, and no gate shuts.
    #[test]
    fn a_donation_meets_the_speed_limit(gain in 0.0_f64..2.0, seconds in 1_u32..3_600) {
        let mut world = settled();
        set_firm(&mut world, 1.0 + gain);
        let outcome = world.next(seconds.min(60));
        let burst = f64::from(world.params.growth_per_epoch.get()) / 10_000.0;
        prop_assert!(float(outcome.nav) <= 1.0 + burst + 1e-9);
        prop_assert!(float(outcome.collateral) <= 1.0 + burst);
        prop_assert!(outcome.gates.allows(Action::Borrow) && !outcome.reasons.has(Reason::NavDrop));
        // Taken back, it has fallen.
        set_firm(&mut world, 1.0);
        let back = world.next(20);
        prop_assert_eq!(back.reasons.has(Reason::NavDrop), gain > 0.00011);
    }
}

#[test]
fn a_firm_fall_ends_where_it_came_from() {
    let mut world = settled();
    set_firm(&mut world, 0.999);
    assert_eq!(world.next(20).level, Level::Halted);
    set_firm(&mut world, 1.0);
    assert!(!world.next(20).reasons.has(Reason::NavDrop));
}

#[test]
fn the_authority_believes_a_firm_fall() {
    let mut world = settled();
    set_firm(&mut world, 0.999);
    world.next(20);
    assert_eq!(world.state.acknowledge_nav(), Ok(()));
    let outcome = world.run(120, 20);
    assert!(!outcome.reasons.has(Reason::NavDrop));
    assert!(relative(outcome.nav, 0.999) < 1e-4);
    // What was believed is the new reference.
    set_firm(&mut world, 0.9988);
    assert!(world.next(20).reasons.has(Reason::NavDrop));
}

/// A market whose usual distance from NAV is larger than the fall does not count as a witness of it: it takes the
/// twelve hours.
#[test]
fn a_small_firm_fall_is_believed_by_time_alone() {
    let mut world = settled();
    set_firm(&mut world, 0.999);
    world.set_markets(0.998);
    let before = world.run(12 * 3_600, 60);
    assert_eq!(before.level, Level::Halted);
    let after = world.run(120, 60);
    assert!(!after.reasons.has(Reason::NavDrop));
    assert!(after.level < Level::Halted);
    world.run(3_600, 60);
    assert!(relative(world.next(20).nav, 0.999) < 1e-9);
}

#[test]
fn a_source_put_in_its_place_starts_over() {
    let mut world = settled();
    assert!(world.state.sources[0].marks.bits() & SourceState::FIRM != 0);
    world.state.reset_source(0).unwrap();
    set_firm(&mut world, 0.999);
    assert!(!world.next(20).reasons.has(Reason::NavDrop));
}

/// What a NAV source remembers is no market's memory.
#[test]
fn a_firm_rate_makes_no_market() {
    let world = settled();
    for change in
        [|new: &mut Params| new.max_drop = Bps::new(90), |new: &mut Params| new.nav_grace = Seconds::new(7_000)]
    {
        let mut new = world.params;
        change(&mut new);
        assert_eq!(would_bind(&world.params, &new, &world.state, &world.now), Ok(()));
    }
    let mut lone = World::new(&[]);
    lone.params.nav_only = Count::new(1);
    lone.backing().firm = rate(1.0);
    let outcome = lone.run(7_200, 20);
    assert_eq!(outcome.level, Level::Caution);
    assert!(outcome.reasons.has(Reason::NavOnly));
    assert_eq!(outcome.voted, 1);
}

#[test]
fn a_program_whose_books_say_less_than_is_in_issue_halts() {
    let mut world = settled();
    world.backing().unbacked = true;
    for _ in 0..3 {
        let outcome = world.next(20);
        assert!(outcome.reasons.has(Reason::UnbackedMint));
        assert_eq!((outcome.level, outcome.causes), (Level::Halted, Causes::MARKET));
        assert!(outcome.gates.allows(Action::Liquidate) && !outcome.gates.allows(Action::Borrow));
        // Neither the epoch's turn nor an acknowledgement ends what still is so.
        world.new_epoch();
        let _ = world.state.acknowledge_nav();
    }
    world.backing().unbacked = false;
    assert!(!world.next(20).reasons.has(Reason::UnbackedMint));
}

#[test]
fn a_feed_that_begins_unbacked_begins_halted() {
    let mut world = World::new(&[1.0]);
    world.backing().unbacked = true;
    let outcome = world.next(20);
    assert_eq!(outcome.level, Level::Halted);
    assert!(outcome.reasons.has(Reason::UnbackedMint));
}
