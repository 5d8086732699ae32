//! How like a recorded market the random worlds are: the same estimators on a recorded series and on a world's noise,
//! sampled as often.

use std::path::Path;

use crate::{noise::Noisy, scenario::Noise, series};

/// The series that worlds are compared with: a Solana liquid staking token by five minutes.
const FILE: &str = "bnsol_sol_5m_2025h1.csv.gz";
/// Seconds of a bar.
const BAR: f64 = 300.0;
/// Bars of half an hour, and of a day.
const HALF_HOUR: usize = 6;
const DAY: usize = 288;
/// Bars of a world that is compared: as many as the series has.
const BARS: usize = 48_000;
/// Seconds between two steps of a world.
const STEP: f64 = 20.0;
const BPS: f64 = 10_000.0;

/// What is estimated. Basis points, minutes, counts per day.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimates {
    /// Robust deviation of the change from one bar to the next.
    pub change: f64,
    /// Robust deviation of the daily medians.
    pub days: f64,
    /// What a price is off the median of the half hour before it, exceeded once in a thousand bars.
    pub off: f64,
    /// Correlation of what a price is off the day's median with the same an hour later.
    pub hour: f64,
    /// Falls below the half hour's median by more than 25, 40, 80 and 150 bps, per day.
    pub falls: [f64; 4],
    /// Median time until half of a fall of more than 40 bps was taken back.
    pub half_back: f64,
}

const FALLS: [f64; 4] = [25.0, 40.0, 80.0, 150.0];
/// A fall within so many bars of the last one is part of it.
const PART: usize = 12;

/// Estimates from prices as logarithms in basis points, a bar each.
pub fn estimate(prices: &[f64]) -> Estimates {
    let changes: Vec<f64> = prices.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let off = |bars: usize| -> Vec<f64> {
        prices.windows(bars + 1).map(|window| window[bars] - median(window[..bars].to_vec())).collect()
    };
    let off_half_hour = off(HALF_HOUR);
    let daily: Vec<f64> = prices.chunks_exact(DAY).map(|day| median(day.to_vec())).collect();
    let off_days: Vec<f64> = prices
        .chunks_exact(DAY)
        .zip(&daily)
        .flat_map(|(day, median)| day.iter().map(move |price| price - median))
        .collect();
    let days = prices.len() as f64 / DAY as f64;
    let mut absolute: Vec<f64> = off_half_hour.iter().map(|off| off.abs()).collect();
    absolute.sort_by(f64::total_cmp);
    let quantile = absolute.get(absolute.len() * 999 / 1_000).copied().unwrap_or_default();
    let falls = FALLS.map(|limit| episodes(&off_half_hour, limit).len() as f64 / days);
    let half_backs: Vec<f64> = episodes(&off_half_hour, FALLS[1])
        .into_iter()
        .filter_map(|start| {
            let half = prices.get(start + HALF_HOUR)? - off_half_hour.get(start)? / 2.0;
            let back = prices.get(start + HALF_HOUR..)?.iter().position(|price| *price >= half)?;
            Some(back as f64 * BAR / 60.0)
        })
        .collect();
    Estimates {
        change: robust(&changes),
        days: robust(&daily),
        off: quantile,
        hour: correlation(&off_days, 12),
        falls,
        half_back: median(half_backs),
    }
}

/// Where falls begin.
fn episodes(off: &[f64], limit: f64) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut last = None;
    for (place, off) in off.iter().enumerate() {
        if *off < -limit {
            if last.is_none_or(|last: usize| place > last + PART) {
                starts.push(place);
            }
            last = Some(place);
        }
    }
    starts
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The deviation of a normal distribution of this median distance from the median.
fn robust(values: &[f64]) -> f64 {
    let middle = median(values.to_vec());
    1.482_6 * median(values.iter().map(|value| (value - middle).abs()).collect())
}

fn correlation(values: &[f64], lag: usize) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let product =
        |pairs: &mut dyn Iterator<Item = (f64, f64)>| pairs.map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
    let later = values.iter().skip(lag).copied();
    let all = product(&mut values.iter().copied().zip(values.iter().copied()));
    product(&mut values.iter().copied().zip(later)) / all
}

/// Of the recorded series.
///
/// # Errors
/// It cannot be read.
pub fn recorded(directory: &Path) -> anyhow::Result<Estimates> {
    let market = series::column(directory, FILE, "market_ratio")?;
    let nav = series::column(directory, FILE, "nav_ratio")?;
    let prices: Vec<f64> = market.iter().zip(&nav).map(|((_, market), (_, nav))| (market / nav).ln() * BPS).collect();
    Ok(estimate(&prices))
}

/// Of a market's noise.
pub fn drawn(noise: Noise, seed: u64) -> Estimates {
    let mut noisy = Noisy::new(noise, seed, 0);
    let bars = (1..=BARS).map(|bar| {
        let ends = bar as f64 * BAR;
        let steps = (1..=(BAR / STEP) as u32).rev();
        steps.fold(0.0, |_, left| noisy.at(ends - f64::from(left - 1) * STEP).0.ln() * BPS)
    });
    estimate(&bars.collect::<Vec<_>>())
}

/// The estimates side by side, in Markdown.
pub fn table(columns: &[(String, Estimates)]) -> String {
    let line = |name: &str, cell: &dyn Fn(&Estimates) -> String| {
        let cells: Vec<String> = columns.iter().map(|(_, estimates)| cell(estimates)).collect();
        format!("| {name} | {} |\n", cells.join(" | "))
    };
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let mut text = format!("| | {} |\n|---|{}\n", names.join(" | "), "---:|".repeat(columns.len()));
    text.push_str(&line("robust deviation of a change in 5 min, bps", &|e| format!("{:.1}", e.change)));
    text.push_str(&line("robust deviation of daily medians, bps", &|e| format!("{:.1}", e.days)));
    text.push_str(&line("off the last half hour's median once in a thousand bars, bps", &|e| format!("{:.0}", e.off)));
    text.push_str(&line("correlation over an hour, off the day's median", &|e| format!("{:.2}", e.hour)));
    for (place, limit) in FALLS.into_iter().enumerate() {
        text.push_str(&line(&format!("falls of more than {limit} bps per day"), &|e| format!("{:.3}", e.falls[place])));
    }
    text.push_str(&line("half of one of over 40 bps is back within, min", &|e| format!("{:.0}", e.half_back)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_find_what_was_drawn() {
        // One fall of 100 bps a day, of which half is back after two bars.
        let bar = |place: usize| match place % DAY {
            200 => -100.0,
            201 => -60.0,
            202 => -40.0,
            _ => 0.0,
        };
        let prices: Vec<f64> = (0..DAY * 50).map(bar).collect();
        let found = estimate(&prices);
        assert_eq!(found.falls, [1.0, 1.0, 1.0, 0.0]);
        assert_eq!((found.half_back, found.change, found.days), (10.0, 0.0, 0.0));
    }
}
