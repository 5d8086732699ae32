//! What things cost, compared with the committed table. A harness of its own: it prints the table, and writes it when told to.

use std::{fs, process::ExitCode};

use anyhow::Context;
use clap::Parser;
use tests::costs;

/// Introduces the table in the file.
const HEADING: &str = "# Costs\n\nMeasured by `make bench` on the bytecode in LiteSVM with mainnet's features: whole transactions, the dearest of a \
minute of refreshes after four hours of life. CI fails when an amount rises by more than 2 % or above its limit.\n\n";

/// Where the committed table is.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/costs.md");

/// Measures compute units of the program's bytecode, account and transaction sizes, and compares them with the committed table.
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
    eprintln!("measuring the bytecode: some 2,500 refreshes, a few seconds");
    let measured = costs::measure();
    let table = costs::table(&measured);
    println!("{table}");
    if args.write {
        fs::write(COMMITTED, format!("{HEADING}{table}")).with_context(|| format!("writing {COMMITTED}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let committed =
        fs::read_to_string(COMMITTED).with_context(|| format!("reading {COMMITTED}: 'make bench' writes it"))?;
    let complaints = costs::complaints(&measured, &committed);
    for complaint in &complaints {
        eprintln!("error: {complaint}");
    }
    if !complaints.is_empty() {
        eprintln!("If this is meant: 'make bench' writes a new table to commit, with the reason in the message.");
    }
    println!(
        "test result: {}. {} passed; {} failed",
        if complaints.is_empty() { "ok" } else { "FAILED" },
        measured.len().saturating_sub(complaints.len()),
        complaints.len()
    );
    Ok(if complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
