//! The command line of the replay lab.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context;
use clap::{Parser, Subcommand};
use cpu_time::ProcessTime;
use indicatif::{ProgressBar, ProgressStyle};
use replay::{
    attack,
    baseline::By,
    book::{Size, Terms},
    demand::span,
    heat,
    oracle::{self, Look, Oracle},
    recording,
    report::{self, Report},
    scenario::{self, Loaded, Origin, Scenario},
    score, tune,
    world::World,
    worlds::{self, Fates},
};

/// Where the scenarios are.
const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
/// Where the markets of random worlds are.
const WORLDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/worlds");

/// Scenarios longer than this are no part of the study of parameters, seconds.
const LONGEST_TUNED: f64 = 10.0 * 86_400.0;

/// Runs incidents, recorded prices and random worlds through the oracle's rules.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plays scenarios and says how their demands ended
    Run {
        /// Files of scenarios; all that come with the lab unless some are named
        files: Vec<PathBuf>,
        /// Only those whose name contains this
        #[arg(long, default_value = "")]
        only: String,
        /// Parameters that differ from the scenario's, as name=value
        #[arg(long = "set", value_parser = setting)]
        set: Vec<(String, u64)>,
    },
    /// Plays everything and writes one HTML page, Markdown and JSON
    Report {
        /// Where to
        #[arg(long)]
        out: PathBuf,
        /// Random worlds of each market
        #[arg(long, default_value_t = 300)]
        worlds: u64,
        /// Random sets of parameters
        #[arg(long, default_value_t = 60)]
        sets: usize,
        /// Seed of everything random
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Plays random worlds without an incident and counts false alarms
    Worlds {
        /// How many of each market
        #[arg(long, default_value_t = 300)]
        count: u64,
        /// Number of the first
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Parameters that differ from the defaults, as name=value
        #[arg(long = "set", value_parser = setting)]
        set: Vec<(String, u64)>,
        /// Where the markets are written; those that come with the lab unless it is said
        #[arg(long, default_value = WORLDS)]
        markets: PathBuf,
        /// Writes the table into this file as well
        #[arg(long)]
        write: Option<PathBuf>,
        /// Only markets whose name contains this
        #[arg(long, default_value = "")]
        only: String,
    },
    /// Plays a recording of a feed's accounts through the rules, and compares it with what was published
    Recording {
        /// The file
        file: PathBuf,
    },
    /// What moving published prices costs, and from what size of a market on it pays
    Attacks,
    /// Compares random worlds with a recorded market
    Fit {
        /// Where the markets are written
        #[arg(long, default_value = WORLDS)]
        markets: PathBuf,
    },
    /// Measures the fast engine: one core, two markets, 30 days
    Bench,
}

fn setting(text: &str) -> anyhow::Result<(String, u64)> {
    let (name, value) = text.split_once('=').context("name=value")?;
    Ok((name.into(), value.parse()?))
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Run { files, only, set } => run(&files, &only, &set),
        Command::Report { out, worlds, sets, seed } => report(&out, worlds, sets, seed),
        Command::Worlds { count, seed, set, markets, write, only } => {
            let mut markets = worlds::markets(&markets)?;
            markets.retain(|market| market.name.contains(&only));
            markets.iter_mut().for_each(|market| market.params.extend(set.iter().cloned()));
            let fates = fates(&markets, seed, count)?;
            println!("{}", worlds::table(&fates));
            write.map_or(Ok(()), |path| Ok(std::fs::write(path, worlds::document(&markets, &fates, seed))?))
        }
        Command::Recording { file } => {
            let opened = File::open(&file).with_context(|| format!("cannot open {}", file.display()))?;
            println!("{}", recording::summary(opened)?);
            Ok(())
        }
        Command::Attacks => {
            println!("{}\n{}", attack::hold_table(&attack::break_evens()?), attack::slots_table(&attack::moves()?));
            Ok(())
        }
        Command::Fit { markets } => {
            let drawn = worlds::markets(&markets)?;
            println!("{}", report::fit(&drawn)?.context("the recorded series are not there")?);
            Ok(())
        }
        Command::Bench => bench(),
    }
}

fn style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{prefix:40} {bar:40} {pos}/{len}, {eta} left");
    style.unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn bar(name: &str, length: u64) -> ProgressBar {
    ProgressBar::new(length).with_style(style()).with_prefix(name.to_owned())
}

fn fates(markets: &[Scenario], seed: u64, count: u64) -> anyhow::Result<Vec<Fates>> {
    let one = |market: &Scenario| {
        let progress = bar(&market.name, count);
        let fates = worlds::fates(market, seed, count, &progress);
        progress.finish_and_clear();
        fates
    };
    markets.iter().map(one).collect()
}

fn report(out: &Path, count: u64, sets: usize, seed: u64) -> anyhow::Result<()> {
    let loaded = loaded(&[])?;
    let scenarios: Vec<Scenario> = loaded
        .iter()
        .filter_map(|loaded| match loaded {
            Loaded::Scenario(scenario) => Some((**scenario).clone()),
            Loaded::Skipped { .. } => None,
        })
        .collect();
    let progress = bar("scenarios", 0);
    let (played, skipped) = report::play_all(loaded, &progress)?;
    progress.finish_and_clear();
    let markets = worlds::markets(Path::new(WORLDS))?;
    let fates = fates(&markets, seed, count)?;
    // Months of recorded calm decide nothing between sets of parameters, and take longest.
    let short = |scenario: &&Scenario| scenario.lasts <= LONGEST_TUNED;
    let (shown_on, chosen_by): (Vec<Scenario>, Vec<Scenario>) =
        scenarios.iter().filter(short).cloned().partition(|scenario| scenario.origin == Origin::Recorded);
    let progress = bar("parameters", 0);
    let study = tune::study(&chosen_by, &shown_on, seed, sets, &progress)?;
    progress.finish_and_clear();
    let heats = heat::maps()?;
    let fit = report::fit(&markets)?;
    let (moves, break_evens) = (attack::moves()?, attack::break_evens()?);
    let report = Report { played, skipped, fates, fit, heats, moves, break_evens, study, seed };
    report.write(out)?;
    println!("{}", out.join("report.html").display());
    Ok(())
}

/// Steps of the rules alone, and a whole world with its noise, by the processor's time.
fn bench() -> anyhow::Result<()> {
    let mut market = Scenario::calm("bench", &[300.0, 200.0], 30.0 * 86_400.0);
    let mut oracle = Oracle::new(oracle::params(&market.params)?);
    let mut world = World::new(&market);
    let ticks = market.ticks();
    let looks: Vec<Look> = ticks
        .iter()
        .take(4_096)
        .map(|tick| {
            world.advance(tick, 1.0 - f64::from(tick.slot as u32 % 97) * 1e-5);
            world.look.clone()
        })
        .collect();
    let began = ProcessTime::now();
    let rounds = 256_u64;
    for round in 0..rounds {
        for look in &looks {
            let mut clock = look.clock;
            clock.time += (round * 4_096 * 20) as i64;
            clock.slot += round * 4_096 * 50;
            std::hint::black_box(oracle.refresh_at(look, clock));
        }
    }
    let steps = rounds * looks.len() as u64;
    let per_second = steps as f64 / began.elapsed().as_secs_f64();
    println!("steps with two markets, one core: {:.2} million per second", per_second / 1e6);
    let noise = worlds::markets(Path::new(WORLDS))?.first().and_then(|market| Some(market.markets.first()?.noise));
    for place in &mut market.markets {
        place.noise = noise.unwrap_or_default();
    }
    let began = ProcessTime::now();
    let worlds = 10;
    for number in 0..worlds {
        std::hint::black_box(worlds::fate(&worlds::draw(&market, number))?);
    }
    println!("a world of 30 days with two markets: {:.3} s", began.elapsed().as_secs_f64() / worlds as f64);
    Ok(())
}

fn run(files: &[PathBuf], only: &str, set: &[(String, u64)]) -> anyhow::Result<()> {
    let mut broken = 0;
    for loaded in loaded(files)? {
        let mut scenario = match loaded {
            Loaded::Skipped { name } => {
                println!("{name}: skipped, its series is not there");
                continue;
            }
            Loaded::Scenario(scenario) => scenario,
        };
        if !scenario.name.contains(only) {
            continue;
        }
        scenario.params.extend(set.iter().cloned());
        let began = Instant::now();
        let score = score::score(&scenario, &By::ALL, Size::default(), &mut ())?;
        println!("{} ({:.2?}, {} steps)", score.name, began.elapsed(), score.steps);
        for verdict in &score.verdicts {
            let mark = if verdict.kept { "ok    " } else { "BROKEN" };
            println!("  {mark} {}: {}", verdict.demand, verdict.measured);
            broken += usize::from(!verdict.kept);
        }
        let course = &score.priced[0].course;
        println!(
            "  closed {} times for {}, blocked {}, {} false alarms, trips {:?}",
            course.closed.len(),
            span(course.closed_for),
            span(course.blocked_for),
            course.false_alarms,
            course.trips.iter().map(|second| span(*second)).take(20).collect::<Vec<_>>()
        );
        for priced in &score.priced {
            let cells = Terms::ALL.iter().zip(&priced.losses).map(|(terms, losses)| {
                format!(
                    "{terms}: {}/{} {} again {} bad {:.1} ({:.1} %)",
                    losses.liquidated,
                    losses.wrongful,
                    losses.first.map_or("-".into(), span),
                    losses.healthy_again.map_or("-".into(), span),
                    losses.bad_debt,
                    losses.share() * 100.0
                )
            });
            println!("    {:24} {}", priced.by.as_str(), cells.collect::<Vec<_>>().join(" | "));
        }
    }
    anyhow::ensure!(broken == 0, "{broken} demands are broken");
    Ok(())
}

fn loaded(files: &[PathBuf]) -> anyhow::Result<Vec<Loaded>> {
    if files.is_empty() {
        return scenario::load_all(Path::new(SCENARIOS));
    }
    let series = replay::series::directory();
    let load = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        scenario::load(&text, series.as_deref()).with_context(|| format!("in {}", file.display()))
    };
    Ok(files.iter().map(load).collect::<anyhow::Result<Vec<_>>>()?.into_iter().flatten().collect())
}
