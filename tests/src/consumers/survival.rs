//! What markets survive: stories side by side, by what a market is priced with and by loan-to-value; and what is promised of them. The tables
//! of docs/survival.md.

use std::{
    sync::{Mutex, PoisonError},
    thread,
};

use lending_market::{Pricing, RiskParams};

use super::{
    baseline::Baseline,
    incidents::Incident,
    stage::{self, Stage, Valued},
    tally::Tally,
};
use crate::scene::ONE;

/// Loan-to-value and liquidation threshold of the markets that are compared, in basis points.
pub const RISKS: [(u16, u16); 4] = [(5_000, 6_500), (7_000, 8_000), (8_000, 8_500), (9_000, 9_300)];
/// Which of them prices without this oracle are compared at.
const USUAL: usize = 2;
/// Those in which a flash crash liquidates nobody.
const UNHURT: [usize; 2] = [1, 2];
/// Those in which a loss of all backing costs no more than is promised.
const BOUNDED: [usize; 3] = [1, 2, 3];
/// One whose borrowers are liquidated once the backing loses a hundredth.
const TIGHT: (u16, u16) = (8_490, 8_500);
/// Most that a liquidator may make while a pool is pumped, in basis points of what it pays: the bonus, and what rounding and confidence add.
const FAIR_MARGIN: i64 = 600;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// What is promised of this oracle in a story, beyond that nothing is lent above value.
#[derive(Clone, Copy)]
enum Promise {
    /// At 70/80 and 80/85 no borrower is liquidated and no supplier loses anything.
    NobodyHurt,
    /// From 70/80 to 90/93 suppliers lose at most so many basis points of what was lent.
    LossAtMost(u64),
    /// No more.
    None,
}

/// Depth in SOL with which a pool that has a vote keeps it, and one with which it does not: `min_depth` is 20, and half of it is the limit.
const VOTES: u32 = 12;
const SILENT: u32 = 5;

/// The stories that are played in every market.
fn stories() -> Vec<(fn() -> Incident, Promise)> {
    use Promise::{LossAtMost, NobodyHurt, None};
    vec![
        (Incident::msol, NobodyHurt),
        (Incident::ezeth, NobodyHurt),
        (Incident::bnsol, NobodyHurt),
        (Incident::dip, NobodyHurt),
        (Incident::crash, NobodyHurt),
        (
            || {
                Incident::wrong_venue(
                    "its venue at -90 %",
                    "the feed's only venue at -90 % for three hours, others at NAV",
                    0.1,
                )
            },
            NobodyHurt,
        ),
        (
            || {
                Incident::wrong_venue(
                    "its venue's decimals",
                    "the feed's only venue a thousandfold too low for three hours",
                    0.001,
                )
            },
            NobodyHurt,
        ),
        (|| Incident::hole(400), NobodyHurt),
        (|| Incident::hole(1_500), NobodyHurt),
        (Incident::xusd_shown, LossAtMost(1_500)),
        (Incident::xusd_attested, LossAtMost(3_000)),
        (|| Incident::xusd_attested().drying(), LossAtMost(3_000)),
        (|| Incident::xusd_attested().deserted(VOTES), LossAtMost(3_000)),
        (Incident::xusd, None),
        (|| Incident::xusd().drying(), None),
        (|| Incident::xusd().deserted(VOTES), None),
        (|| Incident::xusd().deserted(SILENT), None),
    ]
}

/// Sudden losses, in basis points, rising.
const SUDDEN: [u16; 6] = [500, 1_000, 1_500, 2_000, 3_000, 5_000];

/// A story that was played.
struct Row {
    incident: Incident,
    /// By this oracle, in the order of [`RISKS`] or as the story has it.
    oracle: Vec<Tally>,
    /// By the others, in the order of [`Baseline::ALL`].
    baselines: Vec<Tally>,
}

/// Something to play.
type Job = Box<dyn Fn() -> Row + Send + Sync>;

/// Plays a story in markets of this oracle that lend differently, and in those of the baselines at `compared`, if at all.
fn job(
    incident: impl Fn() -> Incident + Send + Sync + 'static,
    risks: &'static [(u16, u16)],
    compared: Option<(u16, u16)>,
) -> Job {
    let risk = |(ltv, threshold): (u16, u16)| stage::risk(ltv, threshold);
    Box::new(move || {
        let incident = incident();
        let oracle = risks.iter().map(|pair| (Valued::Feed(Pricing::Oracle), risk(*pair)));
        let others =
            compared.into_iter().flat_map(|pair| Baseline::ALL.map(|(by, _)| (Valued::Posted(by), risk(pair))));
        let markets: Vec<(Valued, RiskParams)> = oracle.chain(others).collect();
        let mut oracle = Stage::of(&incident, &markets).play(&incident);
        let baselines = oracle.split_off(risks.len());
        Row { incident, oracle, baselines }
    })
}

/// The tables in Markdown, and what in them breaks a promise.
pub struct Report {
    /// The tables.
    pub text: String,
    /// How many promises were looked at.
    pub promises: usize,
    /// Those that were broken.
    pub broken: Vec<String>,
}

/// Plays everything, as many at a time as there are processors.
pub fn report() -> Report {
    let stories = stories();
    let mut jobs: Vec<Job> = stories.iter().map(|(incident, _)| job(*incident, &RISKS, Some(RISKS[USUAL]))).collect();
    jobs.extend(SUDDEN.map(|bps| job(move || Incident::loss(bps, HOUR), &RISKS, None)));
    jobs.push(job(|| Incident::loss(2_000, DAY), &RISKS, None));
    jobs.extend([1, 2].map(|struck| job(move || Incident::pumped(struck), &[TIGHT], Some(TIGHT))));
    jobs.push(job(Incident::wrong_usd, &RISKS, None));
    let mut rows = all(jobs);
    let usd = rows.pop().expect("the last one");
    let pumped = rows.split_off(rows.len() - 2);
    let losses = rows.split_off(stories.len());

    let mut text = String::new();
    let mut put = |heading: &str, body: String| text.push_str(&format!("\n## {heading}\n\n{body}"));
    put("What happens", table(&["story", "what happens"], &rows, |row| vec![row.incident.what.into()]));
    put("What suppliers lose, by what the market is priced with", by_pricing(&rows, loss));
    put("Borrowers who are liquidated, and when the first is", by_pricing(&rows, liquidated));
    put("Lent above value", by_pricing(&rows, |tally| sol(tally.wrongly_lent)));
    let [_, cautious, usual, _] = RISKS.map(pair);
    let closing = [
        "story",
        "lending closes after",
        "opens again after",
        &format!("liquidated at {cautious}"),
        &format!("at {usual}"),
    ];
    put("When this oracle closes lending, and whom it liquidates", table(&closing, &rows, closes));
    let risks = RISKS.map(pair);
    let lossy = ["story", &risks[0], &risks[1], &risks[2], &risks[3]];
    let hit = rows.iter().filter(|row| row.incident.path.at(row.incident.ends) < 0.95).chain(&losses);
    let mut by_risk = table(&lossy, hit, |row| row.oracle.iter().map(timed).collect());
    by_risk.push_str(&survived(&losses));
    put("What suppliers lose with this oracle, by loan-to-value", by_risk);
    let pumping = ["story", "priced by", "liquidated", "liquidators make", "lent above value", "suppliers lose"];
    put("A liquidation that is due while the market is pumped", table_of(&pumping, pumped.iter().flat_map(pump)));
    let wronged = ["story", &risks[0], &risks[1], &risks[2], &risks[3]];
    let usd_table = table(&wronged, [&usd], |row| row.oracle.iter().map(liquidated).collect());
    put("Loans in USD: borrowers who are liquidated", usd_table);

    let promised = rows.iter().zip(&stories).flat_map(|(row, (_, promise))| promises(row, *promise));
    let promised = promised.chain(losses.iter().flat_map(|row| promises(row, Promise::None)));
    let promised: Vec<(bool, String)> =
        promised.chain(pumped.iter().flat_map(pump_promises)).chain(usd_promise(&usd)).collect();
    let broken = promised.iter().filter(|(kept, _)| !kept).map(|(_, what)| what.clone()).collect();
    Report { text, promises: promised.len(), broken }
}

/// Everything that is promised of a story, and whether it is kept.
fn promises(row: &Row, promise: Promise) -> Vec<(bool, String)> {
    let Row { incident: Incident { name, .. }, oracle, .. } = row;
    let at = |market: usize| (pair(RISKS[market]), &oracle[market]);
    let mut promised: Vec<_> = (0..RISKS.len())
        .map(at)
        .map(|(risk, tally)| {
            (tally.wrongly_lent == 0, format!("{name}, {risk}: {} above value", sol(tally.wrongly_lent)))
        })
        .collect();
    match promise {
        Promise::NobodyHurt => promised.extend(UNHURT.map(at).map(|(risk, tally)| {
            let (hurt, lost) = (liquidated(tally), loss(tally));
            (
                tally.liquidated == 0 && tally.loss == 0,
                format!("{name}, {risk}: {hurt} liquidated, suppliers lose {lost}"),
            )
        })),
        Promise::LossAtMost(bps) => promised.extend(BOUNDED.map(at).map(|(risk, tally)| {
            (
                tally.loss_bps() <= bps,
                format!("{name}, {risk}: suppliers lose {}, promised is {}", loss(tally), percent(bps)),
            )
        })),
        Promise::None => {}
    }
    promised
}

/// Who is due is liquidated for the bonus, and neither that nor a new loan costs suppliers anything.
fn pump_promises(row: &Row) -> Vec<(bool, String)> {
    let name = &row.incident.name;
    let [tally] = &row.oracle[..] else { return vec![(false, format!("{name}: one market expected"))] };
    let kept = [
        (tally.liquidated > 0, liquidated(tally)),
        ((0..=FAIR_MARGIN).contains(&margin(tally).unwrap_or(0)), makes(tally)),
        (tally.wrongly_lent == 0, sol(tally.wrongly_lent)),
        (tally.loss == 0, loss(tally)),
    ];
    let what = ["liquidated", "is what liquidators make", "above value", "lost"];
    kept.into_iter().zip(what).map(|((kept, found), what)| (kept, format!("{name}: {found} {what}"))).collect()
}

/// One wrong source of USD liquidates nobody.
fn usd_promise(row: &Row) -> Vec<(bool, String)> {
    let name = &row.incident.name;
    let nobody = |(risk, tally): (&(u16, u16), &Tally)| {
        (tally.liquidated == 0, format!("{name}, {}: {} liquidated", pair(*risk), liquidated(tally)))
    };
    RISKS.iter().zip(&row.oracle).map(nobody).collect()
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

/// A table with a line for each of these.
fn table_of(head: &[&str], lines: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|cell| (*cell).into()).collect();
    let rule = format!("|---{}|\n", "|---".repeat(head.len() - 1));
    let lines = lines.into_iter().map(|cells| line(&cells));
    [line(&head), rule].into_iter().chain(lines).collect()
}

/// A table with a line for each story.
fn table<'a>(head: &[&str], rows: impl IntoIterator<Item = &'a Row>, cells: impl Fn(&Row) -> Vec<String>) -> String {
    let lines = rows.into_iter().map(|row| [vec![row.incident.name.clone()], cells(row)].concat());
    table_of(head, lines)
}

/// A table with a column for each price that a market can be priced with, at the usual loan-to-value.
fn by_pricing(rows: &[Row], cell: impl Fn(&Tally) -> String) -> String {
    let head: Vec<&str> = ["story", "**this oracle**"].into_iter().chain(Baseline::ALL.map(|(_, name)| name)).collect();
    table(&head, rows, |row| {
        let ours = format!("**{}**", cell(&row.oracle[USUAL]));
        [ours].into_iter().chain(row.baselines.iter().map(&cell)).collect()
    })
}

fn closes(row: &Row) -> Vec<String> {
    let Tally { closed, reopened, .. } = row.oracle[USUAL];
    let [closed, reopened] = [closed, reopened].map(|second| second.map_or("-".into(), minutes));
    [closed, reopened].into_iter().chain(UNHURT.map(|market| liquidated(&row.oracle[market]))).collect()
}

/// The deepest of the sudden losses up to which nothing was lost, by loan-to-value.
fn survived(losses: &[Row]) -> String {
    let most = |market: usize| {
        let survived = SUDDEN.iter().zip(losses).take_while(|(_, row)| row.oracle[market].loss == 0).last();
        survived.map_or("none".into(), |(bps, _)| format!("{} %", bps / 100))
    };
    let cells: Vec<String> = (0..RISKS.len()).map(|market| format!(" **{}** |", most(market))).collect();
    format!("| **sudden loss survived without bad debt** |{}\n", cells.concat())
}

fn pump(row: &Row) -> Vec<Vec<String>> {
    let names = ["**this oracle**"].into_iter().chain(Baseline::ALL.map(|(_, name)| name));
    let tallies = row.oracle.iter().chain(&row.baselines);
    let cells = |(name, tally): (&str, &Tally)| {
        vec![
            row.incident.name.clone(),
            name.into(),
            liquidated(tally),
            makes(tally),
            sol(tally.wrongly_lent),
            loss(tally),
        ]
    };
    names.zip(tallies).map(cells).collect()
}

/// Basis points that liquidators make on what they pay.
fn margin(tally: &Tally) -> Option<i64> {
    (tally.profit * 10_000).checked_div(tally.repaid as i64)
}

fn makes(tally: &Tally) -> String {
    margin(tally).map_or("-".into(), |bps| percent(bps.unsigned_abs()))
}

fn loss(tally: &Tally) -> String {
    if tally.loss == 0 { "0".into() } else { format!("{} ({})", sol(tally.loss), percent(tally.loss_bps())) }
}

fn liquidated(tally: &Tally) -> String {
    let when = tally.first_liquidation.map(|second| format!(", {}", minutes(second))).unwrap_or_default();
    format!("{} of 3{when}", tally.liquidated)
}

/// What suppliers lose, and from when on borrowers are liquidated.
fn timed(tally: &Tally) -> String {
    let from = tally.first_liquidation.map(|second| format!(", from {}", minutes(second))).unwrap_or_default();
    format!("{}{from}", loss(tally))
}

fn sol(lamports: u64) -> String {
    if lamports == 0 { "0".into() } else { format!("{} SOL", lamports.div_ceil(ONE)) }
}

fn pair((ltv, threshold): (u16, u16)) -> String {
    format!("{}/{}", ltv / 100, threshold / 100)
}

fn minutes(seconds: i64) -> String {
    let minutes = seconds / 60;
    if minutes < 120 { format!("{minutes} min") } else { format!("{}.{} h", minutes / 60, minutes % 60 / 6) }
}

fn percent(bps: u64) -> String {
    format!("{}.{} %", bps / 100, bps % 100 / 10)
}
