//! What things cost, compared with the committed table. A harness of its own: it prints the table, and writes it when told to.

use std::process::ExitCode;

use tests::{
    costs,
    report::{self, Page},
};

/// Introduces the table in the file.
const HEADING: &str = "# Costs\n\nMeasured by `make bench` on the bytecode in LiteSVM with mainnet's features: whole transactions, the dearest of a \
minute of refreshes after four hours of life. CI fails when an amount rises by more than 2 % or above its limit.\n\n";

/// Where the committed table is.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/costs.md");

fn main() -> anyhow::Result<ExitCode> {
    let about = "Measures compute units of the program's bytecode, account and transaction sizes, and compares them with the committed table";
    report::run(about, "measuring the bytecode: some 2,500 refreshes, a few seconds", COMMITTED, |committed| {
        let measured = costs::measure();
        let shown = costs::table(&measured);
        let complaints = costs::complaints(&measured, committed);
        Ok(Page { file: format!("{HEADING}{shown}"), shown, checks: measured.len(), complaints })
    })
}
