//! What things cost: compute units of the bytecode under mainnet's features, bytes of accounts and transactions.

use std::fmt::Write;

use fair_value::{input::MAX_SOURCES, params::Field};
use glowsol_oracle::{
    InitializeFeedArgs, ParamValue,
    state::{Feed, History},
};
use mirrors::Profile;
use sources::programs;

use crate::{
    Receipt, Scene, bytecode, instructions,
    scene::{Source, arguments, eight_sources, own_stake_pool, standard_sources, three_pools},
};

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// What was measured.
    pub what: String,
    /// How much of it, in `unit`.
    pub amount: u64,
    /// Compute units or bytes.
    pub unit: &'static str,
    /// The most it may be.
    pub limit: u64,
}

/// Compute units of a whole transaction.
pub(crate) const UNITS: &str = "CU";
const BYTES: &str = "bytes";
/// What a transaction may have on the wire.
const PACKET: u64 = 1_232;

/// Rise over the committed amount from which a check fails, in thousandths.
const TOLERANCE_PER_MILLE: u64 = 20;

/// Measures everything.
///
/// # Panics
/// When the bytecode is missing or a measured transaction fails.
pub fn measure() -> Vec<Cost> {
    let mut costs = Vec::new();
    let mut add = |what: &str, amount: u64, unit: &'static str, limit: u64| {
        costs.push(Cost { what: what.into(), amount, unit, limit });
    };

    let mut scene = Scene::standard();
    let first = refresh(&mut scene);
    scene.live(4 * 3_600, 20);
    let steady = worst_of(&mut scene);
    let idle = refresh(&mut scene);
    add("refresh: vault (two reserves, stake pool), two pools, Pyth", steady.units, UNITS, 20_000);
    add("refresh: the same, the first one", first.units, UNITS, 20_000);
    add("refresh: the same, again in the same slot", idle.units, UNITS, 9_000);
    for (index, name) in ["vault", "Whirlpool", "CLMM with history", "Pyth"].into_iter().enumerate() {
        let source = &scene.sources[index];
        let check = instructions::check_source(scene.feed, index as u8, &source.accounts);
        let receipt = scene.world.send(check).expect("a sound source");
        add(&format!("check_source: {name}"), receipt.units, UNITS, 10_000);
    }
    add("transaction: refresh of the standard feed", steady.size as u64, BYTES, PACKET);

    let pool = Source::stake_pool(programs::STAKE_POOL, own_stake_pool());
    let [_, orca, _, pyth] = <[Source; 4]>::try_from(standard_sources()).expect("four sources");
    let nav_only = vec![ParamValue { id: Field::NavOnly as u8, value: 1 }];
    for (name, sources, overrides, limit) in [
        ("vault (two reserves, stake pool), three pools, Pyth", three_pools(), vec![], 16_000),
        ("stake pool, one pool, Pyth", vec![pool.clone(), orca, pyth.clone()], vec![], 8_500),
        ("stake pool, Pyth, NAV_ONLY", vec![pool, pyth], nav_only, 5_500),
        ("eight sources, 24 source accounts", eight_sources(), vec![], 40_000),
    ] {
        let mut scene = Scene::draft_with(InitializeFeedArgs { overrides, ..arguments() });
        for source in sources {
            scene.add_source(source).expect("the source is sound");
        }
        scene.activate().expect("the table is complete");
        refresh(&mut scene);
        scene.live(4 * 3_600, 20);
        let worst = worst_of(&mut scene);
        add(&format!("refresh: {name}"), worst.units, UNITS, limit);
        if scene.sources.len() == MAX_SOURCES {
            add("transaction: refresh of eight sources, 24 source accounts", worst.size as u64, BYTES, PACKET);
        }
    }

    for profile in Profile::ALL {
        scene.open_mirror(profile);
        // The first one, and one that finds the mirror written.
        let units = [(); 2].map(|()| scene.update_mirror(profile).expect("an open mirror").units);
        let limit = if profile == Profile::KlendScope { 5_000 } else { 2_500 };
        add(&format!("update_mirror: {}", profile.name()), units.into_iter().max().unwrap_or(0), UNITS, limit);
    }

    add("account: feed", Feed::LEN as u64, BYTES, 10_240);
    add("account: price", price_reader::layout::LEN as u64, BYTES, 512);
    for profile in [Profile::KlendScope, Profile::KlendPyth] {
        add(&format!("account: mirror of {}", profile.name()), profile.size() as u64, BYTES, profile.size() as u64);
    }
    add("account: history, to begin with", History::LEN as u64, BYTES, 10_240);
    add("program", bytecode::load("glowsol_oracle").len() as u64, BYTES, 294_912);
    costs.extend(crate::costs_step::measure());
    costs.extend(crate::costs_reading::measure(&mut scene));
    costs
}

/// A refresh as the keeper sends it, behind the two instructions that say what it may cost.
fn refresh(scene: &mut Scene) -> Receipt {
    let refresh = instructions::refresh(scene.feed, &scene.source_accounts());
    let transaction = [instructions::compute_limit(60_000), instructions::compute_price(10_000), refresh];
    scene.world.send_all(&transaction, &[]).expect("a refresh lands")
}

/// The dearest of a minute of refreshes, so that one which closes a sample and moves both rings is among them.
fn worst_of(scene: &mut Scene) -> Receipt {
    let refresh = |_| {
        scene.pass(5);
        refresh(scene)
    };
    (0..60).map(refresh).max_by_key(|receipt| receipt.units).expect("some refreshes")
}

/// The table as Markdown.
pub fn table(costs: &[Cost]) -> String {
    let mut out = String::from("| what | amount | at most |\n|---|---:|---:|\n");
    for Cost { what, amount, unit, limit } in costs {
        writeln!(out, "| {what} | {amount} {unit} | {limit} |").expect("writing to a string");
    }
    out
}

/// What is wrong with `costs`, given the committed table: above a limit, risen by over 2 %, or not in the table.
pub fn complaints(costs: &[Cost], committed: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for Cost { what, amount, unit, limit } in costs {
        if amount > limit {
            complaints.push(format!("{what}: {amount} {unit} is over the limit of {limit}"));
        }
        match committed_amount(committed, what) {
            None => complaints.push(format!("{what}: not in the committed table")),
            Some(before) if amount * 1_000 > before * (1_000 + TOLERANCE_PER_MILLE) => {
                complaints.push(format!("{what}: {amount} {unit}, up from {before}"));
            }
            Some(_) => {}
        }
    }
    complaints
}

fn committed_amount(committed: &str, what: &str) -> Option<u64> {
    let line = committed.lines().find(|line| line.split('|').nth(1).is_some_and(|cell| cell.trim() == what))?;
    line.split('|').nth(2)?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(amount: u64) -> Cost {
        Cost { what: "refresh".into(), amount, unit: UNITS, limit: 2_000 }
    }

    #[test]
    fn a_rise_of_two_percent_passes_and_more_does_not() {
        let committed = table(&[cost(1_000)]);
        assert!(complaints(&[cost(1_020)], &committed).is_empty());
        assert_eq!(complaints(&[cost(1_021)], &committed).len(), 1);
        assert!(complaints(&[cost(900)], &committed).is_empty());
    }

    #[test]
    fn a_cost_above_its_limit_or_not_committed_fails() {
        let committed = table(&[cost(2_001)]);
        assert_eq!(complaints(&[cost(2_001)], &committed).len(), 1);
        assert_eq!(complaints(&[cost(10)], "").len(), 1);
    }
}
