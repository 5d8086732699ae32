//! Whether there is a market: what nobody can sell into is a lost one, and neither a slot nor a scatter of depth
//! decides that.

use fair_value::*;
use proptest::prelude::*;

use super::chain::*;
use crate::world::*;

/// What a pool says that cannot be sold into, or not for much.
const GONE: [Says; 5] = [
    Says::Price { price: 0.3, depth: 1.0 },
    Says::Price { price: 7.0, depth: 0.0 },
    Says::OneSided { price: 0.3, depth: DEPTH },
    Says::Closed,
    Says::Price { price: 1.0, depth: 9.9 },
];

/// Row 3: one reading of the only pool that is thin, empty, closed or one-sided, in one slot.
#[test]
fn one_reading_of_a_pool_that_is_gone_changes_nothing() {
    for says in GONE {
        for (offset, first) in [(0, true), (0, false), (1, false), (25, false), (49, false)] {
            let mut story = Story::new(&[Pool::new(Path::level(1.0))], 40 * MINUTE);
            story.captures = vec![Capture { first, ..Capture::says(10 * HEARTBEAT + offset, says) }];
            let before = story.world.clone().next(20);
            story.run(|seen, world| {
                let outcome = seen.outcome;
                assert_eq!(outcome.level, Level::Normal, "{says:?} at {offset}: {:?}", world.reasons(&outcome));
                assert_eq!(
                    (outcome.gates, outcome.liquidation),
                    (before.gates, before.liquidation),
                    "{says:?} at {offset}"
                );
                // The price of such a reading is not taken either.
                assert_eq!(
                    (outcome.collateral, outcome.spot),
                    (before.collateral, before.spot),
                    "{says:?} at {offset}"
                );
            });
        }
    }
}

/// Row 4: three pools, one outvoted for an hour or more; one thin reading of a good one, and then its real loss.
#[test]
fn two_good_pools_and_an_outlier_are_not_halted_by_a_thin_reading() {
    for outlier in [0.88, 0.12, 1.3] {
        for wait in [65 * MINUTE, 3 * HOUR] {
            let pools =
                [Pool::new(Path::level(1.0)), Pool::new(Path::level(1.0)), Pool::new(Path::step(1.0, 1.0, outlier))];
            for says in GONE {
                let mut story = Story::new(&pools, wait + HOUR);
                story.captures = vec![Capture::says(slots(wait) + 7, says)];
                story.run(|seen, world| {
                    let outcome = seen.outcome;
                    assert_eq!(
                        outcome.level,
                        Level::Normal,
                        "{outlier} {says:?} {}: {:?}",
                        seen.second,
                        world.reasons(&outcome)
                    );
                    assert!(seen.borrow() && seen.collateral() > 0.99 && seen.seized() > 0.99);
                    assert_eq!(seen.liquidation(), 1.0);
                });
            }
        }
    }
}

/// Row 4: an outlier that was outvoted for longer than a long window does not decide when one of the others is lost for
/// good.
#[test]
fn an_outlier_decides_nothing_when_a_good_pool_is_lost() {
    let mut pools = vec![Pool::new(Path::level(1.0)); 3];
    pools[2] = Pool::new(Path::step(1.0, 1.0, 0.88));
    let at = (3 * HOUR) as f64;
    pools[0].depth = Path::step(DEPTH, at, 0.0);
    Story::new(&pools, 6 * HOUR).run(|seen, world| {
        let outcome = seen.outcome;
        assert!(outcome.level <= Level::Caution, "{} s: {:?}", seen.second, world.reasons(&outcome));
        assert!(seen.borrow() && seen.collateral() > 0.98, "{} s: {}", seen.second, seen.collateral());
        assert_eq!(seen.liquidation(), 1.0);
    });
}

/// Row 6: a pool that is emptied, closed or disabled is a lost market, and not an outage.
#[test]
fn a_pool_that_nobody_can_sell_into_shuts_lending_within_two_honest_readings() {
    for heartbeat in [HEARTBEAT, KEEPER] {
        for depth in [1.0, 0.0] {
            let mut story = Story::new(&[Pool::new(Path::level(1.0))], 8 * HOUR).every(heartbeat);
            story.pools[0].depth = Path::step(DEPTH, 0.2, depth);
            gone_for_good(story);
        }
        let mut story = Story::new(&[Pool::new(Path::level(1.0))], 8 * HOUR).every(heartbeat);
        // Nobody else refreshes: each honest reading finds it closed.
        let honest = std::mem::take(&mut story.honest);
        story.captures = honest.into_iter().map(|slot| Capture::says(slot, Says::Closed)).collect();
        gone_for_good(story);
    }
}

fn gone_for_good(story: Story) {
    let mut shut = None;
    story.run(|seen, world| {
        if !seen.borrow() {
            shut.get_or_insert(seen.second);
        }
        if seen.second > 40 {
            let outcome = seen.outcome;
            assert!(!seen.borrow() && !seen.open(Action::Swap) && !seen.open(Action::Withdraw), "at {} s", seen.second);
            assert!(outcome.reasons.has(Reason::MarketLost), "{:?}", world.reasons(&outcome));
            assert!(outcome.level == Level::Depegged && seen.open(Action::Liquidate));
            assert!(seen.collateral() < 1.0);
        }
        assert_eq!(seen.liquidation(), 1.0, "a lost market is no price");
    });
    assert!(shut.is_some_and(|second| second <= 40), "{shut:?}");
}

/// Only a feed that fell silent is an outage.
#[test]
fn silence_is_an_outage_and_a_closed_pool_is_none() {
    let mut world = settled(1.0, &[DEPTH]);
    world.markets[0] = None;
    let silent = world.run(3 * MINUTE as u32, 20);
    assert!(silent.reasons.has(Reason::MarketGrace) || silent.level <= Level::Caution);
    assert!(!silent.reasons.has(Reason::MarketLost));
    world.markets[0] = Some(MarketReading::CLOSED);
    assert!(world.run(60, 20).reasons.has(Reason::MarketLost));
}

proptest! {
    #![proptest_config(cases(128))]

    /// Removing, emptying or disabling pools leaves no gate open for longer than making them worth 1 SOL would.
    #[test]
    fn no_way_to_lose_a_pool_leaves_a_gate_open_longer_than_thinning_it(
        markets in prop::collection::vec((0.97_f64..1.01, 30.0_f64..500.0), 1..4),
        which in prop::sample::subsequence(vec![0, 1, 2], 1..=3),
        how in 0_u8..3, second in 5.0_f64..600.0, move_of_others in 0.9_f64..1.02,
    ) {
        let honest = rhythm(HEARTBEAT, 2 * HOUR);
        let pools: Vec<Pool> = markets.iter().map(|(price, depth)| Pool {
            price: Path::step(*price, second + 300.0, *price * move_of_others), depth: Path::level(*depth),
        }).collect();
        let mut story = Story { honest: honest.clone(), ..Story::new(&pools, 60) };
        for (market, pool) in story.world.markets.iter_mut().zip(&pools) {
            *market = Says::Price { price: pool.price.at(0.0), depth: pool.depth.at(0.0) }.reading();
        }
        story.world.run(3 * HOUR as u32, 20);
        let gone: Vec<usize> = which.into_iter().filter(|index| *index < pools.len()).collect();
        prop_assume!(!gone.is_empty());
        let play = |says: fn(&Pool, f64) -> Says| {
            let mut story = story.clone();
            let (before, after): (Vec<u64>, Vec<u64>) = honest.iter().partition(|slot| (**slot as f64) * 0.4 < second);
            story.honest = before;
            story.captures = after.into_iter().map(|slot| Capture {
                slot, first: false,
                says: gone.iter().map(|index| (*index, says(&pools[*index], slot as f64 * 0.4))).collect(),
            }).collect();
            story.play()
        };
        let thinned = play(|pool, second| Says::Price { price: pool.price.at(second), depth: 1.0 });
        let lost = play(match how {
            0 => |_, _| Says::Closed,
            1 => |pool, second| Says::Price { price: pool.price.at(second), depth: 0.0 },
            _ => |pool, second| Says::OneSided { price: pool.price.at(second), depth: pool.depth.at(second) },
        });
        for (lost, thinned) in lost.iter().zip(&thinned) {
            let longer = lost.outcome.gates.bits() & !Gates::WIDEN & !thinned.outcome.gates.bits();
            prop_assert_eq!(longer, 0, "at {} s", lost.second);
            prop_assert!(lost.liquidation() >= thinned.liquidation() - 1e-9);
        }
    }

    /// Depth that an attacker adds in any slots counts for no more than what honest readings show, and takes no vote
    /// away.
    #[test]
    fn captured_depth_is_no_depth(habit in habits(5.0_f64..100.0)) {
        let story = Story::new(&[Pool::new(Path::level(1.0)), Pool::new(Path::level(1.0))], HOUR);
        let before = story.world.clone().next(20);
        let mut captures = habit.captures(&story, &[0]);
        for (_, says) in captures.iter_mut().flat_map(|capture| &mut capture.says) {
            if let Says::Price { price, .. } = says { *price = 1.0 }
        }
        let mut honest = before;
        story.captured(captures).run(|seen, _| {
            assert_eq!(seen.outcome.level, Level::Normal);
            assert_eq!(seen.outcome.voted, before.voted);
            if !seen.captured { honest = seen.outcome }
        });
        // It rises by a tenth a minute, and falls to what two readings confirm: never to where an attacker alone left
        // it.
        prop_assert!(honest.depth.get() <= before.depth.get() * 12 / 10, "{:?} {:?}", honest.depth, before.depth);
    }
}

/// How an ordinary month goes: share of the time in which the feed was depegged, in percent.
fn month(pools: &[(f64, f64)], dice: u64) -> f64 {
    const DAYS: u64 = 30;
    let mut noise: Vec<Noise> = pools.iter().enumerate().map(|(index, _)| Noise::new(dice + index as u64)).collect();
    let mut world = settled(1.0, &pools.iter().map(|(depth, _)| *depth).collect::<Vec<_>>());
    let beats = DAYS * 24 * HOUR / 20;
    let mut depegged = 0;
    for _ in 0..beats {
        for ((market, noise), (depth, scatter)) in world.markets.iter_mut().zip(&mut noise).zip(pools) {
            let (price, depth) = (noise.price(), noise.depth(*depth, *scatter));
            *market = Says::Price { price, depth }.reading();
        }
        world.pass(20);
        if let Ok(Step::Publish(outcome)) = world.try_refresh()
            && outcome.level >= Level::Depegged
        {
            depegged += 1;
        }
    }
    f64::from(depegged) / beats as f64 * 100.0
}

/// An ordinary pool, made up, one reading every 20 s. Its price is 1 times a slow wander (mean reversion within six
/// hours, deviation 12 bps), and a quick one (within three minutes, 12 bps), and sales that come on average once in
/// four hours, push it down by an exponentially distributed amount of 80 bps on average, and are taken back with a
/// half-life of four minutes. Its depth wanders as a logarithm (within a day).
struct Noise {
    dice: Dice,
    slow: f64,
    quick: f64,
    sale: f64,
    depth: f64,
}

impl Noise {
    fn new(seed: u64) -> Self {
        Self { dice: Dice(seed * 1_000_003), slow: 0.0, quick: 0.0, sale: 0.0, depth: 0.0 }
    }

    /// One step of 20 s of a mean-reverting walk of deviation 1 with this time constant.
    fn walk(&mut self, from: f64, seconds: f64) -> f64 {
        let kept = (-20.0 / seconds).exp();
        from * kept + (1.0 - kept * kept).sqrt() * self.dice.normal()
    }

    fn price(&mut self) -> f64 {
        self.slow = self.walk(self.slow, 6.0 * 3_600.0);
        self.quick = self.walk(self.quick, 180.0);
        self.sale *= 0.5_f64.powf(20.0 / 240.0);
        if self.dice.unit() < 20.0 / (4.0 * 3_600.0) {
            self.sale += -80.0 * (1.0 - self.dice.unit()).ln();
        }
        ((12.0 * self.slow + 12.0 * self.quick - self.sale) / 10_000.0).exp()
    }

    fn depth(&mut self, mean: f64, scatter: f64) -> f64 {
        self.depth = self.walk(self.depth, 86_400.0);
        mean * (scatter * self.depth).exp()
    }
}

/// Three pools, one, and one whose depth scatters around `min_depth`: depths in SOL, and the deviation of their
/// logarithms.
pub const THREE: [(f64, f64); 3] = [(300.0, 0.2), (200.0, 0.2), (100.0, 0.2)];
pub const ONE: [(f64, f64); 1] = [(200.0, 0.2)];
pub const SMALL: [(f64, f64); 1] = [(25.0, 0.36)];

/// The mean of some months, each with other dice.
pub fn months(pools: &[(f64, f64)]) -> f64 {
    const MONTHS: u64 = 4;
    (1..=MONTHS).map(|dice| month(pools, 100 * dice)).sum::<f64>() / MONTHS as f64
}

/// Three pools are never depegged in ordinary months, one no more than before.
#[test]
fn ordinary_months_of_three_pools_are_never_depegged() {
    assert_eq!(months(&THREE), 0.0);
}

#[test]
fn ordinary_months_of_one_pool_are_hardly_depegged() {
    let found = months(&ONE);
    assert!(found <= 0.78, "{found} %");
}

/// Row 14: a pool whose depth scatters around `min_depth` is not lost whenever it is a little below.
#[test]
fn a_pool_around_its_least_depth_is_rarely_depegged() {
    let found = months(&SMALL);
    assert!((0.5..=5.5).contains(&found), "{found} %");
}
