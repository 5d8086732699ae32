//! The built binary from an empty network to a price.

use std::{
    process::{Command, Output},
    sync::Mutex,
};

use serde_json::Value;

/// Networks run one after the other: two slow cores serve one well.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn localnet(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glowsol-localnet"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GLOWSOL_")) {
        command.env_remove(name);
    }
    command.args(arguments).output().expect("the binary runs")
}

/// A run to its end, and what it printed.
fn run(arguments: &[&str]) -> (Output, Vec<Value>) {
    let _alone = ONE_AT_A_TIME.lock();
    let output = localnet(&[&["--json"], arguments].concat());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")));
    let lines = lines.collect();
    (output, lines)
}

#[test]
fn the_command_explains_itself_with_examples() {
    let help = String::from_utf8(localnet(&["--help"]).stdout).unwrap();
    for part in ["Examples:", "glowsol-localnet --for 60s", "Exit codes:", "--scenario"] {
        assert!(help.contains(part), "no {part} in {help}");
    }
}

#[test]
fn mistakes_end_with_their_own_code_and_say_what_to_do() {
    for (arguments, advice) in [
        (["--program", "/nonexistent.so"], "make program"),
        (["--config", "/nonexistent.toml"], "/nonexistent.toml"),
        (["--accounts", "/nonexistent"], "solana account"),
    ] {
        let output = localnet(&arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(advice), "{errors}");
    }
}

#[test]
fn files_that_are_there_are_left_alone() {
    for name in ["keypair.json", "keeper.toml"] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, "somebody's").unwrap();
        let output = localnet(&["--for", "1s", "--dir", folder.path().to_str().unwrap()]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(name) && errors.contains("--dir"), "{errors}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "somebody's");
    }
}

#[test]
fn a_short_run_publishes_a_price_that_price_reader_reads() {
    let (output, lines) = run(&["--for", "12s"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    let summary = lines.last().expect("a summary");
    let landed = summary["landed"].as_u64().unwrap();
    assert!(landed >= 2, "{summary}");
    assert!(summary["levels"].as_array().unwrap().contains(&"depegged".into()), "{summary}");
    assert!(summary["last"]["rates"]["collateral"].as_u64().unwrap() > 1_000_000_000_000, "{summary}");
    assert!(summary["compute_units"]["median"].as_u64().unwrap() < 25_000, "{summary}");
    // Where it could be reached, six steps to open the feed, one line a refresh, the summary.
    let steps = lines.iter().filter(|line| line["step"].is_string()).count();
    assert_eq!(steps, 6);
    let refreshes = lines.iter().filter(|line| line["why"].is_object()).count() as u64;
    assert!(refreshes >= landed, "{refreshes} lines for {landed} refreshes");
}

#[test]
fn dumps_become_sources() {
    let folder = tempfile::tempdir().unwrap();
    // A SOL/USD account as mainnet has it, at the price of 99 dollars and published in 2023.
    let update = sources::encode::PriceUpdateAccount {
        feed_id: localnet::address::SOL_USD_FEED,
        price: 9_900_000_000,
        conf: 1_000_000,
        exponent: -8,
        publish_time: 1_700_000_000,
        ..Default::default()
    };
    use base64::{Engine, engine::general_purpose::STANDARD};
    let dump = serde_json::json!({
        "pubkey": localnet::address::PYTH_SOL_USD.to_string(),
        "account": {
            "lamports": 1_825_020, "data": [STANDARD.encode(update.encode()), "base64"], "executable": false,
            "owner": "rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ", "rentEpoch": u64::MAX, "space": 134
        }
    });
    std::fs::write(folder.path().join("sol-usd.json"), dump.to_string()).unwrap();
    let (output, lines) = run(&["--for", "6s", "--accounts", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let summary = lines.last().unwrap();
    assert_eq!(summary["last"]["sol_usd"], 99_000_000_000_000_u64, "{summary}");
}
