//! Readings, samples, windows.

use fair_value::state::{SourceState, State};
use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

fn log(value: LogRate) -> f64 {
    value.0.to_bits() as f64 / (1_u64 << 40) as f64
}

/// The sources' memory, in full.
fn source(state: &State, index: usize) -> &SourceState {
    &state.sources[index]
}

/// Shift of the short window, in basis points, when `captured` samples in a row are forced to `attack` and the rest are honest.
fn shift(captured: u32, attack: f64, after: u32, long: bool) -> f64 {
    let mut world = World::settled(&[1.0]);
    let mut worst: f64 = 0.0;
    for step in 0..captured + after {
        world.set_markets(if step < captured { attack } else { 1.0 });
        let outcome = world.next(20);
        let window = if long { outcome.long.low } else { outcome.short.low };
        worst = worst.max((float(window).ln() * 10_000.0).abs());
    }
    worst
}

proptest! {
    #![proptest_config(cases(2_048))]

    /// Clamped samples, each at most c from the last; m captured, then a clamped return: at most c m^2 / n, or the triangle's mean.
    #[test]
    fn captured_samples_move_a_window_little(captured in 1_u32..8, up: bool) {
        let attack = if up { 1_000.0 } else { 0.001 };
        let found = shift(captured, attack, captured + 1, false);
        let (c, m, n) = (50.2, f64::from(captured), 15.0);
        // The stored reading is credited, so the first captured reading shows one refresh later: m readings are m samples.
        prop_assert!(found <= c * m * m / n + 0.5, "{found} {}", c * m * m / n);
        prop_assert!(found > 0.0);
    }

    /// However many are captured: at most the mean over the window of the triangle that they make, its peak anywhere in it.
    #[test]
    fn captured_samples_move_a_window_by_a_triangle_at_most(captured in 1_u32..40, attack in 0.5_f64..2.0, after in 0_u32..20) {
        let found = shift(captured, attack, after, false);
        let (c, m, n) = (50.2, captured as usize, 15_usize);
        let triangle: Vec<f64> = (1..2 * m + n).map(|i| c * i.min((2 * m).saturating_sub(i)) as f64).collect();
        let most = triangle.windows(n).map(|window| window.iter().sum::<f64>() / n as f64).fold(0.0, f64::max);
        prop_assert!(found <= most + 0.5, "{found} {most}");
        // Never further than the attack itself.
        prop_assert!(found <= attack.ln().abs() * 1e4 + 0.5);
    }

    #[test]
    fn captured_samples_move_the_long_window_less(captured in 1_u32..31) {
        let found = shift(captured, 0.01, captured + 1, true);
        // 180 samples of 20 s in the hour.
        let (c, m, n) = (50.2, f64::from(captured), 180.0);
        prop_assert!(found <= c * m * m / n + 0.5, "{found}");
    }

    /// One captured reading moves the sample by at most its share of the credited time, and never by more than the step.
    #[test]
    fn one_reading_earns_only_its_time(before in 1_u32..19, held in 1_u32..19, attack in 0.9_f64..1.1) {
        prop_assume!(before + held < 20);
        let mut world = World::settled(&[1.0]);
        let start = source(&world.state, 1).sample_low;
        world.next(before);
        world.set_markets(attack);
        world.refresh_at(0);
        world.pass(held);
        world.set_markets(1.0);
        world.refresh();
        world.next(20 - before - held);
        let moved = (log(source(&world.state, 1).sample_low) - log(start)).abs();
        let share = f64::from(held) / 20.0;
        prop_assert!(moved <= attack.log2().abs() * share + 1e-9, "{moved}");
        prop_assert!(moved <= 1.005_f64.log2() + 1e-9);
        prop_assert!((moved - (attack.log2().abs() * share).min(1.005_f64.log2())).abs() < 2e-5, "{moved}");
    }

    /// Geometric means of the clamped samples over exactly the window, whatever the rhythm: against a float model.
    #[test]
    fn windows_match_a_float_model(path in prop::collection::vec((1_u32..90, 0.97_f64..1.03), 60..300)) {
        let mut world = World::new(&[1.0]);
        world.refresh();
        let mut model = Model::new(world.now.time.0);
        for (seconds, value) in path {
            world.set_markets(value);
            let outcome = world.next(seconds);
            model.refresh(world.now.time.0, value);
            for (length, found, coverage) in
                [(300, outcome.short.low, outcome.short_coverage), (3_600, outcome.long.low, outcome.long_coverage)]
            {
                let Some((mean, covered)) = model.window(length) else { continue };
                let share = (covered / length as f64 * 10_000.0).min(10_000.0);
                // Every sample is a point of the short ring, and coverage is counted in whole seconds; the long ring's points are 240 s
                // apart, and it interpolates.
                let (blur, allowed) = if length == 300 { (40.0, 3e-4) } else { (400.0, 0.004) };
                prop_assert!((f64::from(coverage.0) - share).abs() <= blur, "{coverage:?} {share} of {length}");
                let held = world.state.market.hold_until.unix() > world.now.time;
                if coverage >= Bps(8_000) && outcome.depth.0 > 0 && found != Rate::ZERO && !held {
                    let error = (float(found).log2() - mean).abs();
                    prop_assert!(error < allowed, "{error} of {length}");
                }
            }
        }
    }

    /// A rejected reading leaves the source's memory byte-identical.
    #[test]
    fn rejection_changes_nothing(kind in 0_u8..3, wait in 1_u32..200) {
        let mut world = World::settled(&[1.0, 1.0]);
        world.next(7);
        let before = *source(&world.state, 1);
        world.markets[0] = match kind {
            0 => None,
            1 => Some(MarketReading { spot: Rate::ZERO, ..pool(1.0) }),
            _ => None,
        };
        let outcome = world.next(wait);
        prop_assert_eq!(bytemuck::bytes_of(&before), bytemuck::bytes_of(source(&world.state, 1)));
        prop_assert!(outcome.reasons.has(Reason::SourceRejected));
    }

    /// A reading too thin to be averaged moves no accumulator: only the depth falls.
    #[test]
    fn thin_readings_are_not_averaged(spot in 0.01_f64..100.0, depth in 0_u64..20) {
        let mut world = World::settled(&[1.0]);
        let before = *source(&world.state, 1);
        world.markets[0] = Some(MarketReading { depth: Lamports(depth * SOL - depth.min(1)), ..pool(spot) });
        let outcome = world.next(20);
        let after = *source(&world.state, 1);
        prop_assert_eq!(
            SourceState { depth: before.depth, marks: before.marks, ..after },
            before
        );
        prop_assert!(outcome.reasons.has(Reason::SourceThin));
        // What was published last is held.
        prop_assert_eq!(outcome.spot.low, rate(1.0));
        prop_assert_eq!(outcome.level, Level::Depegged);
    }

    /// As a vote, depth rises by at most a tenth a minute, and falls at once.
    #[test]
    fn depth_rises_slowly_and_falls_at_once(seconds in prop::collection::vec(1_u32..60, 1..30), factor in 1.0_f64..50.0) {
        let mut world = World::settled(&[1.0]);
        let before = source(&world.state, 1).depth as f64;
        prop_assert_eq!(before, 500e9);
        world.markets[0].as_mut().unwrap().depth = Lamports((before * factor) as u64);
        let mut elapsed = 0.0;
        for seconds in seconds {
            world.next(seconds);
            elapsed += f64::from(seconds);
            let depth = source(&world.state, 1).depth as f64;
            prop_assert!(depth <= before * 1.1_f64.powf(elapsed / 60.0) + 1.0);
            prop_assert!(depth <= before * factor);
            prop_assert!(depth >= (before * 1.09_f64.powf(elapsed / 60.0)).min(before * factor) * 0.99);
        }
        world.markets[0].as_mut().unwrap().depth = Lamports(100 * SOL);
        world.next(1);
        prop_assert_eq!(source(&world.state, 1).depth, 100 * SOL);
    }
}

impl World {
    /// A refresh in the next slot, so many seconds later.
    pub fn refresh_at(&mut self, seconds: u32) -> Outcome {
        self.pass(seconds);
        self.refresh()
    }
}

/// The rules for one source in floats: one sample a cadence, means over every second.
struct Model {
    time: i64,
    reading: Option<f64>,
    pending: f64,
    credited: f64,
    sampled: i64,
    sample: Option<f64>,
    /// Begin of the credited stretch, its end, credited seconds, sample.
    stretches: Vec<(i64, i64, f64, f64)>,
}

impl Model {
    fn new(time: i64) -> Self {
        Self {
            time,
            reading: Some(0.0),
            pending: 0.0,
            credited: 0.0,
            sampled: time,
            sample: None,
            stretches: Vec::new(),
        }
    }

    fn refresh(&mut self, now: i64, value: f64) {
        let credit = ((now - self.time) as f64).min(60.0);
        if let Some(reading) = self.reading {
            self.pending += reading * credit;
            self.credited += credit;
        }
        if now - self.sampled >= 20 && self.credited > 0.0 {
            let mean = self.pending / self.credited;
            // The engine's step falls short of log2(1.005) by its third-order term.
            let step = (0.005 - 0.005 * 0.005 / 2.0) * std::f64::consts::LOG2_E * (self.credited / 20.0).min(2.0);
            let sample = self.sample.map_or(mean, |last| mean.clamp(last - step, last + step));
            self.stretches.push((self.sampled, now, self.credited, sample));
            self.sample = Some(sample);
            self.sampled = now;
            self.pending = 0.0;
            self.credited = 0.0;
        }
        self.reading = Some(value.log2());
        self.time = now;
    }

    fn window(&self, length: i64) -> Option<(f64, f64)> {
        // As of the last sample, until the next one is overdue.
        let at = if self.time - self.sampled >= 40 { self.time } else { self.sampled };
        let start = at - length;
        let (mut sum, mut covered) = (0.0, 0.0);
        for (from, to, credited, sample) in &self.stretches {
            let inside = (*to - start.max(*from)).max(0) as f64 / (*to - *from) as f64 * credited;
            sum += inside * sample;
            covered += inside;
        }
        (covered > 0.0).then(|| (sum / covered, covered))
    }
}

/// With refreshes on the cadence the rings hold every sample of the window: the mean is exact.
#[test]
fn windows_on_the_cadence_are_exact() {
    let mut world = World::new(&[1.0]);
    world.refresh();
    let mut model = Model::new(world.now.time.0);
    for step in 0..400 {
        let value = 1.0 + 0.02 * (f64::from(step) * 0.37).sin();
        world.set_markets(value);
        let outcome = world.next(20);
        model.refresh(world.now.time.0, value);
        if step >= 60 {
            let (mean, covered) = model.window(300).unwrap();
            assert_eq!(covered, 300.0);
            assert_eq!(outcome.short_coverage, Bps(10_000));
            assert!((float(outcome.short.low).log2() - mean).abs() < 2e-10, "{step}");
        }
        if step >= 200 {
            let (mean, _) = model.window(3_600).unwrap();
            // Between points 240 s apart the window's beginning is interpolated: at most one stretch of twelve samples, of 180.
            assert!((float(outcome.long.low).log2() - mean).abs() < 0.03 * 12.0 / 180.0, "{step}");
            if step % 12 == 1 {
                assert_eq!(outcome.long_coverage, Bps(10_000));
            }
        }
    }
}

/// The venue's price before the gap is credited for three cadences, the new one for none of it.
#[test]
fn a_gap_is_credited_to_the_stored_reading_and_capped() {
    let mut world = World::settled(&[1.0]);
    let before = *source(&world.state, 1);
    world.set_markets(0.5);
    world.next(1_800);
    let after = *source(&world.state, 1);
    assert_eq!(after.covered.0 - before.covered.0, 60);
    assert!((log(after.sample_low) - 0.0).abs() < 1e-9);
    // Then the stored one falls, by two steps for the longer credit.
    world.next(60);
    let fallen = *source(&world.state, 1);
    assert!((log(fallen.sample_low) + 2.0 * 1.005_f64.log2()).abs() < 1e-6, "{}", log(fallen.sample_low));
    world.next(20);
    assert!((log(source(&world.state, 1).sample_low) + 3.0 * 1.005_f64.log2()).abs() < 1e-6);
    world.next(30);
    assert!((log(source(&world.state, 1).sample_low) + 4.5 * 1.005_f64.log2()).abs() < 1e-6);
}

#[test]
fn samples_wait_for_their_cadence() {
    let mut world = World::settled(&[1.0]);
    let sampled = source(&world.state, 1).sampled;
    for _ in 0..3 {
        world.next(6);
        assert_eq!(source(&world.state, 1).sampled, sampled);
    }
    world.next(2);
    assert_eq!(source(&world.state, 1).sampled.0, sampled.0 + 20);
}

/// Windows age without samples: the short one first.
#[test]
fn coverage_fades() {
    let mut world = World::settled(&[1.0]);
    world.markets[0] = None;
    let outcome = world.next(60);
    assert_eq!(outcome.short_coverage, Bps(8_000));
    assert!(!outcome.reasons.has(Reason::WindowInvalid));
    let outcome = world.next(1);
    assert!(outcome.short_coverage < Bps(8_000));
    assert!(outcome.reasons.has(Reason::WindowInvalid));
    let outcome = world.next(658);
    assert!(outcome.long_coverage >= Bps(8_000));
    let outcome = world.next(400);
    assert!(outcome.long_coverage < Bps(8_000));
    assert_eq!(outcome.short_coverage, Bps(0));
    let outcome = world.next(3_600);
    assert_eq!(outcome.long_coverage, Bps(0));
    // The last values stay published.
    assert_eq!(outcome.short.low, rate(1.0));
    assert_eq!(outcome.last_good_market, rate(1.0));
    assert_eq!(outcome.last_good_market_time.0, world.now.time.0 - 60 - 1 - 658 - 400 - 3_600 + 60);
}

/// The venue's own averages: the lower reading serves collateral and breaker, the source keeps its vote, `fair` keeps its own.
#[test]
fn own_history_is_a_second_reading() {
    let mut world = World::settled(&[1.0]);
    let log_of = |value: f64| math::log2(rate(value));
    for (own_short, own_long) in [(Some(0.995), None), (None, Some(0.995)), (Some(0.995), Some(0.992))] {
        let mut world = world.clone();
        world.markets[0].as_mut().unwrap().history =
            Some(History { short: own_short.and_then(log_of), long: own_long.and_then(log_of) });
        let outcome = world.next(20);
        assert!(relative(outcome.short.low, own_short.unwrap_or(1.0)) < 1e-9);
        assert!(relative(outcome.long.low, own_long.unwrap_or(1.0)) < 1e-9);
        assert!(float(outcome.collateral) < own_short.into_iter().chain(own_long).fold(1.0, f64::min));
        assert_eq!(outcome.voted, 0b11);
        assert!(relative(outcome.fair, 1.0) < 1e-9);
        // Gone again, it is forgotten.
        world.markets[0].as_mut().unwrap().history = None;
        let outcome = world.next(20);
        assert!(relative(outcome.short.low, 1.0) < 1e-9);
    }
    // A higher one changes nothing.
    world.markets[0].as_mut().unwrap().history = Some(History { short: log_of(1.2), long: log_of(1.2) });
    let outcome = world.next(20);
    assert!(relative(outcome.short.low, 1.0) < 1e-9);
    assert!(!outcome.reasons.has(Reason::Premium));
}

proptest! {
    #![proptest_config(cases(2_048))]

    /// Whatever is booked into a venue's own history, it counts for two steps below our own window at most, moves neither `fair` nor
    /// the other voters, and never depegs a token at par by itself, with any parameters.
    #[test]
    fn a_venues_history_is_bounded(own_short in any::<i64>(), own_long in any::<i64>(), step in 10_u32..=200, enter in 50_u32..=1_000) {
        let mut world = World::settled(&[1.0]);
        world.params.max_step = Bps(step);
        world.params.depegged_enter = Bps(enter);
        world.params.depegged_clear = Bps(enter / 2);
        world.params.caution_enter = Bps((enter - 1).min(150));
        world.params.caution_clear = Bps((enter / 3).min(90));
        prop_assume!(world.params.validate().is_ok());
        let log = |bits| Some(LogRate(fixed::types::I24F40::from_bits(bits)));
        world.markets[0].as_mut().unwrap().history = Some(History { short: log(own_short), long: log(own_long) });
        for _ in 0..5 {
            let outcome = world.next(20);
            let least = (1.0 + f64::from(step) / 1e4).powi(-2) - 1e-9;
            for window in [outcome.short.low, outcome.long.low] {
                prop_assert!(float(window) >= least && float(window) <= 1.0 + 1e-9, "{}", float(window));
            }
            prop_assert_eq!(outcome.fair, rate(1.0));
            prop_assert!(outcome.level <= Level::Caution, "{:?}", outcome.level);
        }
    }

    /// A feed's quote that is read again proves nothing: no accumulator moves, it is no fresh reading, and the time until the next new one
    /// is credited once, and capped.
    #[test]
    fn a_repeated_quote_is_no_evidence(
        waits in prop::collection::vec(1_u32..30, 1..8), values in prop::collection::vec(0.5_f64..2.0, 8), older in 0_i64..100,
    ) {
        let mut world = World::settled(&[1.0]);
        world.pass(5);
        let first = world.now.time;
        world.markets[0].as_mut().unwrap().published = Some(first);
        let market_time = world.refresh().market_time;
        prop_assert_eq!(market_time, first);
        let before = *source(&world.state, 1);
        let mut waited = 0;
        for (wait, value) in waits.iter().zip(&values) {
            // The same quote, or an older one that somebody posts again.
            let market = world.markets[0].as_mut().unwrap();
            market.published = Some(UnixTime(first.0 - older));
            market.spot = rate(*value);
            let outcome = world.next(*wait);
            waited += wait;
            prop_assert_eq!(bytemuck::bytes_of(&before), bytemuck::bytes_of(source(&world.state, 1)));
            prop_assert_eq!(outcome.market_time, first);
            prop_assert!(!outcome.reasons.has(Reason::SourceRejected) && !outcome.reasons.has(Reason::DiscountSpot));
        }
        world.pass(7);
        let market = world.markets[0].as_mut().unwrap();
        (market.published, market.spot) = (Some(UnixTime(first.0 + 1)), rate(1.0));
        world.refresh();
        let after = *source(&world.state, 1);
        prop_assert_eq!(after.read, world.state.time);
        // Credited is what passed since the last sample, at most three cadences.
        let credited = after.covered.0 - before.covered.0;
        let passed = after.sampled.0 - before.sampled.0;
        prop_assert_eq!(credited, if passed == 0 { 0 } else { passed.min(60) });
    }
}

/// A quote from the future counts as one of now, so that later ones are newer; one from before all time is no quote.
#[test]
fn a_quote_has_a_time_that_can_be() {
    let mut world = World::settled(&[1.0]);
    world.pass(20);
    world.markets[0].as_mut().unwrap().published = Some(UnixTime(world.now.time.0 + 1_000));
    assert_eq!(world.refresh().market_time, world.now.time);
    world.pass(20);
    world.markets[0].as_mut().unwrap().published = Some(world.now.time);
    assert_eq!(world.refresh().market_time, world.now.time);
    for time in [-1, 0, i64::MAX] {
        let mut world = world.clone();
        world.pass(20);
        world.markets[0].as_mut().unwrap().published = Some(UnixTime(time));
        assert_ne!(world.refresh().market_time, world.now.time);
    }
    // A pool's reading has none and is always new.
    world.pass(1);
    world.markets[0].as_mut().unwrap().published = None;
    assert_eq!(world.refresh().market_time, world.now.time);
}
