//! Medians, weights, quorum.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

fn fresh(markets: &[(f64, u64)]) -> World {
    let rates: Vec<f64> = markets.iter().map(|(rate, _)| *rate).collect();
    let mut world = World::new(&rates);
    for (market, (_, depth)) in world.markets.iter_mut().flatten().zip(markets) {
        market.depth = Lamports::new(depth * SOL);
    }
    world
}

/// For so long that all depth counts, and that who is far from the others has no vote any more.
fn with_depths(markets: &[(f64, u64)]) -> World {
    let mut world = fresh(markets);
    world.run(2 * 3_600, 20);
    world
}

/// Another depth of a market, as read now and in the refreshes after.
fn set_depth(world: &mut World, market: usize, lamports: u64) {
    world.markets[market].as_mut().unwrap().depth = Lamports::new(lamports);
}

/// Weights capped at 40 % by brute force: lower the largest until none exceeds it.
fn capped(mut weights: Vec<f64>) -> Vec<f64> {
    if weights.len() >= 3 {
        for _ in 0..10_000 {
            let sum: f64 = weights.iter().sum();
            for weight in &mut weights {
                *weight = weight.min(0.4 * sum);
            }
        }
    }
    weights
}

proptest! {
    #![proptest_config(cases(1_024))]

    /// Honest voters, who agree to within what caution takes, with the majority of the capped weight bound the median: before and after the others
    /// are outvoted.
    #[test]
    fn the_median_stays_among_honest_voters(
        honest in prop::collection::vec((0.993_f64..1.007, 100_u64..900), 2..5),
        liars in prop::collection::vec((0.3_f64..2.0, 100_u64..900), 0..4),
    ) {
        let all: Vec<(f64, u64)> = honest.iter().chain(&liars).copied().collect();
        prop_assume!(all.len() >= 3 && all.len() <= 7);
        let weights = capped(all.iter().map(|(_, depth)| *depth as f64).collect());
        let majority: f64 = weights[..honest.len()].iter().sum();
        let rest: f64 = weights[honest.len()..].iter().sum();
        prop_assume!(majority > rest * 1.0001);
        let mut world = fresh(&all);
        let low = honest.iter().map(|(rate, _)| *rate).fold(f64::MAX, f64::min);
        let high = honest.iter().map(|(rate, _)| *rate).fold(0.0, f64::max);
        // All depth counts from the beginning, so that the majority is one; after an hour the others are outvoted.
        for (source, (_, depth)) in world.state.sources[1..].iter_mut().zip(&all) {
            source.depth = Lamports::new(depth * SOL);
        }
        for seconds in [3_000, 1_200, 3_600] {
            let outcome = world.run(seconds, 20);
            for value in [outcome.spot, outcome.short, outcome.long].iter().flat_map(|sides| [sides.low, sides.high]) {
                prop_assert!(float(value) >= low - 1e-9 && float(value) <= high + 1e-9, "{} {low} {high}", float(value));
            }
        }
    }

    /// The weighted median of three or more who are near each other, by brute force.
    #[test]
    fn the_median_is_the_median(all in prop::collection::vec((0.993_f64..1.007, 100_u64..900), 3..8)) {
        let mut world = with_depths(&all);
        let outcome = world.next(20);
        let weights = capped(all.iter().map(|(_, depth)| *depth as f64).collect());
        let half: f64 = weights.iter().sum::<f64>() / 2.0;
        let mut entries: Vec<(f64, f64)> = all.iter().map(|(rate, _)| *rate).zip(weights).collect();
        entries.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = 0.0;
        let mut expected = Vec::new();
        for (value, weight) in &entries {
            sum += weight;
            // Where half of the weight falls on a boundary to within rounding, both sides are right.
            if sum >= half - 1.0 { expected.push(*value); }
            if sum >= half + 1.0 { break; }
        }
        prop_assert!(expected.iter().any(|value| relative(outcome.short.low, *value) < 1e-9), "{} {expected:?}", float(outcome.short.low));
    }

    /// The order of sources does not matter.
    #[test]
    fn order_does_not_matter(all in prop::collection::vec((0.95_f64..1.05, 15_u64..900), 1..7), turn in 0_usize..7) {
        let mut turned = all.clone();
        turned.rotate_left(turn % all.len());
        let one = with_depths(&all).next(20);
        let other = with_depths(&turned).next(20);
        prop_assert_eq!(Outcome { voted: 0, ..one }, Outcome { voted: 0, ..other });
        prop_assert_eq!(one.voted.count_ones(), other.voted.count_ones());
    }

    /// A source without a vote changes nothing but the mention of it.
    #[test]
    fn a_source_without_a_vote_changes_nothing(spot in 0.1_f64..10.0, why in 0_u8..3) {
        let mut world = World::settled(&[1.0]);
        let mut alone = world.clone();
        world.markets.push(match why {
            0 => None,
            1 => Some(MarketReading { depth: Lamports::new(19 * SOL), ..pool(spot) }),
            _ => Some(MarketReading { one_sided: true, ..pool(spot) }),
        });
        let (with, without) = (world.run(4_000, 20), alone.run(4_000, 20));
        prop_assert_eq!(
            Outcome { reasons: without.reasons, ..with },
            without
        );
        let mentioned = match why {
            0 => Reason::SourceRejected,
            1 => Reason::SourceThin,
            _ => Reason::OneSided,
        };
        prop_assert!(with.reasons.has(mentioned));
        prop_assert_eq!(with.market_sources, 1);
    }

    /// Of two voters the lower serves collateral and breaker, the higher fair.
    #[test]
    fn two_voters(a in 0.95_f64..1.0, b in 0.95_f64..1.0) {
        let mut world = with_depths(&[(a, 500), (b, 300)]);
        let outcome = world.next(20);
        prop_assert!(relative(outcome.short.low, a.min(b)) < 1e-9);
        prop_assert!(relative(outcome.long.low, a.min(b)) < 1e-9);
        prop_assert!(relative(outcome.spot.low, a.min(b)) < 1e-9);
        prop_assert!(relative(outcome.fair, a.max(b)) < 1e-9, "{} {}", float(outcome.fair), a.max(b));
        // Half of their distance.
        let width = float(outcome.confidence);
        let half = (a.max(b) / a.min(b)).ln() / 2.0;
        prop_assert!((width - half.max(0.001)).abs() < 1.1e-4, "{width} {half}");
    }
}

/// One voter with half of the depth cannot outvote two others, which together have less.
#[test]
fn the_deepest_is_capped() {
    let mut world = with_depths(&[(0.99, 8_000), (1.0, 1_000), (1.001, 900)]);
    let outcome = world.next(20);
    assert_eq!(outcome.voted, 0b1111);
    assert!(relative(outcome.short.low, 1.0) < 1e-9, "{}", float(outcome.short.low));
    // Just one capped, at two thirds of the others together.
    let mut world = with_depths(&[(0.99, 1_000), (0.995, 200), (1.0, 200), (1.005, 200)]);
    assert!(relative(world.next(20).short.low, 0.995) < 1e-9);
    // Two of them capped: the third decides between them.
    let mut world = with_depths(&[(0.99, 8_000), (0.995, 900), (1.0, 8_000)]);
    assert!(relative(world.next(20).short.low, 0.995) < 1e-9);
}

/// Among three or more, a tenth of the second deepest's depth is needed, and is enough.
#[test]
fn the_shallow_have_no_vote() {
    let mut world = with_depths(&[(1.0, 5_000), (1.0, 500), (0.99, 50)]);
    assert_eq!(world.next(20).voted, 0b1111);
    let mut world = with_depths(&[(1.0, 5_000), (1.0, 500), (0.99, 49)]);
    let outcome = world.next(20);
    assert_eq!((outcome.voted, outcome.market_sources), (0b0111, 2));
    assert_eq!(outcome.depth, Lamports::new(5_500 * SOL));
    assert!(outcome.reasons.has(Reason::SourceThin));
    // Of two the lower would serve.
    assert_eq!(outcome.short.low, rate(1.0));
}

/// Whoever looks deep silences nobody: not two others, nor, as one of two, the other.
#[test]
fn looking_deep_silences_nobody() {
    let mut world = with_depths(&[(1.0, 300), (1.0, 200), (0.99, 25)]);
    assert_eq!(world.next(20).voted, 0b1111);
    // A hundred times deeper, for as long as it takes for that to count.
    set_depth(&mut world, 2, 2_500 * SOL);
    for _ in 0..400 {
        let outcome = world.next(20);
        assert_eq!(outcome.voted, 0b1111);
        assert!(relative(outcome.short.low, 1.0) < 1e-9);
    }
    assert_eq!(world.state.sources[3].depth, Lamports::new(2_500 * SOL));
    let mut world = with_depths(&[(1.0, 9_000), (0.99, 20)]);
    let outcome = world.next(20);
    assert_eq!(outcome.voted, 0b111);
    assert!(relative(outcome.short.low, 0.99) < 1e-9 && relative(outcome.short.high, 1.0) < 1e-9);
}

/// A vote is gained at the least depth and lost below half of it, each to the lamport.
#[test]
fn a_vote_has_hysteresis() {
    let mut world = with_depths(&[(1.0, 20)]);
    assert_eq!(world.next(20).voted, 0b11);
    set_depth(&mut world, 0, 10 * SOL);
    assert_eq!(world.run(600, 20).voted, 0b11);
    assert_eq!(world.state.sources[1].depth, Lamports::new(10 * SOL));
    set_depth(&mut world, 0, 10 * SOL - 1);
    assert_eq!(world.next(20).voted, 0b11);
    assert_eq!(world.next(20).voted, 0b01);
    set_depth(&mut world, 0, 20 * SOL - 1);
    let outcome = world.run(1_800, 20);
    assert_eq!((outcome.voted, world.state.sources[1].depth), (0b01, Lamports::new(20 * SOL - 1)));
    assert!(outcome.reasons.has(Reason::MarketLost));
    set_depth(&mut world, 0, 20 * SOL);
    assert_eq!(world.next(20).voted, 0b11);
}

/// A new source has no vote below the least depth.
#[test]
fn the_depth_floor_is_inclusive() {
    let mut world = fresh(&[(1.0, 20)]);
    set_depth(&mut world, 0, 20 * SOL - 1);
    assert_eq!(world.run(2 * 3_600, 20).voted, 0b01);
    set_depth(&mut world, 0, 20 * SOL);
    assert_eq!(world.next(20).voted, 0b11);
}

/// A voter that is farther from the others' median than caution takes, for a whole long window, has no vote until it is near again.
#[test]
fn the_outvoted_go_out_and_come_back() {
    let mut world = World::settled(&[1.0, 1.0, 1.0]);
    world.markets[2] = Some(pool(0.88));
    // Its clamped window has first to get there.
    while world.state.sources[3].apart == Seconds::ZERO {
        assert_eq!(world.next(20).voted, 0b1111);
    }
    assert_eq!(world.state.sources[3].apart, Seconds::new(20));
    assert_eq!(world.next(20).short.low, rate(1.0));
    while world.state.sources[3].apart < Seconds::new(3_600) {
        let outcome = world.next(20);
        assert_eq!(outcome.voted, 0b1111);
        assert!(!outcome.reasons.has(Reason::SourceOutvoted));
    }
    assert_eq!(world.state.sources[3].apart, Seconds::new(3_600));
    let outcome = world.next(20);
    assert_eq!((outcome.voted, outcome.market_sources), (0b0111, 2));
    assert!(outcome.reasons.has(Reason::SourceOutvoted));
    // One thin reading of a good pool then leaves that pool its vote, and two that confirm it leave one voter: never the outlier.
    let mut thin = world.clone();
    set_depth(&mut thin, 1, 0);
    assert_eq!(thin.next(20).voted, 0b0111);
    let outcome = thin.next(20);
    assert_eq!((outcome.voted, outcome.level), (0b0011, Level::Normal));
    assert!(relative(outcome.short.low, 1.0) < 1e-9 && relative(outcome.spot.low, 1.0) < 1e-9);
    // It comes back with the refresh after the one that finds it near.
    world.markets[2] = Some(pool(1.0));
    let mut outcome = world.next(20);
    while world.state.sources[3].apart != Seconds::ZERO {
        assert_eq!(outcome.voted, 0b0111);
        outcome = world.next(20);
    }
    assert_eq!(outcome.voted, 0b0111);
    let near = world.state.sources[3].short_high.to_bits() as f64 / (1_u64 << 40) as f64;
    let limit = (0.015 - 0.015 * 0.015 / 2.0) * std::f64::consts::LOG2_E;
    assert!(near >= -limit && near < -limit + 0.01, "{near} {limit}");
    assert_eq!(world.next(20).voted, 0b1111);
    assert!(!world.next(20).reasons.has(Reason::SourceOutvoted));
}

/// An outvoted pool silences nobody by its depth.
#[test]
fn the_outvoted_are_no_measure() {
    let mut world = World::settled(&[1.0, 1.0, 1.0, 1.0]);
    world.markets[3] = Some(pool(0.97));
    assert_eq!(world.run(2 * 3_600, 20).voted, 0b01111);
    for (market, depth) in [(0, 600), (1, 55), (2, 55), (3, 9_000)] {
        set_depth(&mut world, market, depth * SOL);
    }
    assert_eq!(world.run(2 * 3_600, 20).voted, 0b01111);
}

/// Nobody is outvoted by one other, and who is near for once starts anew.
#[test]
fn it_takes_three_to_outvote() {
    let mut world = World::settled(&[1.0, 1.0]);
    world.markets[1] = Some(pool(0.88));
    assert_eq!(world.run(3 * 3_600, 20).voted, 0b111);
    assert_eq!(world.state.sources[2].apart, Seconds::ZERO);
    let mut world = World::settled(&[1.0, 1.0, 1.0]);
    world.markets[2] = Some(pool(0.98));
    world.run(3_000, 20);
    assert!(world.state.sources[3].apart > Seconds::new(2_000));
    world.markets[2] = Some(pool(1.0));
    world.run(300, 20);
    assert_eq!(world.state.sources[3].apart, Seconds::ZERO);
    world.markets[2] = Some(pool(0.98));
    assert_eq!(world.run(3_600, 20).voted, 0b1111);
}

/// Who has no vote for want of depth beside the others has said nothing that could be outvoted: it votes as soon as it
/// is deep enough.
#[test]
fn only_a_vote_is_outvoted() {
    let mut world = with_depths(&[(1.0, 500), (1.0, 500), (1.0, 500), (1.0, 25)]);
    world.markets[3] = Some(pool(0.88));
    set_depth(&mut world, 3, 25 * SOL);
    let outcome = world.run(2 * 3_600, 20);
    assert_eq!((outcome.voted, world.state.sources[4].apart), (0b01111, Seconds::ZERO));
    for market in 0..3 {
        set_depth(&mut world, market, 200 * SOL);
    }
    let outcome = world.run(60, 20);
    assert_eq!(outcome.voted, 0b11111);
    assert!(!outcome.reasons.has(Reason::SourceOutvoted));
}

/// One outlier does not widen confidence: the dispersion is a median itself.
#[test]
fn dispersion_is_robust() {
    let mut world = fresh(&[(1.0, 500), (0.999, 500), (0.12, 400)]);
    let outcome = world.run(2_400, 20);
    assert_eq!(outcome.voted, 0b1111);
    assert!(relative(outcome.short.low, 0.999) < 1e-9);
    // Without two valid windows there would be more.
    let outcome = world.run(1_200, 20);
    assert!(float(outcome.confidence) < 0.0012, "{}", float(outcome.confidence));
    // Three that differ evenly: the middle distance.
    let mut world = with_depths(&[(1.0, 500), (0.99, 500), (0.98, 500)]);
    let width = float(world.next(20).confidence);
    assert!((width - 0.0102).abs() < 2e-4, "{width}");
}

#[test]
fn a_quorum_that_is_not_there_is_no_market() {
    let mut world = World::settled(&[1.0, 1.0]);
    world.params.min_sources = Count::new(2);
    assert_eq!(world.next(20).level, Level::Normal);
    set_depth(&mut world, 1, 0);
    // One reading confirms nothing.
    assert_eq!((world.next(20).voted, world.state.breaker.level), (0b111, 0));
    let outcome = world.next(20);
    assert!(outcome.reasons.has(Reason::MarketLost));
    assert_eq!(outcome.level, Level::Depegged);
    assert_eq!(outcome.voted, 0b001);
    assert_eq!(outcome.depth, Lamports::ZERO);
}

/// A market's time is that of the last refresh with enough of them read.
#[test]
fn market_time_needs_a_quorum() {
    let mut world = World::settled(&[1.0, 1.0]);
    world.params.min_sources = Count::new(2);
    let read = world.next(20);
    assert_eq!(read.market_time, world.now.time);
    world.markets[0] = None;
    assert_eq!(world.next(20).market_time, read.market_time);
    world.params.min_sources = Count::new(1);
    assert_eq!(world.next(20).market_time, world.now.time);
}

/// A feed's own uncertainty counts, once it votes.
#[test]
fn a_voters_uncertainty_counts() {
    let mut world = World::settled(&[1.0]);
    world.markets[0].as_mut().unwrap().confidence = Bps::new(80);
    assert!(relative(world.next(20).confidence, 0.0080) < 1e-9);
    world.markets[0].as_mut().unwrap().confidence = Bps::ZERO;
    world.markets.push(Some(MarketReading { confidence: Bps::new(80), depth: Lamports::new(SOL), ..pool(1.0) }));
    assert!(relative(world.next(20).confidence, 0.0010) < 1e-9);
}

/// Who has no window yet does not weigh in on how much the others may.
#[test]
fn the_cap_is_of_those_who_speak() {
    let mut world = with_depths(&[(0.99, 1_110), (0.995, 600), (1.0, 500)]);
    // A new one, deeper than all; depth takes long to count, here it does at once.
    world.markets.push(Some(MarketReading { depth: Lamports::new(5_000 * SOL), ..pool(1.0) }));
    world.state.sources[4].depth = Lamports::new(5_000 * SOL);
    let outcome = world.next(20);
    assert_eq!(outcome.voted, 0b1111);
    // Of the three 0.99 is capped at two thirds of the others, 733; among all four it would weigh 1,110 and be half.
    assert!(relative(outcome.short.low, 0.995) < 1e-9, "{}", float(outcome.short.low));
    assert!(relative(outcome.long.low, 0.995) < 1e-9, "{}", float(outcome.long.low));
}

/// Histories of all voters lower collateral, never `fair`.
#[test]
fn histories_of_all_leave_fair_alone() {
    for markets in [vec![1.0], vec![1.0, 1.0], vec![1.0, 1.0, 1.0]] {
        let mut world = World::settled(&markets);
        let own = math::log2(rate(0.995));
        for market in world.markets.iter_mut().flatten() {
            market.history = Some(History { short: own, long: own });
        }
        let outcome = world.run(600, 20);
        assert!(relative(outcome.short.low, 0.995) < 1e-9 && relative(outcome.long.low, 0.995) < 1e-9);
        assert_eq!(outcome.fair, rate(1.0));
        assert!(outcome.collateral < rate(0.995));
    }
}

/// Two thin readings take a vote away, and it comes back slowly; whoever makes them does so again. What the one who had the vote reads with the
/// depth for one still bounds both sides: a shallower pool, held where the deep one was, neither raises collateral nor hides a fall, also when what
/// was held of the vote has run out.
#[test]
fn whoever_lost_a_vote_to_depth_still_widens_both_sides() {
    for (said, held) in [(0.8, 1.0), (1.0, 0.8)] {
        let mut world = World::settled(&[1.0, 1.0]);
        world.markets[0] = Some(pool(said));
        world.markets[1] = Some(pool(held));
        world.run(3 * 3_600, 20);
        let mut robbed = 0;
        for step in 0..3 * 180 {
            let thin = step % 45 < 2;
            world.markets[0] =
                Some(MarketReading { depth: Lamports::new(if thin { SOL } else { 500 * SOL }), ..pool(said) });
            let outcome = world.next(20);
            if thin || outcome.voted & 1 << 1 != 0 {
                continue;
            }
            robbed += 1;
            let sides = [outcome.spot, outcome.short, outcome.long];
            assert!(sides.iter().all(|sides| float(sides.low) < 0.81 && float(sides.high) > 0.99), "{step}: {sides:?}");
            assert!(float(outcome.collateral) < 0.81);
        }
        assert!(robbed > 360, "{robbed}");
    }
}
