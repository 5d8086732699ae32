//! What markets survive: the incidents side by side, and losses of backing by loan-to-value. The table of docs/survival.md.

use std::{
    fmt::Write,
    sync::{Mutex, PoisonError},
    thread,
};

use lending_market::Pricing;

use super::{
    incidents::Incident,
    stage::{self, Stage},
    tally::Tally,
};
use crate::scene::ONE;

/// Loan-to-value and liquidation threshold of the markets that are compared, in basis points.
pub const RISKS: [(u16, u16); 4] = [(5_000, 6_500), (7_000, 8_000), (8_000, 8_500), (9_000, 9_300)];
/// The one that the incidents are told with.
const USUAL: (u16, u16) = RISKS[2];

/// Valuations, and what the table calls them.
const PRICINGS: [(Pricing, &str); 3] =
    [(Pricing::Oracle, "**this oracle**"), (Pricing::SpotAlone, "spot alone"), (Pricing::NavAlone, "NAV alone")];

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// One table's row of markets: an incident, and what became of each.
struct Row {
    name: String,
    tallies: Vec<Tally>,
}

/// Something to play.
type Job = Box<dyn Fn() -> Row + Send + Sync>;

/// The incidents in markets that value differently.
fn side_by_side() -> Vec<Job> {
    let play = |incident: fn() -> Incident| -> Job {
        Box::new(move || {
            let (ltv, threshold) = USUAL;
            let markets = PRICINGS.map(|(pricing, _)| (pricing, stage::risk(ltv, threshold)));
            let incident = incident();
            Row { name: incident.name.into(), tallies: Stage::set(&markets).play(&incident) }
        })
    };
    vec![play(Incident::ezeth), play(Incident::msol), play(Incident::xusd)]
}

/// Sudden losses, in basis points, rising.
const SUDDEN: [u16; 6] = [500, 1_000, 1_500, 2_000, 3_000, 5_000];

/// Losses of backing in markets that lend differently: the sudden ones first.
fn losses() -> Vec<Job> {
    let play = |name: String, incident: Box<dyn Fn() -> Incident + Send + Sync>| -> Job {
        Box::new(move || {
            let markets = RISKS.map(|(ltv, threshold)| (Pricing::Oracle, stage::risk(ltv, threshold)));
            Row { name: name.clone(), tallies: Stage::set(&markets).play(&incident()) }
        })
    };
    let sudden =
        SUDDEN.map(|bps| play(format!("{} % within an hour", bps / 100), Box::new(move || Incident::loss(bps, HOUR))));
    let slow = play("20 % within a day".into(), Box::new(|| Incident::loss(2_000, DAY)));
    let total = play("91 % within a day (xusd-2025-11)".into(), Box::new(Incident::xusd));
    sudden.into_iter().chain([slow, total]).collect()
}

/// Plays everything, as many at a time as there are processors, and says it in Markdown.
pub fn report() -> String {
    let (sides, losses) = (side_by_side(), losses());
    let count = sides.len();
    let mut rows = all(sides.into_iter().chain(losses).collect());
    let losses = rows.split_off(count);
    let mut out = String::new();
    let put = "writing to a string";
    writeln!(out, "## The incidents, by what the market is priced with\n").expect(put);
    writeln!(out, "{}", side_table(&rows)).expect(put);
    writeln!(out, "## Real losses of backing, by loan-to-value\n").expect(put);
    write!(out, "{}", loss_table(&losses)).expect(put);
    out
}

fn all(jobs: Vec<Job>) -> Vec<Row> {
    let results: Vec<Mutex<Option<Row>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
    let next = Mutex::new(0..jobs.len());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let Some(index) = next.lock().unwrap_or_else(PoisonError::into_inner).next() else { return };
                    *results[index].lock().unwrap_or_else(PoisonError::into_inner) = Some(jobs[index]());
                }
            });
        }
    });
    let played = |row: Mutex<Option<Row>>| row.into_inner().ok().flatten().expect("every job was played");
    results.into_iter().map(played).collect()
}

fn side_table(rows: &[Row]) -> String {
    let mut out = String::from(
        "| incident | priced by | borrowers liquidated | first after | lent above value | suppliers lose | lending closed | open again |\n\
         |---|---|---:|---:|---:|---:|---:|---:|\n",
    );
    for Row { name, tallies } in rows {
        for ((_, priced), tally) in PRICINGS.iter().zip(tallies) {
            let [first, closed, reopened] = [tally.first_liquidation, tally.closed, tally.reopened]
                .map(|second| second.map_or("-".into(), minutes));
            writeln!(
                out,
                "| {name} | {priced} | {} of 3 | {first} | {} SOL | {} SOL ({}) | {closed} | {reopened} |",
                tally.liquidated,
                tally.wrongly_lent / ONE,
                tally.loss / ONE,
                percent(tally.loss_bps()),
            )
            .expect("writing to a string");
        }
    }
    out
}

fn loss_table(rows: &[Row]) -> String {
    let mut out = String::from("| the market falls by |");
    for (ltv, threshold) in RISKS {
        write!(out, " {}/{} |", ltv / 100, threshold / 100).expect("writing to a string");
    }
    out.push_str("\n|---|---:|---:|---:|---:|\n");
    for Row { name, tallies } in rows {
        write!(out, "| {name} |").expect("writing to a string");
        for tally in tallies {
            let first = tally.first_liquidation.map_or("none".into(), minutes);
            write!(out, " {} (first: {first}) |", percent(tally.loss_bps())).expect("writing to a string");
        }
        out.push('\n');
    }
    out.push_str("| **sudden loss survived without bad debt** |");
    for market in 0..RISKS.len() {
        let survived = SUDDEN.iter().zip(rows).take_while(|(_, row)| row.tallies[market].loss == 0).last();
        let most = survived.map_or("none".into(), |(bps, _)| format!("{} %", bps / 100));
        write!(out, " **{most}** |").expect("writing to a string");
    }
    out.push('\n');
    out
}

fn minutes(seconds: i64) -> String {
    let minutes = seconds / 60;
    if minutes < 120 { format!("{minutes} min") } else { format!("{}.{} h", minutes / 60, minutes % 60 / 6) }
}

fn percent(bps: u64) -> String {
    format!("{}.{} %", bps / 100, bps % 100 / 10)
}
