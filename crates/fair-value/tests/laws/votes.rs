//! Medians, weights, quorum.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

fn with_depths(markets: &[(f64, u64)]) -> World {
    let rates: Vec<f64> = markets.iter().map(|(rate, _)| *rate).collect();
    let mut world = World::new(&rates);
    for (market, (_, depth)) in world.markets.iter_mut().flatten().zip(markets) {
        market.depth = Lamports(depth * SOL);
    }
    world.run(2 * 3_600, 20);
    world
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
    #![proptest_config(cases(2_048))]

    /// Honest voters with the majority of the capped weight bound the median.
    #[test]
    fn the_median_stays_among_honest_voters(
        honest in prop::collection::vec((0.99_f64..1.01, 100_u64..900), 2..5),
        liars in prop::collection::vec((0.3_f64..2.0, 100_u64..900), 0..4),
    ) {
        let all: Vec<(f64, u64)> = honest.iter().chain(&liars).copied().collect();
        prop_assume!(all.len() >= 3 && all.len() <= 7);
        let weights = capped(all.iter().map(|(_, depth)| *depth as f64).collect());
        let majority: f64 = weights[..honest.len()].iter().sum();
        let rest: f64 = weights[honest.len()..].iter().sum();
        prop_assume!(majority > rest * 1.0001);
        let mut world = with_depths(&all);
        let outcome = world.next(20);
        let low = honest.iter().map(|(rate, _)| *rate).fold(f64::MAX, f64::min);
        let high = honest.iter().map(|(rate, _)| *rate).fold(0.0, f64::max);
        for value in [outcome.spot.low, outcome.short.low, outcome.long.low] {
            prop_assert!(float(value) >= low - 1e-9 && float(value) <= high + 1e-9, "{} {low} {high}", float(value));
        }
    }

    /// The weighted median of three or more, by brute force.
    #[test]
    fn the_median_is_the_median(all in prop::collection::vec((0.95_f64..1.05, 100_u64..900), 3..8)) {
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
            1 => Some(MarketReading { depth: Lamports(19 * SOL), ..pool(spot) }),
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
    let mut world = with_depths(&[(0.95, 8_000), (1.0, 1_000), (1.001, 900)]);
    let outcome = world.next(20);
    assert!(relative(outcome.short.low, 1.0) < 1e-9, "{}", float(outcome.short.low));
    // Just one capped, at two thirds of the others together.
    let mut world = with_depths(&[(0.95, 1_000), (0.99, 200), (1.0, 200), (1.01, 200)]);
    assert!(relative(world.next(20).short.low, 0.99) < 1e-9);
    // Two of them capped: the third decides between them.
    let mut world = with_depths(&[(0.95, 8_000), (0.99, 900), (1.0, 8_000)]);
    assert!(relative(world.next(20).short.low, 0.99) < 1e-9);
}

/// Below a tenth of the deepest, no vote.
#[test]
fn the_shallow_have_no_vote() {
    let mut world = with_depths(&[(1.0, 1_000), (0.9, 100)]);
    assert_eq!(world.next(20).voted, 0b111);
    let mut world = with_depths(&[(1.0, 1_000), (0.9, 99)]);
    let outcome = world.next(20);
    assert_eq!(outcome.voted, 0b011);
    assert_eq!(outcome.depth, Lamports(1_000 * SOL));
    assert!(outcome.reasons.has(Reason::SourceThin));
    assert!(relative(outcome.short.low, 1.0) < 1e-9);
}

/// The least depth is enough.
#[test]
fn the_depth_floor_is_inclusive() {
    let mut world = with_depths(&[(1.0, 20)]);
    let outcome = world.next(20);
    assert_eq!(outcome.voted, 0b11);
    world.markets[0].as_mut().unwrap().depth = Lamports(20 * SOL - 1);
    assert_eq!(world.next(20).voted, 0b01);
}

/// One outlier does not widen confidence: the dispersion is a median itself.
#[test]
fn dispersion_is_robust() {
    let mut world = with_depths(&[(1.0, 500), (0.999, 500), (0.12, 400)]);
    let outcome = world.next(20);
    assert!(relative(outcome.short.low, 0.999) < 1e-9);
    assert!(float(outcome.confidence) < 0.0012, "{}", float(outcome.confidence));
    // Three that differ evenly: the middle distance.
    let mut world = with_depths(&[(1.0, 500), (0.99, 500), (0.98, 500)]);
    let width = float(world.next(20).confidence);
    assert!((width - 0.0102).abs() < 2e-4, "{width}");
}

#[test]
fn a_quorum_that_is_not_there_is_no_market() {
    let mut world = World::settled(&[1.0, 1.0]);
    world.params.min_sources = Count(2);
    assert_eq!(world.next(20).level, Level::Normal);
    world.markets[1].as_mut().unwrap().depth = Lamports(0);
    let outcome = world.next(20);
    assert!(outcome.reasons.has(Reason::MarketLost));
    assert_eq!(outcome.level, Level::Depegged);
    assert_eq!(outcome.voted, 0b001);
    assert_eq!(outcome.depth, Lamports(0));
}

/// A market's time is that of the last refresh with enough of them read.
#[test]
fn market_time_needs_a_quorum() {
    let mut world = World::settled(&[1.0, 1.0]);
    world.params.min_sources = Count(2);
    let read = world.next(20);
    assert_eq!(read.market_time, world.now.time);
    world.markets[0] = None;
    assert_eq!(world.next(20).market_time, read.market_time);
    world.params.min_sources = Count(1);
    assert_eq!(world.next(20).market_time, world.now.time);
}

/// A feed's own uncertainty counts, once it votes.
#[test]
fn a_voters_uncertainty_counts() {
    let mut world = World::settled(&[1.0]);
    world.markets[0].as_mut().unwrap().confidence = Bps(80);
    assert!(relative(world.next(20).confidence, 0.0080) < 1e-9);
    world.markets[0].as_mut().unwrap().confidence = Bps(0);
    world.markets.push(Some(MarketReading { confidence: Bps(80), depth: Lamports(SOL), ..pool(1.0) }));
    assert!(relative(world.next(20).confidence, 0.0010) < 1e-9);
}

/// Who has no window yet does not weigh in on how much the others may.
#[test]
fn the_cap_is_of_those_who_speak() {
    let mut world = with_depths(&[(0.95, 1_110), (0.99, 600), (1.0, 500)]);
    // A new one, deeper than all; depth takes long to count, here it does at once.
    world.markets.push(Some(MarketReading { depth: Lamports(5_000 * SOL), ..pool(1.0) }));
    world.state.sources[4].depth = 5_000 * SOL;
    let outcome = world.next(20);
    assert_eq!(outcome.voted, 0b1111);
    // Of the three 0.95 is capped at two thirds of the others, 733; among all four it would weigh 1,110 and be half.
    assert!(relative(outcome.short.low, 0.99) < 1e-9, "{}", float(outcome.short.low));
    assert!(relative(outcome.long.low, 0.99) < 1e-9, "{}", float(outcome.long.low));
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
