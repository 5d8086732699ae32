//! Spot's two sides: outward with one reading, back only with a run of readings that lasted.

use fair_value::units::{Slot, UnixTime};
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

/// A reading so many slots and seconds after the last one: spot, as floats.
fn read(world: &mut World, slots: u64, seconds: i64, value: f64) -> (f64, f64) {
    world.now.slot = Slot::new(world.now.slot.get() + slots);
    world.now.time = UnixTime::new(world.now.time.get() + seconds);
    world.set_markets(value);
    let spot = world.refresh().spot;
    (float(spot.low), float(spot.high))
}

fn near(found: f64, expected: f64) -> bool {
    (found / expected - 1.0).abs() < 1e-9
}

proptest! {
    #![proptest_config(cases(1_024))]

    /// Whatever the rhythm: no side lies inside of anything that was read within a cadence, and where somebody looks every cadence, none lies
    /// outside of everything that was read within four.
    #[test]
    fn each_side_bounds_what_was_read(path in prop::collection::vec((0.5_f64..1.5, 1_u32..=20), 1..60)) {
        let mut world = World::settled(&[1.0]);
        let mut said = vec![(world.now.time.get(), 1.0)];
        for (value, seconds) in path {
            world.set_markets(value);
            let spot = world.next(seconds).spot;
            let now = world.now.time.get();
            said.push((now, value));
            let within = |seconds: i64| said.iter().filter(move |(time, _)| now - time <= seconds).map(|(_, value)| *value);
            let (low, high) = (float(spot.low), float(spot.high));
            prop_assert!(low <= within(20).fold(f64::MAX, f64::min) * (1.0 + 1e-9), "{low}");
            prop_assert!(high >= within(20).fold(0.0, f64::max) * (1.0 - 1e-9), "{high}");
            prop_assert!(low >= within(80).fold(f64::MAX, f64::min) * (1.0 - 1e-9), "{low}");
            prop_assert!(high <= within(80).fold(0.0, f64::max) * (1.0 + 1e-9), "{high}");
        }
    }
}

/// Outward with one reading, also with a second one in a slot; the other side stays.
#[test]
fn spot_widens_at_once() {
    let mut world = World::settled(&[1.0]);
    let (low, high) = read(&mut world, 1, 0, 0.7);
    assert!(near(low, 0.7) && near(high, 1.0));
    let (low, high) = read(&mut world, 0, 0, 0.6);
    assert!(near(low, 0.6) && near(high, 1.0));
    let (low, high) = read(&mut world, 0, 0, 1.3);
    assert!(near(low, 0.6) && near(high, 1.3));
}

/// A run has to last longer than a cadence, to the second, and as many slots as two leaders need: either side.
#[test]
fn a_run_has_to_last() {
    for extreme in [0.9, 1.1] {
        let side = |(low, high): (f64, f64)| if extreme < 1.0 { low } else { high };
        for (slots, seconds, lasts) in [(50, 20, false), (50, 21, true), (7, 21, false), (8, 21, true), (8, 20, false)]
        {
            let mut world = World::settled(&[1.0]);
            assert!(near(side(read(&mut world, 1, 0, extreme)), extreme));
            // The run begins with the first reading on the other side, however long after.
            assert!(near(side(read(&mut world, 100, 40, 1.0)), extreme));
            let found = side(read(&mut world, slots, seconds, 1.0));
            assert!(near(found, if lasts { 1.0 } else { extreme }), "{slots} {seconds} {found}");
        }
    }
}

/// It replaces spot by the nearest of its readings, and the next run begins with its last.
#[test]
fn a_run_is_worth_its_nearest_reading() {
    for sign in [1.0, -1.0] {
        let side = |(low, high): (f64, f64)| if sign > 0.0 { low } else { high };
        let at = |distance: f64| 1.0 - sign * distance;
        let mut world = World::settled(&[1.0]);
        read(&mut world, 1, 0, at(0.3));
        for (seconds, reading, found) in [
            (20, 0.0, 0.3),
            (10, 0.1, 0.3),
            // 21 s after its first reading: the nearest of three.
            (11, 0.05, 0.1),
            // The next run began with the reading that ended the last: again 21 s.
            (20, 0.0, 0.1),
            (1, 0.0, 0.05),
            (21, 0.0, 0.0),
        ] {
            let spot = side(read(&mut world, 50, seconds, at(reading)));
            assert!(near(spot, at(found)), "{seconds} {reading} {spot}");
        }
    }
}

/// A reading at the side itself, or beyond it, ends the run.
#[test]
fn a_run_is_ended_by_what_it_would_replace() {
    for (between, expected) in [(0.9, 0.9), (0.85, 0.85), (0.900_1, 0.900_1)] {
        let mut world = World::settled(&[1.0]);
        read(&mut world, 1, 0, 0.9);
        read(&mut world, 50, 20, 1.0);
        read(&mut world, 25, 10, between);
        let (low, _) = read(&mut world, 25, 11, 1.0);
        assert!(near(low, expected), "{between} {low}");
    }
}

/// An honest reading saw a crash; one slot later the pools are at par for one slot: collateral does not move. Nor does it while that is repeated.
#[test]
fn one_slot_at_par_raises_no_collateral() {
    let mut world = World::settled(&[1.0]);
    world.set_markets(0.7);
    let crashed = world.next(20);
    for step in 0..90 {
        world.now.slot = Slot::new(world.now.slot.get() + 1);
        world.set_markets(1.0);
        let pumped = world.refresh();
        world.set_markets(0.7);
        let honest = world.next(20);
        assert!(pumped.collateral <= crashed.collateral && honest.collateral <= crashed.collateral);
        assert!(!honest.gates.allows(Action::Borrow) && (step == 0 || !pumped.gates.allows(Action::Borrow)));
    }
}

/// What nobody reads says nothing new.
#[test]
fn an_unread_market_moves_no_spot() {
    let mut world = World::settled(&[1.0]);
    read(&mut world, 1, 0, 0.9);
    read(&mut world, 50, 20, 1.0);
    world.markets[0] = None;
    let outcome = world.run(40, 20);
    assert!(near(float(outcome.spot.low), 0.9));
    // The run goes on with the next reading: what lies between was seen by nobody.
    world.markets[0] = Some(pool(1.0));
    assert!(near(float(world.next(1).spot.low), 1.0));
}
