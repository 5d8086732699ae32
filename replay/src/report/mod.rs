//! What the lab found, as one HTML page without anything outside of it, as Markdown, and as JSON.

mod chart;
mod figures;
mod html;
mod markdown;
mod svg;
mod trace;

use std::path::Path;

use anyhow::Context;
use indicatif::ProgressBar;
use rayon::prelude::*;
use serde::Serialize;

use crate::{
    attack::{BreakEven, Moved},
    baseline::By,
    book::{Size, Terms},
    fit,
    heat::Heat,
    scenario::{Loaded, Origin, Scenario},
    score::{self, Score},
    series,
    tune::Study,
    worlds::{Fates, table},
};
use trace::{Mark, Trace};

/// The oracle's market that baselines are compared at: 80/85.
pub const USUAL: usize = 2;

/// A scenario with its picture.
pub struct Played {
    /// What came of it.
    pub score: Score,
    /// How true it is.
    pub origin: Origin,
    /// Its picture, SVG.
    pub picture: String,
    /// What its picture marks.
    pub marks: Vec<Mark>,
}

/// Everything that a report tells.
pub struct Report {
    /// Scenarios.
    pub played: Vec<Played>,
    /// Those whose series are not there.
    pub skipped: Vec<String>,
    /// Random worlds.
    pub fates: Vec<Fates>,
    /// How like a recorded market they are, in Markdown; none without the series.
    pub fit: Option<String>,
    /// Losses by loan-to-value and size.
    pub heats: Vec<Heat>,
    /// What captured slots move.
    pub moves: Vec<Moved>,
    /// From what size on holding the market down pays.
    pub break_evens: Vec<BreakEven>,
    /// What other parameters would do.
    pub study: Study,
    /// The seed of everything random.
    pub seed: u64,
}

/// Plays a scenario by everything, and draws it.
///
/// # Errors
/// It cannot be played.
pub fn play(scenario: &Scenario) -> anyhow::Result<Played> {
    let mut trace = Trace::new(scenario.lasts);
    let score = score::score(scenario, &By::ALL, Size::default(), &mut trace)?;
    let course = &score.priced[0].course;
    let mut marks = trace::marks(course);
    let first = |priced: &score::Priced, who: &str| {
        let second = priced.losses[USUAL].first?;
        Some(Mark { second, what: format!("{who} liquidates at {}", Terms::ALL[USUAL]) })
    };
    marks.extend(score.priced.iter().take(2).filter_map(|priced| first(priced, priced.by.as_str())));
    let picture = chart::draw(scenario, &trace, course, &marks);
    Ok(Played { origin: scenario.origin, picture, marks, score })
}

/// Plays every scenario, as many at a time as there are processors.
///
/// # Errors
/// One of them cannot be played.
pub fn play_all(loaded: Vec<Loaded>, bar: &ProgressBar) -> anyhow::Result<(Vec<Played>, Vec<String>)> {
    let (mut scenarios, mut skipped) = (Vec::new(), Vec::new());
    for loaded in loaded {
        match loaded {
            Loaded::Scenario(scenario) => scenarios.push(*scenario),
            Loaded::Skipped { name } => skipped.push(name),
        }
    }
    bar.set_length(scenarios.len() as u64);
    let played = scenarios.par_iter().map(|scenario| {
        let played = play(scenario);
        bar.inc(1);
        played
    });
    Ok((played.collect::<anyhow::Result<_>>()?, skipped))
}

/// How like a recorded market the worlds are, where the series are there.
///
/// # Errors
/// A series that cannot be read.
pub fn fit(markets: &[Scenario]) -> anyhow::Result<Option<String>> {
    let Some(directory) = series::directory() else { return Ok(None) };
    let mut columns = vec![("recorded".to_owned(), fit::recorded(&directory)?)];
    columns.extend(markets.iter().filter_map(|market| {
        let noise = market.markets.first()?.noise;
        Some((market.name.clone(), fit::drawn(noise, 1)))
    }));
    Ok(Some(fit::table(&columns)))
}

/// What is written as JSON.
#[derive(Serialize)]
struct Json<'a> {
    seed: u64,
    scenarios: Vec<&'a Score>,
    skipped: &'a [String],
    worlds: &'a [Fates],
    losses: &'a [Heat],
    moves: &'a [Moved],
    break_evens: &'a [BreakEven],
    study: &'a Study,
}

impl Report {
    /// Writes it into a directory: `report.html`, `report.md`, `report.json`.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(&self, directory: &Path) -> anyhow::Result<()> {
        std::fs::create_dir_all(directory)?;
        let json = Json {
            seed: self.seed,
            scenarios: self.played.iter().map(|played| &played.score).collect(),
            skipped: &self.skipped,
            worlds: &self.fates,
            losses: &self.heats,
            moves: &self.moves,
            break_evens: &self.break_evens,
            study: &self.study,
        };
        let files = [
            ("report.html", html::page(self)),
            ("report.md", markdown::page(self)),
            ("report.json", serde_json::to_string_pretty(&json)?),
        ];
        for (name, text) in files {
            let path = directory.join(name);
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    /// The table of random worlds.
    fn worlds(&self) -> String {
        table(&self.fates)
    }
}
