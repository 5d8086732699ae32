//! What captured readings do in a market that is otherwise honestly read: they move nothing against either side.

use fair_value::units::*;
use fair_value::*;

use super::chain::*;
use crate::world::*;

/// Slots after the honest refresh at which the attacker comes, and whether before it where that is 0.
type Slots = &'static [(u64, bool)];

/// One, two and four captures a heartbeat at the moments that pay most; [`anywhere`] adds those that do not.
const MOMENTS: [Slots; 9] = [
    // Right after.
    &[(1, false)],
    // First in the honest slot.
    &[(0, true)],
    // Last in it.
    &[(0, false)],
    // Right before, and right after.
    &[(49, false), (1, false)],
    // First and last in the honest slot.
    &[(0, true), (0, false)],
    // Far enough apart to confirm each other.
    &[(10, false), (30, false)],
    &[(1, false), (9, false), (40, false), (49, false)],
    &[(0, true), (0, false), (1, false), (49, false)],
    &[(46, false), (47, false), (48, false), (49, false)],
];

/// Captures at these moments of every heartbeat, of all pools.
fn at_moments(story: &Story, moments: Slots, says: Says) -> Vec<Capture> {
    let pools = || (0..story.pools.len()).map(|index| (index, says)).collect();
    let all =
        story.honest.iter().flat_map(|honest| moments.iter().map(move |(offset, first)| (honest + offset, *first)));
    all.map(|(slot, first)| Capture { slot, first, says: pools() }).collect()
}

/// So many captures in every heartbeat, at any slots.
fn anywhere(story: &Story, count: u64, says: Says) -> Vec<Capture> {
    let mut dice = Dice(count);
    let mut captures = Vec::new();
    for honest in &story.honest {
        for _ in 0..count {
            let slot = honest + dice.below(HEARTBEAT);
            captures.push(Capture { slot, first: dice.below(2) == 0, says: vec![(0, says)] });
        }
    }
    captures
}

/// The attack at every choice of moments, and with the pool's depth left, made deeper, and made as thin as still
/// counts.
fn attacks(story: &Story, price: f64) -> Vec<Story> {
    let mut all = Vec::new();
    for (index, moments) in MOMENTS.iter().enumerate() {
        let depth = [DEPTH, 10.0 * DEPTH, 21.0][index % 3];
        all.push(story.clone().captured(at_moments(story, moments, Says::Price { price, depth })));
    }
    for count in [1, 2, 4] {
        all.push(story.clone().captured(anywhere(story, count, Says::Price { price, depth: DEPTH })));
    }
    all
}

/// A real loss of a fifth, hidden by pumping the pool to par, or above, whenever it pays: each attack with the honest
/// heartbeat.
fn pumped_losses(hours: u64) -> impl Iterator<Item = (u64, Story)> {
    [HEARTBEAT, KEEPER].into_iter().flat_map(move |heartbeat| {
        let fall = Pool::new(Path::step(1.0, 0.4, 0.8));
        let story = Story::new(&[fall], hours * HOUR).every(heartbeat);
        [1.0, 1.3].into_iter().flat_map(move |price| attacks(&story, price)).map(move |attack| (heartbeat, attack))
    })
}

/// Rows 1, 1b and 1c: lending shuts within forty seconds, and stays so for as long as it lasts.
#[test]
fn a_pumped_loss_shuts_lending_within_forty_seconds_for_good() {
    for (index, (_, attack)) in pumped_losses(8).enumerate() {
        attack.run(|seen, _| {
            if seen.second > 40 {
                assert!(!seen.borrow(), "attack {index}: borrowing open at slot {}", seen.slot);
                assert!(!seen.open(Action::Withdraw) && !seen.open(Action::Swap));
                assert!(seen.open(Action::Liquidate) && seen.open(Action::Repay));
            }
        });
    }
}

/// Rows 1, 1b and 1c: the first honest reading, at the latest 20 s after the fall, is in the collateral price at once
/// and for good.
#[test]
fn a_pumped_loss_is_never_lent_upon() {
    for (index, (heartbeat, attack)) in pumped_losses(8).enumerate() {
        let mut last = 1.0;
        attack.run(|seen, _| {
            last = seen.collateral();
            // In the first honest slot a captured refresh may precede the honest one.
            if seen.slot > heartbeat || seen.slot == heartbeat && !seen.captured {
                assert!(last <= 0.8, "attack {index}: {last} at slot {}", seen.slot);
            }
        });
        assert!((last - 0.799).abs() < 0.001, "attack {index}: {last}");
    }
}

/// Rows 1 and 1b: nothing has happened, and the pool is dumped whenever it pays, for eight hours.
#[test]
fn a_token_at_par_that_is_dumped_liquidates_nobody() {
    for heartbeat in [HEARTBEAT, KEEPER] {
        let story = Story::new(&[Pool::new(Path::level(1.0))], 8 * HOUR).every(heartbeat);
        let borrower = 0.80 * story.world.clone().next(20).collateral.fixed().to_num::<f64>();
        for price in [0.85, 0.8, 0.5] {
            for (index, attack) in attacks(&story, price).into_iter().enumerate() {
                attack.run(|seen, _| {
                    let liquidation = seen.liquidation();
                    assert!(liquidation == 1.0, "attack {index} to {price}: {liquidation} at slot {}", seen.slot);
                    assert!(borrower <= 0.85 * liquidation);
                });
            }
        }
    }
}

/// Row 1: nor does it depend on how quickly a keeper answers.
#[test]
fn a_keeper_that_answers_is_not_needed_and_does_no_harm() {
    for (price, real) in [(0.85, 1.0), (1.0, 0.8)] {
        let mut story = Story::new(&[Pool::new(Path::step(1.0, 0.4, real))], 3 * HOUR);
        let captures = at_moments(&story, MOMENTS[0], Says::Price { price, depth: DEPTH });
        story.honest = story.honest.iter().flat_map(|slot| [*slot, slot + 9]).collect();
        story.captured(captures).run(|seen, _| {
            if real == 1.0 {
                assert_eq!(seen.liquidation(), 1.0);
            } else if seen.second > 40 {
                assert!(!seen.borrow() && seen.collateral() <= 0.8, "slot {}", seen.slot);
            }
        });
    }
}

/// Row 1c: whoever is first in a slot replaces nobody's reading.
#[test]
fn being_first_in_the_honest_slot_hides_nothing() {
    let story = Story::new(&[Pool::new(Path::step(1.0, 0.4, 0.8))], HOUR);
    let captures = at_moments(&story, MOMENTS[1], Says::Price { price: 1.0, depth: DEPTH });
    story.captured(captures).run(|seen, _| {
        if !seen.captured {
            assert!(seen.collateral() <= 0.8, "the honest refresh of slot {} was swallowed", seen.slot);
        }
        if seen.second > 40 {
            assert!(!seen.borrow());
        }
    });
}

/// A second refresh in a slot that reads the same says so and changes nothing; one that widens is published with the
/// same slot and time.
#[test]
fn a_second_refresh_in_a_slot_widens_or_does_nothing() {
    let mut world = settled(1.0, &[DEPTH]);
    let first = world.next(7);
    let before = world.state;
    assert_eq!(world.try_refresh(), Ok(Step::NothingDue));
    assert_eq!(world.state, before);
    world.set_markets(0.9);
    let lower = world.refresh();
    assert!(lower.collateral < rate(0.9) && relative(lower.spot.low, 0.9) < 1e-9, "{lower:?}");
    assert_eq!((lower.market_time, lower.fair, lower.level), (first.market_time, first.fair, first.level));
    world.set_markets(1.0);
    assert!(
        world.refresh().collateral <= lower.collateral,
        "what is back in the same slot was lower in it all the same"
    );
}

/// Row 2: an honest reading saw it; the pools are back for one slot.
#[test]
fn a_reading_at_par_lends_nothing_on_a_loss_that_was_seen_a_slot_ago() {
    for nav in [1.0, 1.05] {
        for depth in [DEPTH, 20.0 * DEPTH] {
            let fallen = Path::step(nav, 19.9, 0.7);
            let mut story = Story::new(&[Pool::new(Path::level(1.0))], 60);
            story.world = World::new(&[nav]);
            story.world.set_nav(nav);
            story.world.run(3 * HOUR as u32, 20);
            story.pools = vec![Pool::new(fallen)];
            let captures = vec![Capture::says(HEARTBEAT + 1, Says::Price { price: nav, depth })];
            for seen in story.captured(captures).play() {
                assert!(seen.collateral() <= 0.7, "slot {}: {}", seen.slot, seen.collateral());
            }
        }
    }
}

/// Row 5: a low spot in one slot, the vote lost in the next: the price comes back when the market does.
#[test]
fn a_low_spot_is_not_kept_by_taking_the_vote_away() {
    let thin = Says::Price { price: 1.0, depth: 1.0 };
    for later in [1, 8, 20] {
        for says in [thin, Says::Closed, Says::OneSided { price: 1.0, depth: DEPTH }, Says::Missing] {
            let captures = vec![
                Capture::price(HEARTBEAT + 1, 0.5),
                Capture::says(HEARTBEAT + 2, says),
                Capture::says(HEARTBEAT + 2 + later, says),
            ];
            let story = Story::new(&[Pool::new(Path::level(1.0))], 20 * MINUTE).captured(captures);
            story.run(|seen, _| {
                // A run of higher readings that lasts longer than a cadence: two honest ones and what lies between
                // them.
                if seen.second > 20 + 80 {
                    assert!(seen.collateral() > 0.985, "{says:?} {later}: {} at {} s", seen.collateral(), seen.second);
                }
                assert_eq!(seen.liquidation(), 1.0);
            });
        }
    }
}

/// Row 12: a premium is no reason to pay liquidators less.
#[test]
fn a_pump_moves_neither_collateral_nor_what_seized_collateral_is_valued_at() {
    for pools in [1, 2, 3] {
        for price in [1.2, 2.0, 50.0] {
            let pumped = Path::through(&[(0.4, 1.0), (0.4, price), (3_600.0, price), (3_600.0, 1.0)]);
            let mut all = vec![Pool::new(Path::level(1.0)); pools];
            all[0] = Pool::new(pumped);
            let story = Story::new(&all, 3 * HOUR);
            let before = story.world.clone().next(20);
            story.run(|seen, _| {
                assert!(seen.outcome.collateral >= before.collateral, "{pools} pools, {price}: {}", seen.collateral());
                assert!(seen.seized() >= seized(&before), "{pools} pools, {price}: {}", seen.seized());
                assert_eq!((seen.liquidation(), seen.outcome.confidence), (1.0, before.confidence));
                assert!(seen.borrow() && seen.open(Action::Liquidate));
                assert!(float(seen.outcome.debt) <= 1.02 * 1.001_1);
            });
        }
    }
}

/// How far below 1 a capture moved the low side of the short window, its high side, and what seized collateral is
/// valued at, in basis points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shift {
    pub guarded: f64,
    pub other: f64,
    pub seized: f64,
}

/// The most that one captured slot moves, up or down, at this slot of a calm feed.
pub fn shift(heartbeat: u64, slot: u64, first: bool, price: f64) -> Shift {
    let story = Story::new(&[Pool::new(Path::level(1.0))], 15 * MINUTE).every(heartbeat);
    let start = story.world.clone().next(20);
    let capture = Capture { first, ..Capture::price(slot, price) };
    let mut most = Shift::default();
    let bps = |value: Rate| (float(value) - 1.0).abs() * 10_000.0;
    story.captured(vec![capture]).run(|seen, _| {
        let Sides { low, high } = seen.outcome.short;
        let (guarded, other) = if price < 1.0 { (high, low) } else { (low, high) };
        most.guarded = most.guarded.max(bps(guarded));
        most.other = most.other.max(bps(other));
        most.seized = most.seized.max((seized(&start) - seen.seized()) * 10_000.0);
    });
    most
}

/// The worst moment of the cadence for one capture: slots after an honest refresh, and whether before it where that is
/// 0.
pub fn worst(heartbeat: u64, price: f64) -> ((u64, bool), Shift) {
    // Slots of a few heartbeats: a cadence may end in any of them.
    let from = 10 * heartbeat;
    let all = (from..from + 4 * heartbeat).flat_map(|slot| [(slot, false), (slot, true)]);
    all.map(|(slot, first)| ((slot % heartbeat, first), shift(heartbeat, slot, first, price)))
        .max_by(|(_, a), (_, b)| a.other.total_cmp(&b.other))
        .expect("some slot")
}

/// Row 27, and what docs/rules.md says of one captured slot: nothing on the side that guards, a step's share on the
/// other. Two honest refreshes of the keeper's own heartbeat make one sample, of 30 s, whose step and weight are both
/// half as large again.
#[test]
fn one_captured_slot_moves_the_guarded_side_not_at_all_and_the_other_by_its_step() {
    for (heartbeat, share, most) in [(HEARTBEAT, 3.3, 16.75), (KEEPER, 7.5, 31.5)] {
        for price in [0.5, 2.0] {
            let inside = shift(heartbeat, 10 * heartbeat + 20, false, price);
            assert!(inside.guarded < 1e-6, "{inside:?}");
            assert!((inside.other - share).abs() < 0.1, "{inside:?}");
            let (at, worst) = worst(heartbeat, price);
            assert!(worst.guarded < 1e-6, "{price} at {at:?} of {heartbeat}: {worst:?}");
            assert!((share..most).contains(&worst.other), "{price} at {at:?} of {heartbeat}: {worst:?}");
            // Confidence widens once half the distance of the windows is more than `min_confidence`.
            let half = if price < 1.0 { worst.other / 2.0 } else { 0.0 };
            assert!(worst.seized >= half - 0.05 && worst.seized <= half + 5.0, "{price} at {at:?}: {worst:?}");
            if heartbeat == HEARTBEAT {
                assert!((worst.seized - half).abs() < 0.05, "{price} at {at:?}: {worst:?}");
            }
        }
    }
}

/// Row 27: a capture 18 s after a sample, two early refreshes, and the next sample is 39 s long.
#[test]
fn a_long_cadence_moves_the_guarded_side_no_further() {
    for price in [0.5, 2.0] {
        let mut story = Story::new(&[Pool::new(Path::level(1.0))], 15 * MINUTE);
        // The honest refreshes fall 19.6 s after each other for a while, so that no sample is due when they come.
        story.honest = (1..40).map(|beat| beat * 49).collect();
        let mut most: f64 = 0.0;
        story.captured(vec![Capture::price(10 * 49 + 45, price)]).run(|seen, _| {
            let Sides { low, high } = seen.outcome.short;
            let (guarded, other) = if price < 1.0 { (high, low) } else { (low, high) };
            assert_eq!(guarded, rate(1.0));
            most = most.max((float(other) - 1.0).abs() * 1e4);
            assert_eq!(seen.liquidation(), 1.0);
        });
        assert!((3.2..16.75).contains(&most), "{most}");
    }
}

/// Row 28: a premium that lasts holds no level for which no reason stands.
#[test]
fn no_level_above_normal_stands_without_a_reason() {
    for premium in [1.0155, 1.02, 1.0245] {
        for spike in [premium, 1.03, 1.08, 1.5] {
            let path = Path::through(&[(60.0, 1.0), (60.0, spike), (1_800.0, spike), (1_800.0, premium)]);
            let story = Story::new(&[Pool::new(path)], 24 * HOUR);
            let mut last = None;
            story.run(|seen, world| {
                let reasons = seen.outcome.reasons;
                let says = |all: &[Reason]| all.iter().any(|reason| reasons.has(*reason));
                if seen.outcome.level > Level::Normal {
                    assert!(
                        says(&[Reason::Premium, Reason::Dwell]),
                        "{spike} then {premium}, {} s: {:?} for {:?}",
                        seen.second,
                        seen.outcome.level,
                        world.reasons(&seen.outcome),
                    );
                }
                assert!(seen.borrow());
                last = Some(*seen);
            });
            let last = last.expect("something was seen").outcome;
            assert!(last.level == Level::Normal || last.reasons.has(Reason::Premium), "{spike} then {premium}");
        }
    }
}
