//! Names in documents are names of the code.

/// The laws of the rules about an adversary.
macro_rules! law {
    ($file:literal) => {
        include_str!(concat!("../../crates/fair-value/tests/laws/adversary/", $file, ".rs"))
    };
}

/// The threat model names a test for each of its claims.
#[test]
fn every_test_that_the_threat_model_names_exists() {
    let text = include_str!("../../docs/threat-model.md");
    let sources = [
        ("arguments", include_str!("arguments.rs")),
        ("attacks", include_str!("attacks.rs")),
        ("faults", include_str!("faults.rs")),
        (
            "governance",
            concat!(
                include_str!("governance/backing.rs"),
                include_str!("governance/lifecycle.rs"),
                include_str!("governance/people.rs"),
                include_str!("governance/proposals.rs"),
            ),
        ),
        ("rules", include_str!("rules.rs")),
        ("stateful", include_str!("stateful.rs")),
        ("substitution", include_str!("substitution.rs")),
        ("captures", law!("captures")),
        ("crashes", law!("crashes")),
        ("presence", law!("presence")),
        ("readings", law!("readings")),
        ("takeover", law!("takeover")),
        ("witnesses", law!("witnesses")),
    ];
    let named: Vec<_> = text.split('`').skip(1).step_by(2).filter_map(|code| code.split_once("::")).collect();
    assert!(named.len() > 25, "{}", named.len());
    for (file, test) in named {
        let source = sources.iter().find(|(name, _)| *name == file).map_or("", |(_, source)| source);
        assert!(file == "file" || source.contains(&format!("fn {test}(")), "there is no test {file}::{test}");
    }
}

/// Who follows the map of the architecture finds what it shows.
#[test]
fn every_file_that_the_architecture_names_exists() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
    let text = include_str!("../../docs/architecture.md");
    let linked: Vec<_> =
        text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(path, _)| path).collect();
    assert!(linked.len() > 40, "{}", linked.len());
    for path in linked {
        assert!(std::path::Path::new(docs).join(path).exists(), "{path} is not there");
    }
}
