//! Scenarios as they are written: TOML, in whose every table an unknown key is an error.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    demand::Demand,
    span::{Date, Span},
};

/// How true a scenario is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Read from a recorded series.
    Recorded,
    /// Drawn through published figures.
    Reconstructed,
    /// Made up.
    MadeUp,
}

impl Origin {
    /// As the report says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Reconstructed => "reconstructed from published figures",
            Self::MadeUp => "made up",
        }
    }
}

/// A number over time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum PathFile {
    /// The same at all times.
    Level(f64),
    /// Straight lines between points.
    Points(Vec<(Span, f64)>),
    /// With more to say.
    Table(PathTable),
}

/// A path with more to say: points, or a column of a recorded series.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PathTable {
    /// Points over time since the beginning.
    pub points: Vec<(Span, f64)>,
    /// A recorded series.
    pub csv: Option<String>,
    /// Its column.
    pub column: Option<String>,
    /// Another column of it by which the first is divided.
    pub per: Option<String>,
    /// The value before the first point, which then is a step; that of the first point unless it is said.
    pub before: Option<f64>,
    /// Whether each point stands until the next, instead of a straight line between them.
    pub held: bool,
    /// The median of the recorded values up to the beginning becomes this.
    pub median: Option<f64>,
    /// Every value times this.
    pub times: Option<f64>,
}

/// Time of the scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockFile {
    /// How long it lasts.
    pub lasts: Span,
    /// When it begins; scenarios that read a series must say.
    pub starts: Option<Date>,
    /// Time between two honest refreshes.
    #[serde(default = "twenty_seconds")]
    pub refresh: Span,
    /// How long everything has stood as at the beginning before it begins.
    #[serde(default = "three_hours")]
    pub settled: Span,
    /// When the next epoch begins; epochs are 48 h long. A day after the beginning unless it is said.
    #[serde(default = "a_day")]
    pub epoch_in: Span,
}

fn twenty_seconds() -> Span {
    Span(20.0)
}

fn three_hours() -> Span {
    Span(10_800.0)
}

fn a_day() -> Span {
    Span(86_400.0)
}

/// What NAV is read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// Public accounts.
    #[default]
    Counted,
    /// A feed's word.
    Attested,
}

/// A source of NAV.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NavFile {
    /// What it is read from.
    #[serde(default)]
    pub proof: Proof,
    /// What it says a token is worth, SOL.
    pub value: PathFile,
    /// Tokens in issue.
    #[serde(default = "a_million")]
    pub supply: PathFile,
    /// Tokens by which the assets are divided, where these differ from those in issue before a mint or a donation:
    /// assets are value x this.
    pub backed: Option<PathFile>,
    /// Share of the assets under one signer.
    #[serde(default)]
    pub custodial: f64,
    /// Rewards that arrive at each update, in basis points of NAV.
    #[serde(default)]
    pub rewards: f64,
    /// How long after an epoch began the accounts are updated, while rewards are being paid out.
    #[serde(default)]
    pub updated_after: Span,
}

fn a_million() -> PathFile {
    PathFile::Level(1e6)
}

/// Noise of a price, as a share of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct NoiseFile {
    /// Deviation of a slow wander, in basis points.
    pub slow: f64,
    /// Its time constant.
    pub slow_within: Span,
    /// Deviation of a quick wander, in basis points.
    pub quick: f64,
    /// Its time constant.
    pub quick_within: Span,
    /// Mean time between large sales.
    pub sale_every: Span,
    /// Mean of what one takes off the price, in basis points, exponentially distributed.
    pub sale: f64,
    /// Time in which half of it is taken back.
    pub sale_heals: Span,
    /// Deviation of the logarithm of depth, which wanders within a day.
    pub depth: f64,
}

/// Whose pool a market is. What it says is the same; how its accounts are laid out is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Venue {
    /// Orca.
    #[default]
    Whirlpool,
    /// Raydium's concentrated liquidity, without its own history.
    RaydiumClmm,
    /// Meteora's pools over one range.
    MeteoraDammV2,
}

/// A market that the feed reads.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketFile {
    /// Its name in the report.
    pub name: String,
    /// Whose pool it is.
    #[serde(default)]
    pub venue: Venue,
    /// SOL per token.
    pub price: PathFile,
    /// Whether the price is a multiple of what the books say instead.
    #[serde(default)]
    pub of_books: bool,
    /// SOL that move the price by 1 %; zero for a market that nobody can sell into.
    pub depth: PathFile,
    /// Above one half: most of its value lies on one side.
    pub one_sided: Option<PathFile>,
    /// Noise on top of price and depth.
    #[serde(default)]
    pub noise: NoiseFile,
}

/// A source of SOL/USD.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsdFile {
    /// USD per SOL.
    pub price: PathFile,
}

/// A time in which something is not there.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutageFile {
    /// From when on.
    pub from: Span,
    /// Until when.
    pub until: Span,
    /// "refreshes", "nav", or the name of a market.
    pub of: String,
}

/// Slots that somebody captures: sets markets, refreshes, and puts them back.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureFile {
    /// The first of them.
    pub from: Span,
    /// The last of them is before this; the first alone unless it is said.
    pub until: Option<Span>,
    /// Honest refreshes from one to the next.
    #[serde(default = "one")]
    pub every: u64,
    /// Slots after the honest refresh.
    #[serde(default)]
    pub after: u64,
    /// Slots in a row.
    #[serde(default = "one")]
    pub slots: u64,
    /// Prices are multiplied by this.
    pub price: f64,
    /// Depths are multiplied by this.
    #[serde(default = "unchanged")]
    pub depth: f64,
    /// Names of the markets that are set; all unless it is said.
    #[serde(default)]
    pub markets: Vec<String>,
}

fn one() -> u64 {
    1
}

fn unchanged() -> f64 {
    1.0
}

/// A change of parameters whose timelock has passed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeFile {
    /// When it is tried.
    pub at: Span,
    /// New values by name.
    pub set: BTreeMap<String, u64>,
}

/// What markets lend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Quote {
    /// SOL.
    #[default]
    Sol,
    /// USD.
    Usd,
}

/// A scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Its name.
    pub name: String,
    /// What happens, in a sentence.
    pub what: String,
    /// How true it is.
    pub origin: Origin,
    /// Time.
    pub clock: ClockFile,
    /// Sources of NAV, the primary one first.
    pub nav: Vec<NavFile>,
    /// Markets.
    #[serde(default)]
    pub market: Vec<MarketFile>,
    /// What a token sells for in truth; as in the first market unless it is said.
    pub sells_for: Option<PathFile>,
    /// What a token is worth in truth; what the primary source of NAV says unless it is said.
    pub worth: Option<PathFile>,
    /// SOL that move the price by 1 %, where liquidators sell; the depth of all markets unless it is said.
    pub sold_into: Option<f64>,
    /// Sources of SOL/USD.
    #[serde(default)]
    pub usd: Vec<UsdFile>,
    /// What markets lend.
    #[serde(default)]
    pub lends: Quote,
    /// The market that prices without this oracle read, by name; the first unless it is said.
    pub struck: Option<String>,
    /// Parameters that differ from the defaults.
    #[serde(default)]
    pub params: BTreeMap<String, u64>,
    /// Outages.
    #[serde(default)]
    pub outage: Vec<OutageFile>,
    /// Captured slots.
    #[serde(default)]
    pub capture: Vec<CaptureFile>,
    /// Changes of parameters.
    #[serde(default)]
    pub change: Vec<ChangeFile>,
    /// How it must end.
    #[serde(default)]
    pub demand: Vec<Demand>,
}
