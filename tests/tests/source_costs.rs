//! What each source costs to read, compared with the table in docs/sources.md. A harness of its own: it prints the table, and writes it
//! when told to. The accounts are those of the sources' own tests.

use std::process::ExitCode;

use anyhow::{Context, ensure};
use solana_account::Account;
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;
use sources::{SourceKind, encode::PullFeedAccount};
use tests::{
    World, bytecode,
    costs::{Cost, complaints},
    meter,
    report::{self, Page},
    scene::account::owned,
};

#[path = "../../crates/sources/tests/common/mod.rs"]
mod common;
/// The accounts of each source's tests.
macro_rules! cases {
    ($($module:ident in $folder:literal),* $(,)?) => {
        $(#[path = $folder]
        mod $module {
            #![allow(dead_code, reason = "only what is measured is used")]
            pub mod case;
        })*
    };
}
cases! {
    chain in "../../crates/sources/tests/chain",
    jito_vault in "../../crates/sources/tests/jito_vault",
    look_through in "../../crates/sources/tests/look_through",
    marinade in "../../crates/sources/tests/marinade",
    meteora_damm_v2 in "../../crates/sources/tests/meteora_damm_v2",
    meteora_dlmm in "../../crates/sources/tests/meteora_dlmm",
    pyth in "../../crates/sources/tests/pyth",
    raydium_clmm in "../../crates/sources/tests/raydium_clmm",
    sanctum_inf in "../../crates/sources/tests/sanctum_inf",
    stake_pool in "../../crates/sources/tests/stake_pool",
    switchboard in "../../crates/sources/tests/switchboard",
    switchboard_quote in "../../crates/sources/tests/switchboard_quote",
    vault in "../../crates/sources/tests/vault",
    whirlpool in "../../crates/sources/tests/whirlpool",
}

use common::Case;

/// Where the committed table is, between its markers.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sources.md");
const BEGIN: &str = "<!-- costs -->\n";
const END: &str = "<!-- end of costs -->";

/// Where no aim is set: more than any source should take of a refresh.
const NO_AIM: u64 = 4_000;

fn main() -> anyhow::Result<ExitCode> {
    let about =
        "Measures what each source costs to read, as bytecode, and compares it with the table in docs/sources.md";
    report::run(about, "measuring every kind of source, a second", PAGE, |page| {
        let (head, rest) = page.split_once(BEGIN).with_context(|| format!("{PAGE} has no {BEGIN}"))?;
        let (committed, tail) = rest.split_once(END).with_context(|| format!("{PAGE} has no {END}"))?;
        let measured = measure()?;
        let shown = tests::costs::table(&measured);
        let file = format!("{head}{BEGIN}{shown}{END}{tail}");
        Ok(Page { shown, file, checks: measured.len(), complaints: complaints(&measured, committed) })
    })
}

/// Every kind with its case and what it may cost.
fn cases() -> Vec<(SourceKind, &'static str, Case, u64)> {
    use SourceKind::*;
    let pyth = |kind| pyth::case::of(kind, pyth::case::update());
    let feed = PullFeedAccount { ..switchboard::case::feed() };
    let switchboard = |kind| switchboard::case::of(kind, feed);
    let quote = |kind| switchboard_quote::case::of(kind, &switchboard_quote::case::quote());
    vec![
        (StakePool, "", stake_pool::case::good(), 800),
        (StakePool, ", with every option present", stake_pool::case::of(stake_pool::case::full()), 800),
        (Vault, ", nine accounts of every role", vault::case::good(), NO_AIM),
        (PythRate, "", pyth(PythRate), 800),
        (SwitchboardRate, "", switchboard(SwitchboardRate), 600),
        (SwitchboardQuoteRate, ", three oracles and feeds", quote(SwitchboardQuoteRate), NO_AIM),
        (Chain, ", a stake pool's token", chain::case::single(), 800),
        (Chain, ", mSOL", marinade::case::good(), 800),
        (Chain, ", mSOL with 150 stake accounts", marinade::case::long_list(), 5_000),
        (Chain, ", INF", chain::case::inf(), 800),
        (Chain, ", a vault's receipt of a stake pool's token", jito_vault::case::good(), 1_300),
        (Chain, ", wrapped token", chain::case::wrapped(), NO_AIM),
        (Chain, ", a vault's receipt of a wrapped token", chain::case::good(), NO_AIM),
        (Whirlpool, ", SOL first", whirlpool::case::good(), 1_000),
        (Whirlpool, ", token first", whirlpool::case::of(whirlpool::case::turned()), 1_000),
        (RaydiumClmm, ", with history", raydium_clmm::case::good(), 2_500),
        (RaydiumClmm, ", with history, SOL first", raydium_clmm::case::turned(), 2_500),
        (MeteoraDlmm, ", with history", meteora_dlmm::case::good(), 3_000),
        (MeteoraDammV2, "", meteora_damm_v2::case::good(), NO_AIM),
        (PythMarket, "", pyth(PythMarket), 800),
        (SwitchboardMarket, "", switchboard(SwitchboardMarket), 600),
        (LookThrough, ", over a Whirlpool, six accounts", look_through::case::good(), NO_AIM),
        (SwitchboardQuoteMarket, ", three oracles and feeds", quote(SwitchboardQuoteMarket), NO_AIM),
        (PythUsd, "", pyth(PythUsd), 800),
        (SwitchboardUsd, "", switchboard(SwitchboardUsd), 600),
        (SwitchboardQuoteUsd, ", three oracles and feeds", quote(SwitchboardQuoteUsd), NO_AIM),
    ]
}

fn measure() -> anyhow::Result<Vec<Cost>> {
    let mut world = World::new();
    let meter = Pubkey::new_unique();
    world.svm.add_program(meter, &bytecode::load("source_meter")).context("the bytecode of source-meter")?;
    let cases = cases();
    for kind in SourceKind::ALL {
        ensure!(cases.iter().any(|(measured, ..)| *measured == kind), "{kind:?} is not measured");
    }
    cases
        .iter()
        .map(|(kind, what, case, limit)| {
            let amount = cost(&mut world, meter, case).with_context(|| format!("{kind:?}{what}"))?;
            Ok(Cost { what: format!("{kind:?}{what}"), amount, unit: "CU", limit: *limit })
        })
        .collect()
}

/// Compute units of `observe_source` alone.
fn cost(world: &mut World, meter: Pubkey, case: &Case) -> anyhow::Result<u64> {
    let table = Pubkey::new_unique();
    world.put(table, owned(meter.to_bytes(), bytemuck::bytes_of(&case.table).to_vec()));
    let mut accounts = vec![AccountMeta::new_readonly(table, false)];
    for account in &case.accounts {
        let key = Pubkey::new_from_array(account.key);
        let (lamports, data) = (account.lamports, account.data.clone());
        world
            .put(key, Account { lamports, data, owner: account.owner.into(), executable: false, rent_epoch: u64::MAX });
        accounts.push(AccountMeta::new_readonly(key, false));
    }
    let now = &case.now;
    let numbers = [now.time.get().to_le_bytes(), now.slot.get().to_le_bytes(), now.epoch.get().to_le_bytes()];
    let receipt = world.send(Instruction { program_id: meter, accounts, data: numbers.concat() });
    let receipt = receipt.map_err(|failure| anyhow::anyhow!("{}: {:?}", failure.error, failure.logs))?;
    meter::between(&receipt.logs).context("three looks at the meter")
}
