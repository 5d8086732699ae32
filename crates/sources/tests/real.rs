//! Real accounts, decoded to the values that their provenance states. Without their folder every test counts as ignored.

mod common;

#[path = "exponent/real.rs"]
mod exponent;
#[path = "fragmetric/real.rs"]
mod fragmetric;
#[path = "jito_vault/real.rs"]
mod jito_vault;
#[path = "look_through/real.rs"]
mod look_through;
#[path = "marinade/real.rs"]
mod marinade;
#[path = "meteora_damm_v2/real.rs"]
mod meteora_damm_v2;
#[path = "meteora_dlmm/real.rs"]
mod meteora_dlmm;
#[path = "pyth/real.rs"]
mod pyth;
#[path = "raydium_clmm/real.rs"]
mod raydium_clmm;
#[path = "sanctum_inf/real.rs"]
mod sanctum_inf;
#[path = "stake_pool/real.rs"]
mod stake_pool;
#[path = "switchboard/real.rs"]
mod switchboard;
#[path = "vault/real.rs"]
mod vault;
#[path = "whirlpool/real.rs"]
mod whirlpool;

use libtest_mimic::{Arguments, Failed, Trial};

/// The tests of one source: their names and what they do.
pub type Tests = &'static [(&'static str, fn())];

fn main() -> std::process::ExitCode {
    let present = common::fixture::folder().is_some();
    if !present {
        println!("skipped: shared fixtures not present (set GLOWSOL_FIXTURES to their folder)");
    }
    let sources: [(&str, Tests); 14] = [
        ("stake_pool", stake_pool::TESTS),
        ("vault", vault::TESTS),
        ("marinade", marinade::TESTS),
        ("jito_vault", jito_vault::TESTS),
        ("whirlpool", whirlpool::TESTS),
        ("raydium_clmm", raydium_clmm::TESTS),
        ("pyth", pyth::TESTS),
        ("meteora_dlmm", meteora_dlmm::TESTS),
        ("meteora_damm_v2", meteora_damm_v2::TESTS),
        ("switchboard", switchboard::TESTS),
        ("look_through", look_through::TESTS),
        ("sanctum_inf", sanctum_inf::TESTS),
        ("exponent", exponent::TESTS),
        ("fragmetric", fragmetric::TESTS),
    ];
    let trials = sources.into_iter().flat_map(|(source, tests)| {
        tests.iter().map(move |(name, test)| {
            Trial::test(format!("{source}::{name}"), move || run(*test)).with_ignored_flag(!present)
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn run(test: fn()) -> Result<(), Failed> {
    test();
    Ok(())
}
