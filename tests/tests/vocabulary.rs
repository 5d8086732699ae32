//! The rules and the reader are two crates that share no code, but numbers: reasons, actions, levels, causes, flags.

use fair_value::{Action as Ruled, Causes, Flags as RuledFlags, Level as RuledLevel, Reason as Given};
use price_reader::{Action, HaltCause, Level, Reason};

/// `NavStale` as `NAV_STALE`.
fn shouted(camel: &str) -> String {
    let mut out = String::new();
    for letter in camel.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}

#[test]
fn reasons_have_the_same_bits_and_names() {
    assert_eq!(Given::ALL.len(), Reason::ALL.len());
    for given in Given::ALL {
        let read = Reason::from_bit(*given as u8).expect("a reason that readers know");
        assert_eq!(read.as_str(), shouted(&format!("{given:?}")));
    }
}

#[test]
fn actions_have_the_same_bits() {
    let ruled = [
        Ruled::Repay,
        Ruled::Deposit,
        Ruled::TopUp,
        Ruled::Deleverage,
        Ruled::Withdraw,
        Ruled::Borrow,
        Ruled::Liquidate,
        Ruled::Swap,
    ];
    for (ruled, read) in ruled.into_iter().zip(Action::ALL) {
        assert_eq!((ruled as u8, format!("{ruled:?}")), (read as u8, format!("{read:?}")));
    }
}

#[test]
fn levels_have_the_same_numbers() {
    let levels = [
        (RuledLevel::Normal, Level::Normal),
        (RuledLevel::Caution, Level::Caution),
        (RuledLevel::Depegged, Level::Depegged),
        (RuledLevel::Halted, Level::Halted),
    ];
    for (ruled, read) in levels {
        assert_eq!((ruled as u8, format!("{ruled:?}")), (read as u8, format!("{read:?}")));
    }
}

#[test]
fn causes_and_flags_have_the_same_bits() {
    let causes = [
        (Causes::MARKET.0, HaltCause::MARKET),
        (Causes::NAV.0, HaltCause::NAV_FAULT),
        (Causes::GUARDIAN.0, HaltCause::GUARDIAN),
    ];
    for (ruled, read) in causes {
        assert_eq!(ruled, read.bits());
    }
    let flags = [
        (RuledFlags::NAV_ONLY, price_reader::Flags::NAV_ONLY),
        (RuledFlags::CUSTODIAL, price_reader::Flags::CUSTODIAL),
        (RuledFlags::WARMUP, price_reader::Flags::WARMUP),
        (RuledFlags::USD, price_reader::Flags::USD),
        (RuledFlags::MARKET, price_reader::Flags::MARKET),
    ];
    for (ruled, read) in flags {
        assert_eq!(ruled, read.bits());
    }
}

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
