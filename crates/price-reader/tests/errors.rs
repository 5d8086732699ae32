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
    let codes: Vec<_> = one_of_each().iter().map(|error| error.code() - ReadError::CODE_BASE).collect();
    assert_eq!(codes, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0x12, 0x36, 0x1e, 13, 14]);
    assert_eq!(ReadError::CODE_BASE, 0x5052_4300);
}

/// From the number alone: what was asked for, at which level, or which leg was too old.
#[test]
fn numbers_tell_action_level_and_leg_apart() {
    let stale = |leg| Stale { leg, age: 0, limit: 0 };
    let mut errors: Vec<ReadError> = one_of_each();
    errors.retain(|error| !matches!(error, ReadError::Stale(_) | ReadError::Denied(_) | ReadError::Absent(_)));
    errors.extend(Leg::ALL.map(|leg| ReadError::Stale(stale(leg))));
    errors.extend(Field::ALL.map(ReadError::Absent));
    for action in Action::ALL {
        errors.extend(Leg::ALL.map(|leg| ReadError::from(Denied::Stale { action, stale: stale(leg) })));
        errors
            .extend(Level::ALL.map(|level| ReadError::from(Denied::Level { action, level, cause: HaltCause::MARKET })));
        let guardian = HaltCause::MARKET.union(HaltCause::GUARDIAN);
        errors.push(Denied::Level { action, level: Level::Halted, cause: guardian }.into());
        let level = |level| ReadError::from(Denied::Level { action, level, cause: HaltCause::NONE }).code();
        assert_eq!(level(Level::Depegged), ReadError::CODE_BASE + 0x40 + 8 * action as u32 + 2);
    }
    let mut codes: Vec<u32> = errors.iter().map(ReadError::code).collect();
    codes.sort_unstable();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "each has a number of its own");
    assert!(codes.iter().all(|code| (ReadError::CODE_BASE..ReadError::CODE_BASE + 0x80).contains(code)));
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
