//! Recordings of what a feed read: through `sources` and the rules natively, or as a series for scenarios.

use std::{collections::BTreeMap, fmt, fs::File, io::Read, path::Path};

use anyhow::{Context, bail};
use fair_value::{
    Inputs, Leg, NavReading, Now, Reading, Step, step,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use oracle_client::Feed;
use price_reader::Published as Account;
use recording::{Clock, Entry, Reader, Refresh};
use sources::Observations;

use crate::oracle::{self, Published};

/// How files of recordings end.
pub const EXTENSION: &str = "recording";

/// One refresh of a recording, replayed.
pub struct Replayed {
    /// What was read.
    pub refresh: Refresh,
    /// What every source says, and why some say nothing.
    pub observed: Observations,
    /// What the rules publish; `None` where nothing is due.
    pub published: Option<Published>,
    /// The first value, by its name, that was published otherwise, where it was recorded what was.
    pub differs: Option<&'static str>,
}

/// A recording through the rules. After an error there is nothing more.
pub struct Replay<R: Read> {
    entries: Reader<R>,
    feed: Option<Box<Feed>>,
    /// The data of the price account as it was recorded last.
    price: Vec<u8>,
}

impl<R: Read> Replay<R> {
    /// From its beginning.
    pub fn new(from: R) -> Self {
        Self { entries: Reader::new(from), feed: None, price: Vec::new() }
    }

    /// The feed as the last refresh left it.
    pub fn feed(&self) -> Option<&Feed> {
        self.feed.as_deref()
    }

    fn refresh(&mut self, refresh: Refresh) -> anyhow::Result<Replayed> {
        let feed = self.feed.as_deref_mut().context("a refresh before any feed")?;
        let views: Vec<_> = refresh.accounts.iter().map(view).collect();
        let (now, mut observed) = (now(&refresh.clock), Observations::default());
        sources::observe(&feed.sources, &views, &now, &feed.params, &mut observed)
            .map_err(|fault| anyhow::anyhow!("{fault}"))?;
        let navs = observed.entries().iter().filter(|entry| entry.leg == Leg::Nav).count();
        let inputs = Inputs { now, observations: observed.entries() };
        let published = match step(&feed.params, &mut feed.engine, &inputs) {
            Ok(Step::Publish(outcome)) => Some(Published::new(outcome, navs)),
            Ok(Step::NothingDue) => None,
            Err(error) => bail!("the rules refuse to step: {error:?}"),
        };
        let differs = match (&published, &refresh.price) {
            (_, None) => None,
            (Some(published), Some(price)) => differs(published, price)?,
            (None, Some(price)) => (*price != self.price).then_some("sequence"),
        };
        self.price = refresh.price.clone().unwrap_or_default();
        Ok(Replayed { refresh, observed, published, differs })
    }
}

impl<R: Read> Iterator for Replay<R> {
    type Item = anyhow::Result<Replayed>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.entries.next()? {
                Ok(Entry::Feed(recording::Feed { account, price })) => {
                    (self.feed, self.price) = (Feed::read(&oracle_client::ID, &account), price);
                    if self.feed.is_none() {
                        return Some(Err(anyhow::anyhow!("a feed of another version: {} bytes", account.len())));
                    }
                }
                Ok(Entry::Refresh(refresh)) => return Some(self.refresh(refresh)),
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}

/// What one source says over Unix time: `column` is its place in the feed and `price` (SOL per token, of SOL/USD the
/// USD), `depth` (SOL) or `supply` (tokens), as in `1.depth`. Refreshes at which it says nothing are left out.
///
/// # Errors
/// The file is no recording, or there is no such column.
pub fn column(file: &Path, column: &str) -> anyhow::Result<Vec<(f64, f64)>> {
    let (place, what) = column.split_once('.').context("a column of a recording is SOURCE.price, .depth or .supply")?;
    let place: usize = place.parse().with_context(|| format!("no source {place}"))?;
    anyhow::ensure!(["price", "depth", "supply"].contains(&what), "no column {column}");
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let mut points = Vec::new();
    for replayed in Replay::new(opened) {
        let replayed = replayed?;
        let reading = replayed.observed.entries().get(place).with_context(|| format!("no source {place}"))?.reading;
        if let Some(value) = reading.and_then(|reading| value(&reading, what)) {
            points.push((replayed.refresh.clock.time as f64, value));
        }
    }
    Ok(points)
}

fn value(reading: &Reading, what: &str) -> Option<f64> {
    let of_units = |units: u64, decimals: u8| units as f64 / 10f64.powi(decimals.into());
    match (reading, what) {
        (Reading::Market(market), "price") => Some(oracle::float(market.spot)).filter(|price| *price > 0.0),
        (Reading::Market(market), "depth") => Some(of_units(market.depth.get(), 9)),
        (Reading::Nav(NavReading::Backing(backing)), "price") => {
            Some(of_units(backing.assets.get(), 9) / of_units(backing.supply.get(), backing.decimals))
        }
        (Reading::Nav(NavReading::Backing(backing)), "supply") => {
            Some(of_units(backing.supply.get(), backing.decimals))
        }
        (Reading::Nav(NavReading::Attested(attested)), "price") => Some(oracle::float(attested.rate)),
        (Reading::Usd(usd), "price") => Some(usd.price.to_bits() as f64 / oracle::ONE),
        _ => None,
    }
}

/// As decoders see an account.
fn view(account: &recording::Account) -> sources::Account<'_> {
    let recording::Account { key, owner, lamports, data } = account;
    sources::Account { key, owner, lamports: *lamports, data }
}

/// As the rules take a time.
pub fn now(clock: &Clock) -> Now {
    let since = clock.time.saturating_sub(clock.epoch_start).max(0);
    Now {
        time: UnixTime::new(clock.time),
        slot: Slot::new(clock.slot),
        epoch: Epoch::new(clock.epoch),
        since_epoch_start: Seconds::new(u32::try_from(since).unwrap_or(u32::MAX)),
        rewards_active: clock.rewards_active,
    }
}

/// The first value of a price account that the rules do not say.
fn differs(published: &Published, price: &[u8]) -> anyhow::Result<Option<&'static str>> {
    let account = Account::read_unchecked(price).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let outcome = published.outcome();
    let rate = |rate: Option<price_reader::Rate>| rate.map_or(0, price_reader::Rate::get);
    let pairs = [
        ("level", outcome.level as u64, account.level() as u64),
        ("gates", outcome.gates.bits().into(), account.gates().bits().into()),
        ("reasons", outcome.reasons.bits(), account.reasons().bits()),
        ("raw_nav", outcome.raw_nav.to_decimal_floor(), rate(account.raw_nav())),
        ("nav", outcome.nav.to_decimal_floor(), rate(account.nav())),
        ("spot", outcome.spot.mean().to_decimal_floor(), rate(account.spot())),
        ("short", outcome.short.mean().to_decimal_floor(), rate(account.short())),
        ("long", outcome.long.mean().to_decimal_floor(), rate(account.long())),
        ("fair", outcome.fair.to_decimal_floor(), rate(account.fair())),
        ("collateral", outcome.collateral.to_decimal_floor(), rate(account.collateral())),
        ("debt", outcome.debt.to_decimal_ceil(), rate(account.debt())),
        ("confidence", outcome.confidence.to_decimal_ceil(), account.confidence()),
    ];
    Ok(pairs.into_iter().find(|(_, expected, found)| expected != found).map(|(name, ..)| name))
}

/// A recording in words: how long, at which levels, what was published otherwise than the rules say, and what could not
/// be read.
///
/// # Errors
/// It is damaged, or of another version.
pub fn summary(from: impl Read) -> anyhow::Result<String> {
    let mut summary = Summary::default();
    for replayed in Replay::new(from) {
        summary.take(&replayed?);
    }
    Ok(summary.to_string())
}

#[derive(Default)]
struct Summary {
    refreshes: u64,
    times: Option<[i64; 2]>,
    /// Refreshes at each level.
    levels: [u64; 4],
    lending: u64,
    lowest: f64,
    compared: u64,
    differing: BTreeMap<&'static str, u64>,
    faults: BTreeMap<(usize, &'static str), u64>,
}

impl Summary {
    fn take(&mut self, replayed: &Replayed) {
        let time = replayed.refresh.clock.time;
        self.refreshes += 1;
        self.times = Some([self.times.map_or(time, |[from, _]| from), time]);
        for (place, fault) in replayed.observed.faults().iter().enumerate() {
            if let Some(fault) = fault {
                *self.faults.entry((place, fault.name())).or_default() += 1;
            }
        }
        let Some(published) = &replayed.published else { return };
        self.levels[published.level() as usize] += 1;
        self.lending += u64::from(published.lends());
        let fair = published.fair();
        self.lowest = if self.lowest == 0.0 { fair } else { self.lowest.min(fair) };
        self.compared += u64::from(replayed.refresh.price.is_some());
        if let Some(name) = replayed.differs {
            *self.differing.entry(name).or_default() += 1;
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [from, until] = self.times.unwrap_or_default();
        let [normal, caution, depegged, halted] = self.levels;
        writeln!(f, "{} refreshes, unix time {from} to {until}", self.refreshes)?;
        writeln!(
            f,
            "normal {normal}, caution {caution}, depegged {depegged}, halted {halted}; lending open {}",
            self.lending
        )?;
        writeln!(f, "lowest fair value {:.9} SOL", self.lowest)?;
        for ((place, name), count) in &self.faults {
            writeln!(f, "source {place} could not be read {count} times: {name}")?;
        }
        write!(f, "{} compared with what was published", self.compared)?;
        for (name, count) in &self.differing {
            write!(f, "; {count} differ first in {name}")?;
        }
        Ok(())
    }
}
