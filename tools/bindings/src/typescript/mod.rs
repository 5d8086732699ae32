//! TypeScript made of the IDL and of `price-reader`.

mod idl;
mod layout;
mod program;
mod types;
mod vocabulary;

pub use idl::idl;
pub use layout::layout;
pub use program::{program, web3js};
pub use types::type_name;
pub use vocabulary::vocabulary;
pub(crate) use vocabulary::{quoted, variant};

pub(crate) const HEADER: &str = "// Generated from the program by `make idl`; do not edit.\n";

/// A name as TypeScript writes it: `level_since` becomes `levelSince`.
fn camel(name: &str) -> String {
    let mut words = name.split('_').filter(|word| !word.is_empty());
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// A documentation comment, or nothing. Rust's links to items become plain names.
fn comment(indent: &str, docs: &[String]) -> String {
    let text = docs.join("\n").replace("*/", "* /").replace("[`", "`").replace("`]", "`");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with("CHECK:")).collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String =
                lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_camel_case() {
        for (rust, typescript) in [("feed", "feed"), ("level_since", "levelSince"), ("padding_0", "padding0"), ("", "")]
        {
            assert_eq!(camel(rust), typescript);
        }
    }

    #[test]
    fn comments_are_one_line_or_a_block() {
        assert_eq!(comment("", &[]), "");
        assert_eq!(comment("  ", &["A [`Feed`]. */".into()]), "  /** A `Feed`. * / */\n");
        assert_eq!(comment("", &["One.".into(), "".into(), "Two.".into()]), "/**\n * One.\n *\n * Two.\n */\n");
    }
}
