//! The tables of docs/sources.md are made from the code: this fails when they drift, and `UPDATE_DOCS=1` rewrites them.

use std::{fmt::Write, path::PathBuf};

use sources::{CallerFault, Condition, Key, TableError, layout, layout::Length};

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/sources.md")
}

fn base58(key: &Key) -> String {
    format!("`{}`", bs58::encode(key).into_string())
}

fn layouts() -> String {
    let mut table = String::from("| account | owner | discriminator | bytes | fields read |\n|---|---|---|---|---|\n");
    for layout in layout::ALL {
        let owners: Vec<_> = layout.owners.iter().map(base58).collect();
        let discriminator = layout.discriminator.map_or_else(
            || "none".to_owned(),
            |bytes| format!("`{}`", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        );
        let length = match layout.length {
            Length::Exact(bytes) => bytes.to_string(),
            Length::AtLeast(bytes) => format!("{bytes} or more"),
            Length::Extensible(bytes) => format!("{bytes}, or more with extensions"),
            Length::Ring { head, item } => format!("{head} + {item} a sample"),
        };
        let fields: Vec<_> = layout.offsets.iter().map(|(name, at)| format!("{} {at}", name.to_lowercase())).collect();
        let row = (layout.name, owners.join(" "), discriminator, length, fields.join(", "));
        writeln!(table, "| {} | {} | {} | {} | {} |", row.0, row.1, row.2, row.3, row.4).expect("a string");
    }
    table
}

fn faults() -> String {
    let mut table = String::from("| code | name | meaning |\n|---|---|---|\n");
    for (code, name, meaning) in [CallerFault::ALL, Condition::ALL, TableError::ALL].concat() {
        writeln!(table, "| {code} | {name} | {meaning} |").expect("a string");
    }
    table
}

/// The page with the part between the markers of this name replaced.
fn with(page: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (head, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("no marker {begin}"));
    let (_, tail) = rest.split_once(&end).unwrap_or_else(|| panic!("no marker {end}"));
    format!("{head}{begin}{table}{end}{tail}")
}

#[test]
fn the_tables_are_those_of_the_code() {
    let page = page();
    let written = std::fs::read_to_string(&page).expect("docs/sources.md");
    let generated = with(&with(&written, "layouts", &layouts()), "faults", &faults());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&page, &generated).expect("docs/sources.md");
    } else {
        assert!(
            written == generated,
            "docs/sources.md is out of date: run UPDATE_DOCS=1 cargo test -p sources --test docs"
        );
    }
}
