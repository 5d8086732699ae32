//! What markets survive, compared with the committed tables; and what is promised of it. A harness of its own: it prints the tables, and
//! writes them when told to.

use std::process::ExitCode;

use tests::{
    consumers::survival,
    report::{self, Page},
};

/// Introduces the tables in the file.
const HEADING: &str = "# Survival\n\n\
Money in markets that take glowSOL as collateral, in recorded incidents and made-up ones. Measured on bytecode: the oracle, \
the lending market of `tests/programs/lending-market` and the SPL token program. `cargo test -p tests --test survival` plays all of it, prints \
these tables and fails where one differs or a promise is broken; `make bench` writes them.\n\n\
In each market three borrowers have deposited 1,000 glowSOL each and borrowed 100, 90 and 75 % of what the market lends. While the token sells \
for anything but NAV in any pool, somebody brings 100 tokens a minute and borrows whatever the market lends on them, up to its cap of 5,000 SOL. \
Liquidators act when it pays them at the market's price; the bonus is 5 %, the close factor 50 %. Two pools are 400 and 300 SOL deep. \
\"80/85\" is a market that lends up to a loan-to-value of 80 % and liquidates from 85 %; without a word about it, that one is meant. Times count from \
the beginning of the story.\n\n\
- *Suppliers lose*: bad debt written off, and what the collateral of open debt would not fetch at the end; in brackets as a share of everything lent.\n\
- *Lent above value*: loans beyond the market's own loan-to-value at what the token sells for at that moment.\n\
- *This oracle*: its prices and its gates. The other columns have one price for every use and no gates. They read the pool that the story strikes: \
its price now (*spot alone*), its mean by time over an hour (*TWAP*), an exponential average of one hour as Kamino's Scope keeps it (*EMA*); \
what the accounts or the feed say of the backing (*NAV alone*), the same with growth capped at 10 % a year (*capped NAV*), and the lower of NAV and spot.\n\n\
Promised, and tested here: this oracle lends nothing above value in any story; in the first nine no borrower is liquidated and no supplier loses \
anything at 70/80 and 80/85; from 70/80 to 90/93 suppliers lose at most 15 % of what they lent where the accounts show a total loss, and at most 30 % where they \
hide it and NAV is attested; a pump costs neither suppliers nor those who are due more than the bonus; one wrong source of SOL/USD liquidates \
nobody. What to make of it: [integration.md](integration.md#how-much-to-lend).\n";

/// Where the committed tables are.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/survival.md");

fn main() -> anyhow::Result<ExitCode> {
    let about = "Plays incidents in lending markets and compares what is left with the committed tables";
    report::run(about, "playing the incidents: some 50,000 refreshes, two or three minutes", COMMITTED, |committed| {
        let report = survival::report();
        let file = format!("{HEADING}{}", report.text);
        // A table that breaks a promise is not written either.
        anyhow::ensure!(report.broken.is_empty(), "{file}\nbroken promises:\n{}", report.broken.join("\n"));
        let changed = file.lines().filter(|line| !committed.lines().any(|before| before == *line));
        let mut complaints: Vec<_> = changed.map(|line| format!("not in {COMMITTED}: {line}")).collect();
        if complaints.is_empty() && file != committed {
            complaints.push(format!("lines of {COMMITTED} are gone, or in another order"));
        }
        Ok(Page { shown: file.clone(), file, checks: report.promises + 1, complaints })
    })
}
