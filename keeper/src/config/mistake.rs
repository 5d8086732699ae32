//! What is wrong with a TOML file, without a word of what stands in it: that may be an API key.

use std::fmt;

/// A mistake in a file, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line and column, counted from 1; absent where the parser does not say.
    place: Option<(usize, usize)>,
    message: String,
}

impl Mistake {
    /// What the parser says of a text.
    pub fn of(text: &str, error: &toml::de::Error) -> Self {
        let place = error.span().and_then(|span| {
            let before = text.get(..span.start)?;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Some((before.matches('\n').count() + 1, column))
        });
        Self { place, message: withheld(error.message()) }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(f, "line {line}, column {column}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// A message without what it quotes, unless that can only be a name (letters and underscores) or a sign of TOML's.
fn withheld(message: &str) -> String {
    let mut told = String::new();
    let mut rest = message;
    while let Some(start) = rest.find(['`', '"', '\'']) {
        let (before, quoted) = rest.split_at(start);
        let Some(quote) = quoted.chars().next() else { break };
        let inside = quoted.get(1..).unwrap_or_default();
        // A quotation that does not end may hold anything.
        let end = inside.find(quote).unwrap_or(inside.len());
        let (inside, after) = inside.split_at(end);
        told.push_str(before);
        let is_name = inside.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        let is_sign = inside.len() <= 2 && inside.chars().all(|sign| sign.is_ascii_punctuation());
        told.push_str(if quote == '`' && (is_name || is_sign) { inside } else { "what stands there" });
        rest = after.get(1..).unwrap_or_default();
    }
    told.push_str(rest);
    told
}

#[cfg(test)]
mod tests {
    use super::withheld;

    #[test]
    fn names_are_told_and_values_are_not() {
        for (message, expected) in [
            ("unknown field `max_lamport`, expected `percentile`", "unknown field max_lamport, expected percentile"),
            (
                "invalid type: string \"https://h/KEY\", expected u64",
                "invalid type: string what stands there, expected u64",
            ),
            ("unclosed array, expected `]`", "unclosed array, expected ]"),
            ("`https://h/KEY` is no duration", "what stands there is no duration"),
            ("a \"quotation without end KEY", "a what stands there"),
        ] {
            assert_eq!(withheld(message), expected);
        }
    }
}
