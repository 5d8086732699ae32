//! Levels: what raises them, what holds them, how they come down.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

const HOUR: u32 = 3_600;

proptest! {
    #![proptest_config(cases(2_048))]

    /// Down by one level at a time and never before its dwell; up at once.
    #[test]
    fn levels_never_skip_a_dwell(
        path in prop::collection::vec((0.85_f64..1.05, 1_u32..120, prop::bool::weighted(0.9)), 1..40),
        stretch in 1_u32..40,
    ) {
        let mut world = World::settled(&[1.0]);
        let mut level = Level::Normal;
        let mut since = world.now.time.get();
        // Something besides spot and the short window has demanded it.
        let mut proved = false;
        for (value, seconds, there) in path {
            world.markets[0] = there.then(|| pool(value));
            for _ in 0..stretch {
                let outcome = world.next(seconds);
                if outcome.level < level {
                    prop_assert_eq!(outcome.level as u8 + 1, level as u8);
                    let dwell = match level {
                        Level::Halted => 7_200,
                        Level::Depegged if proved => 1_800,
                        _ => 600,
                    };
                    prop_assert!(world.now.time.get() - since >= dwell, "{level:?} {}", world.now.time.get() - since);
                    prop_assert!(!outcome.reasons.has(Reason::WindowInvalid));
                }
                if outcome.level != level {
                    prop_assert_eq!(outcome.level_since, world.now.time);
                    level = outcome.level;
                    since = world.now.time.get();
                } else {
                    prop_assert_eq!(outcome.level_since.get(), if level == Level::Normal { outcome.level_since.get() } else { since });
                }
                let raw = float(outcome.nav);
                let lost = outcome.reasons.has(Reason::MarketLost) || outcome.reasons.has(Reason::DepthLoss);
                let seen = level == Level::Halted || lost || 1.0 - float(outcome.long.low) / raw > 0.0251;
                proved = level >= Level::Depegged && (proved || seen);
                // Up is never delayed.
                let worst = 1.0 - float(outcome.short.low.min(outcome.long.low)) / raw;
                let demanded = if worst > 0.1001 { 3 } else if worst > 0.0251 { 2 } else if worst > 0.0151 { 1 } else { 0 };
                prop_assert!(outcome.level as u8 >= demanded);
                prop_assert_eq!(outcome.level == Level::Halted, outcome.causes != Causes::default());
            }
        }
    }
}

/// Runs a market at a discount until both windows show it.
fn at_discount(bps: f64) -> (World, Outcome) {
    let mut world = World::settled(&[1.0 - bps / 1e4]);
    let outcome = world.next(20);
    (world, outcome)
}

fn settled_at(value: f64) -> World {
    World::settled(&[value])
}

#[test]
fn every_threshold_is_where_it_says() {
    for (bps, level) in [
        (149.5, Level::Normal),
        (150.5, Level::Caution),
        (249.5, Level::Caution),
        (250.5, Level::Depegged),
        (999.5, Level::Depegged),
        (1_000.5, Level::Halted),
    ] {
        let outcome = settled_at(1.0 - bps / 1e4).next(20);
        assert_eq!(outcome.level, level, "{bps}");
        assert_eq!(outcome.reasons.has(Reason::DiscountShort), bps > 90.0);
        assert_eq!(outcome.reasons.has(Reason::DiscountLong), bps > 90.0);
    }
    let (_, outcome) = at_discount(89.5);
    assert!(!outcome.reasons.has(Reason::DiscountShort));
    let (_, outcome) = at_discount(90.5);
    assert!(outcome.reasons.has(Reason::DiscountLong));
    assert_eq!(outcome.largest, Some((Reason::DiscountShort, Bps::new(90))));
}

/// Each level holds until its own clear threshold, then waits out its dwell.
#[test]
fn every_level_clears_where_it_says() {
    for (level, above, below, dwell) in [
        (Level::Halted, 501.0, 499.0, 7_200),
        (Level::Depegged, 126.0, 124.0, 1_800),
        (Level::Caution, 91.0, 89.0, 600),
    ] {
        let start = match level {
            Level::Halted => 1_100.0,
            Level::Depegged => 300.0,
            _ => 160.0,
        };
        let mut world = settled_at(1.0 - start / 1e4);
        assert_eq!(world.next(20).level, level);
        world.set_markets(1.0 - above / 1e4);
        assert_eq!(world.run(6 * HOUR, 20).level, level, "{level:?}");
        world.set_markets(1.0 - below / 1e4);
        // The windows need a moment to show it, the long one longest.
        let mut outcome = world.next(20);
        while !outcome.reasons.has(Reason::Dwell) {
            outcome = world.next(20);
        }
        let waiting = world.now.time.get();
        while outcome.level == level {
            outcome = world.next(20);
        }
        assert_eq!(world.now.time.get() - waiting, dwell, "{level:?}");
        assert_eq!(outcome.level as u8 + 1, level as u8);
    }
}

/// A market that falls by three percent and takes half of it back every so many minutes, until the level is left for
/// good: for how long borrowing was shut, minutes, and how far down the long window went, basis points.
fn shut_by_a_sale(half: f64) -> (i64, f64) {
    let mut world = settled_at(1.0);
    let start = world.now.time.get();
    let (mut last, mut deepest) = (start, 0.0_f64);
    while world.now.time.get() - start < 6 * i64::from(HOUR) {
        let minutes = (world.now.time.get() - start) as f64 / 60.0;
        world.set_markets(1.0 - 0.03 * 0.5_f64.powf(minutes / half));
        let outcome = world.next(20);
        if !outcome.gates.allows(Action::Borrow) {
            last = world.now.time.get();
        }
        deepest = deepest.max((1.0 - float(outcome.long.low) / float(outcome.nav)) * 1e4);
    }
    ((last - start) / 60, deepest)
}

/// Spot and the short window trip alike on a sale and on a depeg. What the long window never sees is over minutes after
/// the price is back; what it sees waits for it, and for the whole dwell.
#[test]
fn a_sale_that_is_taken_back_is_no_depeg() {
    let (shut, deepest) = shut_by_a_sale(7.0);
    assert!(deepest < 125.0 && (15..=22).contains(&shut), "{shut} {deepest}");
    // The long window stood between the two thresholds.
    let (shut, deepest) = shut_by_a_sale(30.0);
    assert!((125.0..250.0).contains(&deepest) && (46..=56).contains(&shut), "{shut} {deepest}");
    let (shut, deepest) = shut_by_a_sale(600.0);
    assert!(deepest > 250.0 && shut > 300, "{shut} {deepest}");
}

/// Only watched time counts toward a dwell.
#[test]
fn a_leap_of_the_clock_clears_nothing() {
    let mut world = settled_at(1.0 - 0.0160);
    world.set_markets(1.0);
    while !world.next(20).reasons.has(Reason::Dwell) {}
    let outcome = world.next(HOUR);
    assert_eq!(outcome.level, Level::Caution);
    assert!(outcome.reasons.has(Reason::WindowInvalid));
}

#[test]
fn a_new_feed_warms_up() {
    let mut world = World::new(&[1.0]);
    let mut outcome = world.refresh();
    assert_eq!(outcome.level, Level::Depegged);
    assert_eq!(outcome.flags, Flags::WARMUP.union(Flags::MARKET));
    assert_eq!(outcome.level_since, world.now.time);
    let mut warm = None;
    while outcome.level != Level::Normal {
        outcome = world.next(20);
        if !outcome.reasons.has(Reason::Warmup) && warm.is_none() {
            warm = Some(world.now.time.get() - START);
        }
        assert_eq!(outcome.reasons.has(Reason::Warmup), outcome.flags.has(Flags::WARMUP));
        assert_eq!(outcome.reasons.has(Reason::Warmup), warm.is_none());
    }
    // 80 % of the long window, after the quarter of an hour in which its depth came to count.
    let warm = warm.unwrap();
    assert!((2_880..3_000).contains(&warm), "{warm}");
    assert_eq!(world.now.time.get() - START, warm + 1_800 + 600);
}

/// A market at `value`, so many slots later and in so many seconds.
fn crash(world: &mut World, slots: u64, seconds: i64, value: f64) -> Outcome {
    world.set_markets(value);
    world.now.slot = Slot::new(world.now.slot.get() + slots);
    world.now.time = UnixTime::new(world.now.time.get() + seconds);
    world.refresh()
}

/// Two readings of spot at least eight slots apart trip the fast path, and nothing else.
#[test]
fn the_fast_path_needs_two_leaders() {
    let mut world = World::settled(&[1.0]);
    assert_eq!(crash(&mut world, 1, 0, 0.97395).level, Level::Normal);
    let seventh = crash(&mut world, 7, 3, 0.97395);
    assert_eq!(seventh.level, Level::Normal);
    assert!(!seventh.reasons.has(Reason::DiscountSpot));
    let eighth = crash(&mut world, 1, 0, 0.97395);
    assert_eq!(eighth.level, Level::Depegged);
    assert!(eighth.reasons.has(Reason::DiscountSpot));
    assert_eq!(eighth.largest, Some((Reason::DiscountSpot, Bps::new(260))));
    // It goes on being said as long as the first of them counts.
    assert!(crash(&mut world, 1, 0, 0.97395).reasons.has(Reason::DiscountSpot));
    // Exactly the threshold is beyond it, and a hundredth of a basis point less is not.
    let mut world = World::settled(&[1.0]);
    crash(&mut world, 1, 0, 0.974_999_5);
    assert_eq!(crash(&mut world, 8, 3, 0.974_999_5).largest, Some((Reason::DiscountSpot, Bps::new(250))));
    let mut world = World::settled(&[1.0]);
    crash(&mut world, 1, 0, 0.975_001);
    assert_eq!(crash(&mut world, 8, 3, 0.9).level, Level::Normal);
    // One captured reading that stays stored while nothing else arrives is one reading.
    let mut world = World::settled(&[1.0]);
    crash(&mut world, 1, 0, 0.9);
    world.markets[0] = None;
    let outcome = world.next(20);
    assert_eq!(outcome.level, Level::Normal);
    // It still binds collateral.
    assert!(float(outcome.collateral) < 0.9);
}

/// What lies between two readings that confirm each other hides neither, however often.
#[test]
fn no_reading_between_hides_a_crash() {
    let mut world = World::settled(&[1.0]);
    crash(&mut world, 1, 0, 0.9);
    for _ in 0..7 {
        assert_eq!(crash(&mut world, 1, 0, 1.2).level, Level::Normal);
    }
    // In the honest reading's own slot, and before it.
    assert_eq!(crash(&mut world, 1, 3, 1.2).level, Level::Normal);
    assert_eq!(crash(&mut world, 0, 0, 0.9).level, Level::Depegged);
}

/// An earlier reading confirms for three cadences, to the second; then the later one is the first.
#[test]
fn an_old_reading_confirms_nothing() {
    for (wait, level) in [(60, Level::Depegged), (61, Level::Normal)] {
        let mut world = World::settled(&[1.0]);
        crash(&mut world, 1, 0, 0.9);
        crash(&mut world, 50, wait - 20, 1.0);
        let outcome = crash(&mut world, 50, 20, 0.9);
        assert_eq!((outcome.level, outcome.reasons.has(Reason::DiscountSpot)), (level, level == Level::Depegged));
        assert_eq!(crash(&mut world, 8, 4, 0.9).level, Level::Depegged);
    }
}

/// A stored low reading beside a fresh normal one is no second reading either.
#[test]
fn the_fast_path_counts_fresh_readings_only() {
    let mut world = World::settled(&[1.0, 1.0]);
    world.markets[0] = Some(pool(0.9));
    world.next(1);
    world.markets[0] = None;
    for _ in 0..5 {
        let outcome = world.next(4);
        assert!(!outcome.reasons.has(Reason::DiscountSpot));
    }
}

/// Nor does what one of three pools shows, while the others were read shortly before and outvote it.
#[test]
fn the_fast_path_is_outvoted_by_what_is_stored() {
    let mut world = World::settled(&[1.0, 1.0, 1.0]);
    (world.markets[1], world.markets[2]) = (None, None);
    world.markets[0] = Some(pool(0.9));
    for _ in 0..12 {
        assert!(!world.next(4).reasons.has(Reason::DiscountSpot));
    }
}

#[test]
fn depth_that_leaves_in_a_discount_is_an_alarm() {
    let drained = |market: f64, left: u64| {
        let mut world = settled_at(market);
        world.markets[0].as_mut().unwrap().depth = Lamports::new(left * SOL);
        let once = world.next(20);
        // One reading confirms nothing.
        assert!(!once.reasons.has(Reason::DepthLoss) && once.level == Level::Normal);
        world.next(20)
    };
    let alarm = drained(0.992, 199);
    assert_eq!(alarm.level, Level::Depegged);
    assert!(alarm.reasons.has(Reason::DepthLoss));
    assert!(drained(0.992, 200).reasons.has(Reason::DepthLoss));
    assert!(!drained(0.992, 201).reasons.has(Reason::DepthLoss));
    assert!(drained(0.992_49, 100).reasons.has(Reason::DepthLoss));
    assert!(!drained(0.992_51, 100).reasons.has(Reason::DepthLoss));
    // What was there more than an hour ago is forgotten.
    let mut world = settled_at(0.992);
    world.markets[0].as_mut().unwrap().depth = Lamports::new(100 * SOL);
    let mut outcome = world.run(40, 20);
    let start = world.now.time.get();
    while outcome.reasons.has(Reason::DepthLoss) {
        outcome = world.next(20);
    }
    let held = world.now.time.get() - start;
    assert!((3_150..=3_600).contains(&held), "{held}");
}

#[test]
fn losing_the_market_to_depth_shape_or_configuration_is_a_depeg() {
    /// With how many readings it takes to be believed.
    type Loss = (fn(&mut World), u32);
    let losses: [Loss; 5] = [
        (|world| world.markets[0].as_mut().unwrap().depth = Lamports::new(9 * SOL), 2),
        (|world| world.markets[0].as_mut().unwrap().one_sided = true, 2),
        (|world| world.markets[0] = Some(MarketReading::CLOSED), 2),
        (|world| world.state.reset_source(1).unwrap(), 1),
        (|world| world.markets.clear(), 1),
    ];
    for (loss, readings) in losses {
        let mut world = World::settled(&[0.999]);
        let before = world.next(20);
        loss(&mut world);
        for _ in 1..readings {
            let outcome = world.next(20);
            assert_eq!((outcome.level, outcome.voted), (Level::Normal, before.voted));
            assert_eq!((outcome.collateral, outcome.fair), (before.collateral, before.fair));
        }
        let outcome = world.next(20);
        assert_eq!(outcome.level, Level::Depegged);
        assert!(outcome.reasons.has(Reason::MarketLost) && !outcome.reasons.has(Reason::MarketGrace));
        assert!(outcome.collateral <= before.collateral);
        // For as long as it takes.
        let later = world.run(20 * HOUR, 600);
        assert!(later.collateral <= before.collateral);
        assert_eq!(later.short, before.short);
        assert_eq!(later.level, Level::Depegged);
        // Nothing had said that the token was depegged: nobody is liquidated for the silence.
        assert_eq!(later.fair, before.fair);
    }
}

/// Liquidity that is gone leaves no gate open longer than a pool of one SOL would.
#[test]
fn an_empty_pool_is_no_better_than_a_poor_one() {
    let gone: [Option<MarketReading>; 3] = [
        Some(MarketReading { depth: Lamports::ZERO, ..pool(0.9) }),
        Some(MarketReading { one_sided: true, ..pool(0.9) }),
        Some(MarketReading::CLOSED),
    ];
    for gone in gone {
        let mut poor = World::settled(&[0.999]);
        let mut empty = poor.clone();
        poor.markets[0] = Some(MarketReading { depth: Lamports::new(SOL), ..pool(0.9) });
        empty.markets[0] = gone;
        for seconds in [1, 3, 1, 20, 7, 60, 300, 3_600, 3_600, 21_600] {
            let (a, b) = (poor.next(seconds), empty.next(seconds));
            assert_eq!(b.gates.bits() & !Gates::WIDEN & !a.gates.bits(), 0);
            assert!(b.level >= a.level && b.collateral <= a.collateral);
        }
    }
}

/// Missing samples are forgiven for six hours, if the market had been quiet.
#[test]
fn missing_samples_have_a_grace() {
    let mut world = World::settled(&[0.999]);
    world.next(20);
    let last = world.now.time.get();
    world.markets[0] = None;
    let mut outcome = world.next(20);
    while !outcome.reasons.has(Reason::WindowInvalid) {
        outcome = world.next(20);
    }
    assert_eq!(outcome.level, Level::Caution);
    assert!(outcome.reasons.has(Reason::MarketGrace) && !outcome.reasons.has(Reason::MarketLost));
    while !outcome.reasons.has(Reason::MarketLost) {
        outcome = world.next(60);
    }
    let waited = world.now.time.get() - last;
    assert!((21_600..21_800).contains(&waited), "{waited}");
    assert_eq!(outcome.level, Level::Depegged);
    assert!(!outcome.reasons.has(Reason::MarketGrace));
    // Not quiet from exactly the threshold of caution on: at once.
    for discount in [0.0155, 0.015_000_5] {
        let mut world = settled_at(1.0 - discount);
        world.markets[0] = None;
        world.next(61);
        let outcome = world.next(20);
        assert!(outcome.reasons.has(Reason::MarketLost));
        assert_eq!(outcome.level, Level::Depegged);
    }
}

#[test]
fn a_premium_is_only_for_swaps() {
    for (bps, level, swap, reason) in [
        (249.0, Level::Normal, true, false),
        (251.0, Level::Caution, true, true),
        (999.0, Level::Caution, true, true),
        (1_001.0, Level::Caution, false, true),
        (9_000.0, Level::Caution, false, true),
    ] {
        let outcome = settled_at(1.0 + bps / 1e4).next(20);
        assert_eq!(outcome.level, level, "{bps}");
        assert_eq!(outcome.gates.allows(Action::Swap), swap, "{bps}");
        assert_eq!(outcome.gates.bits() & Gates::WIDEN != 0, level == Level::Caution && swap);
        assert_eq!(outcome.reasons.has(Reason::Premium), reason);
        assert!(outcome.gates.allows(Action::Borrow) && outcome.gates.allows(Action::Liquidate));
    }
    // It holds caution to its threshold, with its reason, and not below; and what is below raises nothing, however long it lasts.
    let mut world = settled_at(1.0260);
    world.set_markets(1.0251);
    let outcome = world.run(5 * HOUR, 20);
    assert!(outcome.level == Level::Caution && outcome.reasons.has(Reason::Premium));
    world.set_markets(1.0249);
    let mut outcome = world.next(20);
    while outcome.reasons.has(Reason::Premium) {
        outcome = world.next(20);
    }
    let waiting = world.now.time.get();
    while outcome.level == Level::Caution {
        assert!(outcome.reasons.has(Reason::Dwell) && !outcome.reasons.has(Reason::Premium));
        outcome = world.next(20);
    }
    assert_eq!(world.now.time.get() - waiting, 600);
    assert_eq!(world.run(24 * HOUR, 60).level, Level::Normal);
}

/// The low side says how high a premium is: no captured reading makes one. And what liquidators are paid by knows none.
#[test]
fn a_premium_is_of_the_low_side() {
    let mut world = World::settled(&[1.0]);
    for step in 0..600 {
        // Pumped one refresh in two, right after and right before an honest one.
        world.set_markets(if step % 3 == 1 { 1.0 } else { 2.0 });
        let outcome = world.next(if step % 3 == 0 { 18 } else { 1 });
        assert!(!outcome.reasons.has(Reason::Premium) && outcome.level == Level::Normal, "{step}");
        assert!(relative(outcome.collateral, 0.999) < 1e-9, "{step}");
    }
    let mut world = World::settled(&[1.0]);
    world.set_markets(2.0);
    let outcome = world.run(2 * HOUR, 20);
    assert!(outcome.reasons.has(Reason::Premium));
    assert!(relative(outcome.collateral, 0.999) < 1e-9 && relative(outcome.confidence, 0.001) < 1e-9);
}

/// A low price that somebody books into a venue's own history ends no premium.
#[test]
fn a_history_ends_no_premium() {
    let mut world = settled_at(1.1001);
    assert!(!world.next(20).gates.allows(Action::Swap));
    let own = math::log2(rate(0.5));
    world.markets[0].as_mut().unwrap().history = Some(History { short: own, long: own });
    let outcome = world.run(1_200, 20);
    assert!(float(outcome.short.low) < 1.095 && float(outcome.long.low) < 1.095);
    assert_eq!(outcome.level, Level::Caution);
    assert!(outcome.reasons.has(Reason::Premium) && !outcome.gates.allows(Action::Swap));
}

#[test]
fn a_feed_without_a_market_lives_in_caution() {
    let mut world = World::new(&[]);
    world.params.nav_only = Count::new(1);
    let first = world.refresh();
    assert_eq!(first.level, Level::Caution);
    assert_eq!(first.flags, Flags::NAV_ONLY);
    assert_eq!(first.market_sources, 0);
    let outcome = world.run(10 * HOUR, 60);
    assert_eq!(outcome.level, Level::Caution);
    assert!(outcome.reasons.has(Reason::NavOnly) && !outcome.reasons.has(Reason::WindowInvalid));
    assert!(outcome.gates.allows(Action::Borrow));
    assert_eq!(outcome.fair, rate(1.0));
    assert!(relative(outcome.collateral, 0.98) < 1e-9);
    // Unless it says so, a feed without a market is not warm.
    let mut world = World::new(&[]);
    world.refresh();
    let outcome = world.run(10 * HOUR, 60);
    assert_eq!(outcome.level, Level::Depegged);
    assert!(outcome.reasons.has(Reason::Warmup));
    assert!(!outcome.reasons.has(Reason::MarketLost));
}

/// A market that a NAV_ONLY feed does have still lowers collateral and fair.
#[test]
fn nav_only_still_listens() {
    let mut world = World::new(&[0.96]);
    world.params.nav_only = Count::new(1);
    world.refresh();
    // Its borrowers were there before the market: `fair` walks, it does not jump.
    let outcome = world.run(HOUR, 20);
    assert!(float(outcome.collateral) < 0.96);
    assert!(outcome.fair > rate(0.989));
    let outcome = world.run(5 * HOUR, 20);
    assert_eq!(outcome.level, Level::Depegged);
    assert!(float(outcome.collateral) < 0.96);
    assert!(relative(outcome.fair, 0.96) < 1e-9);
    // Gone, it is not missed: that is what the mode means.
    world.markets[0] = None;
    let outcome = world.run(2 * HOUR, 20);
    assert_eq!(outcome.short.low, Rate::ZERO);
    assert!(outcome.fair > rate(0.97));
}

/// A halt by the market and one by NAV overlap: the market's dwell holds.
#[test]
fn overlapping_halts_keep_the_markets_dwell() {
    let mut world = settled_at(0.89);
    world.nav = None;
    let both = world.next(20);
    assert_eq!(both.causes.bits(), Causes::MARKET.bits() | Causes::NAV.bits());
    assert!(!both.gates.allows(Action::Liquidate));
    world.set_nav(1.0);
    world.set_markets(1.0);
    let after = world.next(20);
    assert_eq!(after.causes, Causes::MARKET);
    assert!(after.gates.allows(Action::Liquidate));
    let mut outcome = after;
    while !outcome.reasons.has(Reason::Dwell) {
        outcome = world.next(20);
        assert_eq!(outcome.level, Level::Halted);
    }
    assert_eq!(world.run(7_180, 20).level, Level::Halted);
    assert_eq!(world.next(20).level, Level::Depegged);
    // And the halt's memory ends with it.
    world.run(3 * HOUR, 20);
    world.nav = None;
    world.next(20);
    world.set_nav(1.0);
    assert_eq!(world.next(20).level, Level::Depegged);
}
