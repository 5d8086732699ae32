//! Captured slots: what they move of each published price, and what they cost.

use rayon::prelude::*;
use serde::Serialize;

use super::Pool;
use crate::{
    baseline::By,
    moment::Moment,
    play::{Observer, play},
    scenario::{Capture, Scenario},
};

const HOUR: f64 = 3_600.0;
/// Slots of a cadence of 20 s.
const CADENCE: u64 = 50;
/// When the first slot is captured: 15 min after the beginning.
const BEGINS: u64 = 45 * CADENCE;
/// Depth and fee of the pools that costs are given for.
const POOLS: [(f64, f64); 3] = [(25.0, 0.0025), (200.0, 0.0004), (1_000.0, 0.0025)];
const BPS: f64 = 10_000.0;

/// What a habit of capturing slots moves, in basis points at the most, and what it costs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Moved {
    /// What the attacker does.
    pub what: String,
    /// Slots captured.
    pub captures: usize,
    /// The price that liquidation goes by, downward.
    pub fair_down: f64,
    /// The same, upward.
    pub fair_up: f64,
    /// The price that loans are made on, upward.
    pub collateral_up: f64,
    /// The same, downward.
    pub collateral_down: f64,
    /// What debt in the token weighs, upward.
    pub debt_up: f64,
    /// What seized collateral is valued at, downward.
    pub seized_down: f64,
    /// Minutes in which lending is closed.
    pub closed: f64,
    /// SOL that it costs in fees, by pool of [`POOLS`].
    pub costs: Vec<f64>,
    /// SOL that must be at hand in the slot, by pool.
    pub capital: Vec<f64>,
}

struct Watch {
    moved: Moved,
    start: Option<[f64; 4]>,
    last: f64,
}

impl Observer for Watch {
    fn see(&mut self, moment: &Moment<'_, '_>) {
        let published = moment.published;
        let now = [published.fair(), published.collateral(), published.debt(), published.seized()];
        let start = *self.start.get_or_insert(now);
        let up = |place: usize| (now[place] / start[place] - 1.0) * BPS;
        let moved = &mut self.moved;
        moved.fair_down = moved.fair_down.max(-up(0));
        moved.fair_up = moved.fair_up.max(up(0));
        moved.collateral_up = moved.collateral_up.max(up(1));
        moved.collateral_down = moved.collateral_down.max(-up(1));
        moved.debt_up = moved.debt_up.max(up(2));
        moved.seized_down = moved.seized_down.max(-up(3));
        if !published.lends() {
            moved.closed += (moment.second - self.last) / 60.0;
        }
        self.last = moment.second;
    }
}

/// A habit: the slots it captures, counted from the first, and what it multiplies the price by.
struct Habit {
    what: &'static str,
    slots: Vec<u64>,
    price: f64,
}

fn habits() -> Vec<Habit> {
    let after_every = |count: u64, every: u64| (0..count).map(|beat| beat * every * CADENCE + 1).collect::<Vec<u64>>();
    let mut all = vec![];
    let mut put = |what: &'static str, slots: Vec<u64>, price: f64| all.push(Habit { what, slots, price });
    put("flash loan: one slot, price halved", vec![1], 0.5);
    put("flash loan: one slot, price doubled", vec![1], 2.0);
    put("a leader: four slots in a row, price times 23.5", (1..5).collect(), 23.5);
    put("a leader: four slots in a row, price divided by 23.5", (1..5).collect(), 1.0 / 23.5);
    put("two slots, eight apart, 3 % down", vec![1, 9], 0.97);
    put(
        "two slots every ten minutes for 3 h, 3 % down",
        (0..18).flat_map(|time| [time * 30 * CADENCE + 1, time * 30 * CADENCE + 9]).collect(),
        0.97,
    );
    put("after every honest refresh for an hour, halved", after_every(180, 1), 0.5);
    put("after every honest refresh for an hour, doubled", after_every(180, 1), 2.0);
    put("after every second refresh for an hour, halved", after_every(90, 2), 0.5);
    put("after every second refresh for an hour, doubled", after_every(90, 2), 2.0);
    put("after every fourth refresh for 3 h, halved", after_every(135, 4), 0.5);
    put("after every fourth refresh for 3 h, doubled", after_every(135, 4), 2.0);
    all
}

/// Plays every habit in a calm market of one pool.
///
/// # Errors
/// One of them cannot be played.
pub fn moves() -> anyhow::Result<Vec<Moved>> {
    let one = |habit: &Habit| -> anyhow::Result<Moved> {
        let mut scenario = Scenario::calm(habit.what, &[200.0], 6.0 * HOUR);
        let capture = |slot: &u64| Capture { slot: BEGINS + slot, price: habit.price, depth: 1.0, markets: vec![0] };
        scenario.captures = habit.slots.iter().map(capture).collect();
        let mut watch = Watch { moved: Moved::default(), start: None, last: 0.0 };
        play(&scenario, By::Oracle, None, &mut watch)?;
        let captures = habit.slots.len();
        // Slots in a row are held, and paid for once.
        let trips = 1 + habit.slots.windows(2).filter(|pair| pair[1] > pair[0] + 1).count();
        let pools = POOLS.map(|(depth, fee)| Pool::of_depth(depth, 1.0, fee));
        Ok(Moved {
            what: habit.what.into(),
            captures,
            costs: pools.iter().map(|pool| trips as f64 * pool.round_trip(habit.price)).collect(),
            capital: pools.iter().map(|pool| pool.capital(habit.price)).collect(),
            ..watch.moved
        })
    };
    habits().par_iter().map(one).collect()
}

/// In Markdown.
pub fn table(all: &[Moved]) -> String {
    let pools = POOLS.map(|(depth, fee)| format!("fees, {depth:.0} SOL deep at {:.0} bps (capital)", fee * BPS));
    let mut text = format!(
        "| what | slots | `fair` down | `fair` up | collateral up | collateral down | debt up | seized down | lending closed | {} |\n|---|{}\n",
        pools.join(" | "),
        "---:|".repeat(8 + POOLS.len())
    );
    for moved in all {
        let bps = |value: f64| if value < 0.05 { "0".into() } else { format!("{value:.1} bps") };
        let mut cells = vec![moved.what.clone(), moved.captures.to_string()];
        let values = [
            moved.fair_down,
            moved.fair_up,
            moved.collateral_up,
            moved.collateral_down,
            moved.debt_up,
            moved.seized_down,
        ];
        cells.extend(values.map(bps));
        cells.push(format!("{:.0} min", moved.closed));
        cells.extend(
            moved.costs.iter().zip(&moved.capital).map(|(cost, capital)| format!("{cost:.1} SOL ({capital:.0})")),
        );
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Path;

    #[test]
    fn no_captured_slot_liquidates_or_lends() {
        let all = moves().unwrap();
        for moved in &all {
            assert!(moved.fair_down < 0.01 && moved.fair_up < 0.01, "{moved:?}");
            assert!(moved.collateral_up < 10.0, "only the confidence may narrow: {moved:?}");
        }
        let closed = |what: &str| all.iter().find(|moved| moved.what.starts_with(what)).map(|moved| moved.closed);
        assert_eq!(closed("flash loan: one slot, price halved"), Some(0.0));
        // The dwell of *caution*: the long window saw nothing.
        assert!(closed("two slots, eight apart").is_some_and(|minutes| (8.0..15.0).contains(&minutes)));
    }

    /// The low side of the short window, at the lowest, in basis points.
    struct Short(f64);

    impl Observer for Short {
        fn see(&mut self, moment: &Moment<'_, '_>) {
            self.0 = self.0.max((1.0 - moment.published.short()[0]) * BPS);
        }
    }

    /// A price held down for some cadences: each sample moves at most a step from the last, so the window by a triangle
    /// of steps.
    #[test]
    fn a_window_moves_by_no_more_than_the_closed_form() {
        const STEP: f64 = 50.0;
        const SAMPLES: f64 = 15.0;
        for held in 1..=7_u32 {
            let mut scenario = Scenario::calm("held", &[200.0], HOUR);
            // From right after a refresh until right after another.
            let (from, until) = (601.0, 601.0 + 20.0 * f64::from(held));
            scenario.markets[0].price =
                Path::new(vec![(from, 1.0), (from, 0.5), (until, 0.5), (until, 1.0)], false).unwrap();
            let mut short = Short(0.0);
            play(&scenario, By::Oracle, None, &mut short).unwrap();
            // A sample takes the lowest since the last one, that included: one more than are held.
            let samples = f64::from(held + 1);
            let bound = STEP * samples * samples / SAMPLES;
            assert!(short.0 <= bound * 1.01, "{held}: {} {bound}", short.0);
            assert!(short.0 >= STEP * f64::from(held) / SAMPLES, "{held}: {}", short.0);
        }
    }
}
