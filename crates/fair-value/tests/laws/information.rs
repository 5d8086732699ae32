//! Losing information fails closed.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

proptest! {
    #![proptest_config(cases(2_048))]

    /// Losing any market source, for any reason, never raises collateral nor opens borrowing.
    #[test]
    fn losing_a_market_never_helps(
        markets in prop::collection::vec((0.9_f64..1.01, 50_u64..900), 1..6),
        which in 0_usize..6,
        how in 0_u8..4,
        wait in prop::collection::vec(1_u32..60, 1..20),
    ) {
        let rates: Vec<f64> = markets.iter().map(|(rate, _)| *rate).collect();
        let mut world = World::new(&rates);
        for (market, (_, depth)) in world.markets.iter_mut().flatten().zip(&markets) {
            market.depth = Lamports::new(depth * SOL);
        }
        world.refresh();
        let before = world.run(5 * 3_600, 20);
        let lost = which % markets.len();
        for seconds in wait {
            match how {
                0 => world.markets[lost] = None,
                1 => world.markets[lost].as_mut().unwrap().depth = Lamports::new(SOL),
                2 => world.markets[lost].as_mut().unwrap().one_sided = true,
                _ => world.state.reset_source(lost + 1).unwrap(),
            }
            let outcome = world.next(seconds);
            prop_assert!(outcome.collateral <= before.collateral, "{} {}", float(outcome.collateral), float(before.collateral));
            prop_assert_eq!(outcome.gates.bits() & !Gates::WIDEN & !before.gates.bits(), 0);
            prop_assert!(outcome.level >= before.level);
        }
    }

    /// One more NAV source, or a venue's own history, never opens a gate nor raises collateral.
    #[test]
    fn more_information_opens_nothing(
        market in 0.85_f64..1.05, other in 0.8_f64..1.2, own in 0.8_f64..1.2, nav in 0.9_f64..1.1,
        steps in prop::collection::vec(1_u32..60, 1..30),
    ) {
        let mut less = World::settled(&[1.0]);
        less.set_markets(market);
        less.set_nav(nav);
        let mut more = less.clone();
        more.other_navs.push(Some(more.attested(other)));
        let own = math::log2(rate(own));
        more.markets[0].as_mut().unwrap().history = Some(History { short: own, long: own });
        for seconds in steps {
            let (a, b) = (less.next(seconds), more.next(seconds));
            prop_assert!(b.collateral <= a.collateral);
            prop_assert!(b.level >= a.level);
            prop_assert_eq!(b.gates.bits() & !Gates::WIDEN & !a.gates.bits(), 0);
        }
    }

    /// A second market beside the first, as deep as that or nearly, never opens a gate nor raises a window or NAV, nor spot above anything that
    /// the first one said within a cadence. (It may raise `fair`, which goes by the higher of two voters, and narrow the confidence: two that
    /// agree are better than one that jumps. And it may contradict a premium, of which the lower side counts: there is none here.)
    #[test]
    fn a_second_market_opens_nothing(
        path in prop::collection::vec((0.85_f64..1.02, 0.85_f64..1.02, 1_u32..60), 1..40), depth in 100_u64..2_000, stretch in 1_u32..20,
    ) {
        let mut more = World::settled(&[1.0, 1.0]);
        more.markets[1].as_mut().unwrap().depth = Lamports::new(depth * SOL);
        more.run(1_800, 20);
        let mut less = more.clone();
        // As if it had never been there.
        less.markets.truncate(1);
        less.state.sources[2] = bytemuck::Zeroable::zeroed();
        less.state.market.voted &= 0b011;
        less.run(4_000, 20);
        more.run(4_000, 20);
        let mut said = vec![(more.now.time.get(), rate(1.0))];
        for (first, second, seconds) in path {
            for world in [&mut less, &mut more] {
                world.markets[0].as_mut().unwrap().spot = rate(first);
            }
            more.markets[1].as_mut().unwrap().spot = rate(second);
            for _ in 0..stretch {
                let (a, b) = (less.next(seconds), more.next(seconds));
                said.push((more.now.time.get(), rate(first)));
                let within = said.iter().rev().take_while(|(time, _)| more.now.time.get() - time <= 20);
                let lowest = within.map(|(_, rate)| float(*rate)).fold(f64::MAX, f64::min);
                for outcome in [&a, &b] {
                    prop_assert!(float(outcome.spot.low) <= lowest + 1e-9, "{} {lowest}", float(outcome.spot.low));
                }
                prop_assert!(b.short.low <= a.short.low && b.long.low <= a.long.low && b.nav <= a.nav);
                prop_assert_eq!(b.gates.bits() & !Gates::WIDEN & !a.gates.bits(), 0);
                prop_assert!(b.level >= a.level);
            }
        }
    }

    /// After a gap in refreshing, whoever makes the first reading chooses the spot: nothing is lent on windows that have been invalid for longer
    /// than the short one, until they are valid again. Nothing else is closed for it.
    #[test]
    fn a_gap_lends_nothing(gap in 61_u32..20_000, fallen in 0.2_f64..1.0, pumped in 1.0_f64..1.2, path in prop::collection::vec(1_u32..60, 1..120)) {
        let mut world = World::settled(&[1.0]);
        let last = world.now.time.get();
        // What the market does meanwhile nobody sees; the first reading shows what somebody wants to be seen.
        world.set_markets(pumped);
        world.pass(gap);
        let mut outcome = world.refresh();
        for seconds in path {
            let invalid = outcome.reasons.has(Reason::WindowInvalid);
            let lapsed = invalid && world.now.time.get() - last > 300;
            if !invalid { break; }
            for risk in [Action::Borrow, Action::Withdraw] {
                prop_assert_eq!(outcome.gates.allows(risk), !lapsed && outcome.level <= Level::Caution);
            }
            let kept = [Action::Repay, Action::Deposit, Action::TopUp, Action::Deleverage, Action::Liquidate];
            prop_assert!(kept.iter().all(|action| outcome.gates.allows(*action)));
            prop_assert_eq!(outcome.gates.allows(Action::Swap), outcome.level <= Level::Caution);
            world.set_markets(fallen);
            outcome = world.next(seconds);
        }
    }

    /// One captured reading lowers collateral for as long as it is stored, and nothing that a liquidation goes by: not `fair`, not what seized
    /// collateral is valued at (raw NAV, windows, less the confidence) by more than its share of one sample.
    #[test]
    fn a_captured_reading_makes_no_liquidation_cheaper(spot in 0.01_f64..1.0, held in 1_u32..12, honest in 0.99_f64..1.0) {
        let mut world = World::settled(&[honest]);
        let before = world.next(7);
        world.set_markets(spot);
        let captured = world.next(1);
        prop_assert!(relative(captured.collateral, spot.min(honest) * 0.999) < 1e-6);
        world.set_markets(honest);
        let after = world.next(held);
        // The short window has fifteen samples, each of which steps by 50 bps; confidence is half the windows' distance.
        for outcome in [captured, after, world.next(12 - held), world.next(20)] {
            let seizable = |outcome: &Outcome| float(outcome.raw_nav.min(outcome.short.low).min(outcome.long.low).min(outcome.fair)) - float(outcome.confidence);
            prop_assert!(seizable(&outcome) >= seizable(&before) - 0.0051 / 15.0 - 1e-4, "{} {}", seizable(&outcome), seizable(&before));
            prop_assert!(float(outcome.fair) >= float(before.fair) - 5e-5);
            prop_assert!(outcome.level <= Level::Caution);
        }
    }

    /// Repaying and bringing collateral are open in every state that any path leads to.
    #[test]
    fn leaving_is_always_possible(
        path in prop::collection::vec((0.1_f64..3.0, 0.1_f64..3.0, 0_u8..16, 1_u32..100_000), 1..40),
    ) {
        let mut world = World::settled(&[1.0]);
        for (nav, market, what, seconds) in path {
            world.set_nav(nav);
            world.markets[0] = (what & 1 == 0).then(|| pool(market));
            if what & 2 != 0 { world.nav = None; }
            if what & 4 != 0 {
                let now = world.now;
                world.state.pause(&world.params.clone(), &now).unwrap();
            }
            if what & 8 != 0 { world.new_epoch(); }
            let outcome = world.next(seconds);
            prop_assert!(outcome.gates.allows(Action::Repay) && outcome.gates.allows(Action::TopUp));
            // New risk is never open where leaving is not.
            for risk in [Action::Borrow, Action::Withdraw] {
                prop_assert!(!outcome.gates.allows(risk) || outcome.gates.allows(Action::Deleverage));
            }
            prop_assert!(outcome.gates.allows(Action::Liquidate) || outcome.level == Level::Halted);
        }
    }

    /// Deleverage as the gate defines it: repaid value and withdrawn value at the published prices, with the ratio not rising,
    /// leave the loan-to-value no higher, whatever the prices are.
    #[test]
    fn deleverage_never_raises_loan_to_value(
        market in 0.3_f64..1.2, debt in 1_u64..1_000_000, collateral in 1_u64..1_000_000,
        repaid in 0.0_f64..1.0, asked in 0.0_f64..1.0,
    ) {
        let mut world = World::settled(&[1.0]);
        world.set_markets(market);
        let outcome = world.run(1_800, 20);
        prop_assert!(outcome.gates.allows(Action::Deleverage));
        let price = u128::from(outcome.collateral.to_bits());
        let repaid = (debt as f64 * repaid) as u64;
        // The most that may be withdrawn, rounded against whoever withdraws: collateral x repaid / debt.
        let most = u128::from(collateral) * u128::from(repaid) / u128::from(debt);
        let taken = ((most as f64) * asked) as u64;
        let ratio_before = (u128::from(debt), u128::from(collateral) * price);
        let ratio_after = (u128::from(debt - repaid), u128::from(collateral - taken.min(collateral)) * price);
        prop_assert!(ratio_after.0 * ratio_before.1 <= ratio_before.0 * ratio_after.1 || ratio_after.0 == 0);
    }
}

/// The voter that disagreed is lost: neither its price nor the width of the disagreement goes at once.
#[test]
fn losing_the_pessimist_changes_nothing_for_an_hour() {
    let mut world = World::new(&[0.98, 1.0]);
    world.refresh();
    let before = world.run(5 * 3_600, 20);
    world.markets[0] = None;
    let mut outcome = world.next(20);
    while outcome.voted != 0b101 {
        outcome = world.next(20);
    }
    let lost = world.now.time.get();
    while outcome.collateral <= before.collateral {
        assert!(relative(outcome.short.low, 0.98) < 1e-9);
        outcome = world.next(20);
    }
    assert_eq!(world.now.time.get() - lost, 3_600);
    assert!(float(outcome.collateral) > 0.99);
}

/// A second loss while one is held keeps the lower of both, and starts the hour again.
#[test]
fn held_values_only_fall() {
    let mut world = World::new(&[0.98, 0.99, 1.0]);
    world.params.min_share = Bps::new(100);
    world.refresh();
    world.run(5 * 3_600, 20);
    let before = world.next(20);
    assert!(relative(before.short.low, 0.99) < 1e-9);
    world.state.reset_source(1).unwrap();
    world.markets[0] = None;
    let first = world.next(20);
    // Of two the lower: 0.99.
    assert!(relative(first.short.low, 0.99) < 1e-9);
    world.run(1_800, 20);
    world.set_markets(0.97);
    world.markets[0] = None;
    let low = world.run(900, 20);
    assert!(relative(low.short.low, 0.97) < 1e-3);
    world.state.reset_source(2).unwrap();
    world.markets[1] = None;
    world.markets[2] = Some(pool(1.0));
    let mut outcome = world.next(20);
    let lost = world.now.time.get();
    let held = outcome.short.low;
    while outcome.short.low == held {
        outcome = world.next(20);
    }
    assert_eq!(world.now.time.get() - lost, 3_600);
}

/// To the second: a gap as long as the short window is forgiven, one second more is not, and what had closed opens with the windows.
#[test]
fn a_gap_is_forgiven_for_one_short_window() {
    for (gap, lends) in [(300, true), (301, false)] {
        let mut world = World::settled(&[1.0]);
        let mut outcome = world.next(gap);
        assert!(outcome.reasons.has(Reason::WindowInvalid) && outcome.level == Level::Caution);
        assert_eq!(outcome.gates.allows(Action::Borrow), lends);
        assert_eq!(outcome.gates.allows(Action::Withdraw), lends);
        while outcome.reasons.has(Reason::WindowInvalid) {
            outcome = world.next(20);
        }
        assert!(outcome.gates.allows(Action::Borrow) && outcome.gates.allows(Action::Withdraw));
    }
}

/// A market that is taken out of the configuration is missed: what it said last binds, spot included.
#[test]
fn removing_every_market_raises_nothing() {
    let mut world = World::settled(&[1.0]);
    world.set_markets(0.9);
    let before = world.next(1);
    assert!(float(before.collateral) < 0.9);
    world.markets.clear();
    world.state.reset_source(1).unwrap();
    for _ in 0..170 {
        let outcome = world.next(20);
        assert!(outcome.collateral <= before.collateral);
        assert_eq!(outcome.spot.low, before.spot.low);
        assert!(outcome.reasons.has(Reason::MarketLost));
    }
}
