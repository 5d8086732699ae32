//! Rust made of the IDL: the generated part of `crates/oracle-client`.

mod instructions;
mod types;

use std::fmt::Write as _;

use anchor_lang_idl_spec::Idl;
use anyhow::Result;

const HEADER: &str = "// Generated from the program by `make idl`; do not edit.

use borsh::{BorshDeserialize, BorshSerialize};
use bytemuck::{Pod, Zeroable};
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;

use crate::{ProgramError, derived, instruction};
";

/// The file.
///
/// # Errors
/// The IDL has something that the client has no form for.
pub fn client(idl: &Idl) -> Result<String> {
    Ok([HEADER.to_owned(), types::types(idl)?, instructions::instructions(idl)?, errors(idl)].concat())
}

fn errors(idl: &Idl) -> String {
    let mut text = format!(
        "\n/// Everything that the program refuses, by number.\npub const ERRORS: [ProgramError; {}] = [\n",
        idl.errors.len()
    );
    for error in &idl.errors {
        let meaning = error.msg.as_deref().unwrap_or_default();
        let (number, name) = (error.code, &error.name);
        let _ = writeln!(text, "    ProgramError {{ number: {number}, name: {name:?}, meaning: {meaning:?} }},");
    }
    text + "];\n"
}

/// A documentation comment, or nothing. Links to the program's items become plain names.
fn comment(indent: &str, docs: &[String]) -> String {
    let text = docs.join("\n").replace("[`", "`").replace("`]", "`");
    let text = text.replace("`super::", "`").replace("`crate::state::", "`");
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("CHECK:"));
    lines.map(|line| format!("{indent}/// {line}").trim_end().to_owned() + "\n").collect()
}

/// A name as Rust writes those of types: `add_source` becomes `AddSource`.
fn pascal(name: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').filter(|part| !part.is_empty()).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_in_pascal_case() {
        for (name, expected) in [("grow", "Grow"), ("add_source", "AddSource"), ("", "")] {
            assert_eq!(pascal(name), expected);
        }
    }

    #[test]
    fn comments_keep_their_lines_and_lose_links_and_checks() {
        assert_eq!(comment("", &[]), "");
        let docs = ["A [`super::Feed`].".to_owned(), String::new(), "CHECK: elsewhere.".to_owned(), "Two.".to_owned()];
        assert_eq!(comment("  ", &docs), "  /// A `Feed`.\n  ///\n  /// Two.\n");
    }
}
