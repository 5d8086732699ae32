//! Results on standard output.

use std::io::Write;

use serde::Serialize;

/// How results are printed: for people, or one JSON object a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// For people.
    Human,
    /// For programs.
    Json,
}

impl Output {
    /// Prints a result to standard output. A reader that has gone away is no failure.
    pub fn print<T: Serialize>(self, value: &T, human: impl FnOnce() -> String) {
        let line = match self {
            Self::Human => human(),
            // Results are plain structs with string keys: always representable.
            Self::Json => serde_json::to_string(value).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}")),
        };
        let _ = writeln!(std::io::stdout(), "{line}");
    }
}
