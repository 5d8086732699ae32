//! Every scenario ends as it demands. A harness of its own: those whose recorded series are not there count as ignored.

use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use replay::{
    book::Size,
    scenario::{self, Loaded, Scenario},
    score,
};

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");

fn main() -> anyhow::Result<()> {
    let trials = scenario::load_all(Path::new(SCENARIOS))?.into_iter().map(|loaded| match loaded {
        Loaded::Scenario(scenario) => Trial::test(scenario.name.clone(), move || ends_as_demanded(&scenario)),
        Loaded::Skipped { name } => Trial::test(name, || Ok(())).with_ignored_flag(true),
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit()
}

fn ends_as_demanded(scenario: &Scenario) -> Result<(), Failed> {
    if scenario.demands.is_empty() {
        return Err("it demands nothing".into());
    }
    let score = score::score(scenario, &[], Size::default(), &mut ())?;
    let broken = score.verdicts.iter().filter(|verdict| !verdict.kept);
    let broken: Vec<String> = broken.map(|verdict| format!("{}: {}", verdict.demand, verdict.measured)).collect();
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n").into()) }
}
