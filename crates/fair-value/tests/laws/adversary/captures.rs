//! Laws of captured slots: for any honest path with an honest reading in every cadence, what captures between them may
//! change is when a sample is taken, and not whose it is.
//!
//! Each law plays a path twice, with the captures and without. What is published with them is compared with what the
//! honest readings alone give at some time within three cadences before or after: a captured refresh may take a sample,
//! or complete a run of readings, up to two cadences before or after the honest one that would have. On a constant path
//! nothing may differ at all.

use fair_value::units::Bps;
use fair_value::*;
use proptest::prelude::*;

use super::chain::*;
use crate::world::*;

/// Seconds by which captures may shift what honest readings give: three cadences.
const SHIFT: u64 = 60;
/// What a shift of samples against each other leaves within a window, as a share: the window's means are those of
/// slightly other seconds.
const BLUR: f64 = 5e-4;
/// One clamped step, with its rounding.
const STEP: f64 = 50.3e-4;
/// The same of a cadence that is twice as long.
const LONG_STEP: f64 = 2.0 * STEP;
/// By how much the thresholds of the comparison lie further out, in basis points, so that no path which touches one of
/// them is judged by the last digit.
const SLACK: u32 = 15;

/// Paths of the market's price over three hours.
fn paths() -> impl Strategy<Value = Path> {
    let hours = (3 * HOUR) as f64;
    let constant = (0.75_f64..1.03).prop_map(Path::level);
    let moving = (0.75_f64..1.03, 0.75_f64..1.03, 600.0..hours, 0.0_f64..1_200.0)
        .prop_map(|(from, to, takes, begins)| Path::through(&[(begins, from), (begins + takes, to)]));
    let sudden =
        (0.5_f64..1.0, 1.0_f64..1_200.0, 20.0..hours, 0.0_f64..600.0).prop_map(|(bottom, from, lasts, slope)| {
            Path::through(&[
                (from, 1.0),
                (from + slope, bottom),
                (from + slope + lasts, bottom),
                (from + 2.0 * slope + lasts, 1.0),
            ])
        });
    prop_oneof![constant, moving, sudden]
}

/// Honest refreshes in every cadence: every 20 s, at the keeper's own rhythm, or at any moments less than a cadence
/// apart.
fn rhythms() -> impl Strategy<Value = Vec<u64>> {
    let seconds = 3 * HOUR;
    let any = any::<u64>().prop_map(move |seed| {
        let mut dice = Dice(seed);
        let mut slot = 0;
        std::iter::from_fn(|| {
            slot += 5 + dice.below(HEARTBEAT - 5 + 1);
            (slot <= slots(seconds)).then_some(slot)
        })
        .collect()
    });
    prop_oneof![2 => Just(rhythm(HEARTBEAT, seconds)), 1 => Just(rhythm(KEEPER, seconds)), 1 => any]
}

/// What the honest readings alone give, to be asked around any second.
struct Alone(Vec<Seen>);

impl Alone {
    /// What was published at some time within [`SHIFT`] of a second.
    fn around(&self, second: u64) -> &[Seen] {
        let first = self.0.partition_point(|seen| seen.second + SHIFT < second);
        let after = self.0.partition_point(|seen| seen.second <= second + SHIFT);
        // What was in force when that time began was published before it.
        &self.0[first.saturating_sub(1)..after.max(1)]
    }

    fn least(&self, second: u64, value: impl Fn(&Seen) -> f64) -> f64 {
        self.around(second).iter().map(value).fold(f64::MAX, f64::min)
    }

    fn most(&self, second: u64, value: impl Fn(&Seen) -> f64) -> f64 {
        self.around(second).iter().map(value).fold(0.0, f64::max)
    }

    /// The lowest until then, and shortly after.
    fn lowest_until(&self, second: u64, value: impl Fn(&Seen) -> f64) -> f64 {
        let after = self.0.partition_point(|seen| seen.second <= second + SHIFT);
        self.0[..after.max(1)].iter().map(value).fold(f64::MAX, f64::min)
    }
}

/// A story with captures, without them, and without them where the breaker's thresholds lie a little further out.
struct Compared {
    captured: Vec<Seen>,
    alone: Alone,
    lenient: Alone,
    start: Seen,
}

fn compare(mut story: Story, habit: &Habit, which: &[usize]) -> Compared {
    story.captures = habit.captures(&story, which);
    // What comes after the last honest refresh has nothing to be compared with.
    let last = story.honest.last().map_or(0, |slot| slot.saturating_sub(slots(SHIFT)));
    story.captures.retain(|capture| capture.slot < last);
    let mut before = story.world.clone();
    let start = Seen { slot: 0, second: 0, captured: false, outcome: before.next(20) };
    let with_start = |mut seen: Vec<Seen>| {
        seen.insert(0, start);
        Alone(seen)
    };
    let alone = with_start(story.by_honest_readings_alone());
    let mut lenient = story.clone();
    let params = &mut lenient.world.params;
    for threshold in [
        &mut params.caution_enter,
        &mut params.caution_clear,
        &mut params.depegged_enter,
        &mut params.depegged_clear,
        &mut params.halted_enter,
        &mut params.halted_clear,
    ] {
        *threshold = Bps::new(threshold.get() + SLACK);
    }
    let lenient = with_start(lenient.by_honest_readings_alone());
    let mut captured = story.play();
    captured.retain(|seen| seen.slot < last);
    Compared { captured, alone, lenient, start }
}

impl Compared {
    /// The high side of both windows, to the step.
    fn high_windows(&self) -> Result<(), TestCaseError> {
        for seen in &self.captured {
            let at = seen.second;
            let high: [fn(&Seen) -> f64; 2] =
                [|seen| float(seen.outcome.short.high), |seen| float(seen.outcome.long.high)];
            for (name, high) in ["short", "long"].into_iter().zip(high) {
                let least = self.alone.least(at, high) * (1.0 - LONG_STEP);
                prop_assert!(high(seen) >= least, "high {name} at {at}: {} {least}", high(seen));
            }
        }
        Ok(())
    }

    /// The low spot is exact but for when, the low windows are off by a step at most.
    fn low_sides(&self) -> Result<(), TestCaseError> {
        for seen in &self.captured {
            for (name, low, most) in self.lows(seen) {
                prop_assert!(low <= most, "low {name} at {}: {low} {most}", seen.second);
            }
        }
        Ok(())
    }

    /// What a refresh says of low spot and windows, and the most that it may.
    fn lows(&self, seen: &Seen) -> [(&'static str, f64, f64); 3] {
        let low = |name, side: fn(&Outcome) -> Sides, allowed: f64| {
            let most = self.alone.most(seen.second, |seen| float(side(&seen.outcome).low));
            (name, float(side(&seen.outcome).low), most * (1.0 + allowed))
        };
        [
            low("spot", |outcome| outcome.spot, BLUR),
            low("short", |outcome| outcome.short, LONG_STEP),
            low("long", |outcome| outcome.long, LONG_STEP),
        ]
    }

    /// Nothing is lent more, nor sooner: collateral lies below each of the first so many of these. (The confidence that
    /// is taken from it is half the distance of windows: captures that lower both may bring them nearer to each other.)
    fn lends_no_more(&self, count: usize) -> Result<(), TestCaseError> {
        for seen in &self.captured {
            let at = seen.second;
            for (name, _, most) in self.lows(seen).into_iter().take(count) {
                prop_assert!(seen.collateral() <= most, "collateral by {name} at {at}: {} {most}", seen.collateral());
            }
            for action in [Action::Borrow, Action::Withdraw, Action::Swap] {
                let open = self.lenient.around(at).iter().any(|seen| seen.open(action));
                prop_assert!(!seen.open(action) || open, "{action:?} is open at {at}");
            }
        }
        Ok(())
    }

    /// `liquidation` does not fall where it would not have.
    fn liquidates_no_more(&self) -> Result<(), TestCaseError> {
        for seen in &self.captured {
            let at = seen.second;
            let lowest = self.alone.lowest_until(at, Seen::liquidation);
            prop_assert!(
                seen.liquidation() >= lowest * (1.0 - BLUR),
                "liquidation at {at}: {} {lowest}",
                seen.liquidation()
            );
            prop_assert!(seen.open(Action::Liquidate) && seen.open(Action::Repay));
        }
        Ok(())
    }
}

fn of_one_pool(path: Path, honest: Vec<u64>) -> Story {
    Story { honest, ..Story::new(&[Pool::new(path)], 60) }
}

proptest! {
    #![proptest_config(cases(96))]

    /// Whatever is captured, of a pool that stays deep enough to be read.
    #[test]
    fn captures_move_nothing_against_either_side(
        path in paths(), honest in rhythms(), habit in habits(prop_oneof![Just(1.0), 0.11_f64..30.0]),
    ) {
        let compared = compare(of_one_pool(path, honest), &habit, &[0]);
        compared.high_windows()?;
        compared.low_sides()?;
        compared.lends_no_more(3)?;
        compared.liquidates_no_more()?;
    }

    /// Whatever is captured, where the pool is also made too thin to be read, or empty, so that the market is lost at
    /// times: nothing is lent more. A lost market keeps its last windows, which may be higher than what they would have
    /// become; nothing is lent on it.
    #[test]
    fn captures_that_empty_the_pool_lend_no_more(
        path in paths(), honest in rhythms(), habit in habits(prop_oneof![Just(0.0), 0.0_f64..0.11, Just(1.0)]),
    ) {
        compare(of_one_pool(path, honest), &habit, &[0]).lends_no_more(1)?;
    }

    /// Nor is anybody liquidated by it, in a crash that passes or a fall that lasts.
    #[test]
    fn captures_that_empty_the_pool_liquidate_no_more(
        path in paths(), honest in rhythms(), habit in habits(prop_oneof![Just(0.0), 0.0_f64..0.11, Just(1.0)]),
    ) {
        compare(of_one_pool(path, honest), &habit, &[0]).liquidates_no_more()?;
    }

    /// Of three pools any are captured.
    #[test]
    fn captures_of_some_of_three_pools_move_nothing_against_either_side(
        path in paths(), honest in rhythms(), habit in habits(prop_oneof![Just(1.0), 0.11_f64..30.0]),
        which in prop::sample::subsequence(vec![0, 1, 2], 1..=3),
        depths in prop::array::uniform3(60.0_f64..400.0),
    ) {
        let pools: Vec<Pool> = depths.iter().map(|depth| Pool::deep(path.clone(), *depth)).collect();
        let story = Story { honest, ..Story::new(&pools, 60) };
        let compared = compare(story, &habit, &which);
        compared.high_windows()?;
        compared.low_sides()?;
        compared.lends_no_more(3)?;
        compared.liquidates_no_more()?;
    }

    /// On a constant path the guarded sides do not move at all: high, `liquidation` and what collateral lends stay what
    /// they are.
    #[test]
    fn captures_of_a_constant_price_move_nothing_at_all(
        price in 0.7_f64..1.05, honest in rhythms(), habit in habits(prop_oneof![Just(1.0), 0.11_f64..30.0]),
    ) {
        let compared = compare(of_one_pool(Path::level(price), honest), &habit, &[0]);
        let start = compared.start.outcome;
        for seen in &compared.captured {
            let Outcome { short, long, .. } = seen.outcome;
            prop_assert!(short.high >= start.short.high && long.high >= start.long.high, "high at {}", seen.second);
            prop_assert!(short.low <= start.short.low && long.low <= start.long.low, "low at {}", seen.second);
            let at = seen.second;
            let lowest = compared.alone.lowest_until(at, Seen::liquidation);
            prop_assert!(seen.liquidation() >= lowest, "liquidation at {at}: {} {lowest}", seen.liquidation());
            let most = compared.alone.most(at, Seen::collateral);
            prop_assert!(seen.collateral() <= most, "collateral at {at}: {} {most}", seen.collateral());
        }
        compared.lends_no_more(3)?;
    }

    /// Four slots in a row, of price and of depth and of shape, and no others within three cadences: nobody can confirm
    /// them, and no level is entered.
    #[test]
    fn bursts_that_nothing_confirms_enter_no_level(
        bursts in prop::collection::vec((0_u64..160, 1_u64..=7, 0.2_f64..5.0, 0_u8..4), 10..40),
        heartbeat in prop_oneof![Just(HEARTBEAT), Just(KEEPER)],
    ) {
        let mut story = Story::new(&[Pool::new(Path::level(1.0))], 3 * HOUR).every(heartbeat);
        let mut slot = 100;
        for (wait, length, price, kind) in bursts {
            for burst in slot..slot + length {
                let says = match kind {
                    0 => Says::Price { price, depth: DEPTH },
                    1 => Says::Price { price, depth: 1.0 },
                    2 => Says::OneSided { price, depth: DEPTH },
                    _ => Says::Closed,
                };
                let capture = Capture::says(burst, says);
                story.captures.push(if wait % 2 == 0 { capture } else { capture.first() });
            }
            // More than three cadences: two seconds for what the clock rounds.
            slot += length + slots(62) + wait;
        }
        for seen in story.play() {
            prop_assert_eq!(seen.outcome.level, Level::Normal, "slot {}", seen.slot);
            prop_assert!(Action::ALL.into_iter().all(|action| seen.open(action)), "slot {}", seen.slot);
            prop_assert_eq!(seen.liquidation(), 1.0);
        }
    }

    /// With honest readings at any moments up to two cadences apart a captured cadence is worth one step, which the
    /// next honest one takes back.
    #[test]
    fn without_a_reading_in_every_other_cadence_a_step_is_lost_and_taken_back(
        habit in habits(Just(1.0)), seed: u64, price in 0.8_f64..1.0,
    ) {
        let mut dice = Dice(seed);
        let mut story = Story::new(&[Pool::new(Path::level(price))], 60);
        story.honest = every(|| 1 + dice.below(2 * HEARTBEAT));
        let compared = compare(story, &habit, &[0]);
        let start = compared.start.outcome.short;
        let most = compared.captured.iter().map(|seen| off(start, seen.outcome.short)).fold(0.0, f64::max);
        prop_assert!(most <= STEP, "{most}");
    }
}

/// Slots of honest refreshes, each so many after the last, for three hours.
fn every(mut gap: impl FnMut() -> u64) -> Vec<u64> {
    let mut slot = 0;
    std::iter::from_fn(|| {
        slot += gap();
        (slot <= slots(3 * HOUR)).then_some(slot)
    })
    .collect()
}

/// By how much a guarded side of a window is off, as a share, where it was `start` and nothing has happened.
fn off(start: Sides, found: Sides) -> f64 {
    (1.0 - float(found.high) / float(start.high)).max(float(found.low) / float(start.low) - 1.0)
}

/// Whoever knows when the honest refreshes come, each just less than two cadences after the last, gets no more out of it by
/// choosing when samples are taken and how long they are: steps against the guarded side do not add up. A search over
/// moments found these, of four and of eight cadences.
#[test]
fn chosen_moments_between_readings_less_than_two_cadences_apart_are_worth_a_step() {
    const CHOSEN: [(usize, &[(u64, bool)]); 2] = [
        (2, &[(0, true), (53, true), (103, false)]),
        (4, &[(17, false), (100, true), (153, false), (204, false), (298, true), (366, true)]),
    ];
    for (honest, moments) in CHOSEN {
        for price in [0.5, 2.0] {
            let mut story = Story::new(&[Pool::new(Path::level(1.0))], 60);
            // Two captured cadences, of 20 s each, do not fit between two of them.
            story.honest = every(|| 2 * HEARTBEAT - 3);
            let moves = moments.iter().map(|(offset, first)| (*offset, *first, price, 1.0)).collect();
            let starts = Story { honest: story.honest.iter().copied().step_by(honest).collect(), ..story.clone() };
            story.captures = Habit { moves, often: 10, seed: 0 }.captures(&starts, &[0]);
            let start = story.world.clone().next(20).short;
            let most = story.play().iter().map(|seen| off(start, seen.outcome.short)).fold(0.0, f64::max);
            assert!(most <= STEP, "{honest} honest readings, {price}: {most}");
        }
    }
}

/// The paths of the comparison mean something: on them lending shuts, `liquidation` falls and comes back.
#[test]
fn the_honest_readings_alone_shut_lending_and_lower_liquidation() {
    let story = of_one_pool(Path::crash(0.8, 600.0, 3_600.0), rhythm(HEARTBEAT, 3 * HOUR));
    let alone = story.by_honest_readings_alone();
    let lowest = alone.iter().map(Seen::liquidation).fold(1.0, f64::min);
    assert!((0.985..0.996).contains(&lowest), "{lowest}");
    assert!(alone.iter().any(|seen| !seen.borrow()) && alone.first().is_some_and(Seen::borrow));
    assert_eq!(alone.iter().filter(|seen| seen.captured).count(), 0);
}
