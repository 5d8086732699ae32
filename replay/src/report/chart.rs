//! The picture of a run: what was read, what was published, and how alarmed the feed was.

use super::{
    svg::{Picture, Scale, colour, digits},
    trace::{Column, Mark, Span, Trace},
};
use crate::{course::Course, demand, oracle::Level, scenario::Scenario};

const WIDTH: f64 = 920.0;
const HEIGHT: f64 = 330.0;
const LEFT: f64 = 62.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 46.0;
/// The strip that shows when lending is closed.
const STRIP: f64 = 8.0;
/// Readings above NAV by more than this share are drawn at the edge.
const ABOVE: f64 = 1.15;

/// Draws a run.
pub fn draw(scenario: &Scenario, trace: &Trace, course: &Course, marks: &[Mark]) -> String {
    let mut picture = Picture::new(WIDTH, HEIGHT, &format!("{}: {}", scenario.name, scenario.what));
    let bottom = HEIGHT - BOTTOM;
    let x = Scale::linear([0.0, trace.lasts()], [LEFT, WIDTH - RIGHT]);
    let (from, to, beyond) = range(trace);
    let y = Scale::linear([from, to], [bottom, TOP + STRIP + 6.0]);

    levels(&mut picture, trace, &x, bottom);
    axes(&mut picture, &x, &y, trace.lasts(), bottom);
    let at = |column: &Column, value: f64| [x.at(column.second), y.at(value)];
    let points = |value: &dyn Fn(&Column) -> f64| -> Vec<[f64; 2]> {
        trace.columns.iter().map(|column| at(column, value(column))).collect()
    };
    let area = |picture: &mut Picture, span: &dyn Fn(&Column) -> Span, fill: &str, opacity: f64| {
        picture.area(&points(&|column| span(column).low), &points(&|column| span(column).high), fill, opacity);
    };
    area(&mut picture, &|column| column.band, colour::BAND, 0.13);
    area(&mut picture, &|column| column.long, colour::WINDOW, 0.30);
    area(&mut picture, &|column| column.short, colour::WINDOW, 0.45);
    for place in 0..scenario.markets.len() {
        let seen = |column: &Column| Some((column.second, column.markets.get(place).copied().flatten()?));
        let runs = trace.columns.chunk_by(|a, b| seen(a).is_some() == seen(b).is_some());
        for run in runs {
            // Down and up again within a column, so that nothing that was read is left out.
            let path: Vec<[f64; 2]> = run
                .iter()
                .filter_map(seen)
                .flat_map(|(second, Span { low, high })| [[x.at(second), y.at(high)], [x.at(second), y.at(low)]])
                .collect();
            picture.path(&path, colour::MARKETS[place % colour::MARKETS.len()], 1.0, "stroke-opacity=\"0.9\"");
        }
    }
    picture.path(&points(&|column| column.books), "#6b7280", 1.0, "stroke-dasharray=\"2 3\"");
    picture.path(&points(&|column| column.nav), colour::NAV, 1.3, "stroke-dasharray=\"6 4\"");
    picture.path(&points(&|column| column.fair.low), colour::FAIR, 2.2, "");
    closed(&mut picture, course, &x);
    for mark in marks {
        let at = x.at(mark.second);
        picture.line([at, TOP], [at, bottom], colour::INK, "stroke-width=\"0.8\" stroke-dasharray=\"1 3\"");
    }
    legend(&mut picture, scenario);
    if beyond {
        let note = "readings above the edge are drawn at it";
        picture.word([WIDTH - RIGHT - 4.0, TOP + STRIP + 18.0], "end", 10.0, "#6b7280", note);
    }
    picture.finish()
}

/// The values to show, and whether some lie beyond.
fn range(trace: &Trace) -> (f64, f64, bool) {
    let all = trace.columns.iter().flat_map(|column| {
        let markets = column.markets.iter().flatten().flat_map(|span| [span.low, span.high]);
        markets.chain([column.nav, column.fair.low, column.fair.high, column.band.low, column.band.high])
    });
    let (mut from, mut to) = all.fold((f64::MAX, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let nav = trace.columns.iter().map(|column| column.nav).fold(0.0, f64::max);
    let most = nav * ABOVE;
    let beyond = to > most;
    to = to.min(most);
    from = from.max(0.0);
    let room = ((to - from) * 0.06).max(nav * 0.001);
    ((from - room).max(0.0), to + room, beyond)
}

fn levels(picture: &mut Picture, trace: &Trace, x: &Scale, bottom: f64) {
    let top = TOP + STRIP + 6.0;
    for run in trace.columns.chunk_by(|a, b| a.level == b.level) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let fill = match first.level {
            Level::Normal => continue,
            Level::Caution => colour::LEVELS[0],
            Level::Depegged => colour::LEVELS[1],
            Level::Halted => colour::LEVELS[2],
        };
        let half = trace.lasts() / super::trace::COLUMNS as f64 / 2.0;
        let (from, to) = (x.at(first.second - half), x.at(last.second + half));
        let says = format!(
            "{:?} from {} to {}",
            first.level,
            demand::span(first.second - half),
            demand::span(last.second + half)
        );
        picture.rectangle([from, top], [(to - from).max(0.6), bottom - top], fill, &says);
    }
}

fn axes(picture: &mut Picture, x: &Scale, y: &Scale, lasts: f64, bottom: f64) {
    let ticks = y.ticks(5);
    let digits = digits(&ticks);
    for tick in ticks {
        let at = y.at(tick);
        picture.line([LEFT, at], [WIDTH - RIGHT, at], colour::GRID, "stroke-width=\"1\"");
        picture.word([LEFT - 6.0, at + 4.0], "end", 11.0, colour::INK, &format!("{tick:.digits$}"));
    }
    picture.word([LEFT - 6.0, TOP + 11.0], "end", 11.0, colour::INK, "SOL");
    let (unit, name) = match lasts {
        lasts if lasts <= 3.0 * 3_600.0 => (60.0, "minutes"),
        lasts if lasts <= 5.0 * 86_400.0 => (3_600.0, "hours"),
        _ => (86_400.0, "days"),
    };
    for tick in Scale::linear([0.0, lasts / unit], [0.0, 1.0]).ticks(9) {
        let at = x.at(tick * unit);
        picture.line([at, bottom], [at, bottom + 4.0], colour::INK, "stroke-width=\"1\"");
        picture.word([at, bottom + 17.0], "middle", 11.0, colour::INK, &format!("{tick}"));
    }
    picture.line([LEFT, bottom], [WIDTH - RIGHT, bottom], colour::INK, "stroke-width=\"1\"");
    picture.word([WIDTH - RIGHT, bottom + 34.0], "end", 11.0, colour::INK, &format!("{name} since the beginning"));
}

fn closed(picture: &mut Picture, course: &Course, x: &Scale) {
    for closed in &course.closed {
        let until = closed.until.unwrap_or(course.lasts);
        let (from, to) = (x.at(closed.from), x.at(until));
        let says =
            format!("lending closed from {} for {}", demand::span(closed.from), demand::span(until - closed.from));
        picture.rectangle([from, TOP + 3.0], [(to - from).max(1.0), STRIP], colour::INK, &says);
    }
}

fn legend(picture: &mut Picture, scenario: &Scenario) {
    let mut entries: Vec<(&str, String, &str)> =
        vec![(colour::NAV, "NAV".into(), "6 4"), ("#6b7280", "books".into(), "2 3"), (colour::FAIR, "fair".into(), "")];
    let markets = scenario.markets.iter().enumerate();
    entries.extend(markets.map(|(place, market)| (colour::MARKETS[place % 4], market.name.clone(), "")));
    let (mut at, y) = (LEFT, 16.0);
    for (stroke, name, dashes) in entries {
        picture.line(
            [at, y - 4.0],
            [at + 22.0, y - 4.0],
            stroke,
            &format!("stroke-width=\"2\" stroke-dasharray=\"{dashes}\""),
        );
        picture.word([at + 27.0, y], "start", 11.0, colour::INK, &name);
        at += 40.0 + 6.4 * name.chars().count() as f64;
    }
    let (mut at, y) = (LEFT, 33.0);
    let areas = [
        (colour::WINDOW, "windows, low to high", "0.6"),
        (colour::BAND, "collateral to debt", "0.25"),
        (colour::LEVELS[0], "caution", "1"),
        (colour::LEVELS[1], "depegged", "1"),
        (colour::LEVELS[2], "halted", "1"),
        (colour::INK, "lending closed (strip above)", "1"),
    ];
    for (fill, name, opacity) in areas {
        picture.rectangle([at, y - 9.0], [14.0, 10.0], &format!("{fill}\" fill-opacity=\"{opacity}"), "");
        picture.word([at + 19.0, y], "start", 11.0, colour::INK, name);
        at += 34.0 + 6.2 * name.chars().count() as f64;
    }
}
