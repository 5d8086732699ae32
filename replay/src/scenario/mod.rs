//! Scenarios: what the feed reads and what is true, over time. Written as TOML, or made by a program.

mod file;
mod load;
mod schedule;

use std::collections::BTreeMap;

pub use file::{NoiseFile as Noise, Origin, Proof, Quote, Venue};
pub use load::{Loaded, load, load_all};
pub use schedule::{Capture, Tick};

use crate::{demand::Demand, path::Path};

/// A source of NAV.
#[derive(Clone, Debug)]
pub struct NavSource {
    /// What it is read from.
    pub proof: Proof,
    /// SOL per token that it stands for: assets are this times `backed`.
    pub value: Path,
    /// Tokens in issue.
    pub supply: Path,
    /// Tokens that the assets were counted for.
    pub backed: Path,
    /// Share of the assets under one signer.
    pub custodial: f64,
    /// Growth of NAV at each update, as a share.
    pub rewards: f64,
    /// Seconds after an epoch began until the accounts are updated.
    pub updated_after: f64,
}

/// A market that the feed reads.
#[derive(Clone, Debug)]
pub struct MarketSource {
    /// Its name in the report.
    pub name: String,
    /// Whose pool it is.
    pub venue: Venue,
    /// SOL per token.
    pub price: Path,
    /// Whether the price is a multiple of what the books say instead.
    pub of_books: bool,
    /// SOL that move the price by 1 %.
    pub depth: Path,
    /// Above one half: most of its value lies on one side.
    pub one_sided: Option<Path>,
    /// Noise on top.
    pub noise: Noise,
}

/// A time in which something is not there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outage {
    /// Seconds.
    pub from: f64,
    /// Seconds.
    pub until: f64,
    /// What is not there.
    pub of: Missing,
}

/// What is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nobody refreshes.
    Refreshes,
    /// The primary source of NAV cannot be read.
    Nav,
    /// The market of this place cannot be read.
    Market(usize),
}

/// A change of parameters whose timelock has passed.
#[derive(Clone, Debug)]
pub struct Change {
    /// Second at which it is tried.
    pub at: f64,
    /// New values by name.
    pub set: BTreeMap<String, u64>,
}

/// A scenario that can be played. Times are seconds since its beginning.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// What happens, in a sentence.
    pub what: String,
    /// How true it is.
    pub origin: Origin,
    /// How long it lasts.
    pub lasts: f64,
    /// Unix time at which it begins.
    pub starts: i64,
    /// How long everything has stood as at the beginning before it begins.
    pub settled: f64,
    /// Seconds until the next epoch begins.
    pub epoch_in: f64,
    /// Seconds between two honest refreshes.
    pub refresh: f64,
    /// Moments of honest refreshes besides those.
    pub also: Vec<f64>,
    /// Sources of NAV, the primary one first.
    pub navs: Vec<NavSource>,
    /// Markets.
    pub markets: Vec<MarketSource>,
    /// What a token sells for; as in the first market unless it is said.
    pub sells_for: Option<Path>,
    /// What a token is worth; what the primary source of NAV says unless it is said.
    pub worth: Option<Path>,
    /// SOL that move the price by 1 %, where liquidators sell; the depth of all markets unless it is said.
    pub sold_into: Option<f64>,
    /// USD per SOL, by source. The first says the truth.
    pub usds: Vec<Path>,
    /// What markets lend.
    pub lends: Quote,
    /// The market that prices without this oracle read.
    pub struck: usize,
    /// Parameters that differ from the defaults.
    pub params: BTreeMap<String, u64>,
    /// Outages.
    pub outages: Vec<Outage>,
    /// Captured slots.
    pub captures: Vec<Capture>,
    /// Changes of parameters, in the order of time.
    pub changes: Vec<Change>,
    /// How it must end.
    pub demands: Vec<Demand>,
    /// Seed of its noise.
    pub seed: u64,
}

impl Scenario {
    /// Nothing happens: NAV 1, markets at these depths, from 2026 on. What programs build theirs on.
    pub fn calm(name: impl Into<String>, depths: &[f64], lasts: f64) -> Self {
        let market = |(index, depth): (usize, &f64)| MarketSource {
            name: format!("pool {}", index + 1),
            venue: Venue::default(),
            price: Path::level(1.0),
            of_books: false,
            depth: Path::level(*depth),
            one_sided: None,
            noise: Noise::default(),
        };
        let nav = NavSource {
            proof: Proof::Counted,
            value: Path::level(1.0),
            supply: Path::level(1e6),
            backed: Path::level(1e6),
            custodial: 0.0,
            rewards: 0.0,
            updated_after: 0.0,
        };
        Self {
            name: name.into(),
            what: "nothing happens".into(),
            origin: Origin::MadeUp,
            lasts,
            starts: DEFAULT_START,
            settled: 10_800.0,
            epoch_in: 86_400.0,
            refresh: 20.0,
            also: Vec::new(),
            navs: vec![nav],
            markets: depths.iter().enumerate().map(market).collect(),
            sells_for: None,
            worth: None,
            sold_into: None,
            usds: Vec::new(),
            lends: Quote::Sol,
            struck: 0,
            params: BTreeMap::new(),
            outages: Vec::new(),
            captures: Vec::new(),
            changes: Vec::new(),
            demands: Vec::new(),
            seed: 1,
        }
    }

    /// The depth that liquidators find before the story begins, SOL.
    pub fn depth(&self) -> f64 {
        self.sold_into.unwrap_or_else(|| self.markets.iter().map(|market| market.depth.at(0.0)).sum())
    }
}

/// When scenarios begin that do not say when: 21 September 2026.
const DEFAULT_START: i64 = 1_790_000_000;
