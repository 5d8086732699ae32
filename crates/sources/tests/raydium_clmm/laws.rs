use fair_value::units::UnixTime;
use fair_value::{Params, Reading, units::Seconds};
use proptest::prelude::*;
use sources::encode::{ClmmObservation, ClmmObservationsAccount, ClmmPoolAccount};

use super::case::{POOL, good, of, pool};
use crate::common::NOW;

/// A path of ticks: seconds until the next swap, and the tick it leaves behind.
fn paths() -> impl Strategy<Value = Vec<(u32, i32)>> {
    prop::collection::vec((15..90u32, -2000..2000i32), 1..250)
}

/// Plays a path that ends some seconds before now. Returns the ring, the tick since, and each stretch as (from, to, tick).
fn play(path: &[(u32, i32)], quiet: u32) -> (ClmmObservationsAccount, i32, Vec<(i64, i64, i32)>) {
    let mut account = ClmmObservationsAccount::new(POOL);
    let total: i64 = path.iter().map(|(seconds, _)| i64::from(*seconds)).sum();
    let (mut time, mut tick) = (NOW - i64::from(quiet) - total, 0);
    account.update(time as u32, tick);
    let mut stretches = Vec::new();
    for (seconds, next) in path {
        let end = time + i64::from(*seconds);
        account.update(end as u32, tick);
        stretches.push((time, end, tick));
        (time, tick) = (end, *next);
    }
    stretches.push((time, NOW, tick));
    (account, tick, stretches)
}

/// The mean tick over the last seconds, from the stretches themselves.
fn mean(stretches: &[(i64, i64, i32)], seconds: u32) -> f64 {
    let from = NOW - i64::from(seconds);
    let sum: f64 = stretches.iter().map(|(a, b, tick)| (b - (*a).max(from)).max(0) as f64 * f64::from(*tick)).sum();
    sum / f64::from(seconds)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// The ring gives the true mean of any path over any window that it still covers, and nothing over one that it does not.
    #[test]
    fn windows_are_the_true_mean(path in paths(), quiet in 0..100u32, short in 1..600u32, long in 600..20_000u32) {
        let (account, tick, stretches) = play(&path, quiet);
        let mut case = of(ClmmPoolAccount { tick_current: tick, ..pool() }, account);
        case.params = Params { short_window: Seconds::new(short), long_window: Seconds::new(long), ..case.params };
        let Ok(Reading::Market(reading)) = case.read() else { panic!("{:?}", case.read()) };
        let history = reading.history.unwrap();
        let oldest = account.observations.iter().map(|o| o.block_timestamp).filter(|t| *t != 0).min().unwrap();
        for (window, seconds) in [(history.short, short), (history.long, long)] {
            let covered = i64::from(oldest) <= NOW - i64::from(seconds);
            prop_assert_eq!(window.is_some(), covered, "{} s, oldest {}", seconds, NOW - i64::from(oldest));
            if let Some(log) = window {
                let found = log.fixed().to_num::<f64>();
                let expected = mean(&stretches, seconds) * 1.0001f64.log2();
                // The sum between observations rounds to whole tick-seconds.
                let rounding = 1.0001f64.log2() / f64::from(seconds);
                prop_assert!((found - expected).abs() <= rounding + 2e-12, "{} for {}", found, expected);
            }
        }
    }

    /// Splitting a window splits its sum: means are additive over time.
    #[test]
    fn means_are_additive(path in paths(), quiet in 0..100u32, cut in 1..1199u32) {
        let (account, tick, _) = play(&path, quiet);
        let mean_of = |from: i64, to: i64| {
            let mut case = of(ClmmPoolAccount { tick_current: tick, ..pool() }, account);
            case.now.time = UnixTime::new(to);
            case.params = Params { short_window: Seconds::new((to - from) as u32), long_window: Seconds::new(1), ..case.params };
            match case.read() {
                Ok(Reading::Market(reading)) => reading.history.unwrap().short.map(|log| log.fixed().to_num::<f64>()),
                _ => None,
            }
        };
        let (from, middle) = (NOW - 1200, NOW - i64::from(cut));
        // A window that ends in the past sees the newest observation in its future, so only cuts in the quiet part split.
        if let (Some(all), Some(first), Some(second)) = (mean_of(from, NOW), mean_of(from, middle), mean_of(middle, NOW)) {
            let parts = first * f64::from(1200 - cut) + second * f64::from(cut);
            prop_assert!((all * 1200.0 - parts).abs() <= 3.0 * 1.0001f64.log2() + 1e-8);
        }
    }

    /// Any ring, however absurd, is read without panic.
    #[test]
    fn rings_are_harmless(
        index in 0..120u16,
        tick: i32,
        now: i64,
        slots in prop::collection::vec((any::<u32>(), any::<i64>()), 100..=100),
    ) {
        let mut account = ClmmObservationsAccount { initialized: true, observation_index: index, ..ClmmObservationsAccount::new(POOL) };
        for (slot, (block_timestamp, tick_cumulative)) in account.observations.iter_mut().zip(slots) {
            *slot = ClmmObservation { block_timestamp, tick_cumulative };
        }
        let mut case = of(ClmmPoolAccount { tick_current: tick, ..pool() }, account);
        case.now.time = UnixTime::new(now);
        let _ = case.read();
    }

    /// Any one damaged byte never panics.
    #[test]
    fn bytes_are_harmless(account in 0..2usize, at: prop::sample::Index, value: u8) {
        let mut case = good();
        let at = at.index(case.accounts[account].data.len());
        case.accounts[account].data[at] = value;
        let _ = case.read();
    }
}
