//! The command line of the replay lab.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context;
use clap::{Parser, Subcommand};
use replay::{
    baseline::By,
    book::{Size, Terms},
    demand::span,
    scenario::{self, Loaded},
    score,
};

/// Where the scenarios are.
const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");

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
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Run { files, only } => run(&files, &only),
    }
}

fn run(files: &[PathBuf], only: &str) -> anyhow::Result<()> {
    let mut broken = 0;
    for loaded in loaded(files)? {
        let scenario = match loaded {
            Loaded::Skipped { name } => {
                println!("{name}: skipped, its series is not there");
                continue;
            }
            Loaded::Scenario(scenario) => scenario,
        };
        if !scenario.name.contains(only) {
            continue;
        }
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
