//! Falls of NAV: pass, halt, confirm, descend; and faults, which are something else.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

const HOUR: u32 = 3_600;

proptest! {
    #![proptest_config(cases(2_048))]

    #[test]
    fn a_small_fall_passes_at_once(fall in 0.0_f64..0.0099) {
        let mut world = World::settled(&[1.0]);
        world.set_nav(1.0 - fall);
        let outcome = world.next(20);
        prop_assert_eq!(outcome.nav, outcome.raw_nav);
        prop_assert!(!outcome.reasons.has(Reason::NavDrop));
    }

    /// However large: collateral takes it at once, NAV and liquidation stay, liquidation is not barred.
    #[test]
    fn a_large_fall_halts(left in 0.01_f64..0.989) {
        let mut world = World::settled(&[1.0]);
        world.set_nav(left);
        let outcome = world.next(20);
        prop_assert_eq!(outcome.level, Level::Halted);
        prop_assert!(outcome.reasons.has(Reason::NavDrop));
        prop_assert!(!outcome.reasons.has(Reason::NavFault));
        prop_assert_eq!(outcome.causes, Causes::MARKET);
        prop_assert_eq!(outcome.nav, rate(1.0));
        prop_assert!(relative(outcome.liquidation, 1.0) < 1e-9);
        prop_assert!(outcome.collateral <= outcome.raw_nav);
        prop_assert!(outcome.gates.allows(Action::Liquidate));
        prop_assert!(!outcome.gates.allows(Action::Borrow));
    }

    /// Without a market that has a say, after twelve hours of readings below the highest of them is believed, and NAV goes there at 400 bps an
    /// hour at most.
    #[test]
    fn confirmed_falls_are_descended(levels in prop::collection::vec(0.5_f64..0.985, 2..6)) {
        let mut world = World::settled(&[1.0]);
        world.markets[0] = None;
        world.run(400, 60);
        let highest = levels.iter().copied().fold(0.0, f64::max);
        let mut outcome = None;
        let last = *levels.last().unwrap();
        for level in &levels {
            world.set_nav(*level);
            outcome = Some(world.run(12 * HOUR / levels.len() as u32 - 60, 60));
        }
        prop_assert_eq!(outcome.unwrap().nav, rate(1.0));
        let mut nav = 1.0;
        for _ in 0..levels.len() + 40 {
            let now = world.next(60);
            let floor = nav * (1.0 - 0.04 / 60.0) - 1e-9;
            prop_assert!(float(now.nav) >= floor, "{} {}", float(now.nav), nav);
            nav = float(now.nav);
        }
        prop_assert!(nav < 1.0);
        let settled = world.run(25 * HOUR, 60);
        // Not below the highest reading by more than what has been confirmed or passes since.
        prop_assert!(float(settled.nav) >= last.min(highest) - 1e-9);
        prop_assert!(float(settled.nav) <= highest + 1e-9);
    }
}

#[test]
fn the_limit_is_of_an_epoch() {
    let mut world = World::settled(&[1.0]);
    world.set_nav(0.9901);
    assert!(!world.next(20).reasons.has(Reason::NavDrop));
    world.set_nav(0.9899);
    let second = world.next(20);
    assert!(second.reasons.has(Reason::NavDrop));
    assert!(relative(second.nav, 0.9901) < 1e-9);
    // The next epoch measures from where NAV stands.
    world.new_epoch();
    world.set_nav(0.9803);
    let third = world.next(20);
    assert!(!third.reasons.has(Reason::NavDrop));
    assert!(relative(third.nav, 0.9803) < 1e-9);
}

/// A rise within the epoch moves the mark from which a fall is measured.
#[test]
fn falls_are_measured_from_the_epochs_highest() {
    let mut world = World::settled(&[1.0]);
    world.set_nav(1.001);
    world.next(20);
    world.set_nav(0.9909);
    assert!(world.next(20).reasons.has(Reason::NavDrop));
}

#[test]
fn a_recovery_before_confirmation_costs_nothing() {
    let mut world = World::settled(&[0.97]);
    world.set_nav(0.9);
    world.run(11 * HOUR, 60);
    assert_eq!(world.state.nav.drop_held, Seconds::new(11 * HOUR - 60));
    world.set_nav(1.0);
    let outcome = world.next(60);
    assert_eq!(outcome.nav, rate(1.0));
    assert!(!outcome.reasons.has(Reason::NavDrop));
    // The clock starts over.
    world.set_nav(0.9);
    let outcome = world.run(11 * HOUR, 60);
    assert_eq!(outcome.nav, rate(1.0));
    assert!(outcome.reasons.has(Reason::NavDrop));
}

/// Two readings twelve hours apart prove little: only time that was watched counts.
#[test]
fn confirmation_counts_watched_time_only() {
    let mut world = World::settled(&[1.0]);
    world.set_nav(0.9);
    world.next(20);
    let outcome = world.next(13 * HOUR);
    assert!(outcome.reasons.has(Reason::NavDrop) && outcome.reasons.has(Reason::WindowInvalid));
    assert_eq!(outcome.nav, rate(1.0));
    assert_eq!(world.state.nav.drop_held, Seconds::new(60));
}

/// An unreadable backing in between credits nothing either.
#[test]
fn a_fault_stops_the_confirmation() {
    // Neither as far down as to agree, nor so near as to deny.
    let mut world = World::settled(&[0.97]);
    world.set_nav(0.9);
    world.run(600, 60);
    let held = world.state.nav.drop_held;
    assert_eq!(held, Seconds::new(540));
    let nav = world.nav.take();
    world.next(60);
    world.next(60);
    assert_eq!(world.state.nav.drop_held, held);
    world.nav = nav;
    world.next(60);
    assert_eq!(world.state.nav.drop_held, held);
    world.next(60);
    assert_eq!(world.state.nav.drop_held, Seconds::new(600));
}

#[test]
fn the_fall_halt_ends_with_its_confirmation() {
    // Neither half as far down, nor so near as to deny.
    let mut world = World::settled(&[0.98]);
    world.set_nav(0.95);
    let before = world.run(12 * HOUR, 60);
    assert_eq!(before.level, Level::Halted);
    let after = world.run(120, 60);
    assert_eq!(after.level, Level::Depegged);
    assert!(after.reasons.has(Reason::NavDescent));
    assert!(after.nav > after.raw_nav, "the documented descent");
    let down = world.run(2 * HOUR, 60);
    assert_eq!(down.nav, down.raw_nav);
    assert!(!down.reasons.has(Reason::NavDescent));
}

/// A raw NAV that moves while the published one is on its way down moves the aim only.
#[test]
fn the_descent_follows_its_aim() {
    let mut world = World::settled(&[1.0]);
    world.set_nav(0.9);
    world.next(20);
    world.state.acknowledge_nav().unwrap();
    let first = world.next(60);
    assert!(float(first.nav) > 0.99);
    world.set_nav(0.895);
    let second = world.next(60);
    assert!(!second.reasons.has(Reason::NavDrop));
    assert!(relative(world.state.nav.accepted, 0.895) < 1e-9);
    assert!(second.nav < first.nav && float(second.nav) > 0.99);
    world.set_nav(0.97);
    world.next(60);
    assert!(relative(world.state.nav.accepted, 0.97) < 1e-9);
    // Above the published value it is an ordinary rise.
    world.set_nav(0.9999);
    let up = world.next(60);
    assert!(up.nav <= up.raw_nav);
    assert!(!up.reasons.has(Reason::NavDescent));
    // And another large fall while descending halts again, measured from the accepted level.
    let mut again = World::settled(&[1.0]);
    again.set_nav(0.9);
    again.next(20);
    again.state.acknowledge_nav().unwrap();
    again.next(20);
    again.set_nav(0.8);
    let outcome = again.next(20);
    assert!(outcome.reasons.has(Reason::NavDrop));
    assert!(outcome.reasons.has(Reason::NavDescent));
}

#[test]
fn faults_keep_the_last_good_nav_and_bar_liquidation() {
    let faults: [fn(&mut World); 6] = [
        |world| world.nav = None,
        |world| world.backing().assets = Lamports::ZERO,
        |world| world.backing().supply = TokenAmount::ZERO,
        |world| world.backing().supply = TokenAmount::new(99_999_999_999),
        |world| world.backing().decimals = 19,
        |world| world.nav = Some(world.attested(1e-9)),
    ];
    for fault in faults {
        let mut world = World::settled(&[1.0]);
        fault(&mut world);
        let outcome = world.next(20);
        assert_eq!(outcome.level, Level::Halted);
        assert_eq!(outcome.causes, Causes::NAV);
        assert_eq!(outcome.nav, rate(1.0));
        assert_eq!(outcome.raw_nav, rate(1.0));
        assert_eq!(outcome.last_good_nav, rate(1.0));
        assert_eq!(outcome.last_good_nav_time, UnixTime::new(world.now.time.get() - 20));
        assert!(outcome.reasons.has(Reason::NavFault));
        assert!(!outcome.gates.allows(Action::Liquidate));
        assert!(outcome.gates.allows(Action::Repay) && outcome.gates.allows(Action::TopUp));
        world.set_nav(1.0);
        let back = world.next(20);
        assert_eq!(back.level, Level::Depegged);
        assert!(back.gates.allows(Action::Liquidate));
    }
}

/// A near-empty rate, an inverted one, is a fault; the smallest real one is not.
#[test]
fn the_floor_is_a_millionth() {
    let mut world = World::settled(&[1.0]);
    world.backing().assets = Lamports::new(953 * SOL / 1_000);
    assert!(world.next(20).reasons.has(Reason::NavFault));
    world.backing().assets = Lamports::new(954 * SOL / 1_000);
    let outcome = world.next(20);
    assert!(!outcome.reasons.has(Reason::NavFault));
    assert!(outcome.reasons.has(Reason::NavDrop));
}

#[test]
fn a_new_feed_without_nav_has_nothing_to_publish() {
    let mut world = World::new(&[1.0]);
    world.nav = None;
    let before = world.state;
    assert_eq!(world.try_refresh(), Err(StepError::NoNav));
    assert_eq!(world.state, before);
    world.set_nav(1.0);
    assert_eq!(world.refresh().nav, rate(1.0));
}

/// While descending in a fault, the descent goes on: what was confirmed stays confirmed.
#[test]
fn a_fault_does_not_stop_a_descent() {
    let mut world = World::settled(&[1.0]);
    world.set_nav(0.9);
    world.next(20);
    world.state.acknowledge_nav().unwrap();
    let before = world.next(60);
    world.nav = None;
    let after = world.next(60);
    assert!(after.nav < before.nav);
    assert!(after.reasons.has(Reason::NavDescent));
}
