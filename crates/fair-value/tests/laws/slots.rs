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
    world.now.slot = Slot::new(world.now.slot.get() + 1);
    world.markets[1].as_mut().unwrap().published = Some(world.now.time);
    assert!(matches!(world.try_refresh(), Ok(Step::Publish(_))));
}

/// Whatever reads another way is published, and then known.
#[test]
fn whatever_differs_is_published() {
    let differences: [fn(&mut World); 14] = [
        |world| world.backing().assets = Lamports::new(world.backing().assets.get() + 1),
        |world| world.backing().supply = TokenAmount::new(world.backing().supply.get() + 1),
        |world| world.backing().custodial = Lamports::new(world.backing().custodial.get() + 1),
        |world| world.backing().undercovered = true,
        |world| world.backing().updated = Epoch::new(world.backing().updated.get() - 1),
        |world| world.markets[0].as_mut().unwrap().spot = rate(1.000_000_001),
        |world| {
            world.markets[0].as_mut().unwrap().depth = Lamports::new(world.markets[0].as_mut().unwrap().depth.get() - 1)
        },
        |world| world.markets[0].as_mut().unwrap().one_sided = true,
        |world| {
            world.markets[0].as_mut().unwrap().confidence =
                Bps::new(world.markets[0].as_mut().unwrap().confidence.get() + 1)
        },
        |world| world.markets[0].as_mut().unwrap().history = None,
        |world| world.markets[0].as_mut().unwrap().history.as_mut().unwrap().long = math::log2(rate(0.9)),
        |world| world.usds[0].as_mut().unwrap().price = usd(150.01),
        |world| world.usds[0].as_mut().unwrap().confidence = usd(0.11),
        |world| {
            world.usds[0].as_mut().unwrap().published =
                UnixTime::new(world.usds[0].as_mut().unwrap().published.get() - 1)
        },
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

/// What may happen between two refreshes: a reading changes, the clock moves, somebody governs.
#[derive(Clone, Copy, Debug)]
enum Between {
    Nothing,
    NextSlot,
    NextSecond,
    Nav(f64),
    NoNav,
    NoSupply,
    Spot(f64),
    Closed,
    Missing,
    Act(usize),
}

/// An act of governance, whether or not there is anything to do.
type Act = fn(&mut World);

const ACTS: [Act; 8] = [
    |world| _ = world.state.pause(&world.params, &world.now),
    |world| _ = world.state.resume(&world.now),
    |world| _ = world.state.acknowledge_nav(),
    |world| _ = world.state.acknowledge_market(&world.params),
    |world| {
        let until = UnixTime::new(world.now.time.get() + 3_600);
        _ = world.state.announce_transit(&world.params, &world.now, Lamports::new(1_000 * SOL), until);
    },
    |world| world.state.program_changed(),
    |world| _ = world.state.acknowledge_program(),
    |world| {
        let mut new = world.params;
        new.caution_enter = Bps::new(140);
        world.state.reconfigured(&world.params, &new);
        world.params = new;
    },
];

/// What was done since the slot was read shows at its next refresh, although every source reads the same.
#[test]
fn an_act_of_governance_shows_in_its_own_slot() {
    let [pause, resume, acknowledge_nav, acknowledge_market, announce, upgrade, acknowledge_upgrade, reconfigure] =
        ACTS;
    let nothing: Act = |_| {};
    let fall: Act = |world| world.set_nav(0.9);
    let dispute: Act = |world| {
        for step in 0..3_000 {
            world.pass(10);
            world.set_markets(if step % 2 == 0 { 0.8 } else { 1.0 });
            world.refresh();
        }
    };
    let reset: Act = |world| world.state.reset_source(2).unwrap();
    let arrange: Act = |world| world.state.arrange_sources(&[0, 2, 1, 3, 4, 5, 6, 7].map(Some));
    let cases: [(&str, Act, Act); 10] = [
        ("pause", nothing, pause),
        ("resume", pause, resume),
        ("acknowledge_nav", fall, acknowledge_nav),
        ("acknowledge_market", dispute, acknowledge_market),
        ("announce_transit", nothing, announce),
        ("program_changed", nothing, upgrade),
        ("acknowledge_program", upgrade, acknowledge_upgrade),
        ("reconfigured", nothing, reconfigure),
        ("reset_source", nothing, reset),
        ("arrange_sources", nothing, arrange),
    ];
    for (name, prepare, act) in cases {
        let mut world = full();
        prepare(&mut world);
        world.pass(20);
        world.markets[1].as_mut().unwrap().published = Some(world.now.time);
        world.refresh();
        assert_eq!(world.try_refresh(), Ok(Step::NothingDue), "{name}");
        let before = world.state;
        act(&mut world);
        assert!(world.state != before, "{name} found nothing to do");
        assert!(matches!(world.try_refresh(), Ok(Step::Publish(_))), "{name}");
    }
}

fn between() -> impl Strategy<Value = Between> {
    use Between::*;
    prop_oneof![
        2 => Just(Nothing),
        3 => Just(NextSlot),
        2 => Just(NextSecond),
        3 => prop::sample::select(vec![0.5, 0.98, 0.9999, 1.0, 1.000_01, 1.5]).prop_map(Nav),
        1 => Just(NoNav),
        1 => Just(NoSupply),
        2 => prop::sample::select(vec![0.8, 0.999, 1.0, 1.1]).prop_map(Spot),
        1 => Just(Closed),
        1 => Just(Missing),
        2 => (0..ACTS.len()).prop_map(Act),
    ]
}

impl Between {
    fn happen(self, world: &mut World) {
        match self {
            Self::Nothing => {}
            Self::NextSlot => world.now.slot = Slot::new(world.now.slot.get() + 1),
            Self::NextSecond => {
                world.pass(1);
                let now = world.now.time;
                for market in world.markets.iter_mut().flatten().filter(|market| market.published.is_some()) {
                    market.published = Some(now);
                }
            }
            Self::Nav(value) => world.set_nav(value),
            Self::NoNav => world.nav = None,
            Self::NoSupply => {
                world.set_nav(1.0);
                world.backing().supply = TokenAmount::ZERO;
            }
            Self::Spot(value) => world.markets[0] = Some(pool(value)),
            Self::Closed => world.markets[0] = Some(MarketReading::CLOSED),
            Self::Missing => world.markets[0] = None,
            Self::Act(act) => ACTS[act](world),
        }
    }
}

proptest! {
    #![proptest_config(cases(4_096))]

    /// "Nothing due" is never an excuse: judging the same readings in full would publish what stands there, and remember what is remembered. Neither
    /// a slot within the same second nor an act of governance hides a fault or a change behind it.
    #[test]
    fn nothing_is_due_only_where_a_full_judgement_would_change_nothing(
        happenings in prop::collection::vec(between(), 1..40), disputed in any::<bool>(),
    ) {
        let mut world = full();
        if disputed {
            world.set_markets(0.9);
            world.run(3_600, 20);
        }
        let mut published = None;
        for happening in happenings {
            happening.happen(&mut world);
            let mut judged = world.clone();
            judged.state.known = 0;
            match world.try_refresh() {
                Ok(Step::Publish(outcome)) => published = Some(outcome),
                Ok(Step::NothingDue) => {
                    let Ok(Step::Publish(mut again)) = judged.try_refresh() else { panic!("judged in full") };
                    if let Some(published) = published {
                        // A move is found once, where it is made: the slot goes on saying so, and its dwell begins with the next.
                        let found = published.reasons.with(Reason::Dwell);
                        prop_assert_eq!(again.reasons.bits() & !found.bits(), 0);
                        (again.reasons, again.largest) = (published.reasons, published.largest);
                        prop_assert_eq!(again, published);
                    }
                    judged.state.breaker.marks = world.state.breaker.marks;
                    let (judged, known) = (&judged.state, &world.state);
                    prop_assert_eq!(judged.breaker, known.breaker);
                    prop_assert_eq!(judged.nav, known.nav);
                    prop_assert_eq!(judged.market, known.market);
                    prop_assert!(bytemuck::bytes_of(judged) == bytemuck::bytes_of(known), "the memory differs");
                }
                Err(error) => panic!("{error:?}"),
            }
        }
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
            world.markets[0] = Some(MarketReading { depth: Lamports::new(depth * SOL), ..pool(value) });
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
