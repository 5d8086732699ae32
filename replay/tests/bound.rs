//! The rules on the lab's numbers publish what the rules on accounts that say so do, but for what pools and feeds
//! round: the same levels and gates at every refresh.

use std::{collections::BTreeMap, path::Path};

use replay::{
    baseline::By,
    engine::Engine,
    oracle::{self, Look, Oracle, Published},
    play::play_on,
    scenario::{self, Loaded, Scenario},
};

/// Refreshes of a scenario that is played here.
const SHORT: usize = 6_000;
/// A rate differs by no more than this, as a share: a thousandth of a basis point. Pyth's eight decimals are most of
/// it.
const CLOSE: f64 = 1e-7;

/// Both at once.
struct Pair {
    numbers: Oracle,
    accounts: Oracle,
    refreshes: usize,
    apart: usize,
}

impl Engine for Pair {
    fn refresh(&mut self, look: &Look) -> anyhow::Result<Option<Published>> {
        let (numbers, accounts) = (self.numbers.refresh(look), self.accounts.refresh(look));
        anyhow::ensure!(numbers.is_some() == accounts.is_some(), "one of them publishes at {:?}", look.clock);
        if let (Some(numbers), Some(accounts)) = (&numbers, &accounts) {
            self.refreshes += 1;
            self.apart += usize::from(!close(numbers, accounts));
        }
        Ok(accounts)
    }

    fn propose(&mut self, change: &BTreeMap<String, u64>, look: &Look) -> anyhow::Result<Option<Published>> {
        let (numbers, accounts) = (self.numbers.propose(change, look)?, self.accounts.propose(change, look)?);
        anyhow::ensure!(numbers.is_some() == accounts.is_some(), "one of them accepts {change:?}");
        Ok(accounts)
    }
}

fn close(one: &Published, other: &Published) -> bool {
    let rates = |published: &Published| {
        let [spot, short, long] = [published.spot(), published.short(), published.long()];
        let single = [published.nav(), published.fair(), published.collateral(), published.debt()];
        [spot, short, long].concat().into_iter().chain(single).collect::<Vec<f64>>()
    };
    let near = |(one, other): (f64, f64)| (one - other).abs() <= one.max(other) * CLOSE;
    one.level() == other.level()
        && (one.lends(), one.liquidates(), one.swaps()) == (other.lends(), other.liquidates(), other.swaps())
        && rates(one).into_iter().zip(rates(other)).all(near)
}

#[test]
fn numbers_and_accounts_say_nearly_the_same() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let loaded = scenario::load_all(&directory).expect("scenarios").into_iter();
    let scenarios = loaded.filter_map(|loaded| match loaded {
        Loaded::Scenario(scenario) if scenario.ticks().len() <= SHORT => Some(*scenario),
        _ => None,
    });
    let mut played = 0;
    for scenario in scenarios {
        let Pair { refreshes, apart, .. } = pair(&scenario);
        assert!(apart == 0 && refreshes > 500, "{}: {apart} of {refreshes} are further apart", scenario.name);
        played += 1;
    }
    assert!(played > 30, "{played}");
}

fn pair(scenario: &Scenario) -> Pair {
    let numbers = Oracle::new(oracle::params(&scenario.params).expect("parameters"));
    let accounts = Oracle::over_accounts(scenario).expect("accounts");
    let mut pair = Pair { numbers, accounts, refreshes: 0, apart: 0 };
    play_on(&mut pair, scenario, By::Oracle, None, &mut ()).expect("it is played");
    pair
}
