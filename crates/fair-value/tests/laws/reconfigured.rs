//! Parameters change under a living memory: windows go on, and nothing is forgotten or remembered for ever.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

fn change(world: &mut World, change: impl Fn(&mut Params)) {
    let old = world.params;
    change(&mut world.params);
    assert_eq!(world.params.validate(), Ok(()));
    world.state.reconfigured(&old, &world.params);
}

proptest! {
    #![proptest_config(cases(2_048))]

    /// After a change of lengths, windows are means over the new lengths: as in a feed that had them from the beginning, but for the
    /// interpolation between points of the old rings.
    #[test]
    fn windows_go_on_over_the_new_length(
        short in 120_u32..=900, long in 1_800_u32..=4_400, seed in 0.0_f64..6.3, speed in 0.001_f64..0.02,
    ) {
        let mut world = World::settled(&[1.0]);
        let mut other = world.clone();
        other.params.short_window = Seconds::new(short.max(200));
        other.params.long_window = Seconds::new(long);
        // A feed that has had the new lengths for long.
        other.state.reconfigured(&world.params, &other.params);
        for step in 0..900 {
            let value = 1.0 + 0.004 * (seed + f64::from(step) * speed).sin();
            for world in [&mut world, &mut other] {
                world.set_markets(value);
                world.next(20);
            }
        }
        let new = other.params;
        change(&mut world, |params| *params = new);
        for _ in 0..400 {
            let (found, expected) = (world.next(20), other.next(20));
            prop_assert!(!found.reasons.has(Reason::WindowInvalid), "{:?} {:?}", found.short_coverage, found.long_coverage);
            prop_assert!(relative(found.short.low, float(expected.short.low)) < 2e-3, "{} {}", float(found.short.low), float(expected.short.low));
            prop_assert!(relative(found.long.low, float(expected.long.low)) < 1e-3, "{} {}", float(found.long.low), float(expected.long.low));
        }
        // The old points are gone: no difference is left.
        let (found, expected) = (world.next(20), other.next(20));
        prop_assert!(relative(found.short.low, float(expected.short.low)) < 1e-9);
    }

    /// Nothing but lengths touches the rings, and a change there and back leaves the windows where they were.
    #[test]
    fn other_changes_touch_no_window(step in 10_u32..125, coverage in 6_000_u32..9_500, path in prop::collection::vec(0.99_f64..1.01, 1..40)) {
        let mut world = World::settled(&[1.0]);
        for value in path {
            world.set_markets(value);
            world.next(20);
        }
        let mut changed = world.clone();
        change(&mut changed, |params| (params.max_step, params.min_coverage) = (Bps::new(step), Bps::new(coverage)));
        for (before, after) in world.state.sources.iter().zip(&changed.state.sources) {
            prop_assert_eq!((before.short, before.long, before.total_low), (after.short, after.long, after.total_low));
        }
        prop_assert_eq!(world.state.market, changed.state.market);
        let mut back = world.clone();
        change(&mut back, |params| (params.short_window, params.long_window) = (Seconds::new(450), Seconds::new(4_000)));
        let lengthened = back.params;
        change(&mut back, |params| *params = world.params);
        prop_assert!(back.params != lengthened);
        let (found, expected) = (back.next(20), world.next(20));
        prop_assert!(relative(found.short.low, float(expected.short.low)) < 5e-4);
        prop_assert!(relative(found.long.low, float(expected.long.low)) < 2e-4);
    }
}

/// A longer hour forgets depth after its length, not never; a shorter one not at once.
#[test]
fn the_highest_depth_is_remembered_for_one_long_window() {
    for long in [1_800, 4_400, 14_400] {
        let mut world = World::settled(&[0.992]);
        change(&mut world, |params| params.long_window = Seconds::new(long));
        world.markets[0].as_mut().unwrap().depth = Lamports::new(100 * SOL);
        let mut outcome = world.run(40, 20);
        assert!(outcome.reasons.has(Reason::DepthLoss), "{long}");
        let start = world.now.time.get();
        while outcome.reasons.has(Reason::DepthLoss) {
            outcome = world.next(20);
        }
        let held = world.now.time.get() - start;
        assert!((i64::from(long) * 7 / 8 - 20..=i64::from(long)).contains(&held), "{held} of {long}");
    }
}

/// Windows longer than memory are invalid until they are covered, and then valid.
#[test]
fn a_window_beyond_memory_fills() {
    let mut world = World::settled(&[1.0]);
    change(&mut world, |params| params.long_window = Seconds::new(7_200));
    let mut outcome = world.next(20);
    assert!(outcome.reasons.has(Reason::WindowInvalid));
    let start = world.now.time.get();
    while outcome.reasons.has(Reason::WindowInvalid) {
        outcome = world.next(20);
    }
    // 5,760 s are needed, and the ring of twelve points 340 s apart remembered between 3,740 and 4,080.
    let waited = world.now.time.get() - start;
    assert!((1_660..=2_020).contains(&waited), "{waited}");
}

/// A new cadence is used at once.
#[test]
fn a_new_cadence_takes_hold() {
    let mut world = World::settled(&[1.0]);
    change(&mut world, |params| params.cadence = Seconds::new(5));
    let sampled = world.state.sources[1].sampled;
    world.next(5);
    assert_eq!(world.state.sources[1].sampled.seconds(), sampled.seconds() + 5);
    assert_eq!(world.next(5).short_coverage, Bps::new(10_000));
    // Windows age two cadences after the last sample.
    world.markets[0] = None;
    assert!(world.next(70).reasons.has(Reason::WindowInvalid));
}
