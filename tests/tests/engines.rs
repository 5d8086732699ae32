//! Two engines, one result: every scenario on the rules natively and on the program's bytecode, over the same accounts,
//! whose publications and memory are compared after every refresh.
//!
//! Scenarios of more than [`SHORT`] refreshes count as ignored unless `GLOWSOL_ENGINES=all`; those whose series are not
//! there always do.

use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use replay::{
    baseline::By,
    book::{Size, Terms},
    oracle::{self, Oracle},
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

/// The program is left with the accounts that it was opened with, the rules are shown a market that falls.
fn differing() -> Result<(), Failed> {
    let mut scenario = Scenario::calm("calm", &[100.0], 120.0);
    agree(&scenario)?;
    scenario.markets[0].price = replay::path::Path::new(vec![(0.0, 1.0), (120.0, 0.99)], false)?;
    let mut both = Both::beside(Oracle::new(oracle::params(&scenario.params)?), Exact::open(&scenario)?);
    match play_on(&mut both, &scenario, By::Oracle, None, &mut ()) {
        Err(_) => Ok(()),
        Ok(_) => Err("nobody noticed".into()),
    }
}
