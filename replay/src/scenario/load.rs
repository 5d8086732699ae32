//! From a file to scenarios: reads the series that it names, and makes one scenario of each variant.

use std::{
    collections::BTreeMap,
    path::{Path as Location, PathBuf},
};

use anyhow::{Context, bail};
use toml::{Table, Value};

use super::{
    Capture, Change, DEFAULT_START, MarketSource, Missing, NavSource, Outage, Scenario,
    file::{CaptureFile, MarketFile, NavFile, OutageFile, PathFile, PathTable, ScenarioFile},
    schedule::slot_of,
};
use crate::{oracle, path::Path, series, span::Span};

/// The key of variants: tables that are laid over the scenario, tables within tables merged and everything else
/// replaced.
const VARIANT: &str = "variant";

/// What became of a scenario in a file.
#[derive(Debug)]
pub enum Loaded {
    /// It can be played.
    Scenario(Box<Scenario>),
    /// It reads series that are not there.
    Skipped {
        /// Its name.
        name: String,
    },
}

/// All scenarios of all files of a directory, in the order of the names of the files.
///
/// # Errors
/// A file that cannot be read, or says something that is no scenario.
pub fn load_all(directory: &Location) -> anyhow::Result<Vec<Loaded>> {
    let files = directory.read_dir().with_context(|| format!("no directory {}", directory.display()))?;
    let mut files: Vec<PathBuf> = files.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let loaded = files.iter().map(|file| {
        let text = std::fs::read_to_string(file)?;
        load(&text, series::directory().as_deref()).with_context(|| format!("in {}", file.display()))
    });
    Ok(loaded.collect::<anyhow::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The scenario in a text, and its variants.
///
/// # Errors
/// It says something that is no scenario.
pub fn load(text: &str, series: Option<&Location>) -> anyhow::Result<Vec<Loaded>> {
    let mut base: Table = text.parse()?;
    let variants = match base.remove(VARIANT) {
        None => Vec::new(),
        Some(Value::Array(variants)) => variants,
        Some(_) => bail!("{VARIANT} is no list of tables"),
    };
    let of_variant = |variant: Value| {
        let mut table = Value::Table(base.clone());
        merge(&mut table, variant);
        build(table, series)
    };
    let first = build(Value::Table(base.clone()), series)?;
    std::iter::once(Ok(first)).chain(variants.into_iter().map(of_variant)).collect()
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Table(into), Value::Table(from)) => {
            for (key, value) in from {
                match into.get_mut(&key) {
                    Some(place) => merge(place, value),
                    None => drop(into.insert(key, value)),
                }
            }
        }
        (into, from) => *into = from,
    }
}

/// Turns what is written into what is played.
struct Builder<'a> {
    series: Option<&'a Location>,
    starts: f64,
    lasts: f64,
    /// Seconds of the points of the series that were read.
    points: Vec<f64>,
}

fn build(table: Value, series: Option<&Location>) -> anyhow::Result<Loaded> {
    let name = table.get("name").and_then(Value::as_str).context("a scenario without a name")?.to_owned();
    let file: ScenarioFile = table.try_into().with_context(|| name.clone())?;
    if series.is_none() && reads_series(&file) {
        return Ok(Loaded::Skipped { name });
    }
    scenario(file, series).map(|scenario| Loaded::Scenario(Box::new(scenario))).context(name)
}

fn reads_series(file: &ScenarioFile) -> bool {
    let navs = file.nav.iter().map(|nav| &nav.value);
    let markets = file.market.iter().flat_map(|market| [&market.price, &market.depth]);
    navs.chain(markets)
        .chain(file.sells_for.as_ref())
        .any(|path| matches!(path, PathFile::Table(PathTable { csv: Some(_), .. })))
}

fn scenario(file: ScenarioFile, series: Option<&Location>) -> anyhow::Result<Scenario> {
    let starts = file.clock.starts.map_or(DEFAULT_START as f64, |date| date.0);
    let mut builder = Builder { series, starts, lasts: file.clock.lasts.0, points: Vec::new() };
    let names: Vec<String> = file.market.iter().map(|market| market.name.clone()).collect();
    let place =
        |name: &str| names.iter().position(|known| known == name).with_context(|| format!("there is no market {name}"));
    oracle::params(&file.params)?;
    let navs = file.nav.into_iter().map(|nav| builder.nav(nav)).collect::<anyhow::Result<Vec<_>>>()?;
    anyhow::ensure!(!navs.is_empty(), "no source of NAV");
    let markets = file.market.into_iter().map(|market| builder.market(market)).collect::<anyhow::Result<_>>()?;
    let sells_for = file.sells_for.map(|path| builder.path(path)).transpose()?;
    let worth = file.worth.map(|path| builder.path(path)).transpose()?;
    let usds = file.usd.into_iter().map(|usd| builder.path(usd.price)).collect::<anyhow::Result<_>>()?;
    let mut captures = Vec::new();
    for capture in &file.capture {
        let markets = match &capture.markets[..] {
            [] => (0..names.len()).collect(),
            some => some.iter().map(|name| place(name)).collect::<anyhow::Result<Vec<_>>>()?,
        };
        captures.extend(captured(capture, file.clock.refresh.0, &markets));
    }
    let outage = |OutageFile { from, until, of }: OutageFile| {
        let of = match of.as_str() {
            "refreshes" => Missing::Refreshes,
            "nav" => Missing::Nav,
            name => Missing::Market(place(name)?),
        };
        Ok(Outage { from: from.0, until: until.0, of })
    };
    let mut also = builder.points;
    also.sort_by(f64::total_cmp);
    also.dedup();
    Ok(Scenario {
        name: file.name,
        what: file.what,
        origin: file.origin,
        lasts: file.clock.lasts.0,
        starts: starts as i64,
        settled: file.clock.settled.0,
        epoch_in: file.clock.epoch_in.0,
        refresh: file.clock.refresh.0,
        also,
        navs,
        markets,
        sells_for,
        worth,
        sold_into: file.sold_into,
        usds,
        lends: file.lends,
        struck: file.struck.map_or(Ok(0), |name| place(&name))?,
        params: file.params,
        outages: file.outage.into_iter().map(outage).collect::<anyhow::Result<_>>()?,
        captures,
        changes: file.change.into_iter().map(|change| Change { at: change.at.0, set: change.set }).collect(),
        demands: file.demand,
        seed: 1,
    })
}

fn captured(file: &CaptureFile, refresh: f64, markets: &[usize]) -> Vec<Capture> {
    let until = file.until.map_or(file.from.0 + 1.0, |until| until.0);
    let starts = (0..).map(|count: u64| file.from.0 + (count * file.every) as f64 * refresh);
    let starts = starts.take_while(|second| *second < until);
    let slots = starts.flat_map(|second| (0..file.slots).map(move |slot| slot_of(second) + file.after + slot));
    let capture = |slot| Capture { slot, price: file.price, depth: file.depth, markets: markets.to_vec() };
    slots.map(capture).collect()
}

impl Builder<'_> {
    fn nav(&mut self, file: NavFile) -> anyhow::Result<NavSource> {
        let supply = self.path(file.supply)?;
        Ok(NavSource {
            proof: file.proof,
            value: self.path(file.value)?,
            backed: file.backed.map_or_else(|| Ok(supply.clone()), |path| self.path(path))?,
            supply,
            custodial: file.custodial,
            rewards: file.rewards / 10_000.0,
            updated_after: file.updated_after.0,
        })
    }

    fn market(&mut self, file: MarketFile) -> anyhow::Result<MarketSource> {
        Ok(MarketSource {
            name: file.name,
            venue: file.venue,
            price: self.path(file.price)?,
            of_books: file.of_books,
            depth: self.path(file.depth)?,
            one_sided: file.one_sided.map(|path| self.path(path)).transpose()?,
            noise: file.noise,
        })
    }

    fn path(&mut self, file: PathFile) -> anyhow::Result<Path> {
        let seconds = |points: Vec<(Span, f64)>| points.into_iter().map(|(span, value)| (span.0, value)).collect();
        match file {
            PathFile::Level(value) => Ok(Path::level(value)),
            PathFile::Points(points) => Path::new(seconds(points), false),
            PathFile::Table(PathTable { csv: None, points, held, times, .. }) => {
                Ok(Path::new(seconds(points), held)?.times(times.unwrap_or(1.0)))
            }
            PathFile::Table(table) => self.recorded(&table),
        }
    }

    /// The part of a series that lies within the scenario, and the row before it.
    fn recorded(&mut self, table: &PathTable) -> anyhow::Result<Path> {
        let (Some(directory), Some(csv)) = (self.series, &table.csv) else { bail!("no series") };
        let mut rows = series::column(directory, csv, table.column.as_deref().unwrap_or("market_ratio"))?;
        if let Some(divisor) = &table.per {
            let divisors: BTreeMap<u64, f64> = series::column(directory, csv, divisor)?
                .into_iter()
                .map(|(time, value)| (time.to_bits(), value))
                .collect();
            rows.retain_mut(|(time, value)| {
                divisors.get(&time.to_bits()).is_some_and(|by| {
                    *value /= by;
                    true
                })
            });
        }
        let mut factor = table.times.unwrap_or(1.0);
        if let Some(median) = table.median {
            let mut before: Vec<f64> =
                rows.iter().filter(|(time, _)| *time <= self.starts).map(|(_, value)| *value).collect();
            before.sort_by(f64::total_cmp);
            factor *= median / before.get(before.len() / 2).with_context(|| format!("nothing in {csv} before"))?;
        }
        let ends = self.starts + self.lasts;
        let first = rows.partition_point(|(time, _)| *time <= self.starts).saturating_sub(1);
        let last = rows.partition_point(|(time, _)| *time <= ends);
        let within = rows.get(first..(last + usize::from(!table.held)).min(rows.len())).unwrap_or_default();
        let mut points: Vec<_> = within.iter().map(|(time, value)| (time - self.starts, value * factor)).collect();
        self.points.extend(points.iter().map(|(second, _)| *second));
        if let (Some(value), Some((second, _))) = (table.before, points.first()) {
            points.insert(0, (*second, value));
        }
        Path::new(points, table.held).with_context(|| format!("{csv} within the scenario"))
    }
}
