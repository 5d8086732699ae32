//! What markets are priced by: this oracle, and what they use without it. The others read one market, as prices of a
//! single venue do: the
//! one that a scenario strikes, where it strikes one.

use std::collections::VecDeque;

use crate::oracle::Published;

const HOUR: f64 = 3_600.0;
const YEAR: f64 = 365.25 * 24.0 * HOUR;
/// Growth a year that a capped NAV allows. Aave's caps for liquid staking tokens are about as wide.
const GROWTH: f64 = 0.10;
/// Discount of the market at which the kill switch of a capped NAV stops lending until people act: 2.5 %, as risk
/// advisers proposed for Aave.
const KILL: f64 = 0.025;
/// Readings sooner than this after the last one are no part of Scope's average, seconds.
const EMA_LEAST: f64 = HOUR / 120.0;
/// Divergence of price and average beyond which klend neither lends nor lets withdraw, as a share. Reserves set their
/// own; 5 % is usual.
const DIVERGENCE: f64 = 0.05;
/// Deviations from the average at which the tiers of a three-tier breaker begin, as P0 has them.
const TIERS: [f64; 3] = [0.05, 0.10, 0.25];
/// How long its third tier stays, until people have acted.
const PEOPLE: f64 = 24.0 * HOUR;

/// What a market is priced by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// This oracle: its prices and its gates.
    Oracle,
    /// The market's price now, for every use, and no gates.
    Spot,
    /// What the books say, for every use, and no gates.
    Nav,
    /// The mean of the market's price over an hour, by time.
    Twap,
    /// An exponential average of one hour as Kamino's Scope keeps it: for a reading `t` seconds after the last a weight
    /// of 2 / (1 + 3600 / t),
    /// one from an hour on; a reading within 30 s of the last is skipped. Klend's limit: no loans while price and
    /// average diverge.
    Ema,
    /// NAV whose growth is capped, and which stops lending once the market is 2.5 % below it, until people act: as Aave
    /// does.
    Capped,
    /// The lower of NAV and the market's price, for every use.
    Lower,
    /// The market's price with a breaker against its one-hour average: from 5 % no loans, from 10 % the average is what
    /// liquidation judges by,
    /// from 25 % nothing for a day. After P0.
    Tiers,
    /// As Liquity has it: the lower of NAV and market for loans and health, the higher for redemptions (nobody redeems
    /// here); where the market
    /// cannot be read, the last price for good and no loans any more.
    TwoPrices,
}

impl By {
    /// All of them, this oracle first.
    pub const ALL: [Self; 9] = [
        Self::Oracle,
        Self::Spot,
        Self::Nav,
        Self::Twap,
        Self::Ema,
        Self::Capped,
        Self::Lower,
        Self::Tiers,
        Self::TwoPrices,
    ];

    /// As tables call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oracle => "this oracle",
            Self::Spot => "spot",
            Self::Nav => "NAV only",
            Self::Twap => "TWAP, 1 h",
            Self::Ema => "EMA, klend's limits",
            Self::Capped => "capped NAV, kill switch",
            Self::Lower => "min(NAV, market)",
            Self::Tiers => "three-tier breaker",
            Self::TwoPrices => "two prices",
        }
    }
}

/// What a market makes of collateral at one moment, in what it lends per token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// Loans are made on this.
    pub collateral: f64,
    /// Health is judged by this.
    pub liquidation: f64,
    /// Liquidators are paid by this.
    pub seized: f64,
    /// Whether loans are made.
    pub lends: bool,
    /// Whether liquidation is open.
    pub liquidates: bool,
}

impl Quote {
    /// One price for every use, and no gates.
    fn flat(price: f64) -> Self {
        Self { collateral: price, liquidation: price, seized: price, lends: true, liquidates: true }
    }

    /// By this oracle, published so many seconds ago.
    pub fn of(published: &Published, age: f64, usd: bool) -> Self {
        let seized = published.seized();
        let [collateral, liquidation, seized] = if usd {
            let [collateral, liquidation, rate] = published.usd();
            [collateral, liquidation, (seized * rate).min(liquidation).max(collateral)]
        } else {
            [published.collateral(), published.fair(), seized]
        };
        // The limits of age are the reader's defaults: 60 s, 10 min, 1 h, and 100 bps per hour from ten minutes on.
        let kept = if age > 600.0 { 1.0 - 0.01 * age / HOUR } else { 1.0 };
        Self {
            collateral,
            liquidation: liquidation * kept,
            seized: seized * kept,
            lends: published.lends() && age <= 60.0,
            liquidates: published.liquidates() && age <= HOUR,
        }
    }
}

/// What one venue and the books say at one refresh, SOL per token.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Seconds.
    pub time: f64,
    /// The venue's price; `None` where it has none.
    pub spot: Option<f64>,
    /// What the books say.
    pub nav: f64,
}

/// A price without this oracle as it goes on.
#[derive(Clone, Debug)]
pub struct Baseline {
    by: By,
    first: (f64, f64),
    nav: f64,
    spot: f64,
    ema: (f64, f64),
    recent: VecDeque<(f64, f64)>,
    /// Over the readings of `recent`: price times seconds.
    sum: f64,
    now: f64,
    killed: bool,
    stopped: Option<f64>,
}

impl Baseline {
    /// Begins with a reading.
    pub fn begin(by: By, reading: Reading) -> Self {
        let spot = reading.spot.unwrap_or(reading.nav);
        Self {
            by,
            first: (reading.time, reading.nav),
            nav: reading.nav,
            spot,
            ema: (reading.time, spot),
            recent: VecDeque::from([(reading.time, spot)]),
            sum: 0.0,
            now: reading.time,
            killed: false,
            stopped: None,
        }
    }

    /// Takes one more.
    pub fn take(&mut self, Reading { time, spot, nav }: Reading) {
        if self.by == By::Twap {
            self.average(time);
        }
        self.now = time;
        self.nav = nav;
        let Some(spot) = spot else {
            self.killed |= self.by == By::TwoPrices;
            return;
        };
        self.spot = spot;
        let passed = time - self.ema.0;
        if passed >= EMA_LEAST {
            let weight = if passed >= HOUR { 1.0 } else { 2.0 / (1.0 + HOUR / passed) };
            self.ema = (time, self.ema.1 + (spot - self.ema.1) * weight);
        }
        if self.by == By::Twap {
            self.recent.push_back((time, spot));
        }
        self.killed |= self.by == By::Capped && spot < self.capped() * (1.0 - KILL);
        if self.by == By::Tiers && self.deviation() >= TIERS[2] {
            self.stopped = Some(time);
        }
    }

    /// Counts what stood until `time`, and forgets what is an hour old.
    fn average(&mut self, time: f64) {
        if let Some((_, spot)) = self.recent.back() {
            self.sum += spot * (time - self.now);
        }
        while let (Some((from, spot)), Some((next, _))) = (self.recent.front(), self.recent.get(1)) {
            if *next > time - HOUR {
                break;
            }
            self.sum -= spot * (next - from);
            self.recent.pop_front();
        }
    }

    fn twap(&self) -> f64 {
        let Some((from, spot)) = self.recent.front() else { return self.spot };
        // Of the oldest, what stood more than an hour ago does not count.
        let old = (self.now - HOUR - from).max(0.0);
        let length = self.now - from - old;
        if length > 0.0 { (self.sum - spot * old) / length } else { self.spot }
    }

    fn capped(&self) -> f64 {
        let (from, nav) = self.first;
        self.nav.min(nav * (1.0 + GROWTH * (self.now - from) / YEAR))
    }

    fn deviation(&self) -> f64 {
        (self.spot / self.ema.1 - 1.0).abs()
    }

    /// What it makes of collateral now, in SOL.
    pub fn quote(&self) -> Quote {
        let lower = self.spot.min(self.nav);
        match self.by {
            By::Oracle | By::Spot => Quote::flat(self.spot),
            By::Nav => Quote::flat(self.nav),
            By::Twap => Quote::flat(self.twap()),
            By::Ema => Quote { lends: self.deviation() <= DIVERGENCE, ..Quote::flat(self.ema.1) },
            By::Capped => Quote { lends: !self.killed, ..Quote::flat(self.capped()) },
            By::Lower => Quote::flat(lower),
            By::Tiers => self.tiers(),
            By::TwoPrices => Quote { lends: !self.killed, ..Quote::flat(lower) },
        }
    }

    fn tiers(&self) -> Quote {
        let deviation = self.deviation();
        let price = if deviation >= TIERS[1] { self.ema.1 } else { self.spot };
        let stopped = self.stopped.is_some_and(|since| self.now - since < PEOPLE);
        Quote {
            collateral: self.spot.min(self.ema.1),
            lends: deviation < TIERS[0] && !stopped,
            liquidates: !stopped,
            ..Quote::flat(price)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(by: By, readings: &[(f64, f64, f64)]) -> Quote {
        let mut readings = readings.iter().map(|&(time, spot, nav)| Reading { time, spot: Some(spot), nav });
        let mut baseline = Baseline::begin(by, readings.next().expect("a reading"));
        readings.for_each(|reading| baseline.take(reading));
        baseline.quote()
    }

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
    }

    #[test]
    fn spot_nav_and_the_lower_of_them_are_the_last_reading() {
        let readings = [(0.0, 1.0, 1.0), (60.0, 0.5, 1.1)];
        near(quote(By::Spot, &readings).liquidation, 0.5);
        near(quote(By::Nav, &readings).liquidation, 1.1);
        near(quote(By::Lower, &readings).liquidation, 0.5);
    }

    #[test]
    fn a_twap_weighs_what_stood_within_the_hour() {
        let twap = |readings: &[_]| quote(By::Twap, readings).liquidation;
        near(twap(&[(0.0, 1.0, 1.0)]), 1.0);
        near(twap(&[(0.0, 1.0, 1.0), (900.0, 0.5, 1.0), (1_800.0, 0.5, 1.0)]), 0.75);
        // The first price stood for 900 s of the last hour, and the reading of this moment has not stood at all.
        near(twap(&[(0.0, 1.0, 1.0), (1_900.0, 0.6, 1.0), (4_600.0, 9.0, 1.0)]), 0.7);
    }

    #[test]
    fn an_ema_weighs_by_the_time_since_the_last_reading() {
        let ema = |readings: &[_]| quote(By::Ema, readings).liquidation;
        // 60 samples to an hour: a weight of 2 / 61.
        near(ema(&[(0.0, 1.0, 1.0), (60.0, 0.0, 1.0)]), 1.0 - 2.0 / 61.0);
        near(ema(&[(0.0, 1.0, 1.0), (29.0, 0.0, 1.0)]), 1.0);
        near(ema(&[(0.0, 1.0, 1.0), (3_600.0, 0.5, 1.0)]), 0.5);
        assert!(!quote(By::Ema, &[(0.0, 1.0, 1.0), (60.0, 0.9, 1.0)]).lends);
        assert!(quote(By::Ema, &[(0.0, 1.0, 1.0), (60.0, 0.96, 1.0)]).lends);
    }

    #[test]
    fn a_capped_nav_grows_slowly_falls_at_once_and_stops_lending_for_good() {
        near(quote(By::Capped, &[(0.0, 1.0, 1.0), (3_600.0, 1.0, 1.5)]).liquidation, 1.0 + 0.10 / (365.25 * 24.0));
        near(quote(By::Capped, &[(0.0, 1.0, 1.0), (3_600.0, 1.0, 0.5)]).liquidation, 0.5);
        let depegged = quote(By::Capped, &[(0.0, 1.0, 1.0), (60.0, 0.97, 1.0), (120.0, 1.0, 1.0)]);
        assert!(!depegged.lends && depegged.liquidates);
        near(depegged.liquidation, 1.0);
    }

    #[test]
    fn tiers_close_one_after_another() {
        let at = |spot| quote(By::Tiers, &[(0.0, 1.0, 1.0), (60.0, spot, 1.0)]);
        assert!(at(0.96).lends);
        assert!(!at(0.94).lends && at(0.94).liquidates);
        near(at(0.94).liquidation, 0.94);
        assert!(at(0.88).liquidation > 0.95);
        assert!(!at(0.6).liquidates);
    }

    #[test]
    fn two_prices_shut_for_good_where_the_market_is_gone() {
        let mut baseline = Baseline::begin(By::TwoPrices, Reading { time: 0.0, spot: Some(0.9), nav: 1.0 });
        assert!(baseline.quote().lends);
        baseline.take(Reading { time: 60.0, spot: None, nav: 1.0 });
        baseline.take(Reading { time: 120.0, spot: Some(1.0), nav: 1.0 });
        assert!(!baseline.quote().lends);
    }
}
