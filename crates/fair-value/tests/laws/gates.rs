//! The table of gates, a row a state.

use fair_value::units::*;
use fair_value::*;

use crate::world::*;

const ALL: [Action; 8] = [
    Action::Repay,
    Action::Deposit,
    Action::TopUp,
    Action::Deleverage,
    Action::Withdraw,
    Action::Borrow,
    Action::Liquidate,
    Action::Swap,
];

fn open(outcome: &Outcome) -> String {
    ALL.iter().map(|action| if outcome.gates.allows(*action) { 'y' } else { '-' }).collect()
}

/// A feed in each level.
fn at(discount: f64) -> (World, Outcome) {
    let mut world = World::settled(&[1.0 - discount]);
    let outcome = world.next(20);
    (world, outcome)
}

#[test]
fn the_table() {
    // repay deposit top-up deleverage withdraw borrow liquidate swap
    for (discount, level, row, widen) in [
        (0.0, Level::Normal, "yyyyyyyy", false),
        (0.02, Level::Caution, "yyyyyyyy", true),
        (0.05, Level::Depegged, "yyyy--y-", false),
        (0.2, Level::Halted, "yyyy--y-", false),
    ] {
        let (_, outcome) = at(discount);
        assert_eq!((outcome.level, open(&outcome).as_str()), (level, row));
        assert_eq!(outcome.gates.bits() & Gates::WIDEN != 0, widen);
        assert_eq!(outcome.gates.bits() & !0x1ff, 0);
    }
    let (mut world, _) = at(0.0);
    world.nav = None;
    assert_eq!(open(&world.next(20)), "y-y-----");
    let (mut world, _) = at(0.0);
    let now = world.now;
    world.state.pause(&world.params.clone(), &now).unwrap();
    let paused = world.next(20);
    assert_eq!(open(&paused), "y-y-----");
    assert_eq!(paused.gates, Gates::WITHOUT_PRICE);
    let (mut world, _) = at(0.0);
    world.state.program_changed();
    let outcome = world.next(20);
    assert_eq!(open(&outcome), "y-y-----");
    assert_eq!((outcome.level, outcome.causes), (Level::Halted, Causes::NAV));
    assert!(outcome.reasons.has(Reason::ProgramChanged));
}

/// Liquidation is barred for a day at most, however long the halt, and the next bar needs a day without one.
#[test]
fn liquidation_is_barred_for_a_day_at_most() {
    let (mut world, _) = at(0.0);
    world.nav = None;
    let start = world.next(20);
    assert!(!start.gates.allows(Action::Liquidate));
    let began = world.now.time.get();
    let mut outcome = start;
    while !outcome.gates.allows(Action::Liquidate) {
        outcome = world.next(60);
    }
    assert!((0..60).contains(&(world.now.time.get() - began - 86_400)));
    assert_eq!(open(&outcome), "y-y---y-");
    assert_eq!(world.run(86_400, 600).gates, outcome.gates);
    // A short recovery does not start a new day.
    world.set_nav(1.0);
    world.run(3_600, 20);
    world.nav = None;
    assert!(world.next(20).gates.allows(Action::Liquidate));
    // A day without a bar does.
    world.set_nav(1.0);
    world.run(86_400, 60);
    world.nav = None;
    assert!(!world.next(20).gates.allows(Action::Liquidate));
}

/// Pausing again and again wins no more than the same day.
#[test]
fn repeated_pauses_bar_liquidation_once() {
    let (mut world, _) = at(0.0);
    let params = world.params;
    let mut barred = 0;
    for _ in 0..40 {
        let now = world.now;
        world.state.pause(&params, &now).unwrap();
        for _ in 0..60 {
            let outcome = world.next(60);
            barred += u32::from(!outcome.gates.allows(Action::Liquidate)) * 60;
        }
        let now = world.now;
        world.state.resume(&now).unwrap();
        world.next(60);
    }
    assert!(barred <= 86_400, "{barred}");
    assert!(barred > 80_000, "{barred}");
}

#[test]
fn what_bars_liquidation_is_named() {
    let (mut world, _) = at(0.0);
    let now = world.now;
    world.state.pause(&world.params.clone(), &now).unwrap();
    world.nav = None;
    let outcome = world.next(20);
    assert_eq!(outcome.causes.bits(), Causes::NAV.bits() | Causes::GUARDIAN.bits());
    assert!(outcome.causes.has(Causes::NAV) && outcome.causes.has(Causes::GUARDIAN));
    assert!(!outcome.causes.has(Causes::MARKET));
    assert!(outcome.reasons.has(Reason::Guardian));
    assert!(
        !Causes::from_bits(Causes::NAV.bits()).has(Causes::from_bits(Causes::NAV.bits() | Causes::GUARDIAN.bits()))
    );
}

/// A fall, and a market halt that waits out its hysteresis, are named beside what bars liquidation.
#[test]
fn every_cause_is_named() {
    let (mut world, _) = at(0.0);
    let now = world.now;
    world.state.pause(&world.params.clone(), &now).unwrap();
    world.set_nav(0.9);
    let outcome = world.next(20);
    assert_eq!(outcome.causes.bits(), Causes::MARKET.bits() | Causes::GUARDIAN.bits());
    let (mut world, _) = at(0.11);
    world.set_markets(0.93);
    assert_eq!(world.run(2 * 3_600, 20).causes, Causes::MARKET);
    world.nav = None;
    assert_eq!(world.next(20).causes.bits(), Causes::MARKET.bits() | Causes::NAV.bits());
}

/// The numbers that others rely on.
#[test]
fn numbers_are_fixed() {
    for (bit, action) in ALL.iter().enumerate() {
        assert_eq!(*action as usize, bit);
        assert!(Gates::from_bits(1 << bit).allows(*action));
        assert!(!Gates::from_bits(!(1 << bit)).allows(*action));
    }
    for (bit, reason) in Reason::ALL.iter().enumerate() {
        assert_eq!(*reason as usize, bit);
        assert!(Reasons::from_bits(1 << bit).has(*reason));
        assert!(!Reasons::from_bits(!(1 << bit)).has(*reason));
    }
    assert_eq!(Reason::ALL.len(), 32);
    assert_eq!([Level::Normal, Level::Caution, Level::Depegged, Level::Halted].map(|level| level as u32), [0, 1, 2, 3]);
    assert_eq!(Gates::WIDEN, 256);
    let flags = [Flags::NAV_ONLY, Flags::CUSTODIAL, Flags::WARMUP, Flags::USD, Flags::MARKET];
    assert_eq!(flags.map(Flags::bits), [1, 2, 4, 8, 16]);
    assert_eq!([Causes::MARKET, Causes::NAV, Causes::GUARDIAN].map(Causes::bits), [1, 2, 4]);
    assert_eq!(governance::LIQUIDATION_BAR, Seconds::new(86_400));
}
