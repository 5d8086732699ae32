//! The same in Markdown: tables and what to make of them.

use std::fmt::Write;

use super::{Report, USUAL};
use crate::{
    attack,
    baseline::By,
    book::{Losses, Size, Terms},
    demand::span,
    score::{Priced, Score},
    tune::Costs,
};

/// Shares of what was lent that differ by less are the same.
const SAME: f64 = 5e-4;

/// The whole report.
pub fn page(report: &Report) -> String {
    let mut page = format!("# What this oracle would have done\n\n{}\n", introduction(report));
    let mut put = |heading: &str, body: &str| {
        let _ = write!(page, "## {heading}\n\n{body}\n");
    };
    put("Where it falls short", &shortcomings(report));
    let mut scenarios = String::new();
    for played in &report.played {
        let score = &played.score;
        let _ = write!(scenarios, "### {}\n\n{} ({})\n\n", score.name, score.what, score.origin);
        for verdict in &score.verdicts {
            let mark = if verdict.kept { "kept" } else { "**broken**" };
            let _ = writeln!(scenarios, "- {mark}: {}: {}", verdict.demand, verdict.measured);
        }
        let _ = write!(scenarios, "\n{}\n", priced(score));
    }
    put("Scenarios", &scenarios);
    put("False alarms in random worlds", &worlds(report));
    put("Attackers", &attackers(report));
    put("Parameters", &format!("{}\n{}", study(report), frontier(report)));
    page
}

/// What this is and what it assumes.
pub fn introduction(report: &Report) -> String {
    let Size { deposit, cap, heals } = Size::default();
    let count = report.played.len();
    let demands: usize = report.played.iter().map(|played| played.score.verdicts.len()).sum();
    let broken: usize =
        report.played.iter().flat_map(|played| &played.score.verdicts).filter(|verdict| !verdict.kept).count();
    let skipped = match &report.skipped[..] {
        [] => String::new(),
        names => format!(" Skipped, because their recorded series are not there: {}.", names.join(", ")),
    };
    format!(
        "{count} scenarios were run through the rules that the program runs; {broken} of {demands} demands on them are broken.{skipped} \
         Recorded series are read where they are and are no part of this repository or this page beyond what its pictures show.\n\n\
         In each market three borrowers have deposited {deposit} times the depth each (the SOL that move the price by 1 %) and borrowed 100, 90 and 75 % of what \
         it lends; whoever can, borrows on tokens that sell below what the books say, up to a cap of {cap} times the depth. \"80/85\" lends up to a loan-to-value of 80 % and \
         liquidates from 85 %. Liquidators act when it pays, and move the price that they sell into: each multiple of the depth takes 1 % off, half of which is bought \
         back within {}. The depth of recorded exchange prices is not recorded: it is an assumption of the markets, 300 SOL, and with one venue moves no published price. \
         A liquidation is **wrongful** if the market's price at the end would leave that borrower healthy. Bad debt is given in SOL and as a share of what was lent.\n",
        span(heals)
    )
}

/// What is broken, and where a baseline does better.
pub fn shortcomings(report: &Report) -> String {
    let mut text = String::new();
    for played in &report.played {
        for verdict in played.score.verdicts.iter().filter(|verdict| !verdict.kept) {
            let _ = writeln!(
                text,
                "- **{}**: demanded: {}; measured: {}",
                played.score.name, verdict.demand, verdict.measured
            );
        }
    }
    if text.is_empty() {
        text.push_str("Every demand on every scenario holds.\n");
    }
    text.push_str("\nBad debt beyond that of a price without this oracle (spot left out), by scenario and market:\n\n");
    let worse: Vec<String> = report.played.iter().flat_map(|played| worse(&played.score)).collect();
    if worse.is_empty() {
        text.push_str("- nowhere\n");
    }
    for line in worse {
        let _ = writeln!(text, "- {line}");
    }
    let more: Vec<&str> = report
        .played
        .iter()
        .filter(|played| wrongful(&played.score, 0) > wrongful(&played.score, 1))
        .map(|played| played.score.name.as_str())
        .collect();
    let all = |place: usize| report.played.iter().map(|played| wrongful(&played.score, place)).sum::<usize>();
    let _ = write!(
        text,
        "\nWrongful liquidations over all scenarios and markets: {} by this oracle, {} by spot.{}\n",
        all(0),
        all(1),
        if more.is_empty() { String::new() } else { format!(" More than by spot in: {}.", more.join(", ")) }
    );
    text
}

fn wrongful(score: &Score, place: usize) -> usize {
    score.priced.get(place).map_or(0, |priced| priced.losses.iter().map(|losses| losses.wrongful).sum())
}

/// Where a baseline leaves less bad debt in SOL.
fn worse(score: &Score) -> Vec<String> {
    let [ours, others @ ..] = &score.priced[..] else { return Vec::new() };
    let mut lines = Vec::new();
    for (place, terms) in Terms::ALL.iter().enumerate() {
        let mine = &ours.losses[place];
        let better: Vec<String> = others
            .iter()
            .filter(|other| other.by != By::Spot && other.losses[place].bad_debt + SAME * mine.lent < mine.bad_debt)
            .map(|other| format!("{} {:.0} SOL", other.by.as_str(), other.losses[place].bad_debt))
            .collect();
        if !better.is_empty() {
            lines.push(format!(
                "{}, {terms}: {:.0} SOL ({:.1} %); {}",
                score.name,
                mine.bad_debt,
                mine.share() * 100.0,
                better.join(", ")
            ));
        }
    }
    lines
}

/// The table of a scenario: a line for each price.
pub fn priced(score: &Score) -> String {
    let head = [
        "priced by",
        "liquidated (wrongly) at 50/65",
        "70/80",
        "80/85",
        "90/93",
        "bad debt at 50/65",
        "70/80",
        "80/85",
        "90/93",
        "liquidators make",
        "borrowers lose",
        "time to halt",
        "closed",
        "blocked",
        "false alarms",
    ];
    let mut text = format!("| {} |\n|---{}|\n", head.join(" | "), "|---:".repeat(head.len() - 1));
    for Priced { by, course, losses } in &score.priced {
        let name = if *by == By::Oracle { format!("**{}**", by.as_str()) } else { by.as_str().into() };
        let mut cells = vec![name];
        cells.extend(losses.iter().map(liquidated));
        cells.extend(losses.iter().map(bad_debt));
        cells.push(format!("{:.0} SOL", losses[USUAL].liquidators));
        cells.push(format!("{:.0} SOL", losses[USUAL].borrowers));
        cells.push(course.time_to_halt.map_or("-".into(), span));
        cells.push(span(course.closed_for));
        cells.push(span(course.blocked_for));
        cells.push(course.false_alarms.to_string());
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

fn liquidated(losses: &Losses) -> String {
    match losses.first {
        None => "0".into(),
        Some(first) => format!("{} ({}), {}", losses.liquidated, losses.wrongful, span(first)),
    }
}

fn bad_debt(losses: &Losses) -> String {
    if losses.share() < SAME / 10.0 {
        "0".into()
    } else {
        format!("{:.0} SOL, {:.1} %", losses.bad_debt, losses.share() * 100.0)
    }
}

/// Random worlds, and how like a recorded market they are.
pub fn worlds(report: &Report) -> String {
    let fit = report.fit.as_ref().map_or("The recorded market is not there to compare them with.\n".into(), |fit| {
        format!("The same estimators on BNSOL on Binance, January to June 2025, and on each kind of world:\n\n{fit}")
    });
    format!(
        "Worlds of 30 days in which nothing happens but noise, sales that are taken back, wandering depth, rewards at each epoch, and an outage of all refreshes every ten days, ten \
         minutes long on average; from seed {}.\n\n{}\n{fit}",
        report.seed,
        report.worlds()
    )
}

/// What moving prices costs, and what it could bring.
pub fn attackers(report: &Report) -> String {
    format!(
        "Holding the market down until `fair` believes it and borrowers are liquidated for less than they have: what must have been lent for that to pay, as a multiple of the depth. \
         The attacker is the only liquidator and sells nothing; holding costs what others buy back below its worth, half of the distance within the time named, and fees of 4 bps. Where nobody buys back, only the fees are left. Smaller markets cost the attacker more than they bring. \
         Tried: 3 to 30 % down for 1 to 18 hours, in markets in which three borrowers have drawn 100, 90 and 75 %.\n\n{}\n\
         Captured slots, in a market of one pool of 200 SOL that is refreshed honestly every 20 s: the most that each published price moves, and what the slots cost in fees. \
         None of them moves `fair`, so none liquidates anybody; what they buy is a pause of lending.\n\n{}",
        attack::hold_table(&report.break_evens),
        attack::slots_table(&report.moves)
    )
}

/// What sets of parameters were chosen by.
pub fn study(report: &Report) -> String {
    let study = &report.study;
    let on = if study.defaults_on_frontier() {
        "No set that was tried beats the defaults in all three."
    } else {
        "Some sets beat the defaults in all three on the scenarios that they were chosen by."
    };
    format!(
        "{} sets of parameters, drawn at random and then near the best of those, played on {} scenarios that were drawn or made up, and shown on {} recorded ones that they were not \
         chosen on. Three costs: borrowers liquidated wrongly and bad debt in markets from 70/80 to 90/93, and hours blocked. {on}\n",
        study.tried.len(),
        study.chosen_by.len(),
        study.shown_on.len()
    )
}

/// The sets that none beats.
pub fn frontier(report: &Report) -> String {
    let mut text = String::from(
        "| set | liquidated wrongly | bad debt | blocked | on recorded series: liquidated wrongly | bad debt | blocked |\n|---|---:|---:|---:|---:|---:|---:|\n",
    );
    let cells = |costs: &Costs| format!("{:.0} | {:.2} % | {:.2} h", costs.wrongful, costs.bad_debt, costs.blocked);
    for point in report.study.defaults.iter().chain(&report.study.frontier) {
        let set: Vec<String> = point.set.iter().map(|(name, value)| format!("`{name}` {value}")).collect();
        let name = if set.is_empty() { "**defaults**".into() } else { set.join(", ") };
        let shown = point.shown_on.as_ref().map_or("- | - | -".into(), cells);
        let _ = writeln!(text, "| {name} | {} | {shown} |", cells(&point.chosen_by));
    }
    text
}
