//! Levels, actions, gates, reasons and error numbers for TypeScript: asked of `price-reader`, whose answers they have to be.

use std::fmt::{Debug, Write as _};

use price_reader::{Action, CLOCK_TOLERANCE, Field, Flags, Gates, HaltCause, Leg, Level, ReadError, Reason, Staleness};

use super::HEADER;
use crate::reader_errors;

/// The file.
pub fn vocabulary() -> String {
    let mut text = String::from(HEADER);
    let _ = write!(
        text,
        "\n/** Seconds that a publication may lie ahead of the reader's clock. */\nexport const CLOCK_TOLERANCE = {CLOCK_TOLERANCE}n;\n"
    );
    list(
        &mut text,
        "Breaker levels; the index is the account's byte.",
        "LEVELS",
        Level::ALL.map(|level| level.as_str()),
    );
    list(
        &mut text,
        "Actions; the index is the bit in the gates.",
        "ACTIONS",
        Action::ALL.map(|action| variant(&action)),
    );
    let words = Action::ALL.map(|action| (variant(&action), quoted(action.as_str())));
    table(&mut text, "Actions in words.", "ACTION_WORDS", &words);
    let flags = [
        ("navOnly", Flags::NAV_ONLY),
        ("custodial", Flags::CUSTODIAL),
        ("warmup", Flags::WARMUP),
        ("usd", Flags::USD),
        ("market", Flags::MARKET),
    ];
    table(
        &mut text,
        "Standing properties of a feed, as bits.",
        "FLAGS",
        &flags.map(|(name, flag)| (name.into(), flag.bits().to_string())),
    );
    let causes = [("market", HaltCause::MARKET), ("navFault", HaltCause::NAV), ("guardian", HaltCause::GUARDIAN)];
    table(
        &mut text,
        "What halted a feed, as bits.",
        "HALT_CAUSES",
        &causes.map(|(name, cause)| (name.into(), cause.bits().to_string())),
    );

    let without = Gates::WITHOUT_PRICE;
    let _ = write!(
        text,
        "\n/** What may be done without a readable price: leave. */\nexport const WITHOUT_PRICE = {};\n",
        without.bits()
    );
    let _ = write!(text, "\n/** Gate bit: swaps widen their fee. */\nexport const WIDEN = {};\n", Gates::WIDEN);
    let stalenesses = [Staleness::Fresh, Staleness::Soft, Staleness::Hard, Staleness::Expired];
    let rows = stalenesses.map(|one| (variant(&one), Gates::when(one).bits().to_string()));
    table(&mut text, "What an age allows, from the least to the most limiting.", "STALENESS_GATES", &rows);
    let most = Level::ALL.map(|level| (level.as_str().into(), most(level, HaltCause::MARKET).to_string()));
    table(
        &mut text,
        "The gate bits that an account of a level may carry; a halt by the market alone.",
        "MOST_GATES",
        &most,
    );
    let _ = write!(
        text,
        "\n/** The gate bits of a halt by anything else. */\nexport const MOST_STRICT_GATES = {};\n",
        most_strict()
    );

    let legs = Leg::ALL.map(|leg| (variant(&leg), quoted(leg.as_str())));
    table(&mut text, "Parts of a price with a time of their own, in words.", "LEG_WORDS", &legs);
    table(
        &mut text,
        "Values that an account may lack, in words.",
        "FIELD_WORDS",
        &Field::ALL.map(|field| (variant(&field), quoted(field.as_str()))),
    );
    let _ = write!(
        text,
        "\n/** Numbers of what can be wrong with a price, as on-chain consumers return them, count from here. */\nexport const ERROR_BASE = {};\n",
        ReadError::CODE_BASE
    );
    let number = |error: &ReadError| (error.code() - ReadError::CODE_BASE).to_string();
    table(
        &mut text,
        "Those of the kinds that have but one.",
        "ERROR_NUMBERS",
        &reader_errors::SIMPLE.map(|(error, _)| (variant(&error), number(&error))),
    );

    list(
        &mut text,
        "Why a record is as it is; the index is the bit.",
        "REASONS",
        Reason::ALL.map(|reason| reason.as_str()),
    );
    // Apart, so that who shows none does not carry them.
    list(
        &mut text,
        "The reasons in a sentence for people, in the same order.",
        "REASON_SENTENCES",
        Reason::ALL.map(|reason| reason.explanation()),
    );
    text
}

/// A variant's name with a small first letter, without its facts.
pub(crate) fn variant(value: &impl Debug) -> String {
    let name = format!("{value:?}");
    let name = name.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

pub(crate) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

fn list<const N: usize>(text: &mut String, doc: &str, name: &str, items: [impl AsRef<str>; N]) {
    let items = items.iter().map(|item| quoted(item.as_ref())).collect::<Vec<_>>().join(", ");
    let _ = write!(text, "\n/** {doc} */\nexport const {name} = [{items}] as const;\n");
}

fn table(text: &mut String, doc: &str, name: &str, rows: &[(String, String)]) {
    let rows: String = rows.iter().map(|(key, value)| format!("  {key}: {value},\n")).collect();
    let _ = write!(text, "\n/** {doc} */\nexport const {name} = {{\n{rows}}} as const;\n");
}

/// Every bit that fits the level beside those that always must be there.
fn most(level: Level, cause: HaltCause) -> u16 {
    let required = Gates::WITHOUT_PRICE.bits();
    let fits = |bits: &u16| Gates::from_bits(required | bits).fit(level, cause);
    (0..16).map(|bit| 1 << bit).filter(fits).fold(required, |most, bit| most | bit)
}

/// As [`most`] for halts that the market did not cause alone: the same for each, unknown causes included.
fn most_strict() -> u16 {
    most(Level::Halted, HaltCause::NAV)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The constants say all that `Gates::fit` does.
    #[test]
    fn fitting_gates_are_those_within_the_generated_masks() {
        let required = Gates::WITHOUT_PRICE.bits();
        for bits in 0..=u16::MAX {
            for level in Level::ALL {
                for cause in [0, 1, 2, 3, 4, 7, 8, 255] {
                    let cause = HaltCause::from_bits(cause);
                    let strict = level == Level::Halted && cause.bits() & !HaltCause::MARKET.bits() != 0;
                    let most = if strict { most_strict() } else { most(level, HaltCause::MARKET) };
                    let fits = bits & !most == 0 && bits & required == required;
                    assert_eq!(Gates::from_bits(bits).fit(level, cause), fits, "{bits:#x} {level:?} {cause:?}");
                }
            }
        }
    }
}
