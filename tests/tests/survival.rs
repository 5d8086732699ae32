//! What markets survive, compared with the committed table. A harness of its own: it prints the table, and writes it when told to.

use std::{fs, process::ExitCode};

use anyhow::Context;
use clap::Parser;
use tests::consumers::survival;

/// Introduces the tables in the file.
const HEADING: &str = "# Survival\n\n\
Money in markets that take glowSOL as collateral, while the recorded incidents happen. Measured by `make bench` on bytecode: the oracle, \
the lending market of `tests/programs/lending-market` and the SPL token program. CI fails when a number changes.\n\n\
In each market three borrowers have deposited 1,000 glowSOL each and borrowed 100, 90 and 75 % of what the market lends. While the token sells \
below NAV, somebody brings 100 tokens a minute and borrows whatever the market lends on them, up to its cap of 5,000 SOL. Liquidators act \
when it pays them at the market's price; the bonus is 5 %, the close factor 50 %. *Lent above value*: loans beyond the market's own loan-to-value \
at the token's market price of that moment. *Suppliers lose*: bad debt written off, and what the collateral of open debt would not fetch \
at the end, also as a share of everything lent. Times count from the beginning of the fall. What to make of it: \
[integration.md](integration.md#how-much-to-lend).\n\n";

/// Where the committed table is.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/survival.md");

/// Plays the incidents in lending markets and compares what is left with the committed table.
#[derive(Parser)]
#[command(after_help = "Examples:\n  make test\n  make bench")]
struct Args {
    /// Write the table instead of comparing with it
    #[arg(long)]
    write: bool,
    /// What cargo passes to every test
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    eprintln!("playing the incidents: some 20,000 refreshes, half a minute");
    let report = format!("{HEADING}{}", survival::report());
    println!("{report}");
    if args.write {
        fs::write(COMMITTED, report).with_context(|| format!("writing {COMMITTED}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let committed =
        fs::read_to_string(COMMITTED).with_context(|| format!("reading {COMMITTED}: 'make bench' writes it"))?;
    let changed: Vec<&str> = report.lines().filter(|line| !committed.lines().any(|before| before == *line)).collect();
    for line in &changed {
        eprintln!("error: not in {COMMITTED}: {line}");
    }
    let same = report == committed;
    if !same {
        eprintln!("If this is meant: 'make bench' writes new tables to commit, with the reason in the message.");
    }
    println!(
        "test result: {}. {} passed; {} failed",
        if same { "ok" } else { "FAILED" },
        u8::from(same),
        u8::from(!same)
    );
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
