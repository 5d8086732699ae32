//! A feed with its sources and a clock that tests move.

use std::sync::OnceLock;

use fair_value::state::State;
use fair_value::units::*;
use fair_value::*;
use proptest::test_runner::{Config, RngSeed};

/// One SOL, in lamports.
pub const SOL: u64 = 1_000_000_000;
/// Supply of the test token, base units: a million tokens.
pub const SUPPLY: u64 = 1_000_000 * SOL;
/// The clock's start.
pub const START: i64 = 1_790_000_000;

/// `PROPTEST_CASES` if set, from a new seed each time; else `cases`, always the same, so that a build that passed passes again.
pub fn cases(cases: u32) -> Config {
    let mut config = Config::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
        config.rng_seed = RngSeed::Fixed(cases.into());
    }
    // Laws that assume something refuse some of what is proposed.
    config.max_global_rejects = config.cases.saturating_mul(50);
    config.failure_persistence = None;
    config
}

/// A rate from a float, for readable tests.
pub fn rate(value: f64) -> Rate {
    Rate::from_decimal((value * 1e12).round() as u64).unwrap()
}

pub fn float(rate: Rate) -> f64 {
    rate.to_bits() as f64 / (1_u64 << 44) as f64
}

pub fn usd(value: f64) -> Price {
    Price::from_bits(rate(value).to_bits())
}

/// A pool at a rate, with 500 SOL of depth.
pub fn pool(value: f64) -> MarketReading {
    MarketReading {
        spot: rate(value),
        depth: Lamports::new(500 * SOL),
        confidence: Bps::ZERO,
        history: None,
        one_sided: false,
        published: None,
    }
}

/// A backing worth `value` SOL a token.
pub fn backing(value: f64) -> Backing {
    Backing {
        assets: Lamports::new((value * SUPPLY as f64).round() as u64),
        supply: TokenAmount::new(SUPPLY),
        decimals: 9,
        updated: Epoch::new(900),
        custodial: Lamports::ZERO,
        undercovered: false,
        unbacked: false,
        firm: Rate::ZERO,
    }
}

#[derive(Clone)]
pub struct World {
    pub params: Params,
    pub state: State,
    pub now: Now,
    pub nav: Option<NavReading>,
    pub other_navs: Vec<Option<NavReading>>,
    pub markets: Vec<Option<MarketReading>>,
    pub usds: Vec<Option<UsdReading>>,
    refreshes: u32,
}

impl World {
    /// A fresh feed: NAV 1, and markets at these rates.
    pub fn new(markets: &[f64]) -> Self {
        Self {
            params: Params::default(),
            state: State::new(),
            now: Now {
                time: UnixTime::new(START),
                slot: Slot::new(1_000),
                epoch: Epoch::new(900),
                since_epoch_start: Seconds::new(50_000),
                rewards_active: false,
            },
            nav: Some(NavReading::Backing(backing(1.0))),
            other_navs: Vec::new(),
            markets: markets.iter().map(|rate| Some(pool(*rate))).collect(),
            usds: Vec::new(),
            refreshes: 0,
        }
    }

    /// A feed that has run for hours with its markets at NAV, everything open, and then with its markets at these rates.
    pub fn settled(markets: &[f64]) -> Self {
        // Every law starts from here: run it once a number of markets.
        static AT_NAV: [OnceLock<World>; 8] = [const { OnceLock::new() }; 8];
        let mut world = AT_NAV[markets.len()]
            .get_or_init(|| {
                let mut world = Self::new(&vec![1.0; markets.len()]);
                let outcome = world.run(10_800, 20);
                assert_eq!(outcome.level, Level::Normal, "{:?}", world.reasons(&outcome));
                world
            })
            .clone();
        if markets.iter().any(|rate| *rate != 1.0) {
            world.markets = markets.iter().map(|rate| Some(pool(*rate))).collect();
            world.run(10_800, 20);
        }
        world
    }

    pub fn set_nav(&mut self, value: f64) {
        let mut new = backing(value);
        new.updated = self.now.epoch;
        self.nav = Some(NavReading::Backing(new));
    }

    pub fn backing(&mut self) -> &mut Backing {
        match &mut self.nav {
            Some(NavReading::Backing(backing)) => backing,
            other => panic!("no backing: {other:?}"),
        }
    }

    pub fn set_markets(&mut self, value: f64) {
        for market in self.markets.iter_mut().flatten() {
            market.spot = rate(value);
        }
    }

    pub fn attested(&self, value: f64) -> NavReading {
        NavReading::Attested(Attested { rate: rate(value), confidence: Bps::ZERO, published: self.now.time })
    }

    pub fn observations(&self) -> Vec<Observation> {
        let nav = Observation { leg: Leg::Nav, reading: self.nav.map(Reading::Nav) };
        let others = self.other_navs.iter().map(|nav| Observation { leg: Leg::Nav, reading: nav.map(Reading::Nav) });
        let markets =
            self.markets.iter().map(|market| Observation { leg: Leg::Market, reading: market.map(Reading::Market) });
        let usds = self.usds.iter().map(|usd| Observation { leg: Leg::Usd, reading: usd.map(Reading::Usd) });
        std::iter::once(nav).chain(markets).chain(others).chain(usds).collect()
    }

    pub fn try_refresh(&mut self) -> Result<Step, StepError> {
        let observations = self.observations();
        step(&self.params, &mut self.state, &Inputs { now: self.now, observations: &observations })
    }

    pub fn refresh(&mut self) -> Outcome {
        // A test that waits for what never comes must fail, not hang.
        self.refreshes += 1;
        assert!(self.refreshes < 30_000, "still waiting");
        match self.try_refresh() {
            Ok(Step::Publish(outcome)) => outcome,
            other => panic!("{other:?}"),
        }
    }

    /// Moves the clock without a refresh, at 2.5 slots a second; attesters keep publishing. No epoch ends.
    pub fn pass(&mut self, seconds: u32) {
        self.now.time = UnixTime::new(self.now.time.get() + i64::from(seconds));
        self.now.slot = Slot::new(self.now.slot.get() + (u64::from(seconds) * 5).div_ceil(2).max(1));
        self.now.since_epoch_start = Seconds::new(self.now.since_epoch_start.get() + seconds);
        self.publish_attested();
    }

    /// Attesters publish at the clock's time.
    pub fn publish_attested(&mut self) {
        for usd in self.usds.iter_mut().flatten() {
            usd.published = self.now.time;
        }
        for nav in self.other_navs.iter_mut().flatten() {
            if let NavReading::Attested(attested) = nav {
                attested.published = self.now.time;
            }
        }
    }

    pub fn next(&mut self, seconds: u32) -> Outcome {
        self.pass(seconds);
        self.refresh()
    }

    /// Refreshes every so many seconds for a while.
    pub fn run(&mut self, seconds: u32, every: u32) -> Outcome {
        let mut outcome = None;
        let mut left = seconds;
        while left > 0 {
            let step = every.min(left);
            outcome = Some(self.next(step));
            left -= step;
        }
        outcome.expect("some time to run")
    }

    /// A new epoch, with the backing updated in it.
    pub fn new_epoch(&mut self) {
        self.now.epoch = Epoch::new(self.now.epoch.get() + 1);
        self.now.since_epoch_start = Seconds::ZERO;
        let epoch = self.now.epoch;
        if let Some(NavReading::Backing(backing)) = &mut self.nav {
            backing.updated = epoch;
        }
    }

    pub fn reasons(&self, outcome: &Outcome) -> Vec<Reason> {
        Reason::ALL.iter().copied().filter(|reason| outcome.reasons.has(*reason)).collect()
    }
}

/// |a / b - 1|.
pub fn relative(a: Rate, b: f64) -> f64 {
    (float(a) / b - 1.0).abs()
}
