//! Random worlds without an incident: how often lending closes for nothing, why, and whom it would liquidate.

use std::path::Path;

use anyhow::Context;
use indicatif::ProgressBar;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Exp1};
use rayon::prelude::*;
use serde::Serialize;

use crate::{
    baseline::By,
    book::Terms,
    course::DEPEGGED,
    moment::Moment,
    oracle::{Level, Reason},
    play::{Observer, play},
    scenario::{self, Loaded, Missing, Outage, Scenario},
};

/// Mean time between two outages of all refreshes, and how long one lasts on average, seconds. Made up: nobody has
/// published it.
const OUTAGES: [f64; 2] = [10.0 * 86_400.0, 600.0];
const HOUR: f64 = 3_600.0;

/// The markets in which worlds are drawn.
///
/// # Errors
/// A file that says no scenario.
pub fn markets(directory: &Path) -> anyhow::Result<Vec<Scenario>> {
    let played = |loaded| match loaded {
        Loaded::Scenario(scenario) => Ok(*scenario),
        Loaded::Skipped { name } => anyhow::bail!("{name} reads a series"),
    };
    scenario::load_all(directory)?.into_iter().map(played).collect()
}

/// A market's world of this number.
pub fn draw(market: &Scenario, number: u64) -> Scenario {
    let mut world = market.clone();
    world.seed = number;
    let mut dice = ChaCha8Rng::seed_from_u64(number);
    let [every, lasts] = OUTAGES;
    let exponential = |dice: &mut ChaCha8Rng, mean: f64| {
        let one: f64 = Exp1.sample(dice);
        mean * one
    };
    let mut second = exponential(&mut dice, every);
    while second < world.lasts {
        let until = second + exponential(&mut dice, lasts);
        world.outages.push(Outage { from: second, until, of: Missing::Refreshes });
        second = until + exponential(&mut dice, every);
    }
    // Epochs begin at any time of the story.
    world.epoch_in = dice.random_range(0.0..172_800.0);
    world
}

/// What became of one world. Shares of its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Fate {
    /// Depegged or halted.
    pub depegged: f64,
    /// Halted.
    pub halted: f64,
    /// Lending closed.
    pub closed: f64,
    /// Lending closed for want of a valid window alone: an outage, and the wait after it.
    pub waited: f64,
    /// One of its own windows truly beyond the depeg threshold.
    pub window_out: f64,
    /// Times at which the level rose to depegged: by spot alone, by a window, for lost depth, for a lost market.
    pub trips: [u32; 4],
    /// Borrowers of three whom this would have liquidated, in the order of [`Terms::ALL`].
    pub liquidated: [u32; Terms::ALL.len()],
    /// The largest discount of `fair` to NAV.
    pub deepest: f64,
}

/// Keeps the fate of a world.
struct Seer {
    fate: Fate,
    last: f64,
    was: Level,
    closed: Option<bool>,
    out: bool,
    collateral: Option<f64>,
    lowest: f64,
}

impl Observer for Seer {
    fn see(&mut self, moment: &Moment<'_, '_>) {
        let Moment { second, published, quote, .. } = *moment;
        let passed = second - self.last;
        self.last = second;
        let fate = &mut self.fate;
        let add = |on: bool, to: &mut f64| *to += if on { passed } else { 0.0 };
        add(self.was >= Level::Depegged, &mut fate.depegged);
        add(self.was == Level::Halted, &mut fate.halted);
        add(self.closed.is_some(), &mut fate.closed);
        add(self.closed == Some(true), &mut fate.waited);
        add(self.out, &mut fate.window_out);
        let level = published.level();
        if level >= Level::Depegged && self.was < Level::Depegged {
            let windows = out(published.nav(), published.short()[0]) || out(published.nav(), published.long()[0]);
            let why = match () {
                () if published.has(Reason::MarketLost) => 3,
                () if windows => 1,
                () if published.has(Reason::DepthLoss) => 2,
                () => 0,
            };
            fate.trips[why] += 1;
        }
        self.was = level;
        self.closed = (!quote.lends).then_some(level < Level::Depegged);
        self.out = out(published.nav(), published.short()[0]) || out(published.nav(), published.long()[0]);
        self.collateral.get_or_insert(quote.collateral);
        self.lowest = self.lowest.min(quote.liquidation);
        fate.deepest = fate.deepest.max(1.0 - published.fair() / published.nav());
    }
}

fn out(nav: f64, low: f64) -> bool {
    1.0 - low / nav >= DEPEGGED
}

/// Plays one world.
///
/// # Errors
/// It cannot be played.
pub fn fate(world: &Scenario) -> anyhow::Result<Fate> {
    let mut seer = Seer {
        fate: Fate::default(),
        last: 0.0,
        was: Level::Normal,
        closed: None,
        out: false,
        collateral: None,
        lowest: f64::MAX,
    };
    play(world, By::Oracle, None, &mut seer)?;
    let mut fate = seer.fate;
    for share in [&mut fate.depegged, &mut fate.halted, &mut fate.closed, &mut fate.waited, &mut fate.window_out] {
        *share /= world.lasts;
    }
    let kept = seer.lowest / seer.collateral.context("a world without a refresh")?;
    fate.liquidated = Terms::ALL.map(|terms| terms.liquidated_at(kept));
    Ok(fate)
}

/// What became of a market's worlds, all in all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fates {
    /// The market.
    pub market: String,
    /// How many worlds.
    pub worlds: usize,
    /// Days of each.
    pub days: f64,
    /// The mean of their shares, and the largest discount of `fair`; trips and liquidated borrowers added up.
    pub mean: Fate,
    /// Standard error of the mean share of time at depegged.
    pub error: f64,
    /// Worlds in which somebody would have been liquidated, in the order of [`Terms::ALL`].
    pub hurt: [usize; Terms::ALL.len()],
}

/// Plays so many worlds of a market, numbered from `seed` on, as many at a time as there are processors.
///
/// # Errors
/// One of them cannot be played.
pub fn fates(market: &Scenario, seed: u64, worlds: u64, bar: &ProgressBar) -> anyhow::Result<Fates> {
    let all: Vec<Fate> = (seed..seed + worlds)
        .into_par_iter()
        .map(|number| {
            let fate = fate(&draw(market, number));
            bar.inc(1);
            fate
        })
        .collect::<anyhow::Result<_>>()?;
    let count = all.len() as f64;
    let mean_of = |share: fn(&Fate) -> f64| all.iter().map(share).sum::<f64>() / count;
    let depegged = mean_of(|fate| fate.depegged);
    let spread = all.iter().map(|fate| (fate.depegged - depegged).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    let mut mean = Fate {
        depegged,
        halted: mean_of(|fate| fate.halted),
        closed: mean_of(|fate| fate.closed),
        waited: mean_of(|fate| fate.waited),
        window_out: mean_of(|fate| fate.window_out),
        deepest: all.iter().map(|fate| fate.deepest).fold(0.0, f64::max),
        ..Fate::default()
    };
    let mut hurt = [0; Terms::ALL.len()];
    for fate in &all {
        mean.trips.iter_mut().zip(fate.trips).for_each(|(sum, trips)| *sum += trips);
        mean.liquidated.iter_mut().zip(fate.liquidated).for_each(|(sum, of)| *sum += of);
        hurt.iter_mut().zip(fate.liquidated).for_each(|(sum, of)| *sum += usize::from(of > 0));
    }
    let days = market.lasts / 24.0 / HOUR;
    Ok(Fates { market: market.name.clone(), worlds: all.len(), days, mean, error: (spread / count).sqrt(), hurt })
}

/// The table of false alarms, in Markdown.
pub fn table(all: &[Fates]) -> String {
    let mut text = String::from(
        "| market | depegged | standard error | halted | its own windows beyond 250 bps | lending closed | of that, waiting after an outage | trips a month: spot | windows | depth | lost | worlds with a liquidation at 50/65 | 70/80 | 80/85 | 90/93 | deepest `fair` |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for Fates { market, worlds, days, mean, error, hurt } in all {
        let percent = |share: f64| format!("{:.3} %", share * 100.0);
        let months = *worlds as f64 * days / 30.0;
        let waited = if mean.closed > 0.0 { mean.waited / mean.closed } else { 0.0 };
        let mut cells = vec![
            market.clone(),
            percent(mean.depegged),
            percent(*error),
            percent(mean.halted),
            percent(mean.window_out),
            percent(mean.closed),
            format!("{:.0} %", waited * 100.0),
        ];
        cells.extend(mean.trips.map(|trips| format!("{:.3}", f64::from(trips) / months)));
        cells.extend(hurt.map(|hurt| format!("{hurt} of {worlds}")));
        cells.push(format!("-{:.0} bps", mean.deepest * 10_000.0));
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

/// The table with what it is about, as it is committed.
pub fn document(markets: &[Scenario], all: &[Fates], seed: u64) -> String {
    let [every, lasts] = OUTAGES;
    let mut text = format!(
        "# False alarms\n\nRandom months in which nothing happens: noise, sales that are taken back, wandering depth, rewards at each epoch, and an outage of all refreshes every {:.0} days, {:.0} \
         minutes long on average. `make replay-worlds` plays them (from seed {seed}) and writes this table; nightly runs do. Shares are of all time; a trip is a rise to *depegged* or higher, by what brought \
         it about; liquidations are of three borrowers who have drawn 100, 90 and 75 % of what a market lends.\n\n{}\n",
        every / 86_400.0,
        lasts / 60.0,
        table(all)
    );
    for market in markets {
        text.push_str(&format!("- **{}**: {}.\n", market.name, market.what));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{scenario::Noise, span::Span};

    fn market() -> Scenario {
        let mut market = Scenario::calm("test", &[200.0], 86_400.0);
        market.markets[0].noise = Noise {
            quick: 12.0,
            quick_within: Span(180.0),
            sale_every: Span(7_200.0),
            sale: 300.0,
            sale_heals: Span(240.0),
            ..Noise::default()
        };
        market
    }

    #[test]
    fn worlds_follow_from_their_seed() {
        let run = |seed| fates(&market(), seed, 6, &ProgressBar::hidden()).unwrap();
        assert_eq!(run(1), run(1));
        assert_ne!(run(1).mean, run(100).mean);
    }

    #[test]
    fn large_sales_close_lending_and_small_noise_does_not() {
        let found = fates(&market(), 1, 6, &ProgressBar::hidden()).unwrap();
        assert!(found.mean.depegged > 0.01 && found.mean.trips.iter().sum::<u32>() > 5, "{found:?}");
        let mut calm = market();
        calm.markets[0].noise.sale = 0.0;
        let found = fates(&calm, 1, 6, &ProgressBar::hidden()).unwrap();
        assert_eq!((found.mean.depegged, found.mean.trips), (0.0, [0; 4]));
    }

    #[test]
    fn after_an_outage_lending_waits_for_the_long_window() {
        let mut world = Scenario::calm("outage", &[200.0], 6.0 * HOUR);
        world.outages.push(Outage { from: HOUR, until: 1.5 * HOUR, of: Missing::Refreshes });
        let fate = fate(&world).unwrap();
        // Half an hour without a refresh, and 48 minutes until four fifths of an hour are covered again, less what was
        // covered before.
        let minutes = fate.waited * 360.0;
        assert!((20.0..=78.0).contains(&minutes) && fate.closed == fate.waited, "{minutes} {fate:?}");
    }
}
