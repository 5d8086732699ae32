//! Several refreshes in a slot: whoever is first replaces nobody's reading.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

/// A feed with everything that the cheap path compares.
fn full() -> World {
    let mut world = World::settled(&[1.0, 1.0]);
    let own = math::log2(rate(0.999));
    world.pass(20);
    world.markets[0].as_mut().unwrap().history = Some(History { short: own, long: None });
    world.markets[1].as_mut().unwrap().published = Some(world.now.time);
    world.usds = vec![Some(UsdReading { price: usd(150.0), confidence: usd(0.1), published: world.now.time })];
    world.refresh();
    world
}

/// What reads the same again is nothing to do, and changes not a byte.
#[test]
fn the_same_again_changes_nothing() {
    let mut world = full();
    let before = world.state;
    assert_eq!(world.try_refresh(), Ok(Step::NothingDue));
    assert_eq!(bytemuck::bytes_of(&world.state), bytemuck::bytes_of(&before));
    // In the next slot it is something, although no time has passed.
    world.now.slot.0 += 1;
    world.markets[1].as_mut().unwrap().published = Some(UnixTime(world.now.time.0));
    assert!(matches!(world.try_refresh(), Ok(Step::Publish(_))));
}

/// Whatever reads another way is published, and then known.
#[test]
fn whatever_differs_is_published() {
    let differences: [fn(&mut World); 14] = [
        |world| world.backing().assets.0 += 1,
        |world| world.backing().supply.0 += 1,
        |world| world.backing().custodial.0 += 1,
        |world| world.backing().undercovered = true,
        |world| world.backing().updated.0 -= 1,
        |world| world.markets[0].as_mut().unwrap().spot = rate(1.000_000_001),
        |world| world.markets[0].as_mut().unwrap().depth.0 -= 1,
        |world| world.markets[0].as_mut().unwrap().one_sided = true,
        |world| world.markets[0].as_mut().unwrap().confidence.0 += 1,
        |world| world.markets[0].as_mut().unwrap().history = None,
        |world| world.markets[0].as_mut().unwrap().history.as_mut().unwrap().long = math::log2(rate(0.9)),
        |world| world.usds[0].as_mut().unwrap().price = usd(150.01),
        |world| world.usds[0].as_mut().unwrap().confidence = usd(0.11),
        |world| world.usds[0].as_mut().unwrap().published.0 -= 1,
    ];
    for (index, difference) in differences.into_iter().enumerate() {
        let mut world = full();
        difference(&mut world);
        assert!(matches!(world.try_refresh(), Ok(Step::Publish(_))), "{index}");
        assert_eq!(world.try_refresh(), Ok(Step::NothingDue), "{index}");
        // What the slot's first reading was is another reading again.
        let first = full();
        (world.nav, world.markets, world.usds) = (first.nav, first.markets, first.usds);
        assert!(matches!(world.try_refresh(), Ok(Step::Publish(_))), "{index}");
    }
}

/// How each of several NAV sources read is not remembered: they are read again, to the same end.
#[test]
fn what_is_not_remembered_is_read_again() {
    let again: [fn(&mut World); 3] = [
        |world| world.other_navs.push(Some(world.attested(1.001))),
        |world| world.markets[0] = None,
        |world| world.markets[0] = Some(MarketReading::CLOSED),
    ];
    for change in again {
        let mut world = full();
        change(&mut world);
        world.pass(20);
        world.markets[1].as_mut().unwrap().published = Some(world.now.time);
        let first = world.refresh();
        let before = world.state;
        assert_eq!(world.try_refresh(), Ok(Step::Publish(first)));
        assert_eq!(world.state, before);
    }
}

proptest! {
    #![proptest_config(cases(1_024))]

    /// A further refresh counts no time: whatever it reads, `fair`, NAV, windows, evidence and dwells stay; what was read widens, and depth falls at
    /// most.
    #[test]
    fn a_slots_further_refreshes_count_no_time(
        path in prop::collection::vec((0.7_f64..1.02, 1_u32..60), 1..60), again in prop::collection::vec((0.5_f64..1.5, 0_u64..900), 1..6),
    ) {
        let mut world = World::settled(&[1.0]);
        for (value, seconds) in path {
            world.set_markets(value);
            world.next(seconds);
        }
        let first = world.state;
        let (mut low, mut high) = (first.market.spot_low, first.market.spot_high);
        let mut last = None;
        for (value, depth) in again {
            world.markets[0] = Some(MarketReading { depth: Lamports(depth * SOL), ..pool(value) });
            let outcome = match world.try_refresh() {
                Ok(Step::Publish(outcome)) => outcome,
                other => { prop_assert_eq!(other, Ok(Step::NothingDue)); continue; }
            };
            let (then, now) = (&first, &world.state);
            prop_assert_eq!((now.time, now.slot, now.fair, now.nav), (then.time, then.slot, then.fair, then.nav));
            prop_assert_eq!((now.beyond, now.disputed), (then.beyond, then.disputed));
            // A level may be entered, by what is confirmed now; time toward leaving one is not counted.
            prop_assert!(now.breaker.level >= then.breaker.level && now.breaker.clear <= then.breaker.clear);
            let (then, now) = (&then.sources[1], &now.sources[1]);
            prop_assert_eq!((now.covered, now.sampled, now.sample_low, now.sample_high), (then.covered, then.sampled, then.sample_low, then.sample_high));
            prop_assert_eq!((now.total_low, now.total_high, now.short, now.long), (then.total_low, then.total_high, then.short, then.long));
            prop_assert!(now.low <= then.low && now.high >= then.high && now.depth <= then.depth);
            prop_assert!(world.state.market.spot_low <= low && world.state.market.spot_high >= high);
            (low, high) = (world.state.market.spot_low, world.state.market.spot_high);
            last = Some(outcome);
        }
        if let Some(outcome) = last {
            prop_assert!(outcome.collateral <= outcome.spot.low);
        }
    }
}

/// First in every honest slot at par: the honest readings that follow in the same slots lower spot at once, confirm a crash in time and reach the
/// windows.
#[test]
fn being_first_in_a_slot_hides_nothing() {
    let mut world = World::settled(&[1.0]);
    let mut outcome = None;
    for step in 0..40 {
        world.pass(20);
        world.set_markets(1.0);
        world.refresh();
        world.set_markets(0.8);
        let honest = world.refresh();
        assert!(float(honest.collateral) < 0.8);
        assert_eq!(honest.level >= Level::Depegged, step > 0);
        outcome = Some(honest);
    }
    let outcome = outcome.unwrap();
    assert!(float(outcome.short.low) < 0.86, "{}", float(outcome.short.low));
    // The captured readings hold up the high side, and with it `fair`; nothing is lent on it.
    assert!(relative(outcome.short.high, 1.0) < 1e-9 && relative(outcome.fair, 1.0) < 1e-9);
}
