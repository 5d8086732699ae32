//! The tables of docs/sources.md are made from the code: this fails when they drift, and `UPDATE_DOCS=1` rewrites them.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use sources::{CallerFault, Condition, Key, SourceKind, TableError, layout::Length, layouts};

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/sources.md")
}

fn base58(key: &Key) -> String {
    format!("`{}`", bs58::encode(key).into_string())
}

fn layouts() -> String {
    let mut table = String::from("| account | owner | discriminator | bytes | fields read |\n|---|---|---|---|---|\n");
    for layout in layouts::ALL {
        let owners: Vec<_> = layout.owners.iter().map(base58).collect();
        let discriminator = layout.discriminator.map_or_else(
            || "none".to_owned(),
            |bytes| format!("`{}`", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        );
        let length = match layout.length {
            Length::Exact(bytes) => bytes.to_string(),
            Length::AtLeast(bytes) => format!("{bytes} or more"),
            Length::Extensible(bytes) => format!("{bytes}, or more with extensions"),
            Length::Ring { head, item } => format!("{head} + {item} per item"),
        };
        let fields: Vec<_> = layout.offsets.iter().map(|(name, at)| format!("{} {at}", name.to_lowercase())).collect();
        let row = (layout.name, owners.join(" "), discriminator, length, fields.join(", "));
        writeln!(table, "| {} | {} | {} | {} | {} |", row.0, row.1, row.2, row.3, row.4).expect("a string");
    }
    table
}

/// Where a kind is implemented: its folder below `src` and `tests`, the types of account it reads, and what it shares with others.
struct Home {
    folder: &'static str,
    accounts: &'static [&'static str],
    shared: &'static [&'static str],
}

fn home(kind: SourceKind) -> Home {
    const POOL: &[&str] = &["pair.rs", "math/sqrt_price.rs", "math/ratio.rs", "pool.rs", "token/account.rs"];
    const FEED: &[&str] = &["feed.rs", "math/ratio.rs"];
    const RESERVES: &[&str] = &["stake_account.rs", "token", "vault/reserve.rs"];
    const STEPS: &[&str] = &["stake_pool", "token", "marinade", "sanctum_inf", "jito_vault"];
    const COUNTED: &[&str] = &[
        "stake_account.rs",
        "token",
        "vault/reserve.rs",
        "chain",
        "stake_pool",
        "marinade",
        "sanctum_inf",
        "jito_vault",
    ];
    let (folder, accounts, shared): (_, &[_], _) = match kind {
        SourceKind::StakePool => ("stake_pool", &["StakePool"], &["chain/mod.rs", "chain/step.rs"][..]),
        SourceKind::Vault => ("vault", &["Mint", "Account (token)", "StakeStateV2", "a chain's"], COUNTED),
        SourceKind::Chain => {
            let accounts = &[
                "StakePool",
                "Mint",
                "Account (token)",
                "State (Marinade)",
                "List (Marinade)",
                "PoolState (INF)",
                "Vault (Jito)",
            ];
            ("chain", accounts, STEPS)
        }
        SourceKind::Whirlpool => ("whirlpool", &["Whirlpool", "Oracle (Whirlpool)", "Account (token)"], POOL),
        SourceKind::RaydiumClmm => ("raydium_clmm", &["PoolState", "ObservationState", "Account (token)"], POOL),
        SourceKind::MeteoraDlmm => ("meteora_dlmm", &["LbPair", "Oracle", "Account (token)"], POOL),
        SourceKind::MeteoraDammV2 => ("meteora_damm_v2", &["Pool", "Account (token)"], POOL),
        SourceKind::LookThrough => ("look_through", &["Mint", "StakeStateV2", "Account (token)", "a pool"], RESERVES),
        SourceKind::PythRate | SourceKind::PythMarket | SourceKind::PythUsd => ("pyth", &["PriceUpdateV2"], FEED),
        SourceKind::SwitchboardRate | SourceKind::SwitchboardMarket | SourceKind::SwitchboardUsd => {
            ("switchboard", &["PullFeedAccountData"], FEED)
        }
        SourceKind::SwitchboardQuoteRate | SourceKind::SwitchboardQuoteMarket | SourceKind::SwitchboardQuoteUsd => {
            ("switchboard_quote", &["SwitchboardQuote"], FEED)
        }
    };
    Home { folder, accounts, shared }
}

/// All Rust text of a file or folder below this crate.
fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if path.is_file() {
        return std::fs::read_to_string(&path).expect("a file of this crate");
    }
    let files = std::fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let files = files.map(|file| file.expect("a file of this crate").path());
    files.map(|file| std::fs::read_to_string(file).expect("a file of this crate")).collect()
}

/// What can be wrong with a source of this kind: the conditions that its code and the code that it shares name.
fn conditions(home: &Home) -> String {
    let mut all = text(&format!("src/{}", home.folder)) + &text("src/account.rs");
    for shared in home.shared {
        all += &text(&format!("src/{shared}"));
    }
    let named = Condition::ALL.iter().filter(|(_, name, _)| {
        let with = |end: &str| all.contains(&format!("Condition::{name}{end}"));
        [")", " ", ",", ";", "\n"].iter().any(|end| with(end))
    });
    named.map(|(code, ..)| code.to_string()).collect::<Vec<_>>().join(" ")
}

/// Tests in the four files of a folder.
fn tests(folder: &str) -> String {
    let count = |file: &str| {
        let path = format!("tests/{folder}/{file}.rs");
        if !Path::new(env!("CARGO_MANIFEST_DIR")).join(&path).exists() {
            return 0;
        }
        let text = text(&path);
        text.matches("#[test]").count()
            + text
                .lines()
                .filter(|line| line.contains("(\"") && line.ends_with("),") && line.starts_with("    (\""))
                .count()
            + text.matches("TESTS: Tests = &[(\"").count()
    };
    ["unit", "laws", "bounds", "real"].map(|file| count(file).to_string()).join(" + ")
}

/// Compute units of a kind, from the measured table on the page.
fn units(page: &str, kind: SourceKind) -> String {
    let (_, rest) = page.split_once("<!-- costs -->").expect("a table of costs");
    let (costs, _) = rest.split_once("<!-- end of costs -->").expect("a table of costs");
    let name = format!("{kind:?}");
    let rows = costs.lines().filter_map(|line| {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let (what, amount) = (cells.next()?, cells.next()?);
        (what.split(',').next() == Some(&name)).then(|| amount.trim_end_matches(" CU").to_owned())
    });
    rows.collect::<Vec<_>>().join(", ")
}

fn kinds(page: &str) -> String {
    let mut table = String::from(
        "| kind | code | leg | accounts, as below | conditions that are checked, by code | CU | tests: unit + laws + bounds + real |\n|---|---|---|---|---|---|---|\n",
    );
    for kind in SourceKind::ALL {
        let home = home(kind);
        let (code, leg, accounts) = (kind as u8, kind.leg(), home.accounts.join(", "));
        let (units, tests) = (units(page, kind), tests(home.folder));
        writeln!(table, "| {kind:?} | {code} | {leg:?} | {accounts} | {} | {units} | {tests} |", conditions(&home))
            .expect("a string");
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

/// The conditions that mean of a pool that nobody can sell into it.
fn closed() -> String {
    let named = Condition::CLOSED_MARKET.map(|condition| format!("{} {}", condition.code(), condition.name()));
    format!("{}.\n", named.join(", "))
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
    let parts = [("layouts", layouts()), ("faults", faults()), ("kinds", kinds(&written)), ("closed", closed())];
    let generated = parts.iter().fold(written.clone(), |page, (name, table)| with(&page, name, table));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&page, &generated).expect("docs/sources.md");
    } else {
        assert!(
            written == generated,
            "docs/sources.md is out of date: run UPDATE_DOCS=1 cargo test -p sources --test docs"
        );
    }
}
