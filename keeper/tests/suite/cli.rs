//! The command line as people use it.

use std::process::{Command, Output};

pub fn keeper(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glowsol-keeper"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GLOWSOL_")) {
        command.env_remove(name);
    }
    command.args(arguments).output().expect("the binary runs")
}

pub fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

pub fn errors(output: &Output) -> String {
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
    for key in ["timeout", "senders"] {
        assert_eq!(stated["rpc"][key], defaults["rpc"][key]);
    }
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

/// A configuration that `config validate` takes, with one URL that carries a key in its path and one that carries it in
/// its query.
const KEYED: &str = r#"[rpc]
urls = ["https://first.example/v2/qp7-SECRET-x9", "https://user:qp7-SECRET-x9@second.example/?api-key=qp7-SECRET-x9"]
timeout = "4s"

[feed]
mint = "So11111111111111111111111111111111111111112"

[cadence]
poll = "800ms"
"#;

fn validate(text: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keeper.toml");
    std::fs::write(&file, text).unwrap();
    keeper(&["config", "validate", "--config", file.to_str().unwrap()])
}

fn betrays(output: &Output) -> bool {
    [&output.stdout, &output.stderr].into_iter().any(|text| String::from_utf8_lossy(text).contains("SECRET"))
}

#[test]
fn a_mistake_on_the_line_of_a_key_is_told_without_the_key() {
    for (right, wrong) in [
        ("urls = [\"https", "urls = [https"),
        ("x9\", \"https", "x9\" \"https"),
        (
            "urls = [\"https://first.example/v2/qp7-SECRET-x9\", ",
            "urls = \"https://first.example/v2/qp7-SECRET-x9\"\nold = [",
        ),
        ("timeout = \"4s\"", "timeout = \"https://first.example/v2/qp7-SECRET-x9\""),
        ("mint = \"So11111111111111111111111111111111111111112\"", "mint = \"https://first.example/v2/qp7-SECRET-x9\""),
        ("urls = [", "url = ["),
        ("https://first.example", "https//first.example"),
        ("\"https://user", "\"https://first.example/v2/qp7-SECRET-x9\", \"https://user"),
    ] {
        let text = KEYED.replacen(right, wrong, 1);
        assert_ne!(text, KEYED, "{right}");
        let output = validate(&text);
        assert_eq!(code(&output), Some(2), "{wrong}: {}", errors(&output));
        assert!(!betrays(&output), "{wrong}: {}", errors(&output));
    }
}

#[test]
fn no_message_about_a_broken_file_carries_a_key() {
    use proptest::{prelude::*, test_runner::TestRunner};
    const PIECES: &[&str] = &[
        "\"", "'", "\"\"\"", "\n", "[", "]", "=", " = ", "#", "{", "}", ",", "urls", "1", "\\", "\u{e9}", "[rpc]\n",
        "`",
    ];
    let edits = prop::collection::vec((0..KEYED.len(), 0..3usize, prop::sample::select(PIECES)), 1..4);
    // In this process: what the command prints is what the error says.
    let mut runner = TestRunner::new(ProptestConfig { cases: 4_000, ..ProptestConfig::default() });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keeper.toml");
    let outcome = runner.run(&edits, |edits| {
        let mut text = KEYED.to_owned();
        for (at, less, piece) in edits {
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let end = (at..=text.len()).find(|end| *end >= at + less && text.is_char_boundary(*end)).unwrap_or(at);
            text.replace_range(at..end, piece);
        }
        std::fs::write(&file, &text).unwrap();
        if let Err(error) = keeper::config::load(Some(&file), Default::default()) {
            let message = error.to_string();
            // An edit may cut the word in two; its parts are no less a key.
            let told =
                ["SECRET", "ECRET", "SECRE", "qp7", "api-key", "/v2"].into_iter().find(|part| message.contains(part));
            prop_assert!(told.is_none(), "{message}\n{text}");
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn values_that_no_keeper_can_work_with_are_refused() {
    let example = String::from_utf8(keeper(&["config", "example"]).stdout).unwrap();
    // The example with one value more; where a key is given twice that alone would be refused.
    let with = |section: &str, line: &str| {
        let key = line.split(" = ").next().unwrap();
        let kept = example.lines().filter(|known| !known.starts_with(&format!("{key} = ")));
        let kept: String = kept.flat_map(|known| [known, "\n"]).collect();
        validate(&kept.replacen(&format!("[{section}]\n"), &format!("[{section}]\n{line}\n"), 1))
    };
    assert_eq!(code(&with("cadence", "poll = \"800ms\"")), Some(0));
    for (section, line, advice) in [
        ("cadence", "poll = \"1h\"", "cadence.poll"),
        ("cadence", "poll = \"0s\"", "cadence.poll"),
        ("cadence", "stagger = \"10m\"", "cadence.stagger"),
        ("cadence", "deviation_bps = 0", "cadence.deviation_bps"),
        ("cadence", "deviation_bps = 4000000000", "cadence.deviation_bps"),
        ("cadence", "heartbeat = \"0s\"", "cadence.heartbeat"),
        ("cadence", "programs = \"1h\"", "cadence.programs"),
        ("fees", "give_up = \"0s\"", "fees.give_up"),
        ("fees", "give_up = \"1d\"", "fees.give_up"),
        ("fees", "resend = \"0s\"", "fees.resend"),
        ("fees", "resend = \"5m\"", "fees.resend"),
        ("fees", "confirm_poll = \"0s\"", "fees.confirm_poll"),
        ("fees", "max_lamports_per_hour = 0", "fees.max_lamports_per_hour"),
        ("fees", "max_lamports_per_hour = 5000", "fees.max_lamports_per_hour"),
        ("fees", "max_lamports_per_transaction = 0", "fees.max_lamports_per_transaction"),
        ("fees", "max_compute_units = 0", "fees.max_compute_units"),
        ("fees", "max_compute_units = 4000000000", "fees.max_compute_units"),
        ("fees", "limit_margin_bps = 0", "fees.limit_margin_bps"),
        ("fees", "percentile = 200", "fees.percentile"),
        ("metrics", "ready_max_age = \"0s\"", "metrics.ready_max_age"),
        ("metrics", "replica = \"\"", "metrics.replica"),
        ("rpc", "timeout = \"0s\"", "rpc.timeout"),
        ("rpc", "timeout = \"1h\"", "rpc.timeout"),
        ("rpc", "urls = []", "rpc.urls"),
        ("rpc", "urls = [\"rpc.example.com\"]", "rpc.urls"),
        ("rpc", "urls = [\"ws://rpc.example.com\"]", "rpc.urls"),
        ("rpc", "urls = [\"https://rpc.example.com\", \"https://rpc.example.com\"]", "rpc.urls"),
        ("rpc", "senders = [\"no url\"]", "rpc.senders"),
        // A cadence so short that no heartbeat leaves a window valid.
        ("cadence", "heartbeat = \"20s\"\n[feed.parameters]\ncadence = 5", "cadence.heartbeat"),
    ] {
        let output = with(section, line);
        assert_eq!(code(&output), Some(2), "{line}: {}", errors(&output));
        assert!(errors(&output).contains(advice), "{line}: {}", errors(&output));
    }
}
