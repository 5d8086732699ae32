//! Prints what things cost, writes the table, or compares with the committed one.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Parser;
use tests::costs;

/// Introduces the table in the file.
const HEADING: &str = "# Costs\n\nMeasured by `make bench` on the bytecode in LiteSVM with mainnet's features: whole transactions, the dearest of a \
minute of refreshes after four hours of life. CI fails when an amount rises by more than 2 % or above its limit.\n\n";

/// Measures compute units of the program's bytecode, account and transaction sizes.
#[derive(Parser)]
#[command(after_help = "Examples:\n  bench\n  bench --write docs/costs.md\n  bench --check docs/costs.md")]
struct Args {
    /// Write the table to this file
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Fail if an amount is over its limit, or more than 2 % above the table in this file
    #[arg(long, value_name = "FILE", conflicts_with = "write")]
    check: Option<PathBuf>,
}

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    eprintln!("measuring the bytecode: some 9,000 refreshes, about a minute");
    let measured = costs::measure();
    let table = costs::table(&measured);
    println!("{table}");
    if let Some(path) = args.write {
        fs::write(&path, format!("{HEADING}{table}")).with_context(|| format!("writing {}", path.display()))?;
    }
    if let Some(path) = args.check {
        let committed = fs::read_to_string(&path)
            .with_context(|| format!("reading {}: write it with 'make bench' and commit it", path.display()))?;
        let complaints = costs::complaints(&measured, &committed);
        for complaint in &complaints {
            eprintln!("error: {complaint}");
        }
        if !complaints.is_empty() {
            eprintln!("If this is meant: 'make bench' writes a new table to commit, with the reason in the message.");
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}
