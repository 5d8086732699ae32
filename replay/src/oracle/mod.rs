//! The one place where the lab meets the rules: numbers of the lab go in as readings, at once or as what `sources`
//! decodes of accounts that say so, and a publication comes out as numbers.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use fair_value::{
    Attested, Backing, Inputs, Leg, MarketReading, NavReading, Now, Observation, Reading, State, StepError, UsdReading,
    step,
    units::{Bps, Epoch, Lamports, Price, Rate, Seconds, Slot, TokenAmount, UnixTime},
    would_bind,
};
use sources::Observations;

use crate::{
    accounts::{Laid, Layout},
    engine::Engine,
    scenario::Scenario,
};

mod published;

pub use fair_value::{
    Level, Params, Reason, Step,
    params::{FIELDS, FieldInfo},
};
pub use published::Published;
pub(crate) use published::float;

/// Steps of a binary rate in one.
pub(crate) const ONE: f64 = (1_u64 << 44) as f64;
const LAMPORTS: f64 = 1e9;
/// Rates end below this, where sources refuse what they read.
const MOST: f64 = (1_u64 << 20) as f64;
/// Steps of the smallest rate that they do not refuse.
const LEAST_STEPS: u64 = 10_000;

/// What the accounts, or an attester, say of the backing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Nav {
    /// Counted from accounts.
    Counted {
        /// SOL.
        assets: f64,
        /// Tokens.
        supply: f64,
        /// Share of the assets under one signer, 0 to 1.
        custodial: f64,
        /// Epoch of the count.
        updated: u64,
    },
    /// Somebody's word.
    Attested {
        /// SOL per token.
        rate: f64,
        /// Unix time.
        published: i64,
    },
    /// The accounts cannot be read.
    Unreadable,
}

/// What a market says in one reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Market {
    /// A pool.
    Price {
        /// SOL per token.
        price: f64,
        /// SOL that move the price by 1 %.
        depth: f64,
        /// Whether most of its value lies on one side.
        one_sided: bool,
    },
    /// Nobody can sell into it.
    Closed,
    /// Its reading was rejected.
    Missing,
}

impl Market {
    /// SOL per token, of a market that has a price.
    pub fn price(self) -> Option<f64> {
        match self {
            Self::Price { price, .. } => Some(price),
            Self::Closed | Self::Missing => None,
        }
    }

    /// SOL that move the price by 1 %.
    pub fn depth(self) -> f64 {
        match self {
            Self::Price { depth, .. } => depth,
            Self::Closed | Self::Missing => 0.0,
        }
    }
}

/// What a source of SOL/USD says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usd {
    /// USD per SOL.
    pub price: f64,
    /// The same unit.
    pub confidence: f64,
    /// Unix time.
    pub published: i64,
}

/// The chain's time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Unix time.
    pub time: i64,
    /// Slot.
    pub slot: u64,
    /// Epoch.
    pub epoch: u64,
    /// Seconds since the epoch began.
    pub since_epoch_start: u32,
    /// Whether rewards are being paid out.
    pub rewards_active: bool,
}

impl Clock {
    /// As the rules take it.
    pub fn now(&self) -> Now {
        Now {
            time: UnixTime::new(self.time),
            slot: Slot::new(self.slot),
            epoch: Epoch::new(self.epoch),
            since_epoch_start: Seconds::new(self.since_epoch_start),
            rewards_active: self.rewards_active,
        }
    }
}

/// Everything that one refresh reads. The first NAV is the primary one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// When.
    pub clock: Clock,
    /// Sources of NAV.
    pub navs: Vec<Nav>,
    /// Markets.
    pub markets: Vec<Market>,
    /// Sources of SOL/USD; `None` for one that cannot be read.
    pub usds: Vec<Option<Usd>>,
}

/// Where readings come from.
enum Reads {
    /// The lab's numbers.
    Numbers(Vec<Observation>),
    /// What is decoded of accounts that are laid out for them.
    Accounts(Box<Decoded>),
}

struct Decoded {
    layout: Layout,
    laid: Vec<Laid>,
    observed: Observations,
}

/// The fast engine: a feed's parameters and memory, refreshed by the rules natively.
pub struct Oracle {
    params: Params,
    state: State,
    reads: Reads,
    last: Option<Published>,
}

impl Oracle {
    /// A fresh feed that reads the lab's numbers, as fast as there is no program to compare it with.
    pub fn new(params: Params) -> Self {
        Self { params, state: State::new(), reads: Reads::Numbers(Vec::new()), last: None }
    }

    /// A fresh feed that reads a scenario's accounts, as the program does, to the last bit.
    ///
    /// # Errors
    /// Parameters that are out of bounds, or sources that no feed can have.
    pub fn over_accounts(scenario: &Scenario) -> anyhow::Result<Self> {
        let layout = Layout::of(scenario)?;
        let decoded = Decoded { layout, laid: Vec::new(), observed: Observations::default() };
        Ok(Self { reads: Reads::Accounts(Box::new(decoded)), ..Self::new(params(&scenario.params)?) })
    }

    /// One refresh; `None` where nothing was due, or where there is nothing to publish yet.
    pub fn refresh(&mut self, look: &Look) -> Option<Published> {
        self.refresh_at(look, look.clock)
    }

    /// The same at another time.
    pub fn refresh_at(&mut self, look: &Look, clock: Clock) -> Option<Published> {
        match self.step(look, clock) {
            Ok(Step::Publish(outcome)) => {
                self.last = Some(Published::new(outcome, look.navs.len()));
                self.last
            }
            Ok(Step::NothingDue) | Err(_) => None,
        }
    }

    /// What the rules say to one refresh.
    ///
    /// # Errors
    /// As they do.
    fn step(&mut self, look: &Look, clock: Clock) -> Result<Step, StepError> {
        let now = clock.now();
        let observations = match &mut self.reads {
            Reads::Numbers(observations) => {
                observations.clear();
                observations.extend(look.navs.iter().map(|nav| of_nav(*nav)));
                observations.extend(look.markets.iter().map(|market| of_market(*market)));
                observations.extend(look.usds.iter().map(|usd| of_usd(*usd)));
                observations.as_slice()
            }
            Reads::Accounts(decoded) => decoded.read(look, &now, &self.params),
        };
        step(&self.params, &mut self.state, &Inputs { now, observations })
    }

    /// Changes parameters and publishes by them, as a proposal whose timelock has passed does where anybody applies it;
    /// `None` if it is refused because it would bind.
    ///
    /// # Errors
    /// A name that is no parameter's, or values that are out of bounds.
    pub fn propose(&mut self, change: &BTreeMap<String, u64>, look: &Look) -> anyhow::Result<Option<Published>> {
        let new = changed(&self.params, change)?;
        // A tightening may bind at once: that is its purpose.
        let binds = self.params.tighten(&new).is_err()
            && would_bind(&self.params, &new, &self.state, &look.clock.now()).is_err();
        if binds {
            return Ok(None);
        }
        self.state.reconfigured(&self.params, &new);
        self.params = new;
        Ok(self.refresh(look).or(self.last))
    }

    /// The parameters.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// What the rules remember.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The accounts that the last refresh read, where it read any.
    pub fn accounts(&self) -> &[Laid] {
        match &self.reads {
            Reads::Numbers(_) => &[],
            Reads::Accounts(decoded) => &decoded.laid,
        }
    }
}

impl Engine for Oracle {
    fn refresh(&mut self, look: &Look) -> anyhow::Result<Option<Published>> {
        Ok(Self::refresh(self, look))
    }

    fn propose(&mut self, change: &BTreeMap<String, u64>, look: &Look) -> anyhow::Result<Option<Published>> {
        Self::propose(self, change, look)
    }
}

impl Decoded {
    fn read(&mut self, look: &Look, now: &Now, params: &Params) -> &[Observation] {
        let Self { layout, laid, observed } = self;
        layout.lay_out(look, laid);
        let views: Vec<_> = laid.iter().map(Laid::view).collect();
        let read = sources::observe(layout.table(), &views, now, params, observed);
        read.expect("the accounts are those of the table");
        observed.entries()
    }
}

/// The defaults, changed by name.
///
/// # Errors
/// A name that is no parameter's, or values that are out of bounds.
pub fn params(change: &BTreeMap<String, u64>) -> anyhow::Result<Params> {
    changed(&Params::default(), change)
}

fn changed(params: &Params, change: &BTreeMap<String, u64>) -> anyhow::Result<Params> {
    let mut params = *params;
    for (name, value) in change {
        let info = FIELDS.iter().find(|info| info.name == name).with_context(|| format!("no parameter {name}"))?;
        if !params.set(info.field, *value) {
            bail!("{name} cannot be {value}");
        }
    }
    params.validate().map_err(|error| anyhow::anyhow!("{error:?}"))?;
    Ok(params)
}

/// `None` where sources refuse what they read.
fn rate(value: f64) -> Option<Rate> {
    let steps = (value * ONE) as u64;
    (value < MOST && steps >= LEAST_STEPS).then(|| Rate::from_bits(steps))
}

fn price(value: f64) -> Price {
    Price::from_bits((value * ONE) as u64)
}

fn lamports(sol: f64) -> Lamports {
    Lamports::new((sol * LAMPORTS) as u64)
}

fn of_nav(nav: Nav) -> Observation {
    let reading = match nav {
        Nav::Counted { assets, supply, custodial, updated } => Some(NavReading::Backing(Backing {
            assets: lamports(assets),
            supply: TokenAmount::new((supply * LAMPORTS) as u64),
            decimals: 9,
            updated: Epoch::new(updated),
            custodial: lamports(assets * custodial),
            undercovered: false,
            unbacked: false,
            firm: Rate::ZERO,
        })),
        Nav::Attested { rate: value, published } => rate(value).map(|rate| {
            NavReading::Attested(Attested { rate, confidence: Bps::ZERO, published: UnixTime::new(published) })
        }),
        Nav::Unreadable => None,
    };
    Observation { leg: Leg::Nav, reading: reading.map(Reading::Nav) }
}

fn of_market(market: Market) -> Observation {
    let reading = match market {
        // A pool without liquidity can be moved to any price, and must not become a missing sample by that.
        Market::Price { price, depth, one_sided } => Some(match rate(price) {
            Some(spot) if lamports(depth) != Lamports::ZERO => MarketReading {
                spot,
                depth: lamports(depth),
                confidence: Bps::ZERO,
                history: None,
                one_sided,
                published: None,
            },
            _ => MarketReading::CLOSED,
        }),
        Market::Closed => Some(MarketReading::CLOSED),
        Market::Missing => None,
    };
    Observation { leg: Leg::Market, reading: reading.map(Reading::Market) }
}

fn of_usd(usd: Option<Usd>) -> Observation {
    let reading = usd.map(|usd| UsdReading {
        price: price(usd.price),
        confidence: price(usd.confidence),
        published: UnixTime::new(usd.published),
    });
    Observation { leg: Leg::Usd, reading: reading.map(Reading::Usd) }
}

/// The name of a reason, as in the published account.
pub fn name(reason: Reason) -> &'static str {
    reason.as_str()
}

/// The reason of a name.
///
/// # Errors
/// There is none of it.
pub fn reason(wanted: &str) -> anyhow::Result<Reason> {
    let found = Reason::ALL.iter().copied().find(|reason| name(*reason) == wanted);
    found.with_context(|| format!("no reason {wanted}"))
}
