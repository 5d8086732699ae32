//! The market held down for hours, until `fair` believes it and borrowers are liquidated for less than they have: from
//! what size of a market
//! on that pays.

use rayon::prelude::*;
use serde::Serialize;

use super::Pool;
use crate::{
    baseline::By,
    book::{Size, Terms},
    demand::span,
    path::Path,
    play::play,
    scenario::{Proof, Scenario},
};

const HOUR: f64 = 3_600.0;
const DEPTH: f64 = 300.0;
/// A fee that hardly counts: who holds pays for what others buy back.
const FEE: f64 = 0.0004;
/// How far down, as a share.
const SHARES: [f64; 8] = [0.03, 0.04, 0.06, 0.08, 0.10, 0.15, 0.20, 0.30];
/// For how long, hours.
const HOURS: [f64; 9] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0, 18.0];
/// Minutes within which others buy back half of the distance.
const HEALS: [f64; 4] = [10.0, 60.0, 180.0, 1_440.0];

/// From what size on holding the market down pays.
#[derive(Clone, Debug, Serialize)]
pub struct BreakEven {
    /// Whether NAV is attested.
    pub attested: bool,
    /// The market's terms.
    pub terms: Terms,
    /// Minutes within which others buy back half of the distance.
    pub heals: f64,
    /// What must have been lent, as a multiple of depth; `None` where no attack that was tried brings anything.
    pub lent: Option<f64>,
    /// How far down the cheapest of them goes, as a share.
    pub share: f64,
    /// For how long, hours.
    pub hours: f64,
}

fn story(share: f64, hours: f64, proof: Proof) -> Scenario {
    let mut scenario = Scenario::calm("hold", &[DEPTH], (hours + 2.0) * HOUR);
    let (from, until) = (600.0, 600.0 + hours * HOUR);
    let down = 1.0 - share;
    let path = Path::new(vec![(from, 1.0), (from, down), (until, down), (until, 1.0)], false);
    scenario.markets[0].price = path.unwrap_or_else(|_| Path::level(down));
    scenario.worth = Some(Path::level(1.0));
    scenario.navs[0].proof = proof;
    scenario
}

/// What liquidators get beyond what they pay, and what was lent; where all borrowers of a market of the usual size
/// stay.
fn gain(share: f64, hours: f64, proof: Proof, terms: Terms) -> anyhow::Result<(f64, f64)> {
    let size = Size { cap: 0.0, ..Size::default() };
    let ran = play(&story(share, hours, proof), By::Oracle, Some((terms, size)), &mut ())?;
    Ok(ran.losses.map_or((0.0, 0.0), |losses| (losses.borrowers, losses.lent)))
}

/// For every market.
///
/// # Errors
/// A story that cannot be played.
pub fn break_evens() -> anyhow::Result<Vec<BreakEven>> {
    let pool = Pool::of_depth(DEPTH, 1.0, FEE);
    let mut all = Vec::new();
    for attested in [false, true] {
        let proof = if attested { Proof::Attested } else { Proof::Counted };
        for terms in Terms::ALL {
            let tries: Vec<(f64, f64)> = SHARES.iter().flat_map(|share| HOURS.map(|hours| (*share, hours))).collect();
            let gains: Vec<(f64, f64)> = tries
                .par_iter()
                .map(|(share, hours)| gain(*share, *hours, proof, terms))
                .collect::<anyhow::Result<_>>()?;
            for heals in HEALS {
                let ratio = |((share, hours), (gain, lent)): (&(f64, f64), &(f64, f64))| {
                    let cost = pool.hold_below(*share, hours * 60.0, heals);
                    (*gain > 0.0).then(|| (cost / gain * lent / DEPTH, *share, *hours))
                };
                let best = tries.iter().zip(&gains).filter_map(ratio).min_by(|a, b| a.0.total_cmp(&b.0));
                let (share, hours) = best.map_or((0.0, 0.0), |(_, share, hours)| (share, hours));
                all.push(BreakEven { attested, terms, heals, lent: best.map(|best| best.0), share, hours });
            }
        }
    }
    Ok(all)
}

/// In Markdown.
pub fn table(all: &[BreakEven]) -> String {
    let head = HEALS.map(|heals| format!("half bought back within {}", span(heals * 60.0)));
    let mut text = format!("| NAV | market | {} |\n|---|---|{}\n", head.join(" | "), "---:|".repeat(HEALS.len()));
    for rows in all.chunks(HEALS.len()) {
        let Some(first) = rows.first() else { continue };
        let cell = |row: &BreakEven| match row.lent {
            None => "never".into(),
            Some(lent) => format!("{lent:.1} times the depth (-{:.0} % for {:.0} h)", row.share * 100.0, row.hours),
        };
        let cells: Vec<String> = rows.iter().map(cell).collect();
        let nav = if first.attested { "attested" } else { "counted" };
        text.push_str(&format!("| {nav} | {} | {} |\n", first.terms, cells.join(" | ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_brings_nothing_and_a_day_does() {
        assert_eq!(gain(0.2, 1.0, Proof::Counted, Terms::ALL[2]).unwrap().0, 0.0);
        let counted = gain(0.2, 12.0, Proof::Counted, Terms::ALL[2]).unwrap().0;
        let attested = gain(0.2, 5.0, Proof::Attested, Terms::ALL[2]).unwrap().0;
        assert!(counted > 10.0 && attested > 10.0, "{counted} {attested}");
    }

    /// What docs/integration.md states of a token that takes a day to redeem: the multiple of depth up to which no
    /// attack that is tried pays.
    #[test]
    fn nobody_profits_in_a_market_below_the_stated_multiple_of_depth() {
        let all = break_evens().unwrap();
        let stated = [(false, [37.0, 11.0, 4.2, 1.0]), (true, [23.0, 6.7, 3.2, 1.0])];
        for (attested, multiples) in stated {
            for (terms, multiple) in Terms::ALL.into_iter().zip(multiples) {
                let mut rows = all.iter().filter(|row| row.attested == attested && row.terms == terms);
                let lent = rows.rfind(|row| row.heals == 1_440.0).and_then(|row| row.lent);
                assert!(lent.is_none_or(|lent| lent >= multiple), "{terms}, attested {attested}: {lent:?}");
            }
        }
    }
}
