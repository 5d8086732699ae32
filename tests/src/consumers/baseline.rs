//! Prices that markets use without this oracle, for comparison: one rate for every use, and no gates.
//!
//! Each is a function of what could be read at the refreshes so far. They read one pool, as prices of a single venue do: the one that an
//! incident strikes, where it strikes one.

use std::collections::VecDeque;

const HOUR: i64 = 3_600;
const YEAR: f64 = 365.25 * 24.0 * 3_600.0;
/// Growth a year that a capped NAV allows. Aave's caps for liquid staking tokens are about as wide.
const GROWTH: f64 = 0.10;
/// Averaging period of [`Baseline::Ema`], seconds.
const EMA_PERIOD: i64 = HOUR;
/// Readings sooner than this after the last one are no part of it, seconds.
const EMA_LEAST: i64 = EMA_PERIOD / 120;

/// A price without this oracle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Baseline {
    /// The pool's price now.
    Spot,
    /// The mean of the pool's price over an hour, by time.
    Twap,
    /// An exponential average of the pool's price as Kamino's Scope keeps one beside each price (`update_ema_twap` in
    /// `programs/scope/src/oracles/twap.rs` of Kamino-Finance/scope): period one hour, and for a reading `t` seconds after the last a weight of
    /// 2 / (1 + 3600 / t), one from an hour on; a reading within 30 s of the last is skipped. Kamino checks its price against it; here
    /// it is the price.
    Ema,
    /// What the books say that a token is worth.
    Nav,
    /// The same, which may grow by so much a year at most and fall at any speed: what Aave's correlated-asset oracles (CAPO) do.
    CappedNav,
    /// The lower of NAV and the pool's price.
    Lower,
}

impl Baseline {
    /// Each with what the tables call it.
    pub const ALL: [(Self, &str); 6] = [
        (Self::Spot, "spot alone"),
        (Self::Twap, "TWAP, 1 h"),
        (Self::Ema, "EMA as Scope's"),
        (Self::Nav, "NAV alone"),
        (Self::CappedNav, "capped NAV"),
        (Self::Lower, "min(NAV, spot)"),
    ];
}

/// What can be read at one refresh. SOL per token.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Unix time.
    pub time: i64,
    /// The pool's price.
    pub spot: f64,
    /// What the books say.
    pub nav: f64,
}

/// What was read so far.
#[derive(Clone, Debug)]
pub struct Record {
    first: Reading,
    /// In the order of time: those of the last hour, and the one that stood when it began.
    recent: VecDeque<Reading>,
    ema: (i64, f64),
}

impl Record {
    /// Begins with a reading.
    pub fn begin(first: Reading) -> Self {
        Self { first, recent: VecDeque::from([first]), ema: (first.time, first.spot) }
    }

    /// Takes one more.
    pub fn take(&mut self, reading: Reading) {
        self.ema = ema(self.ema, (reading.time, reading.spot));
        self.recent.push_back(reading);
        while self.recent.get(1).is_some_and(|next| next.time <= reading.time - HOUR) {
            self.recent.pop_front();
        }
    }

    /// The price at the last reading, SOL per token.
    pub fn rate(&self, baseline: Baseline) -> f64 {
        let now = self.recent.back().copied().unwrap_or(self.first);
        match baseline {
            Baseline::Spot => now.spot,
            Baseline::Twap => twap(&self.recent, now.time),
            Baseline::Ema => self.ema.1,
            Baseline::Nav => now.nav,
            Baseline::CappedNav => capped(self.first, now),
            Baseline::Lower => now.spot.min(now.nav),
        }
    }
}

/// The mean by time over the hour before `now`: each price stood until the next was read.
fn twap(readings: &VecDeque<Reading>, now: i64) -> f64 {
    let ends = readings.iter().skip(1).map(|reading| reading.time).chain([now]);
    let stood =
        readings.iter().zip(ends).map(|(reading, end)| ((end - reading.time.max(now - HOUR)) as f64, reading.spot));
    let (time, sum) = stood.fold((0.0, 0.0), |(time, sum), (seconds, spot)| (time + seconds, sum + seconds * spot));
    if time > 0.0 { sum / time } else { readings.back().map_or(0.0, |reading| reading.spot) }
}

/// The average after a reading; both with their times.
fn ema(before: (i64, f64), (time, spot): (i64, f64)) -> (i64, f64) {
    let passed = time - before.0;
    if passed < EMA_LEAST {
        return before;
    }
    let weight = if passed >= EMA_PERIOD { 1.0 } else { 2.0 / (1.0 + EMA_PERIOD as f64 / passed as f64) };
    (time, before.1 + (spot - before.1) * weight)
}

/// NAV, at most what growth since `first` allows.
fn capped(first: Reading, now: Reading) -> f64 {
    now.nav.min(first.nav * (1.0 + GROWTH * (now.time - first.time) as f64 / YEAR))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(readings: &[(i64, f64, f64)]) -> Record {
        let mut readings = readings.iter().map(|&(time, spot, nav)| Reading { time, spot, nav });
        let mut record = Record::begin(readings.next().expect("a reading"));
        readings.for_each(|reading| record.take(reading));
        record
    }

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
    }

    #[test]
    fn spot_nav_and_the_lower_of_them_are_the_last_reading() {
        let record = record(&[(0, 1.0, 1.0), (60, 0.5, 1.1)]);
        near(record.rate(Baseline::Spot), 0.5);
        near(record.rate(Baseline::Nav), 1.1);
        near(record.rate(Baseline::Lower), 0.5);
    }

    #[test]
    fn a_twap_weighs_what_stood_within_the_hour() {
        near(record(&[(0, 1.0, 1.0)]).rate(Baseline::Twap), 1.0);
        near(record(&[(0, 1.0, 1.0), (900, 0.5, 1.0), (1_800, 0.5, 1.0)]).rate(Baseline::Twap), 0.75);
        // The first price stood for 900 s of the last hour, and the reading of this moment has not stood at all.
        near(record(&[(0, 1.0, 1.0), (1_900, 0.6, 1.0), (4_600, 9.0, 1.0)]).rate(Baseline::Twap), 0.7);
    }

    #[test]
    fn an_ema_weighs_by_the_time_since_the_last_reading() {
        // 60 samples to an hour: a weight of 2 / 61.
        near(record(&[(0, 1.0, 1.0), (60, 0.0, 1.0)]).rate(Baseline::Ema), 1.0 - 2.0 / 61.0);
        near(record(&[(0, 1.0, 1.0), (29, 0.0, 1.0)]).rate(Baseline::Ema), 1.0);
        near(
            record(&[(0, 1.0, 1.0), (29, 0.5, 1.0), (58, 0.0, 1.0)]).rate(Baseline::Ema),
            1.0 - 2.0 / (1.0 + 3_600.0 / 58.0),
        );
        near(record(&[(0, 1.0, 1.0), (3_600, 0.5, 1.0)]).rate(Baseline::Ema), 0.5);
    }

    #[test]
    fn a_capped_nav_grows_slowly_and_falls_at_once() {
        near(record(&[(0, 1.0, 1.0), (3_600, 1.0, 1.5)]).rate(Baseline::CappedNav), 1.0 + 0.10 / (365.25 * 24.0));
        near(record(&[(0, 1.0, 1.0), (3_600, 1.0, 0.5)]).rate(Baseline::CappedNav), 0.5);
    }
}
