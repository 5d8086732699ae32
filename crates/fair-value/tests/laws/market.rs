//! Readings, samples, windows.

use fair_value::state::{SourceState, State};
use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

fn log(value: LogRate) -> f64 {
    value.to_bits() as f64 / (1_u64 << 40) as f64
}

/// The sources' memory, in full.
fn source(state: &State, index: usize) -> &SourceState {
    &state.sources[index]
}

/// The step of one cadence, in basis points: the engine's falls short of ln(1.005) by its third-order term.
const STEP: f64 = 49.875;

/// Largest shifts of a window's captured and of its guarded side, in basis points, when `captured` refreshes in a row, each on the cadence,
/// show `attack` and the rest are honest.
fn shifts(captured: u32, attack: f64, after: u32, long: bool) -> (f64, f64) {
    let mut world = World::settled(&[1.0]);
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for step in 0..captured + after {
        world.set_markets(if step < captured { attack } else { 1.0 });
        let outcome = world.next(20);
        let window = if long { outcome.long } else { outcome.short };
        low = low.max((float(window.low).ln() * 1e4).abs());
        high = high.max((float(window.high).ln() * 1e4).abs());
    }
    if attack < 1.0 { (low, high) } else { (high, low) }
}

proptest! {
    #![proptest_config(cases(512))]

    /// Clamped samples, each one step from the last. A reading that closes a cadence also stands at the beginning of the next: m captured are
    /// m + 1 samples, and with the clamped return c (m + 1)^2 / n. The other side follows only where nothing honest lies in a cadence or at its
    /// ends: m - 1 samples, so of one capture nothing.
    #[test]
    fn captured_samples_move_one_side_of_a_window_little(captured in 1_u32..7, up: bool) {
        let attack = if up { 1_000.0 } else { 0.001 };
        let (found, guarded) = shifts(captured, attack, captured + 1, false);
        let most = |samples: u32| STEP * f64::from(samples).powi(2) / 15.0;
        prop_assert!((found - most(captured + 1)).abs() < 0.01, "{found}");
        prop_assert!((guarded - most(captured - 1)).abs() < 0.01, "{guarded}");
    }

    /// However many are captured: at most the mean over the window of the triangle that they make, its peak anywhere in it.
    #[test]
    fn captured_samples_move_a_window_by_a_triangle_at_most(captured in 1_u32..40, attack in 0.5_f64..2.0, after in 0_u32..20) {
        let (found, guarded) = shifts(captured, attack, after, false);
        let most = |samples: u32| {
            let (m, n) = (samples as usize, 15_usize);
            let triangle: Vec<f64> = (1..2 * m + n).map(|i| STEP * i.min((2 * m).saturating_sub(i)) as f64).collect();
            triangle.windows(n).map(|window| window.iter().sum::<f64>() / n as f64).fold(0.0, f64::max)
        };
        prop_assert!(found <= most(captured + 1) + 0.01, "{found}");
        prop_assert!(guarded <= most(captured - 1) + 0.01, "{guarded}");
        // Never further than the attack itself.
        prop_assert!(found <= attack.ln().abs() * 1e4 + 0.01);
    }

    #[test]
    fn captured_samples_move_the_long_window_less(captured in 1_u32..31) {
        let (found, guarded) = shifts(captured, 0.01, captured + 1, true);
        // 180 samples of 20 s in the hour.
        let most = |m: u32| STEP * f64::from(m).powi(2) / 180.0;
        prop_assert!((found - most(captured + 1)).abs() < 0.01, "{found}");
        prop_assert!(guarded <= most(captured - 1) + 0.01, "{guarded}");
    }

    /// A reading within a cadence moves one side's sample by one step at most, wherever in the cadence it lies and however long it stood, and the
    /// next sample takes it back. The other side's does not move.
    #[test]
    fn a_capture_within_a_cadence_is_one_sample(before in 1_u32..19, held in 1_u32..19, attack in 0.9_f64..1.1) {
        prop_assume!(before + held < 20);
        let mut world = World::settled(&[1.0]);
        let covered = source(&world.state, 1).covered.get();
        world.next(before);
        world.set_markets(attack);
        world.refresh_at(0);
        world.pass(held);
        world.set_markets(1.0);
        world.refresh();
        world.next(20 - before - held);
        let after = *source(&world.state, 1);
        prop_assert_eq!(after.covered.get(), covered + 20);
        let step = STEP / 1e4 * std::f64::consts::LOG2_E;
        prop_assert!((log(after.sample_low) - attack.log2().min(0.0).max(-step)).abs() < 1e-9, "{}", log(after.sample_low));
        prop_assert!((log(after.sample_high) - attack.log2().max(0.0).min(step)).abs() < 1e-9, "{}", log(after.sample_high));
        world.next(20);
        prop_assert_eq!(log(source(&world.state, 1).sample_low), 0.0);
        prop_assert_eq!(log(source(&world.state, 1).sample_high), 0.0);
    }

    /// Geometric means of the clamped extremes over exactly the window, whatever the rhythm: against a float model.
    #[test]
    fn windows_match_a_float_model(path in prop::collection::vec((1_u32..90, 0.97_f64..1.03), 60..300)) {
        let mut world = World::new(&[1.0]);
        world.refresh();
        let mut model = Model::new(world.now.time.get());
        for (seconds, value) in path {
            world.set_markets(value);
            let outcome = world.next(seconds);
            model.refresh(world.now.time.get(), value);
            for (length, found, coverage) in
                [(300, outcome.short, outcome.short_coverage), (3_600, outcome.long, outcome.long_coverage)]
            {
                let Some(mean) = model.window(length) else { continue };
                let share = (mean.covered / length as f64 * 10_000.0).min(10_000.0);
                prop_assert!((f64::from(coverage.get()) - share).abs() <= 1.0, "{coverage:?} {share} of {length}");
                if coverage >= Bps::new(8_000) && outcome.depth.get() > 0 && found != Sides::default() {
                    let high = (float(found.high).log2() - mean.high).abs();
                    prop_assert!(high < 1e-9, "{high} of {length}");
                    let held = world.state.market.hold_until.unix() > world.now.time;
                    let low = (float(found.low).log2() - mean.low).abs();
                    prop_assert!(held || low < 1e-9, "{low} of {length}");
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

    /// The price of a reading below half of the least depth is not taken: no accumulator moves, only the depth that was read is noted. Its vote
    /// stands from memory until a second reading confirms that the depth is gone.
    #[test]
    fn thin_readings_have_no_price(spot in 0.01_f64..100.0, depth in 0_u64..=10) {
        let mut world = World::settled(&[1.0]);
        let before = *source(&world.state, 1);
        let depth = Lamports::new((depth * SOL).saturating_sub(1));
        world.markets[0] = Some(MarketReading { depth, ..pool(spot) });
        let outcome = world.next(20);
        let after = *source(&world.state, 1);
        let noted = SourceState {
            depth_read: depth,
            falling: depth,
            falling_slot: world.now.slot.get() as u32,
            falling_time: world.state.time,
            ..before
        };
        prop_assert_eq!(after, noted);
        prop_assert_eq!((outcome.level, outcome.voted, outcome.spot.low), (Level::Normal, 0b11, rate(1.0)));
        prop_assert!(!outcome.reasons.has(Reason::SourceThin));
        let outcome = world.next(20);
        prop_assert_eq!(*source(&world.state, 1), SourceState { depth, marks: source(&world.state, 1).marks, ..noted_at(noted, &world) });
        prop_assert!(outcome.reasons.has(Reason::SourceThin) && outcome.reasons.has(Reason::MarketLost));
        // What was published last is held.
        prop_assert_eq!((outcome.spot.low, outcome.short.low, outcome.long.low), (rate(1.0), rate(1.0), rate(1.0)));
        prop_assert_eq!((outcome.level, outcome.voted), (Level::Depegged, 0b01));
    }

    /// As a vote, depth rises by at most a tenth a minute.
    #[test]
    fn depth_rises_slowly(seconds in prop::collection::vec(1_u32..60, 1..30), factor in 1.0_f64..50.0) {
        let mut world = World::settled(&[1.0]);
        let before = source(&world.state, 1).depth.get() as f64;
        prop_assert_eq!(before, 500e9);
        world.markets[0].as_mut().unwrap().depth = Lamports::new((before * factor) as u64);
        let mut elapsed = 0.0;
        for seconds in seconds {
            world.next(seconds);
            elapsed += f64::from(seconds);
            let depth = source(&world.state, 1).depth.get() as f64;
            prop_assert!(depth <= before * 1.1_f64.powf(elapsed / 60.0) + 1.0);
            prop_assert!(depth <= before * factor);
            prop_assert!(depth >= (before * 1.09_f64.powf(elapsed / 60.0)).min(before * factor) * 0.99);
        }
    }
}

/// The same memory after the reading is repeated: the newest of equal readings is kept, which confirms for longest.
fn noted_at(noted: SourceState, world: &World) -> SourceState {
    SourceState { falling_slot: world.now.slot.get() as u32, falling_time: world.state.time, ..noted }
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
    sampled: i64,
    /// Extremes since the last sample, the reading that closed it included.
    low: f64,
    high: f64,
    /// The last sample and the one before it.
    samples: Option<[(f64, f64); 2]>,
    /// Samples times their seconds, and seconds, ever.
    end: Total,
    /// The same at the moments that the rings keep, with their distance, of which there is no bound here.
    rings: [(i64, Vec<(i64, Total)>); 2],
}

#[derive(Clone, Copy, Default)]
struct Total {
    low: f64,
    high: f64,
    covered: f64,
}

impl Total {
    fn less(self, other: Self) -> Self {
        Self { low: self.low - other.low, high: self.high - other.high, covered: self.covered - other.covered }
    }

    /// Both sides by the seconds.
    fn mean(self) -> Self {
        Self { low: self.low / self.covered, high: self.high / self.covered, ..self }
    }
}

impl Model {
    /// The first reading is one.
    fn new(time: i64) -> Self {
        // Eleven intervals span a window.
        let rings = [300.0_f64, 3_600.0].map(|length| ((length / 11.0).ceil() as i64, vec![(time, Total::default())]));
        Self { time, sampled: time, low: 0.0, high: 0.0, samples: None, end: Total::default(), rings }
    }

    fn refresh(&mut self, now: i64, value: f64) {
        let value = value.log2();
        self.time = now;
        (self.low, self.high) = (self.low.min(value), self.high.max(value));
        let passed = now - self.sampled;
        if passed < 20 {
            return;
        }
        let credited = passed.min(60) as f64;
        let step = STEP / 1e4 * std::f64::consts::LOG2_E * (credited / 20.0).min(2.0);
        let (low, high) = self.samples.map_or((self.low, self.high), |[last, before]| {
            // A step outward, but back at once to where the sample before the last was; a step inward.
            let low = self.low.min(last.0 + step).max(before.0.min(last.0 - step));
            let high = self.high.max(last.1 - step).min(before.1.max(last.1 + step));
            (low, high)
        });
        self.samples = Some([(low, high), self.samples.map_or((low, high), |[last, _]| last)]);
        self.end.low += low * credited;
        self.end.high += high * credited;
        self.end.covered += credited;
        (self.low, self.high, self.sampled) = (value, value, now);
        for (distance, points) in &mut self.rings {
            if now - points.last().unwrap().0 >= *distance {
                points.push((now, self.end));
            }
        }
    }

    /// The means over the last `length` seconds.
    fn window(&self, length: i64) -> Option<Total> {
        // As of the last sample, until the next one is overdue.
        let at = if self.time - self.sampled >= 40 { self.time } else { self.sampled };
        let start = at - length;
        if self.sampled <= start {
            return None;
        }
        let points = &self.rings[usize::from(length != 300)].1;
        let older = points.partition_point(|(time, _)| *time <= start);
        let (after, end) = points.get(older).copied().unwrap_or((self.sampled, self.end));
        let Some((before, begin)) = older.checked_sub(1).map(|last| points[last]) else {
            return (self.end.covered > 0.0).then(|| self.end.less(end).mean());
        };
        // Between two points evenly, in whole seconds.
        let (span, all) = ((after - before) as f64, end.less(begin));
        let part = (all.covered * (start - before) as f64 / span).floor();
        let share = if all.covered > 0.0 { part / all.covered } else { 0.0 };
        let spent = Total { low: all.low * share, high: all.high * share, covered: part };
        let rest = self.end.less(begin).less(spent);
        (rest.covered > 0.0).then(|| rest.mean())
    }
}

/// With refreshes on the cadence both windows begin at a sample or evenly between two: the means are exact, and all of them is covered.
#[test]
fn windows_on_the_cadence_are_exact() {
    let mut world = World::new(&[1.0]);
    world.refresh();
    let mut model = Model::new(world.now.time.get());
    for step in 0..400 {
        let value = 1.0 + 0.02 * (f64::from(step) * 0.37).sin();
        world.set_markets(value);
        let outcome = world.next(20);
        model.refresh(world.now.time.get(), value);
        let windows = [(300, outcome.short, outcome.short_coverage), (3_600, outcome.long, outcome.long_coverage)];
        for (length, found, coverage) in windows.into_iter().take(if step < 200 { 1 } else { 2 }) {
            if step < 60 {
                continue;
            }
            let mean = model.window(length).unwrap();
            assert_eq!((mean.covered, coverage), (length as f64, Bps::new(10_000)));
            assert!((float(found.low).log2() - mean.low).abs() < 2e-10, "{step} of {length}");
            assert!((float(found.high).log2() - mean.high).abs() < 2e-10, "{step} of {length}");
            assert!(found.low < found.high);
        }
    }
}

/// A gap is worth three cadences. Its sample is the lower and the higher of the readings at its ends: what the price did between, nobody saw.
#[test]
fn a_gap_is_credited_to_its_ends_and_capped() {
    let step = STEP / 1e4 * std::f64::consts::LOG2_E;
    let mut world = World::settled(&[1.0]);
    let before = *source(&world.state, 1);
    world.set_markets(0.5);
    world.next(1_800);
    let after = *source(&world.state, 1);
    assert_eq!(after.covered.get() - before.covered.get(), 60);
    // The low side goes by the incoming reading, by two steps for the longer credit; the high side by the stored one.
    let mut steps = (2.0, 0.0);
    for (seconds, by) in [(0, 0.0), (60, 2.0), (20, 1.0), (30, 1.5), (45, 2.0)] {
        if seconds > 0 {
            world.next(seconds);
            steps = (steps.0 + by, steps.1 + by);
        }
        let source = source(&world.state, 1);
        assert!((log(source.sample_low) + steps.0 * step).abs() < 1e-9, "{seconds} {}", log(source.sample_low));
        assert!((log(source.sample_high) + steps.1 * step).abs() < 1e-9, "{seconds} {}", log(source.sample_high));
    }
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
    assert_eq!(source(&world.state, 1).sampled.seconds(), sampled.seconds() + 20);
}

/// Windows age without samples: the short one first.
#[test]
fn coverage_fades() {
    let mut world = World::settled(&[1.0]);
    world.markets[0] = None;
    let outcome = world.next(60);
    assert_eq!(outcome.short_coverage, Bps::new(8_000));
    assert!(!outcome.reasons.has(Reason::WindowInvalid));
    let outcome = world.next(1);
    assert!(outcome.short_coverage < Bps::new(8_000));
    assert!(outcome.reasons.has(Reason::WindowInvalid));
    let outcome = world.next(658);
    assert!(outcome.long_coverage >= Bps::new(8_000));
    let outcome = world.next(400);
    assert!(outcome.long_coverage < Bps::new(8_000));
    assert_eq!(outcome.short_coverage, Bps::ZERO);
    let outcome = world.next(3_600);
    assert_eq!(outcome.long_coverage, Bps::ZERO);
    // The last values stay published.
    assert_eq!(outcome.short.low, rate(1.0));
    assert_eq!(outcome.last_good_market, rate(1.0));
    assert_eq!(outcome.last_good_market_time.get(), world.now.time.get() - 60 - 1 - 658 - 400 - 3_600 + 60);
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
        world.params.max_step = Bps::new(step);
        world.params.depegged_enter = Bps::new(enter);
        world.params.depegged_clear = Bps::new(enter / 2);
        world.params.caution_enter = Bps::new((enter - 1).min(150));
        world.params.caution_clear = Bps::new((enter / 3).min(90));
        prop_assume!(world.params.validate().is_ok());
        let log = |bits| Some(LogRate::from_bits(bits));
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
            market.published = Some(UnixTime::new(first.get() - older));
            market.spot = rate(*value);
            let outcome = world.next(*wait);
            waited += wait;
            prop_assert_eq!(bytemuck::bytes_of(&before), bytemuck::bytes_of(source(&world.state, 1)));
            prop_assert_eq!(outcome.market_time, first);
            prop_assert!(!outcome.reasons.has(Reason::SourceRejected) && !outcome.reasons.has(Reason::DiscountSpot));
        }
        world.pass(7);
        let market = world.markets[0].as_mut().unwrap();
        (market.published, market.spot) = (Some(UnixTime::new(first.get() + 1)), rate(1.0));
        world.refresh();
        let after = *source(&world.state, 1);
        prop_assert_eq!(after.read, world.state.time);
        // Credited is what passed since the last sample, at most three cadences.
        let credited = after.covered.get() - before.covered.get();
        let passed = after.sampled.seconds() - before.sampled.seconds();
        prop_assert_eq!(credited, if passed == 0 { 0 } else { passed.min(60) });
    }
}

/// A quote from the future counts as one of now, so that later ones are newer; one from before all time is no quote.
#[test]
fn a_quote_has_a_time_that_can_be() {
    let mut world = World::settled(&[1.0]);
    world.pass(20);
    world.markets[0].as_mut().unwrap().published = Some(UnixTime::new(world.now.time.get() + 1_000));
    assert_eq!(world.refresh().market_time, world.now.time);
    world.pass(20);
    world.markets[0].as_mut().unwrap().published = Some(world.now.time);
    assert_eq!(world.refresh().market_time, world.now.time);
    for time in [-1, 0, i64::MAX] {
        let mut world = world.clone();
        world.pass(20);
        world.markets[0].as_mut().unwrap().published = Some(UnixTime::new(time));
        assert_ne!(world.refresh().market_time, world.now.time);
    }
    // A pool's reading has none and is always new.
    world.pass(1);
    world.markets[0].as_mut().unwrap().published = None;
    assert_eq!(world.refresh().market_time, world.now.time);
}
