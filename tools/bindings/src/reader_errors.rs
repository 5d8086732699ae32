//! What the reader refuses, by its number on chain.

use price_reader::{Action, Denied, Field, HaltCause, Leg, Level, ReadError, Stale};

use crate::typescript::{quoted, variant};

/// A number that a program which links the reader may fail with.
pub struct Numbered {
    /// The number.
    pub code: u32,
    /// A name for it.
    pub name: String,
    /// What it means.
    pub meaning: String,
}

/// An error of each kind that has but one number, with what it means.
pub const SIMPLE: [(ReadError, &str); 11] = [
    (ReadError::WrongOwner { found: [0; 32] }, "The account belongs to another program than the oracle."),
    (ReadError::TooShort { found: 0 }, "The account is shorter than a price."),
    (ReadError::WrongDiscriminator { found: [0; 8] }, "The account is not a price."),
    (ReadError::UnknownVersion { found: 0 }, "The account has a layout that this reader does not know: update it."),
    (ReadError::UnknownLevel { found: 0 }, "The account has a level that its layout does not know."),
    (
        ReadError::MalformedGates { level: Level::Normal, cause: HaltCause::NONE, found: 0 },
        "The account's gates contradict its level.",
    ),
    (ReadError::FromFuture { published_at: 0, now: 0 }, "The price was published later than the clock says it is."),
    (ReadError::WrongFeed { found: [0; 32] }, "The price is of another feed than the one that is trusted."),
    (ReadError::WrongMint { found: [0; 32] }, "The price is of another token."),
    (
        ReadError::Disordered { collateral: 0, liquidation: 0, debt: 0 },
        "Collateral, liquidation and debt price are not in this order.",
    ),
    (ReadError::Overflow, "The value does not fit 64 bits in the unit asked for."),
];

/// Every number, in order. Repaying and topping up are always allowed, so no error names them.
pub fn all() -> Vec<Numbered> {
    let numbered = |error: ReadError, name: String, meaning: String| Numbered { code: error.code(), name, meaning };
    let mut all: Vec<_> =
        SIMPLE.into_iter().map(|(error, meaning)| numbered(error, variant(&error), meaning.into())).collect();
    let stale = |leg| Stale { leg, age: 0, limit: 0 };
    for leg in Leg::ALL {
        let meaning = format!("{} is too old for what the price is used for.", leg.as_str());
        all.push(numbered(ReadError::Stale(stale(leg)), format!("stale: {}", variant(&leg)), meaning));
    }
    for field in Field::ALL {
        let meaning = format!("The account has no {}: not configured, or never published.", field.as_str());
        all.push(numbered(ReadError::Absent(field), format!("absent: {}", variant(&field)), meaning));
    }
    for action in Action::ALL.into_iter().filter(|action| !matches!(action, Action::Repay | Action::TopUp)) {
        let (name, words) = (variant(&action), action.as_str());
        for leg in [Leg::Publication, Leg::Nav, Leg::Market] {
            let meaning = format!("{words} is not allowed now: {} is too old.", leg.as_str());
            let denied = Denied::Stale { action, stale: stale(leg) };
            all.push(numbered(denied.into(), format!("denied: {name}, {} too old", variant(&leg)), meaning));
        }
        let halts =
            [(HaltCause::MARKET, "halted by the market"), (HaltCause::NAV, "halted by a NAV fault or the guardian")];
        let halts = halts.map(|(cause, state)| (Level::Halted, cause, state));
        let others = [Level::Normal, Level::Caution, Level::Depegged];
        let others = others.map(|level| (level, HaltCause::NONE, level.as_str()));
        for (level, cause, state) in others.into_iter().chain(halts) {
            let meaning = format!("{words} is not allowed now: the feed is {state}.");
            all.push(numbered(
                Denied::Level { action, level, cause }.into(),
                format!("denied: {name}, {state}"),
                meaning,
            ));
        }
    }
    all.sort_by_key(|error| error.code);
    all
}

/// The file for TypeScript.
pub fn typescript(header: &str) -> String {
    let rows = all()
        .into_iter()
        .map(|Numbered { code, name, meaning }| format!("  [0x{code:x}, {}, {}],\n", quoted(&name), quoted(&meaning)));
    format!(
        "{header}\n/** What a program that links the reader may fail with: number, name, meaning. */\n\
         export const READER_ERRORS: readonly (readonly [code: number, name: string, meaning: string])[] = [\n{}];\n",
        rows.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique() {
        let all = all();
        assert!(all.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert_eq!(all.len(), 11 + 4 + 8 + 6 * (3 + 5));
    }
}
