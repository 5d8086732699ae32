//! What other parameters would do: every one alone, and many at once. Chosen on scenarios that were drawn or made up,
//! shown on recorded ones
//! that they were not chosen on.

use std::collections::BTreeMap;

use indicatif::ProgressBar;
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    baseline::By,
    book::{Size, Terms},
    oracle::{self, FIELDS, FieldInfo, Params},
    play::play,
    scenario::Scenario,
};

/// Parameters whose speed or threshold decides between borrowers, lenders and users; the others are about readings that
/// no story has.
const TUNED: [&str; 19] = [
    "fair_fall",
    "fair_rise",
    "depeg_confirm",
    "depeg_close",
    "attested_confirm",
    "attested_close",
    "fall_agree",
    "fall_close",
    "depegged_enter",
    "depegged_clear",
    "depegged_dwell",
    "halted_dwell",
    "spot_confirm",
    "short_window",
    "long_window",
    "max_step",
    "min_depth",
    "drop_confirm",
    "nav_descent",
];
/// Changes at once in a random set.
const AT_ONCE: std::ops::RangeInclusive<usize> = 1..=5;
const HOUR: f64 = 3_600.0;

/// What is lost, and by whom. Less is better in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// Borrowers who were liquidated and would be healthy at the end, over all scenarios and the markets from 70/80 to
    /// 90/93.
    pub wrongful: f64,
    /// Bad debt as a share of what was lent, percent, mean over the scenarios that have any by any price, over the same
    /// markets.
    pub bad_debt: f64,
    /// Hours that lending was closed while the market was near the books, per scenario.
    pub blocked: f64,
}

impl Costs {
    /// Whether it is nowhere worse than another, and somewhere better.
    fn beats(&self, other: &Self) -> bool {
        let pairs = [(self.wrongful, other.wrongful), (self.bad_debt, other.bad_debt), (self.blocked, other.blocked)];
        pairs.iter().all(|(a, b)| *a <= b + 1e-9) && pairs.iter().any(|(a, b)| *a < b - 1e-6)
    }
}

/// Changes of parameters by name.
pub type Set = BTreeMap<String, u64>;

/// Plays scenarios under changed parameters.
///
/// # Errors
/// Parameters that are out of bounds.
pub fn costs(scenarios: &[Scenario], set: &Set) -> anyhow::Result<Costs> {
    let mut sum = Costs::default();
    for scenario in scenarios {
        let mut scenario = scenario.clone();
        scenario.params.extend(set.iter().map(|(name, value)| (name.clone(), *value)));
        oracle::params(&scenario.params)?;
        for (place, terms) in Terms::ALL.into_iter().enumerate().skip(1) {
            let ran = play(&scenario, By::Oracle, Some((terms, Size::default())), &mut ())?;
            let losses = ran.losses.unwrap_or_default();
            sum.wrongful += losses.wrongful as f64;
            sum.bad_debt += losses.share() * 100.0 / 3.0;
            if place == 2 {
                sum.blocked += ran.course.blocked_for / HOUR;
            }
        }
    }
    let count = scenarios.len().max(1) as f64;
    Ok(Costs { wrongful: sum.wrongful, bad_debt: sum.bad_debt / count, blocked: sum.blocked / count })
}

/// A set of parameters and what it costs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Point {
    /// What differs from the defaults.
    pub set: Set,
    /// On the scenarios that sets are chosen by.
    pub chosen_by: Costs,
    /// On those that they are shown on.
    pub shown_on: Option<Costs>,
}

/// One parameter at another value.
#[derive(Clone, Debug, Serialize)]
pub struct Sensitivity {
    /// Its name.
    pub name: String,
    /// The value.
    pub value: u64,
    /// Its default.
    pub default: u64,
    /// What that costs.
    pub costs: Costs,
}

/// What other parameters would do.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Study {
    /// Names of the scenarios that sets are chosen by.
    pub chosen_by: Vec<String>,
    /// Names of those that they are shown on.
    pub shown_on: Vec<String>,
    /// The defaults.
    pub defaults: Option<Point>,
    /// Every tuned parameter at half and at twice its default, as far as bounds allow.
    pub sensitivities: Vec<Sensitivity>,
    /// Random sets that were tried.
    pub tried: Vec<Point>,
    /// Those that none beats, shown on both.
    pub frontier: Vec<Point>,
}

impl Study {
    /// Whether no set that was tried beats the defaults.
    pub fn defaults_on_frontier(&self) -> bool {
        let Some(defaults) = &self.defaults else { return false };
        !self.tried.iter().any(|point| point.chosen_by.beats(&defaults.chosen_by))
    }
}

/// A value near another within bounds, as people would write it.
fn moved(default: u64, factor: f64, [min, max]: [u64; 2]) -> u64 {
    ((default as f64 * factor).round() as u64).clamp(min, max)
}

fn info(name: &str) -> Option<&'static FieldInfo> {
    FIELDS.iter().find(|info| info.name == name)
}

/// Tries every tuned parameter alone, and then so many random sets, half of them near the best of the first half.
///
/// # Errors
/// A scenario that cannot be played.
pub fn study(
    chosen_by: &[Scenario],
    shown_on: &[Scenario],
    seed: u64,
    sets: usize,
    bar: &ProgressBar,
) -> anyhow::Result<Study> {
    let mut singles = Vec::new();
    for info in TUNED.iter().filter_map(|name| info(name)) {
        for factor in [0.5, 2.0] {
            let value = moved(info.default, factor, [info.min, info.max]);
            let set = Set::from([(info.name.to_owned(), value)]);
            if value != info.default && oracle::params(&set).is_ok() {
                singles.push((info, value, set));
            }
        }
    }
    bar.set_length((1 + singles.len() + sets) as u64);
    let point = |set: &Set| -> anyhow::Result<Point> {
        let chosen_by = costs(chosen_by, set)?;
        bar.inc(1);
        Ok(Point { set: set.clone(), chosen_by, shown_on: None })
    };
    let mut defaults = point(&Set::new())?;
    let sensitivities = singles
        .par_iter()
        .map(|(info, value, set)| {
            let costs = point(set)?.chosen_by;
            Ok(Sensitivity { name: info.name.into(), value: *value, default: info.default, costs })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let first: Vec<Set> = (0..sets / 2).filter_map(|_| random(&mut dice, &Set::new(), 3.0)).collect();
    let mut tried: Vec<Point> = first.par_iter().map(point).collect::<anyhow::Result<_>>()?;
    let best = unbeaten(&tried, &defaults);
    let near = |dice: &mut ChaCha8Rng| {
        let set = best.choose(dice).map(|point| point.set.clone()).unwrap_or_default();
        random(dice, &set, 1.5)
    };
    let second: Vec<Set> = (0..sets - sets / 2).filter_map(|_| near(&mut dice)).collect();
    tried.extend(second.par_iter().map(point).collect::<anyhow::Result<Vec<_>>>()?);
    let mut frontier = unbeaten(&tried, &defaults);
    frontier.sort_by(|a, b| a.chosen_by.bad_debt.total_cmp(&b.chosen_by.bad_debt));
    frontier.truncate(12);
    defaults.shown_on = Some(costs(shown_on, &defaults.set)?);
    frontier.par_iter_mut().try_for_each(|point| {
        point.shown_on = Some(costs(shown_on, &point.set)?);
        anyhow::Ok(())
    })?;
    let names = |scenarios: &[Scenario]| scenarios.iter().map(|scenario| scenario.name.clone()).collect();
    Ok(Study {
        chosen_by: names(chosen_by),
        shown_on: names(shown_on),
        defaults: Some(defaults),
        sensitivities,
        tried,
        frontier,
    })
}

/// A set near another; `None` where it is out of order.
fn random(dice: &mut ChaCha8Rng, near: &Set, spread: f64) -> Option<Set> {
    let defaults = Params::default();
    let mut set = near.clone();
    for _ in 0..dice.random_range(AT_ONCE) {
        let info = info(TUNED.choose(dice)?)?;
        let now = set.get(info.name).copied().unwrap_or_else(|| defaults.get(info.field));
        let factor = spread.powf(dice.random_range(-1.0..1.0));
        set.insert(info.name.into(), moved(now, factor, [info.min, info.max]));
    }
    oracle::params(&set).is_ok().then_some(set)
}

fn unbeaten(tried: &[Point], defaults: &Point) -> Vec<Point> {
    let all = || tried.iter().chain([defaults]);
    let free = |point: &&Point| !all().any(|other| other.chosen_by.beats(&point.chosen_by));
    tried.iter().filter(free).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Path;

    /// A hidden loss of three quarters within nine hours.
    fn loss() -> Scenario {
        let mut scenario = Scenario::calm("loss", &[300.0], 20.0 * HOUR);
        scenario.markets[0].price = Path::new(vec![(HOUR, 1.0), (10.0 * HOUR, 0.25)], false).unwrap();
        scenario.worth = Some(scenario.markets[0].price.clone());
        scenario
    }

    #[test]
    fn a_slower_fair_leaves_more_bad_debt() {
        let of = |set: &[(&str, u64)]| {
            let set = set.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
            costs(&[loss()], &set).unwrap()
        };
        let slow = of(&[("depeg_confirm", 43_200), ("fair_fall", 20)]);
        let default = of(&[]);
        assert!(slow.bad_debt > default.bad_debt + 0.1 && !slow.beats(&default), "{slow:?} {default:?}");
    }

    #[test]
    fn a_study_follows_from_its_seed_and_ends_with_what_nothing_beats() {
        let run = || study(&[loss()], &[loss()], 7, 12, &ProgressBar::hidden()).unwrap();
        let found = run();
        assert_eq!(format!("{found:?}"), format!("{:?}", run()));
        for point in &found.frontier {
            assert!(!found.tried.iter().any(|other| other.chosen_by.beats(&point.chosen_by)));
            assert!(point.shown_on.is_some());
        }
        assert!(found.sensitivities.len() > TUNED.len());
    }
}
