//! The command line as people use it.

use std::process::{Command, Output};

fn keeper(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glowsol-keeper"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GLOWSOL_")) {
        command.env_remove(name);
    }
    command.args(arguments).output().expect("the binary runs")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_command_explains_itself_with_examples() {
    for command in ["init", "run", "once", "status", "check", "config"] {
        let help = keeper(&[command, "--help"]);
        let text = String::from_utf8_lossy(&help.stdout).into_owned();
        assert!(text.contains("Examples:") && text.contains(&format!("glowsol-keeper {command}")), "{command}: {text}");
    }
    let help = String::from_utf8(keeper(&["--help"]).stdout).unwrap();
    assert!(help.contains("Exit codes:"));
}

#[test]
fn the_example_configuration_is_valid_and_names_every_default() {
    let example = keeper(&["config", "example"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keeper.toml");
    std::fs::write(&file, &example.stdout).unwrap();
    let valid = keeper(&["config", "validate", "--json", "--config", file.to_str().unwrap()]);
    assert_eq!(code(&valid), Some(0), "{}", errors(&valid));
    let verdict: serde_json::Value = serde_json::from_slice(&valid.stdout).unwrap();
    assert_eq!(verdict["sources"], 3);

    // Every default that the example comments out is the one in the code, and none is missing.
    let text = String::from_utf8(example.stdout).unwrap();
    let uncommented: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") && !rest.contains("\"...\"") && !rest.contains("cadence = 20") => rest,
            _ => line,
        })
        .filter(|line| !line.starts_with("# [feed.parameters]"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let stated: toml::Table = uncommented.parse().unwrap();
    let defaults = toml::Table::try_from(keeper::config::Config::default()).unwrap();
    for section in ["cadence", "fees", "metrics"] {
        assert_eq!(stated[section], defaults[section], "[{section}]");
    }
    assert_eq!(stated["rpc"]["timeout"], defaults["rpc"]["timeout"]);
    assert_eq!(stated["signer"], defaults["signer"]);
}

#[test]
fn mistakes_end_with_their_own_code_and_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keeper.toml");
    let path = file.to_str().unwrap();
    std::fs::write(&file, "[fees]\nmax_lamport_per_hour = 5\n").unwrap();
    let unknown = keeper(&["run", "--config", path]);
    assert_eq!(code(&unknown), Some(2));
    assert!(errors(&unknown).contains("max_lamport_per_hour"), "{}", errors(&unknown));

    std::fs::write(&file, "[cadence]\nheartbeat = \"2h\"\n").unwrap();
    let slow = keeper(&["run", "--config", path]);
    assert_eq!(code(&slow), Some(2));
    assert!(errors(&slow).contains("cadence.heartbeat"), "{}", errors(&slow));

    let no_mint = keeper(&["status", "--creator", "11111111111111111111111111111112"]);
    assert_eq!(code(&no_mint), Some(2));
    assert!(errors(&no_mint).contains("--mint"), "{}", errors(&no_mint));

    let no_keypair = keeper(&["once", "--mint", "11111111111111111111111111111112", "--keypair", "/nonexistent"]);
    assert_eq!(code(&no_keypair), Some(2));
    assert!(errors(&no_keypair).contains("solana-keygen"), "{}", errors(&no_keypair));

    let address = "11111111111111111111111111111112";
    let offline = keeper(&["status", "--mint", address, "--creator", address, "--rpc", "http://127.0.0.1:9/SECRET"]);
    assert_eq!(code(&offline), Some(3));
    assert!(!errors(&offline).contains("SECRET"), "{}", errors(&offline));
}
