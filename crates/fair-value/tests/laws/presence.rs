//! Presence is depth that two readings agree on.

use fair_value::units::*;
use proptest::prelude::*;

use crate::world::*;

/// A reading of so many SOL of depth, so many slots and seconds after the last one: the depth that counts then, in SOL.
fn read(world: &mut World, slots: u64, seconds: i64, depth: u64) -> u64 {
    world.now.slot = Slot::new(world.now.slot.get() + slots);
    world.now.time = UnixTime::new(world.now.time.get() + seconds);
    world.markets[0].as_mut().unwrap().depth = Lamports::new(depth * SOL);
    // In the same slot the same depth is nothing to do.
    world.try_refresh().unwrap();
    world.state.sources[1].depth.get() / SOL
}

proptest! {
    #![proptest_config(cases(1_024))]

    /// Depth falls to nothing that fewer than two readings, in slots of two leaders and at most three cadences apart, were at or below.
    #[test]
    fn depth_falls_with_two_readings(path in prop::collection::vec((0_u64..600, 0_u64..60), 1..80)) {
        let mut world = World::settled(&[1.0]);
        let mut readings: Vec<(u64, i64, u64)> = Vec::new();
        let mut before = 500;
        for (depth, slots) in path {
            let seconds = (slots * 2 / 5) as i64;
            let found = read(&mut world, slots, seconds, depth);
            readings.push((world.now.slot.get(), world.now.time.get(), depth));
            if found < before {
                let at_most: Vec<_> = readings.iter().filter(|(.., depth)| *depth <= found).collect();
                let (slot, time, _) = *readings.last().unwrap();
                prop_assert!(at_most.last().is_some_and(|(last, ..)| *last == slot), "the falling reading is one of them");
                prop_assert!(at_most.iter().any(|(first, then, _)| slot - first >= 8 && time - then <= 60), "{found}");
            }
            before = found;
        }
    }

    /// A pool whose depth scatters about the least depth, above half of it, has its vote all the time.
    #[test]
    fn a_scattering_pool_keeps_its_vote(path in prop::collection::vec((10_u64..30, 1_u32..40), 1..120)) {
        let mut world = World::settled(&[1.0]);
        for (depth, seconds) in path {
            world.markets[0].as_mut().unwrap().depth = Lamports::new(depth * SOL);
            let outcome = world.next(seconds);
            prop_assert_eq!((outcome.voted, outcome.level), (0b11, fair_value::Level::Normal));
        }
    }
}

/// At least `spot_confirm` slots and at most three cadences apart, both to the last.
#[test]
fn what_confirms_a_loss_of_depth() {
    for (slots, seconds, confirms) in [(7, 3, false), (8, 3, true), (150, 60, true), (150, 61, false)] {
        let mut world = World::settled(&[1.0]);
        assert_eq!(read(&mut world, 1, 0, 100), 500);
        let found = read(&mut world, slots, seconds, 100);
        assert_eq!(found, if confirms { 100 } else { 500 }, "{slots} {seconds}");
        // Whatever came of that, one of the two confirms the next.
        assert_eq!(read(&mut world, 8, 3, 100), 100);
    }
}

/// Depth falls to the higher of the two, and the lower one goes on waiting for another.
#[test]
fn depth_falls_to_the_higher_of_two() {
    let mut world = World::settled(&[1.0]);
    assert_eq!(read(&mut world, 1, 0, 100), 500);
    assert_eq!(read(&mut world, 8, 3, 150), 150);
    assert_eq!(read(&mut world, 8, 3, 120), 120);
    assert_eq!(read(&mut world, 8, 3, 90), 100);
    assert_eq!(read(&mut world, 8, 3, 50), 90);
}

/// No reading between two that are low hides them, in the slot of either or anywhere else.
#[test]
fn no_depth_between_hides_a_loss() {
    let mut world = World::settled(&[1.0]);
    assert_eq!(read(&mut world, 1, 0, 100), 500);
    assert_eq!(read(&mut world, 0, 0, 9_000), 500);
    for _ in 0..4 {
        assert_eq!(read(&mut world, 12, 5, 499), 499);
        assert_eq!(read(&mut world, 0, 0, 9_000), 499);
    }
    assert_eq!(read(&mut world, 1, 0, 100), 100);
}

/// A row of ever lower readings, too close to each other to confirm anything, does not postpone what the first of them says.
#[test]
fn young_readings_replace_nothing() {
    let mut world = World::settled(&[1.0]);
    for depth in (93..=100).rev() {
        assert_eq!(read(&mut world, 1, 0, depth), 500, "{depth}");
    }
    assert_eq!(read(&mut world, 1, 0, 92), 100);
}
