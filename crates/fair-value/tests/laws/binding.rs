//! A change of parameters that would trip or bind at once is refused, with the reason; any other is not.

use fair_value::governance::{Binding, TOLERATED, Window, would_bind};
use fair_value::params::FIELDS;
use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

/// Tries a change on a world as it stands.
fn tried(world: &World, change: impl Fn(&mut Params)) -> Result<(), Binding> {
    let mut new = world.params;
    change(&mut new);
    assert_eq!(new.validate(), Ok(()));
    would_bind(&world.params, &new, &world.state, &world.now)
}

/// The same, and then applied whatever was said: what the next refresh publishes without and with the change.
fn applied(world: &World, new: Params) -> (Outcome, Outcome) {
    let (mut without, mut with) = (world.clone(), world.clone());
    with.state.reconfigured(&world.params, &new);
    with.params = new;
    (without.next(20), with.next(20))
}

/// A feed with everything in it, at rest for so long that readings, samples and windows agree.
fn at_rest(market: f64, nav: f64, other: f64, hours: u32) -> World {
    let mut world = World::settled(&[1.0, 1.0]);
    world.usds = vec![Some(UsdReading { price: usd(150.0), confidence: usd(0.1), published: world.now.time })];
    world.other_navs.push(Some(world.attested(other)));
    world.set_nav(nav);
    world.set_markets(market);
    world.run(hours * 3_600 + 4_200, 20);
    world
}

proptest! {
    #![proptest_config(cases(2_048))]

    /// No change binds nothing, in any state that is live.
    #[test]
    fn no_change_never_binds(
        path in prop::collection::vec((0.85_f64..1.1, 0.97_f64..1.01, 1_u32..60, 0_u8..32), 1..60), wait in 0_u32..61,
    ) {
        let mut world = World::settled(&[1.0, 1.0]);
        world.usds = vec![Some(UsdReading { price: usd(150.0), confidence: usd(0.1), published: world.now.time })];
        for (market, nav, seconds, what) in path {
            world.set_nav(nav);
            if what & 7 == 7 { world.nav = None; }
            world.markets[0] = (what & 24 != 24).then(|| pool(market));
            world.next(seconds);
        }
        let mut now = world.now;
        now.time = UnixTime::new(now.time.get() + i64::from(wait));
        prop_assert_eq!(would_bind(&world.params, &world.params, &world.state, &now), Ok(()));
    }

    /// What passes makes nothing worse at the next refresh; what is refused for a level enters it.
    #[test]
    fn the_rehearsal_is_the_performance(
        changes in prop::collection::vec((0_usize..FIELDS.len(), 0.0_f64..1.0), 1..4),
        discount in prop_oneof![Just(0.0), -0.02_f64..0.13], nav in 0.995_f64..1.005, other in 0.99_f64..1.01, hours in 0_u32..6,
    ) {
        let world = at_rest(1.0 - discount, nav, other, hours);
        let mut new = world.params;
        for (index, share) in changes {
            let info = FIELDS[index];
            // Half of all changes stay near what is.
            let value = info.min as f64 + (info.max - info.min) as f64 * share;
            new.set(info.field, value as u64);
        }
        prop_assume!(new.validate().is_ok());
        let verdict = would_bind(&world.params, &new, &world.state, &world.now);
        let (without, with) = applied(&world, new);
        match verdict {
            Ok(()) => {
                prop_assert!(with.level <= without.level, "{:?} {:?}", with.level, without.level);
                prop_assert_eq!(without.gates.bits() & !with.gates.bits() & !Gates::WIDEN, 0);
                prop_assert!(float(with.nav) >= float(without.nav) - 1e-9);
                prop_assert!(float(with.fair) >= float(without.fair) - 1e-9, "{} {}", float(with.fair), float(without.fair));
                let tolerated = 1.0 - f64::from(TOLERATED.get() + 1) / 1e4;
                prop_assert!(float(with.collateral) >= float(without.collateral) * tolerated - 1e-9);
                prop_assert!(float(with.debt) <= float(without.debt) / tolerated + 1e-9);
                prop_assert_eq!(without.voted & !with.voted, 0);
            }
            Err(Binding::Level { from, to, reasons }) => {
                prop_assert!(to > from);
                // The fast path needs its slots first.
                if !reasons.has(Reason::DiscountSpot) {
                    prop_assert!(with.level >= to, "{:?} {to:?}", with.level);
                    prop_assert_eq!(reasons.bits() & !with.reasons.bits(), 0);
                }
            }
            Err(Binding::FairLower { old, new }) => {
                prop_assert!(new < old);
                prop_assert!(with.fair < without.fair);
            }
            Err(Binding::VoteLost { index, .. }) => prop_assert_eq!(with.voted & 1 << index, 0),
            Err(Binding::WindowInvalid { covered, needed, .. }) => {
                prop_assert!(covered < needed);
                // The next refresh brings a cadence more.
                prop_assert!(with.reasons.has(Reason::WindowInvalid) || needed.get() - covered.get() <= 20);
            }
            Err(_) => {}
        }
    }
}

/// Every threshold that a reading lies between.
#[test]
fn a_threshold_that_would_be_crossed_is_refused() {
    let world = World::settled(&[0.99]);
    assert_eq!(tried(&world, |new| new.caution_enter = Bps::new(101)), Ok(()));
    let Err(Binding::Level { from, to, reasons }) = tried(&world, |new| {
        (new.caution_enter, new.caution_clear) = (Bps::new(99), Bps::new(50));
    }) else {
        panic!("not refused");
    };
    assert_eq!((from, to), (Level::Normal, Level::Caution));
    assert!(reasons.has(Reason::DiscountShort) && reasons.has(Reason::DiscountLong));
    let depegged = tried(&world, |new| {
        (new.caution_enter, new.caution_clear) = (Bps::new(60), Bps::new(30));
        (new.depegged_enter, new.depegged_clear, new.max_step) = (Bps::new(90), Bps::new(60), Bps::new(40));
    });
    assert!(matches!(depegged, Err(Binding::Level { from: Level::Normal, to: Level::Depegged, .. })), "{depegged:?}");
    // In a level already, the same thresholds trip nothing.
    let mut world = World::settled(&[0.97]);
    assert_eq!(world.next(20).level, Level::Depegged);
    assert_eq!(tried(&world, |new| new.caution_enter = Bps::new(100)), Ok(()));
    assert_eq!(tried(&world, |new| new.depegged_enter = Bps::new(200)), Ok(()));
}

/// A spot beyond the new threshold is refused although the windows are not there yet.
#[test]
fn the_fast_path_is_rehearsed_too() {
    let mut world = World::settled(&[1.0]);
    world.set_markets(0.98);
    world.next(20);
    let refused = tried(&world, |new| {
        (new.caution_enter, new.caution_clear) = (Bps::new(140), Bps::new(90));
        (new.depegged_enter, new.depegged_clear) = (Bps::new(190), Bps::new(125));
    });
    let Err(Binding::Level { to: Level::Depegged, reasons, .. }) = refused else { panic!("{refused:?}") };
    assert!(reasons.has(Reason::DiscountSpot));
    // A stored reading that the last refresh could not repeat is no second one.
    world.markets[0] = None;
    world.next(20);
    assert_eq!(tried(&world, |new| (new.depegged_enter, new.caution_enter) = (Bps::new(190), Bps::new(140))), Ok(()));
}

#[test]
fn a_memory_that_is_not_live_judges_nothing() {
    let mut world = World::settled(&[1.0]);
    let params = world.params;
    let limit = Seconds::new(60);
    world.pass(60);
    assert_eq!(would_bind(&params, &params, &world.state, &world.now), Ok(()));
    world.pass(1);
    let refused = Binding::NotLive { age: Some(Seconds::new(61)), limit };
    assert_eq!(would_bind(&params, &params, &world.state, &world.now), Err(refused));
    let refused = Binding::NotLive { age: None, limit };
    assert_eq!(would_bind(&params, &params, &State::new(), &world.now), Err(refused));
    world.now.time = UnixTime::new(-1);
    let refused = Binding::ClockOutOfRange { time: UnixTime::new(-1) };
    assert_eq!(would_bind(&params, &params, &world.state, &world.now), Err(refused));
}

/// A vote is kept down to half of the least depth, and among three or more with its share of the second deepest.
#[test]
fn a_vote_that_would_be_lost_is_refused() {
    let mut world = World::new(&[1.0, 1.0, 1.0]);
    world.markets[2].as_mut().unwrap().depth = Lamports::new(60 * SOL);
    world.refresh();
    assert_eq!(world.run(4 * 3_600, 20).voted, 0b1111);
    let lost = Binding::VoteLost { index: 3, depth: Lamports::new(60 * SOL) };
    assert_eq!(tried(&world, |new| new.min_depth = Lamports::new(120 * SOL + 1)), Ok(()));
    assert_eq!(tried(&world, |new| new.min_depth = Lamports::new(120 * SOL + 2)), Err(lost));
    assert_eq!(tried(&world, |new| new.min_share = Bps::new(1_200)), Ok(()));
    assert_eq!(tried(&world, |new| new.min_share = Bps::new(1_201)), Err(lost));
    // The last ones are the market.
    let refused = tried(&world, |new| new.min_depth = Lamports::new(1_001 * SOL));
    let Err(Binding::Level { to: Level::Depegged, reasons, .. }) = refused else { panic!("{refused:?}") };
    assert!(reasons.has(Reason::MarketLost));
    let refused = tried(&world, |new| new.min_sources = Count::new(4));
    assert!(matches!(refused, Err(Binding::Level { to: Level::Depegged, .. })), "{refused:?}");
    // Of two both vote, whatever their shares.
    world.markets.remove(0);
    world.state.arrange_sources(&[Some(0), Some(2), Some(3), None, None, None, None, None]);
    world.run(4_000, 20);
    assert_eq!(tried(&world, |new| new.min_share = Bps::new(3_000)), Ok(()));
}

/// A window may be lengthened as far as memory reaches.
#[test]
fn a_window_that_would_not_be_covered_is_refused() {
    let world = World::settled(&[1.0]);
    // Twelve points, a sample's time or less over 328 s apart.
    assert_eq!(tried(&world, |new| new.long_window = Seconds::new(4_500)), Ok(()));
    let refused = tried(&world, |new| new.long_window = Seconds::new(5_400));
    let Err(Binding::WindowInvalid { window: Window::Long, covered, needed }) = refused else { panic!("{refused:?}") };
    assert_eq!(needed, Seconds::new(4_320));
    assert!((3_740..4_080).contains(&covered.get()), "{covered:?}");
    // The short one draws on the long ring.
    assert_eq!(tried(&world, |new| new.short_window = Seconds::new(900)), Ok(()));
    let mut torn = World::settled(&[1.0]);
    torn.markets[0] = None;
    torn.next(400);
    torn.markets[0] = Some(pool(1.0));
    assert!(!torn.run(300, 20).reasons.has(Reason::WindowInvalid));
    let refused = tried(&torn, |new| new.short_window = Seconds::new(900));
    assert!(matches!(refused, Err(Binding::WindowInvalid { window: Window::Short, .. })), "{refused:?}");
    // More coverage than there is.
    let mut thin = World::settled(&[1.0]);
    thin.markets[0] = None;
    thin.next(50);
    thin.markets[0] = Some(pool(1.0));
    let refused = tried(&thin, |new| new.min_coverage = Bps::new(9_500));
    assert!(matches!(refused, Err(Binding::WindowInvalid { window: Window::Short, .. })), "{refused:?}");
}

/// By steps any accepted length can be reached.
#[test]
fn windows_can_be_lengthened_by_steps() {
    let mut world = World::settled(&[1.0]);
    let mut steps = 0;
    while world.params.long_window < Seconds::new(14_400) {
        let mut new = world.params;
        new.long_window = Seconds::new((new.long_window.get() * 5 / 4).min(14_400));
        assert_eq!(would_bind(&world.params, &new, &world.state, &world.now), Ok(()));
        world.state.reconfigured(&world.params.clone(), &new);
        world.params = new;
        for _ in 0..800 {
            assert_eq!(world.next(20).level, Level::Normal);
        }
        steps += 1;
    }
    assert_eq!(steps, 7);
}

#[test]
fn a_usd_price_that_would_be_stale_is_refused() {
    let mut world = World::settled(&[1.0]);
    world.usds = vec![Some(UsdReading { price: usd(150.0), confidence: usd(0.1), published: world.now.time })];
    world.next(20);
    world.usds[0] = None;
    world.next(40);
    assert_eq!(tried(&world, |new| new.usd_max_age = Seconds::new(40)), Ok(()));
    let refused = Binding::UsdStale { age: Seconds::new(40), limit: Seconds::new(39) };
    assert_eq!(tried(&world, |new| new.usd_max_age = Seconds::new(39)), Err(refused));
    // Two that are apart.
    let mut world = World::settled(&[1.0]);
    let quote =
        |price: f64| Some(UsdReading { price: usd(price), confidence: usd(0.1), published: UnixTime::new(START) });
    world.usds = vec![quote(150.0), quote(151.0)];
    world.next(20);
    assert_eq!(tried(&world, |new| new.usd_agreement = Bps::new(67)), Ok(()));
    let refused = tried(&world, |new| new.usd_agreement = Bps::new(60));
    let Err(Binding::Level { to: Level::Caution, reasons, .. }) = refused else { panic!("{refused:?}") };
    assert!(reasons.has(Reason::UsdDisagreement));
}

/// What NAV and its sources read last is judged by the new limits.
#[test]
fn nav_limits_that_would_trip_are_refused() {
    let refused = |world: &World, change: &dyn Fn(&mut Params), level: Level, reason: Reason| {
        let refused = tried(world, change);
        let Err(Binding::Level { to, reasons, .. }) = refused else { panic!("{reason:?}: {refused:?}") };
        assert_eq!(to, level);
        assert!(reasons.has(reason), "{reason:?}");
    };
    let mut world = World::settled(&[1.0]);
    world.set_nav(0.9951);
    world.next(20);
    assert_eq!(tried(&world, |new| new.max_drop = Bps::new(50)), Ok(()));
    refused(&world, &|new| new.max_drop = Bps::new(48), Level::Halted, Reason::NavDrop);
    assert_eq!(tried(&world, |new| new.min_supply = TokenAmount::new(SUPPLY)), Ok(()));
    refused(&world, &|new| new.min_supply = TokenAmount::new(SUPPLY + 1), Level::Halted, Reason::NavFault);
    let mut world = World::settled(&[1.0]);
    world.params.max_drop = Bps::new(1_000);
    world.backing().supply = TokenAmount::new(SUPPLY / 20 * 21);
    world.next(20);
    assert_eq!(tried(&world, |new| new.max_supply_jump = Bps::new(500)), Ok(()));
    refused(&world, &|new| new.max_supply_jump = Bps::new(499), Level::Halted, Reason::UnbackedMint);
    let mut world = World::settled(&[1.0]);
    world.other_navs.push(Some(world.attested(1.004)));
    world.next(20);
    assert_eq!(tried(&world, |new| new.nav_agreement = Bps::new(40)), Ok(()));
    refused(&world, &|new| new.nav_agreement = Bps::new(39), Level::Caution, Reason::NavDisagreement);
    let mut world = World::settled(&[1.0]);
    world.now.epoch = Epoch::new(world.now.epoch.get() + 1);
    world.now.since_epoch_start = Seconds::ZERO;
    world.run(1_800, 20);
    assert_eq!(tried(&world, |new| new.nav_grace = Seconds::new(1_801)), Ok(()));
    refused(&world, &|new| new.nav_grace = Seconds::new(1_800), Level::Caution, Reason::NavStale);
    // Transit that counts no more is a fall.
    let mut world = World::settled(&[1.0]);
    let (params, now) = (world.params, world.now);
    let until = UnixTime::new(now.time.get() + 86_400);
    world.state.announce_transit(&params, &now, Lamports::new(SUPPLY / 10), until).unwrap();
    world.set_nav(0.9);
    world.next(20);
    assert_eq!(tried(&world, |new| new.max_transit = Bps::new(1_001)), Ok(()));
    refused(&world, &|new| new.max_transit = Bps::new(800), Level::Halted, Reason::NavDrop);
}

/// A NAV that is attested has no supply to judge.
#[test]
fn an_attested_nav_is_rehearsed() {
    let mut world = World::settled(&[1.0]);
    world.nav = Some(world.attested(1.0));
    world.next(20);
    assert_eq!(tried(&world, |new| new.min_supply = TokenAmount::new(SUPPLY + 1)), Ok(()));
    assert_eq!(tried(&world, |new| new.nav_grace = Seconds::new(300)), Ok(()));
}

/// capo-2026-03: a cap below what the ratio does.
#[test]
fn a_growth_cap_below_the_rewards_is_refused() {
    let mut world = World::new(&[1.0]);
    world.refresh();
    // Four basis points every two days, 730 a year.
    let mut nav = 1.0;
    for _ in 0..5 {
        world.new_epoch();
        nav *= 1.0004;
        world.set_nav(nav);
        world.set_markets(nav);
        let outcome = world.run(172_800, 60);
        assert!(!outcome.reasons.has(Reason::NavCapped));
    }
    assert_eq!(tried(&world, |new| new.growth_per_year = Bps::new(1_000)), Ok(()));
    assert_eq!(tried(&world, |new| new.growth_per_epoch = Bps::new(4)), Ok(()));
    let refused = tried(&world, |new| new.growth_per_year = Bps::new(350));
    let Err(Binding::NavGrowth { days, seen, allowed }) = refused else { panic!("{refused:?}") };
    assert!(days >= 6 && seen > allowed && seen >= Bps::new(8), "{days} {seen:?} {allowed:?}");
    let refused = tried(&world, |new| new.growth_per_epoch = Bps::new(1));
    let Err(Binding::NavGrowth { days: 1, seen, allowed }) = refused else { panic!("{refused:?}") };
    assert!((4..=5).contains(&seen.get()) && allowed <= Bps::new(1), "{seen:?} {allowed:?}");
    // While it is held back, any lower cap would hold it back longer.
    world.set_nav(nav * 1.01);
    assert!(world.next(20).reasons.has(Reason::NavCapped));
    let refused = tried(&world, |new| new.growth_per_year = Bps::new(1_400));
    assert!(matches!(refused, Err(Binding::NavLower { .. })), "{refused:?}");
}

/// What would make `fair` fall faster waits until it does not fall.
#[test]
fn a_faster_fall_of_fair_is_refused_while_it_falls() {
    let calm = World::settled(&[1.0]);
    let mut falling = World::settled(&[1.0]);
    falling.set_markets(0.9);
    falling.run(2 * 3_600, 20);
    for change in
        [|new: &mut Params| new.fair_fall = Bps::new(200), |new: &mut Params| new.depeg_confirm = Seconds::new(3_600)]
    {
        assert_eq!(tried(&calm, change), Ok(()));
        let refused = tried(&falling, change);
        assert!(matches!(refused, Err(Binding::FairLower { .. })), "{refused:?}");
    }
    assert_eq!(tried(&falling, |new| new.fair_fall = Bps::new(50)), Ok(()));
    // So does one that would make it rise more slowly while it rises.
    let mut rising = World::settled(&[0.97]);
    rising.set_markets(1.0);
    rising.run(1_800, 20);
    let refused = tried(&rising, |new| new.fair_rise = Bps::new(100));
    assert!(matches!(refused, Err(Binding::FairLower { .. })), "{refused:?}");
    // And a descent of NAV.
    let mut world = World::settled(&[1.0]);
    world.set_nav(0.9);
    world.next(20);
    world.state.acknowledge_nav().unwrap();
    world.next(20);
    let refused = tried(&world, |new| new.nav_descent = Bps::new(800));
    assert!(matches!(refused, Err(Binding::NavLower { .. })), "{refused:?}");
}

/// Confidence can be widened, but not by much at once.
#[test]
fn collateral_and_debt_move_by_little_at_once() {
    let world = World::settled(&[1.0]);
    assert_eq!(tried(&world, |new| new.min_confidence = Bps::new(60)), Ok(()));
    let refused = tried(&world, |new| new.min_confidence = Bps::new(70));
    assert!(matches!(refused, Err(Binding::CollateralLower { .. })), "{refused:?}");
    // Collateral that counts for nothing cannot count for less.
    let mut world = World::settled(&[1.0, 1e-5]);
    assert_eq!(world.next(20).collateral, Rate::ZERO);
    assert_eq!(tried(&world, |new| new.min_confidence = Bps::new(11)), Ok(()));
    let mut world = World::settled(&[1.0]);
    world.set_nav(1.1);
    world.next(20);
    assert_eq!(tried(&world, |new| new.debt_margin = Bps::new(240)), Ok(()));
    let refused = tried(&world, |new| new.debt_margin = Bps::new(300));
    assert!(matches!(refused, Err(Binding::DebtHigher { .. })), "{refused:?}");
}

/// A gate that would close at the same level.
#[test]
fn a_gate_that_would_close_is_refused() {
    let mut world = World::settled(&[1.05]);
    assert_eq!(world.next(20).level, Level::Caution);
    let refused = tried(&world, |new| new.premium_pause = Bps::new(400));
    let Err(Binding::Gates { closed, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(closed, Gates::from_bits(1 << Action::Swap as u16));
    // To live without a market is no change for a feed that lost it, and a loss for one that has it.
    let refused = tried(&world, |new| (new.nav_only, new.premium_pause) = (Count::new(1), Bps::new(600)));
    assert!(matches!(refused, Err(Binding::CollateralLower { .. })), "{refused:?}");
    world.markets[0].as_mut().unwrap().depth = Lamports::ZERO;
    assert_eq!(world.run(40, 20).level, Level::Depegged);
    assert_eq!(tried(&world, |new| (new.nav_only, new.nav_only_confidence) = (Count::new(1), Bps::new(150))), Ok(()));
}

/// Exactly what is needed is enough, and a market that is not there for another reason is not called uncovered.
#[test]
fn the_covered_window_is_not_blamed() {
    let world = World::settled(&[1.0]);
    let refused = tried(&world, |new| (new.min_sources, new.min_coverage) = (Count::new(2), Bps::new(9_500)));
    assert!(matches!(refused, Err(Binding::Level { .. })), "{refused:?}");
}

/// The depth that a longer hour would still remember counts, and a shorter one forgets nothing at once.
#[test]
fn a_changed_hour_is_rehearsed() {
    let mut world = World::settled(&[0.992]);
    world.markets[0].as_mut().unwrap().depth = Lamports::new(250 * SOL);
    assert_eq!(world.run(40, 20).level, Level::Normal);
    // Half is lost: an alarm by the new limit, over any hour.
    for long in [1_800, 3_600, 4_000] {
        let refused = tried(&world, |new| (new.depth_loss, new.long_window) = (Bps::new(4_500), Seconds::new(long)));
        let Err(Binding::Level { to: Level::Depegged, reasons, .. }) = refused else { panic!("{long}: {refused:?}") };
        assert!(reasons.has(Reason::DepthLoss));
    }
}

/// A feed that has not opened: the first window that a lower coverage would make valid would set `fair`.
#[test]
fn a_first_window_is_rehearsed() {
    let mut world = World::new(&[0.97]);
    world.params.min_coverage = Bps::new(9_500);
    world.refresh();
    // Depth takes a quarter of an hour to count; here it does.
    world.state.sources[1].depth = Lamports::new(500 * SOL);
    let outcome = world.run(200, 20);
    assert_eq!((outcome.short.low, outcome.fair), (Rate::ZERO, rate(1.0)));
    let refused = tried(&world, |new| new.min_coverage = Bps::new(6_000));
    assert!(matches!(refused, Err(Binding::FairLower { .. })), "{refused:?}");
}
