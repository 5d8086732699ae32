//! What markets survive, compared with the committed table. A harness of its own: it prints the table, and writes it when told to.

use std::process::ExitCode;

use tests::{
    consumers::survival,
    report::{self, Page},
};

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

fn main() -> anyhow::Result<ExitCode> {
    let about = "Plays the incidents in lending markets and compares what is left with the committed table";
    report::run(about, "playing the incidents: some 20,000 refreshes, half a minute", COMMITTED, |committed| {
        let file = format!("{HEADING}{}", survival::report());
        let changed = file.lines().filter(|line| !committed.lines().any(|before| before == *line));
        let mut complaints: Vec<_> = changed.map(|line| format!("not in {COMMITTED}: {line}")).collect();
        if complaints.is_empty() && file != committed {
            complaints.push(format!("lines of {COMMITTED} are gone, or in another order"));
        }
        Ok(Page { shown: file.clone(), file, checks: 1, complaints })
    })
}
