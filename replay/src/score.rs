//! A scenario in every market: this oracle and its baselines, at every loan-to-value, and what was demanded of it.

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    baseline::By,
    book::{Losses, Size, Terms},
    course::Course,
    demand::{Check, Demand, Verdict, span},
    moment::Moment,
    oracle::Oracle,
    play::{Observer, Ran, play_on},
    scenario::Scenario,
};

/// What came of a scenario by one price.
#[derive(Clone, Debug, Serialize)]
pub struct Priced {
    /// What markets were priced by.
    #[serde(serialize_with = "by_name")]
    pub by: By,
    /// What happened to lending, where no liquidator sells.
    pub course: Course,
    /// What happened to markets, in the order of [`Terms::ALL`].
    pub losses: Vec<Losses>,
}

fn by_name<S: serde::Serializer>(by: &By, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(by.as_str())
}

/// A scenario, played.
#[derive(Clone, Debug, Serialize)]
pub struct Score {
    /// Its name.
    pub name: String,
    /// What happens.
    pub what: String,
    /// How true it is.
    pub origin: &'static str,
    /// By this oracle and then the others, in the order of [`By::ALL`].
    pub priced: Vec<Priced>,
    /// What was demanded.
    pub verdicts: Vec<Verdict>,
    /// Refreshes that were made of this oracle.
    pub steps: u64,
}

/// Several observers of one run.
struct All<'a, 'b> {
    checks: Vec<Check<'a>>,
    more: &'b mut dyn Observer,
}

impl Observer for All<'_, '_> {
    fn see(&mut self, moment: &Moment<'_, '_>) {
        self.checks.iter_mut().for_each(|check| check.see(moment));
        self.more.see(moment);
    }

    fn changed(&mut self, second: f64, accepted: bool) {
        self.checks.iter_mut().for_each(|check| check.changed(second, accepted));
    }
}

/// Plays a scenario, over its accounts, by this oracle and by each of `others`, and looks at its demands; `observer`
/// sees this oracle's run without a market.
///
/// # Errors
/// It cannot be played.
pub fn score(scenario: &Scenario, others: &[By], size: Size, observer: &mut dyn Observer) -> anyhow::Result<Score> {
    let checks = scenario.demands.iter().map(Check::new).collect();
    let mut all = All { checks, more: observer };
    let play = |by: By, market: Option<(Terms, Size)>, observer: &mut dyn Observer| {
        play_on(&mut Oracle::over_accounts(scenario)?, scenario, by, market, observer)
    };
    let alone = play(By::Oracle, None, &mut all)?;
    let mut verdicts: Vec<Verdict> = all.checks.into_iter().map(Check::verdict).collect();
    let bys: Vec<By> =
        std::iter::once(By::Oracle).chain(others.iter().copied().filter(|by| *by != By::Oracle)).collect();
    let runs: Vec<(By, Terms)> = bys.iter().flat_map(|by| Terms::ALL.map(|terms| (*by, terms))).collect();
    let ran: Vec<Ran> =
        runs.par_iter().map(|(by, terms)| play(*by, Some((*terms, size)), &mut ())).collect::<anyhow::Result<_>>()?;
    let steps = alone.steps + ran.iter().map(|ran| ran.steps).sum::<u64>();
    let mut priced: Vec<Priced> = bys
        .iter()
        .zip(ran.chunks(Terms::ALL.len()))
        .map(|(by, ran)| Priced {
            by: *by,
            course: ran[1].course.clone(),
            losses: ran.iter().filter_map(|ran| ran.losses.clone()).collect(),
        })
        .collect();
    priced[0].course = alone.course;
    for (demand, verdict) in scenario.demands.iter().zip(&mut verdicts) {
        of_markets(demand, &priced[0].losses, verdict);
    }
    if !scenario.demands.iter().any(|demand| matches!(demand, Demand::AboveValueAtMost { .. })) {
        verdicts.push(above_value(0.0, &priced[0].losses));
    }
    let (name, what) = (scenario.name.clone(), scenario.what.clone());
    Ok(Score { name, what, origin: scenario.origin.as_str(), priced, verdicts, steps })
}

/// Judges the demands that are about markets.
fn of_markets(demand: &Demand, losses: &[Losses], verdict: &mut Verdict) {
    let named = |at: &[String]| -> Vec<(Terms, &Losses)> {
        let all = Terms::ALL.into_iter().zip(losses);
        all.filter(|(terms, _)| at.contains(&terms.to_string())).collect()
    };
    match demand {
        Demand::NobodyLiquidated { at } => {
            let named = named(at);
            let hurt: Vec<String> = named
                .iter()
                .filter_map(|(terms, losses)| {
                    losses.first.map(|first| format!("{} of 3 at {terms} from {} on", losses.liquidated, span(first)))
                })
                .collect();
            verdict.kept = hurt.is_empty() && named.len() == at.len();
            verdict.measured = if hurt.is_empty() { "nobody".into() } else { hurt.join("; ") };
        }
        Demand::BadDebtAtMost { at, percent } => {
            let shares: Vec<(Terms, f64)> =
                named(at).iter().map(|(terms, losses)| (*terms, losses.share() * 100.0)).collect();
            verdict.kept = shares.iter().all(|(_, share)| share <= percent) && shares.len() == at.len();
            let shares: Vec<String> = shares.iter().map(|(terms, share)| format!("{share:.1} % at {terms}")).collect();
            verdict.measured = shares.join("; ");
        }
        Demand::AboveValueAtMost { bps } => *verdict = above_value(*bps, losses),
        _ => {}
    }
}

fn above_value(most: f64, losses: &[Losses]) -> Verdict {
    let bps = losses.iter().map(|losses| losses.furthest_above).fold(0.0, f64::max) * 10_000.0;
    let demand = Demand::AboveValueAtMost { bps: most }.to_string();
    Verdict { demand, kept: bps <= most, measured: format!("{bps:.1} bps") }
}
