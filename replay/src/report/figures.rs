//! Pictures besides those of runs: maps of losses, the frontier, what each parameter decides.

use super::svg::{Picture, Scale, colour, digits};
use crate::{
    book::Terms,
    heat::{CAPS, Heat},
    tune::{Costs, Point, Study},
};

const LAMPORTS: u64 = 1_000_000_000;

/// One of the costs.
type Of = fn(&Costs) -> f64;

/// A map: loan-to-value down, size of the market across, darker for more lost.
pub fn heat(map: &Heat) -> String {
    const CELL: [f64; 2] = [50.0, 30.0];
    const LEFT: f64 = 52.0;
    const TOP: f64 = 26.0;
    let [width, height] = CELL;
    let mut picture = Picture::new(
        LEFT + width * CAPS.len() as f64 + 8.0,
        TOP + height * Terms::ALL.len() as f64 + 40.0,
        &format!("bad debt by loan-to-value and size of the market: {}", map.name),
    );
    picture.word([0.0, 14.0], "start", 12.5, colour::INK, &map.name);
    for (row, (terms, shares)) in Terms::ALL.iter().zip(&map.shares).enumerate() {
        let y = TOP + row as f64 * height;
        picture.word([LEFT - 6.0, y + height / 2.0 + 4.0], "end", 11.5, colour::INK, &terms.to_string());
        for (column, (cap, share)) in CAPS.iter().zip(shares).enumerate() {
            let x = LEFT + column as f64 * width;
            let percent = share * 100.0;
            // From white through orange to red: also told apart by lightness alone.
            let strength = (share / 0.4).clamp(0.0, 1.0).sqrt();
            let channel = |from: f64, to: f64| (from + (to - from) * strength).round();
            let fill = format!("rgb({},{},{})", channel(247.0, 178.0), channel(249.0, 40.0), channel(250.0, 24.0));
            let says = format!("{terms}, cap {cap} times the depth: {percent:.1} % of what was lent");
            picture.rectangle([x, y], [width - 1.5, height - 1.5], &fill, &says);
            let ink = if strength > 0.62 { "#ffffff" } else { colour::INK };
            let text = if percent < 0.05 { "0".into() } else { format!("{percent:.1}") };
            picture.word([x + width / 2.0, y + height / 2.0 + 4.0], "middle", 11.0, ink, &text);
        }
    }
    let under = TOP + height * Terms::ALL.len() as f64;
    for (column, cap) in CAPS.iter().enumerate() {
        let x = LEFT + (column as f64 + 0.5) * width;
        picture.word([x, under + 14.0], "middle", 11.0, colour::INK, &format!("{cap}x"));
    }
    let right = picture.width() - 8.0;
    picture.word(
        [right, under + 32.0],
        "end",
        11.0,
        "#6b7280",
        "cap of the market, as a multiple of depth; cells: bad debt, % of what was lent",
    );
    picture.finish()
}

/// Sets of parameters by what they cost lenders and users; larger dots liquidate more borrowers wrongly.
pub fn frontier(study: &Study) -> String {
    const WIDTH: f64 = 920.0;
    const HEIGHT: f64 = 420.0;
    let mut picture = Picture::new(WIDTH, HEIGHT, "bad debt against hours blocked, by sets of parameters");
    let all = || study.tried.iter().chain(study.defaults.iter());
    let most = |value: Of| all().map(|point| value(&point.chosen_by)).fold(0.0, f64::max);
    let least = |value: Of| all().map(|point| value(&point.chosen_by)).fold(f64::MAX, f64::min);
    let wide = |low: f64, high: f64| [(low - 0.05 * (high - low)).max(0.0), high + 0.05 * (high - low)];
    let x = Scale::linear(wide(least(|c| c.blocked), most(|c| c.blocked)), [60.0, WIDTH - 20.0]);
    let y = Scale::linear(wide(least(|c| c.bad_debt), most(|c| c.bad_debt)), [HEIGHT - 46.0, 40.0]);
    let (down, across) = (y.ticks(6), x.ticks(8));
    let [down_digits, across_digits] = [digits(&down), digits(&across)];
    for tick in down {
        picture.line([60.0, y.at(tick)], [WIDTH - 20.0, y.at(tick)], colour::GRID, "stroke-width=\"1\"");
        picture.word([54.0, y.at(tick) + 4.0], "end", 11.0, colour::INK, &format!("{tick:.down_digits$}"));
    }
    for tick in across {
        picture.line([x.at(tick), HEIGHT - 46.0], [x.at(tick), HEIGHT - 42.0], colour::INK, "stroke-width=\"1\"");
        picture.word([x.at(tick), HEIGHT - 28.0], "middle", 11.0, colour::INK, &format!("{tick:.across_digits$}"));
    }
    picture.word([10.0, 24.0], "start", 11.5, colour::INK, "bad debt, % of what was lent, mean over scenarios");
    picture.word([WIDTH - 20.0, HEIGHT - 8.0], "end", 11.5, colour::INK, "hours that users were blocked, per scenario");
    let radius = |point: &Point| 3.0 + 1.2 * point.chosen_by.wrongful.min(12.0);
    let says = |point: &Point| {
        let set: Vec<String> = point.set.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let Costs { wrongful, bad_debt, blocked } = point.chosen_by;
        format!("{}: {wrongful} liquidated wrongly, {bad_debt:.2} % bad debt, {blocked:.2} h blocked", set.join(", "))
    };
    for (points, colour) in [(&study.tried, "#9aa5b1"), (&study.frontier, "#0072B2")] {
        for point in points {
            let at = [x.at(point.chosen_by.blocked), y.at(point.chosen_by.bad_debt)];
            picture.dot(at, radius(point), colour, &says(point));
        }
    }
    if let Some(defaults) = &study.defaults {
        let at = [x.at(defaults.chosen_by.blocked), y.at(defaults.chosen_by.bad_debt)];
        picture.dot(at, radius(defaults) + 2.0, "#D55E00", &format!("the defaults{}", says(defaults)));
        picture.word([at[0] + 10.0, at[1] - 8.0], "start", 12.0, "#D55E00", "defaults");
    }
    let legend = [
        ("#9aa5b1", "tried"),
        ("#0072B2", "beaten by none"),
        ("#D55E00", "defaults; larger: more wrongful liquidations"),
    ];
    let mut at = 420.0;
    for (fill, name) in legend {
        picture.dot([at, 20.0], 5.0, fill, name);
        picture.word([at + 10.0, 24.0], "start", 11.5, colour::INK, name);
        at += 34.0 + 6.6 * name.len() as f64;
    }
    picture.finish()
}

/// What half and twice of each parameter change, in the three costs.
pub fn sensitivity(study: &Study) -> String {
    const ROW: f64 = 19.0;
    const TOP: f64 = 44.0;
    const NAME: f64 = 210.0;
    const PANEL: f64 = 220.0;
    const GAP: f64 = 22.0;
    let Some(defaults) = &study.defaults else { return String::new() };
    let costs: [(&str, Of); 3] = [
        ("borrowers liquidated wrongly", |costs| costs.wrongful),
        ("bad debt, %", |costs| costs.bad_debt),
        ("hours blocked per scenario", |costs| costs.blocked),
    ];
    let height = TOP + ROW * study.sensitivities.len() as f64 + 16.0;
    let width = NAME + 3.0 * (PANEL + GAP);
    let mut picture = Picture::new(width, height, "what each parameter decides");
    for (panel, (name, of)) in costs.into_iter().enumerate() {
        let left = NAME + panel as f64 * (PANEL + GAP);
        let base = of(&defaults.chosen_by);
        let changes = || study.sensitivities.iter().map(|one| of(&one.costs) - base);
        let most = changes().map(f64::abs).fold(0.0, f64::max).max(1e-9);
        let x = Scale::linear([-most, most], [left + 26.0, left + PANEL - 26.0]);
        picture.word([left + PANEL / 2.0, 16.0], "middle", 11.5, colour::INK, name);
        picture.word([left + PANEL / 2.0, 32.0], "middle", 10.5, "#6b7280", &format!("defaults {base:.2}"));
        for (row, change) in changes().enumerate() {
            let y = TOP + row as f64 * ROW;
            let (from, to) = (x.at(change.min(0.0)), x.at(change.max(0.0)));
            let fill = if change > 0.0 { "#D55E00" } else { "#0072B2" };
            if change.abs() > 1e-9 {
                picture.rectangle([from, y], [(to - from).max(1.0), ROW - 6.0], fill, "");
                let (at, anchor) = if change > 0.0 { (to + 3.0, "start") } else { (from - 3.0, "end") };
                picture.word([at, y + 10.5], anchor, 9.5, colour::INK, &format!("{change:+.2}"));
            }
        }
        picture.line([x.at(0.0), TOP - 4.0], [x.at(0.0), height - 14.0], colour::INK, "stroke-width=\"1\"");
    }
    for (row, one) in study.sensitivities.iter().enumerate() {
        let y = TOP + row as f64 * ROW + 10.5;
        // Lamports are shown in SOL.
        let value =
            |value: u64| if value >= LAMPORTS { format!("{} SOL", value / LAMPORTS) } else { value.to_string() };
        let name = format!("{} {} (of {})", one.name, value(one.value), value(one.default));
        picture.word([NAME - 4.0, y], "end", 10.5, colour::INK, &name);
    }
    picture.finish()
}
