//! The one place where the lab meets the rules: numbers of the lab go in as readings, a publication comes out as
//! numbers.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use fair_value::{
    Attested, Backing, Inputs, Leg, MarketReading, NavReading, Now, Observation, Reading, State, Step, UsdReading,
    step,
    units::{Bps, Epoch, Lamports, Price, Rate, Seconds, Slot, TokenAmount, UnixTime},
    would_bind,
};

mod published;

pub use fair_value::{
    Level, Params, Reason,
    params::{FIELDS, FieldInfo},
};
pub use published::Published;

/// Steps of a binary rate in one.
const ONE: f64 = (1_u64 << 44) as f64;
const LAMPORTS: f64 = 1e9;
/// Rates end below this.
const MOST: f64 = (1_u64 << 20) as f64;

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
    /// A pool, or a feed where `published` is given.
    Price {
        /// SOL per token.
        price: f64,
        /// SOL that move the price by 1 %.
        depth: f64,
        /// Whether most of its value lies on one side.
        one_sided: bool,
        /// Unix time of a feed's quote.
        published: Option<i64>,
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

/// A feed: parameters and memory, refreshed by hand.
#[derive(Clone)]
pub struct Oracle {
    params: Params,
    state: State,
    observations: Vec<Observation>,
}

impl Oracle {
    /// A fresh feed.
    pub fn new(params: Params) -> Self {
        Self { params, state: State::new(), observations: Vec::new() }
    }

    /// One refresh; `None` where nothing was due, or where there is nothing to publish yet.
    pub fn refresh(&mut self, look: &Look) -> Option<Published> {
        self.refresh_at(look, look.clock)
    }

    /// The same at another time.
    pub fn refresh_at(&mut self, look: &Look, clock: Clock) -> Option<Published> {
        self.observations.clear();
        let [first, others @ ..] = &look.navs[..] else { return None };
        self.observations.push(of_nav(*first));
        self.observations.extend(look.markets.iter().map(|market| of_market(*market)));
        self.observations.extend(others.iter().map(|nav| of_nav(*nav)));
        self.observations.extend(look.usds.iter().map(|usd| of_usd(*usd)));
        let inputs = Inputs { now: now(&clock), observations: &self.observations };
        match step(&self.params, &mut self.state, &inputs) {
            Ok(Step::Publish(outcome)) => Some(Published(outcome)),
            Ok(Step::NothingDue) | Err(_) => None,
        }
    }

    /// Changes parameters as a proposal whose timelock has passed would; false if it is refused.
    pub fn propose(&mut self, change: &BTreeMap<String, u64>, clock: &Clock) -> anyhow::Result<bool> {
        let new = changed(&self.params, change)?;
        if would_bind(&self.params, &new, &self.state, &now(clock)).is_err() {
            return Ok(false);
        }
        self.state.reconfigured(&self.params, &new);
        self.params = new;
        Ok(true)
    }

    /// The parameters.
    pub fn params(&self) -> &Params {
        &self.params
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

fn now(clock: &Clock) -> Now {
    Now {
        time: UnixTime::new(clock.time),
        slot: Slot::new(clock.slot),
        epoch: Epoch::new(clock.epoch),
        since_epoch_start: Seconds::new(clock.since_epoch_start),
        rewards_active: clock.rewards_active,
    }
}

/// `None` from 2^20 on, where sources refuse what they read.
fn rate(value: f64) -> Option<Rate> {
    (value < MOST).then(|| Rate::from_bits((value * ONE) as u64))
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
        Market::Price { price, depth, one_sided, published } => rate(price).map(|spot| MarketReading {
            spot,
            depth: lamports(depth),
            confidence: Bps::ZERO,
            history: None,
            one_sided,
            published: published.map(UnixTime::new),
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
