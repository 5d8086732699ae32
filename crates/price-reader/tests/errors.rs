//! Error numbers are stable and messages carry the facts.

use price_reader::{Action, Denied, Field, HaltCause, Leg, Level, ReadError, Stale};

fn one_of_each() -> Vec<ReadError> {
    let stale = Stale { leg: Leg::Market, age: 700, limit: 600 };
    vec![
        ReadError::WrongOwner { found: [0xab; 32] },
        ReadError::TooShort { found: 100 },
        ReadError::WrongDiscriminator { found: [1; 8] },
        ReadError::UnknownVersion { found: 2 },
        ReadError::UnknownLevel { found: 9 },
        ReadError::MalformedGates { level: Level::Depegged, cause: HaltCause::NONE, found: 0xff },
        ReadError::FromFuture { published_at: 200, now: 100 },
        ReadError::WrongFeed { found: [0xcd; 32] },
        ReadError::WrongMint { found: [0xef; 32] },
        ReadError::Stale(stale),
        ReadError::Denied(Denied::Stale { action: Action::Borrow, stale }),
        ReadError::Absent(Field::DebtUsd),
        ReadError::Disordered { collateral: 31, liquidation: 21, debt: 41 },
        ReadError::Overflow,
    ]
}

#[test]
fn numbers_are_fixed() {
    let codes: Vec<_> = one_of_each().iter().map(ReadError::code).collect();
    assert_eq!(codes, (0x5052_4301..=0x5052_430e).collect::<Vec<_>>());
}

#[test]
fn messages_carry_the_facts() {
    let facts: [&[&str]; 14] = [
        &["abababab"],
        &["100", "512"],
        &["0101010101010101", "326b7f3d5324274b"],
        &["version 2", "1"],
        &["level 9"],
        &["depegged", "0b011111111"],
        &["200", "100"],
        &["cdcdcdcd"],
        &["efefefef"],
        &["market", "700", "600"],
        &["borrow", "market", "700", "600"],
        &["debt price in USD"],
        &["31", "21", "41"],
        &["64 bits"],
    ];
    for (error, facts) in one_of_each().iter().zip(facts) {
        let message = error.to_string();
        assert!(facts.iter().all(|fact| message.contains(fact)), "{message}");
    }
}

#[test]
fn a_denial_names_the_halts_cause() {
    let denied = Denied::Level { action: Action::Liquidate, level: Level::Halted, cause: HaltCause::GUARDIAN };
    assert_eq!(denied.to_string(), "liquidate is not allowed at level halted (cause 0b100)");
    let denied = Denied::Level { action: Action::Swap, level: Level::Depegged, cause: HaltCause::NONE };
    assert_eq!(denied.to_string(), "swap is not allowed at level depegged");
}

#[test]
fn errors_are_errors() {
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(ReadError::Overflow);
    assert_eq!(boxed.to_string(), ReadError::Overflow.to_string());
}
