//! The market as second witness of a fall of NAV: what both say is believed fast, what one says slowly, what the other denies slower still.

use fair_value::state::NavState;
use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

const HOUR: u32 = 3_600;

fn is_waiting(world: &World) -> bool {
    world.state.nav.marks.bits() & NavState::DROP != 0
}

/// A feed whose accounts fall to `nav`, first seen now, beside a market at rest at `market`.
fn fallen(nav: f64, market: f64) -> World {
    let mut world = World::settled(&[market]);
    world.set_nav(nav);
    world.next(20);
    world
}

proptest! {
    #![proptest_config(cases(256))]

    /// Agreement, second for second, by what is published: up while both windows and spot of the high side lie half as far down as NAV fell, down
    /// while low spot does not, still in between; as much again as is needed is kept.
    #[test]
    fn agreement_is_counted(
        nav in 0.7_f64..0.98, path in prop::collection::vec((0.7_f64..1.02, 1_u32..90, 1_u32..40), 1..30),
    ) {
        let mut world = fallen(nav, 1.0);
        let mut agreed = 0_u32;
        let half = (1.0 + nav) / 2.0;
        for (value, seconds, stretch) in path {
            world.set_markets(value);
            for _ in 0..stretch {
                let outcome = world.next(seconds);
                if !is_waiting(&world) { return Ok(()) }
                let far = |value: Rate| ((float(value) - half).abs() > 1e-9).then_some(float(value) < half);
                let high = [outcome.short, outcome.long, outcome.spot].iter().try_fold(true, |all, sides| Some(all & far(sides.high)?));
                let (Some(high), Some(low)) = (high, far(outcome.spot.low)) else { return Ok(()) };
                let credit = seconds.min(60);
                if high && !outcome.reasons.has(Reason::WindowInvalid) {
                    agreed = (agreed + credit).min(3_600);
                } else if !low {
                    agreed = agreed.saturating_sub(credit);
                }
                prop_assert_eq!(world.state.nav.drop_agreed, Seconds::new(agreed));
                prop_assert_eq!(outcome.level, Level::Halted);
                prop_assert!(outcome.gates.allows(Action::Liquidate) && !outcome.gates.allows(Action::Borrow));
                prop_assert!(outcome.collateral <= outcome.raw_nav);
            }
        }
    }

    /// What both witnesses say is never priced later than what one of them says while the other is silent, or denies it.
    #[test]
    fn both_are_never_slower_than_one(left in 0.5_f64..0.97, share in 0.51_f64..1.3) {
        let mut both = World::settled(&[1.0]);
        let market = 1.0 - (1.0 - left) * share;
        let mut accounts = both.clone();
        let mut traded = both.clone();
        let mut denied = both.clone();
        accounts.markets[0] = None;
        for world in [&mut both, &mut accounts, &mut denied] {
            world.set_nav(left);
        }
        for world in [&mut both, &mut traded] {
            world.set_markets(market);
        }
        for _ in 0..18 * 120 {
            let found = both.next(30);
            for one in [&mut accounts, &mut traded, &mut denied] {
                let one = one.next(30);
                prop_assert!(float(found.fair) <= float(one.fair) + 1e-9, "{} {}", float(found.fair), float(one.fair));
                prop_assert!(float(found.nav) <= float(one.nav) + 1e-9, "{} {}", float(found.nav), float(one.nav));
            }
        }
    }
}

/// Half an hour of agreement, to the second; then NAV and `fair` close the gap to the higher of raw NAV and windows, a 3,600th of it a second.
#[test]
fn what_both_say_is_believed_fast() {
    for (nav, market, later) in [(0.9, 0.94, 0.94), (0.9, 0.85, 0.85), (0.9, 0.945, 0.93)] {
        let mut world = fallen(nav, market);
        world.run(1_200, 20);
        world.set_markets(later);
        let before = world.run(580, 20);
        assert_eq!(world.state.nav.drop_agreed, Seconds::new(1_780));
        assert_eq!((before.nav, before.liquidation), (rate(1.0), before.fair));
        let first = world.next(20);
        let aim = float(first.short.high.max(first.long.high)).max(nav);
        assert_eq!(first.long.high > first.short.high, later != market);
        assert!((float(first.nav) - (1.0 - (1.0 - aim) * 20.0 / 3_600.0)).abs() < 1e-9, "{}", float(first.nav));
        let slow = float(before.fair) * (1.0 - 0.01 * 20.0 / 3_600.0);
        assert!((float(first.fair) - (slow - (slow - aim) * 20.0 / 3_600.0)).abs() < 1e-9, "{}", float(first.fair));
        assert!(first.reasons.has(Reason::NavDescent) && first.level == Level::Halted);
        // Within hours all of it is priced.
        let end = world.run(4 * HOUR, 20);
        let aim = nav.max(later);
        assert!(float(end.nav) < aim + 0.002 && float(end.nav) >= aim - 1e-9, "{}", float(end.nav));
        assert!(end.fair <= end.nav);
        // Where NAV reached raw, the fall is over.
        assert_eq!(is_waiting(&world), later > nav);
    }
}

/// Half as far down is enough, and less is not.
#[test]
fn agreement_is_half_the_fall() {
    for (market, agrees) in [(0.949_99, true), (0.950_01, false)] {
        let mut world = fallen(0.9, market);
        world.run(600, 20);
        assert_eq!(world.state.nav.drop_agreed, Seconds::new(if agrees { 600 } else { 0 }));
    }
    // It is measured from the epoch's highest, as the fall is, wherever NAV has come to since.
    let mut world = World::settled(&[0.949_99]);
    world.set_nav(0.992);
    world.next(20);
    world.set_nav(0.9);
    world.run(620, 20);
    assert_eq!(world.state.nav.drop_agreed, Seconds::new(600));
}

/// A captured reading at par in each cadence stops the agreement and takes nothing of it back, nor do windows that lack samples.
#[test]
fn a_captured_reading_resets_no_agreement() {
    let mut world = fallen(0.9, 0.9);
    world.run(1_200, 20);
    for _ in 0..60 {
        world.set_markets(1.0);
        world.next(10);
        world.set_markets(0.9);
        world.next(10);
    }
    assert_eq!(world.state.nav.drop_agreed, Seconds::new(1_200));
    let mut gap = fallen(0.9, 0.9);
    gap.run(1_200, 20);
    gap.markets[0] = None;
    assert!(gap.run(1_200, 60).reasons.has(Reason::WindowInvalid));
    let held = gap.state.nav.drop_agreed;
    // Up to the moment when the short window lacks samples it is valid.
    assert!((1_200..=1_320).contains(&held.get()), "{held:?}");
    gap.run(1_200, 60);
    assert_eq!(gap.state.nav.drop_agreed, held);
}

/// Where the market takes its agreement back, NAV stays where it has come to.
#[test]
fn nav_stops_where_agreement_ends() {
    let mut world = fallen(0.9, 0.9);
    world.run(2_000, 20);
    world.set_markets(1.0);
    let mut outcome = world.next(20);
    while world.state.nav.drop_agreed >= Seconds::new(1_800) {
        outcome = world.next(20);
    }
    let stopped = outcome.nav;
    assert!(stopped < rate(1.0) && float(stopped) > 0.95);
    for _ in 0..720 {
        let outcome = world.next(20);
        assert_eq!(outcome.nav, stopped);
        assert!(outcome.reasons.has(Reason::NavDrop) && !outcome.reasons.has(Reason::NavDescent));
    }
    // And books that are whole again restore it.
    world.set_nav(1.0);
    assert_eq!(world.next(20).nav, rate(1.0));
}

/// A market to which NAV has come down, above the books, does not deny them: the rest is believed after twelve hours, as without a market.
#[test]
fn a_market_that_agreed_does_not_deny() {
    let mut world = fallen(0.9, 0.94);
    let outcome = world.run(12 * HOUR - 20, 20);
    assert!(is_waiting(&world) && relative(outcome.nav, 0.94) < 1e-6, "{}", float(outcome.nav));
    assert!(world.next(20).reasons.has(Reason::NavDescent));
    assert!(!is_waiting(&world));
    assert!(relative(world.run(2 * HOUR, 20).nav, 0.9) < 1e-9);
}

/// Nor does one that came back a little since: it is measured from where NAV fell, not from where NAV has come to.
#[test]
fn a_market_that_came_back_a_little_does_not_deny() {
    let mut world = fallen(0.9, 0.94);
    world.run(4 * HOUR, 20);
    world.set_markets(0.955);
    world.run(HOUR, 20);
    let held = world.state.nav.drop_held;
    assert_eq!(held, Seconds::new(5 * HOUR));
    // NAV lies below the market by now.
    assert!(world.next(20).nav < rate(0.95));
    world.run(HOUR - 20, 20);
    assert_eq!(world.state.nav.drop_held, Seconds::new(6 * HOUR));
}

/// A market at par denies: collateral takes the fall at once, and liquidation stays open where it was, until the second epoch turn; then
/// twelve hours.
#[test]
fn what_the_market_denies_waits_for_the_second_epoch() {
    let mut world = fallen(0.9, 1.0);
    for epoch in 0..2 {
        let outcome = world.run(24 * HOUR, 60);
        assert!(outcome.collateral <= outcome.raw_nav);
        assert_eq!(
            (outcome.nav, outcome.liquidation, world.state.nav.drop_held),
            (rate(1.0), rate(1.0), Seconds::ZERO),
            "{epoch}"
        );
        assert_eq!(outcome.causes, Causes::MARKET);
        assert!(outcome.gates.allows(Action::Liquidate) && !outcome.gates.allows(Action::Borrow));
        world.new_epoch();
    }
    let outcome = world.run(12 * HOUR - 60, 60);
    assert_eq!((outcome.nav, world.state.nav.drop_held), (rate(1.0), Seconds::new(12 * HOUR - 60)));
    assert!(world.next(60).nav < rate(1.0));
    assert!(!is_waiting(&world));
    let down = world.run(3 * HOUR, 60);
    assert!(relative(down.nav, 0.9) < 1e-9);
}

/// Books that are made again within an epoch or two cost nobody anything.
#[test]
fn a_hole_in_the_books_costs_nothing() {
    for hole in [0.96, 0.85] {
        let mut world = fallen(hole, 1.0);
        assert_eq!(world.run(48 * HOUR, 60).liquidation, rate(1.0));
        world.new_epoch();
        world.set_nav(1.0);
        let outcome = world.run(3 * HOUR, 60);
        assert_eq!((outcome.nav, outcome.liquidation, outcome.level), (rate(1.0), rate(1.0), Level::Normal));
    }
}

/// Nor does it wait longer than five days, to the second.
#[test]
fn a_denial_lasts_five_days_at_most() {
    let mut world = fallen(0.9, 1.0);
    world.run(5 * 86_400 - 60, 60);
    assert_eq!(world.state.nav.drop_held, Seconds::ZERO);
    world.next(59);
    assert_eq!(world.state.nav.drop_held, Seconds::ZERO);
    world.next(1);
    assert_eq!(world.state.nav.drop_held, Seconds::new(1));
}

/// The market denies while both of its low windows lie nearer to NAV than caution is; a denial stops the count and takes nothing back. No market
/// denies nothing.
#[test]
fn a_denial_stops_the_count() {
    for (market, denies) in [(0.985_05, true), (0.984_95, false)] {
        let mut world = fallen(0.9, market);
        world.run(600, 20);
        assert_eq!(world.state.nav.drop_held, Seconds::new(if denies { 0 } else { 600 }), "{market}");
    }
    let mut world = fallen(0.9, 0.97);
    world.run(6 * HOUR, 60);
    world.set_markets(1.0);
    world.run(3 * HOUR, 60);
    let held = world.state.nav.drop_held;
    // The low windows take about a quarter of an hour to come back.
    assert!((6 * HOUR..7 * HOUR).contains(&held.get()), "{held:?}");
    world.markets[0] = None;
    while is_waiting(&world) {
        world.next(60);
    }
    // Silent but for the minute in which its windows were still valid.
    assert!((12 * HOUR..12 * HOUR + 120).contains(&(held.get() + silence(&world))), "{held:?}");
}

/// How long the market of a feed has not been read.
fn silence(world: &World) -> u32 {
    world.state.time.since(world.state.market.time).get()
}

/// It is the low side that denies: where it does not, what the high side shows stops nothing.
#[test]
fn a_denial_is_of_the_low_side() {
    let mut world = fallen(0.9, 1.0);
    let mut low_in_each_cadence = |seconds: u32| {
        for _ in 0..seconds / 20 {
            world.set_markets(0.97);
            world.next(10);
            world.set_markets(1.0);
            world.next(10);
        }
        world.state.nav.drop_held.get()
    };
    let held = low_in_each_cadence(HOUR);
    assert_eq!(low_in_each_cadence(600), held + 600);
    assert!(held > 0 && world.next(20).long.high == rate(1.0));
}

/// What passes at once passes whatever the market says.
#[test]
fn a_small_fall_asks_nobody() {
    for market in [0.9, 1.0] {
        let mut world = fallen(0.991, market);
        assert!(!is_waiting(&world));
        let outcome = world.next(20);
        assert_eq!(outcome.nav, outcome.raw_nav);
    }
}
