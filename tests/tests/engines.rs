//! Two engines, one result: every scenario on the rules natively and on the program's bytecode, over the same accounts, whose
//! publications and memory are compared after every refresh.
//!
//! Scenarios of more than [`SHORT`] refreshes count as ignored unless `GLOWSOL_ENGINES=all`; those whose series are not there always do.

use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use replay::{
    baseline::By,
    book::{Size, Terms},
    oracle::Oracle,
    play::play_on,
    scenario::{self, Loaded, Scenario},
};
use tests::exact::{Both, Exact};

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../replay/scenarios");
/// Refreshes of a scenario that is played at every change.
const SHORT: usize = 6_000;
/// What plays all of them.
const ALL: (&str, &str) = ("GLOWSOL_ENGINES", "all");

fn main() -> anyhow::Result<()> {
    let all = std::env::var(ALL.0).is_ok_and(|value| value == ALL.1);
    let scenarios = scenario::load_all(Path::new(SCENARIOS))?.into_iter().map(|loaded| match loaded {
        Loaded::Scenario(scenario) => {
            let long = scenario.ticks().len() > SHORT;
            Trial::test(scenario.name.clone(), move || agree(&scenario)).with_ignored_flag(long && !all)
        }
        Loaded::Skipped { name } => Trial::test(name, || Ok(())).with_ignored_flag(true),
    });
    let trials = scenarios.chain([Trial::test("engines that differ are told apart", differing)]);
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit()
}

/// With a market in it, whose liquidators press on the prices that are read.
fn agree(scenario: &Scenario) -> Result<(), Failed> {
    let mut both = Both::open(scenario)?;
    let market = Some((Terms::ALL[2], Size::default()));
    let ran = play_on(&mut both, scenario, By::Oracle, market, &mut ())?;
    // Each refresh, and each change of parameters that was tried.
    if both.compared() < ran.steps {
        return Err(format!("{} of {} refreshes were compared", both.compared(), ran.steps).into());
    }
    Ok(())
}

/// One basis point of one parameter.
fn differing() -> Result<(), Failed> {
    let scenario = Scenario::calm("calm", &[100.0], 120.0);
    agree(&scenario)?;
    let mut other = scenario.clone();
    other.params.insert("min_confidence".into(), 11);
    let mut both = Both::beside(Oracle::over_accounts(&other)?, Exact::open(&scenario)?);
    match play_on(&mut both, &scenario, By::Oracle, None, &mut ()) {
        Err(error) if format!("{error:#}").contains("confidence") => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}
