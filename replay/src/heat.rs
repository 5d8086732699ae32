//! What suppliers lose by loan-to-value and by the size of the market, as a multiple of the depth that liquidators sell
//! into.

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    baseline::By,
    book::{Size, Terms},
    path::Path,
    play::play,
    scenario::{Proof, Scenario},
};

/// Sizes: most that is lent, as a multiple of the depth before the story.
pub const CAPS: [f64; 8] = [1.0, 2.0, 4.0, 5.0, 7.0, 10.0, 20.0, 40.0];
/// Of the cap, what each of three borrowers has deposited: as in markets of the usual size.
const DEPOSIT_PER_CAP: f64 = 0.3;
const HOUR: f64 = 3_600.0;
const DEPTH: f64 = 300.0;

/// Bad debt of one story as a share of what was lent.
#[derive(Clone, Debug, Serialize)]
pub struct Heat {
    /// The story.
    pub name: String,
    /// By terms, in the order of [`Terms::ALL`], and within by [`CAPS`].
    pub shares: Vec<Vec<f64>>,
}

/// A loss of backing that the market knows within an hour.
fn loss(name: &str, left: f64, shown: bool, proof: Proof) -> Scenario {
    let fall = Path::new(vec![(HOUR, 1.0), (2.0 * HOUR, left)], false).unwrap_or_else(|_| Path::level(left));
    let mut scenario = Scenario::calm(name, &[DEPTH], 30.0 * HOUR);
    scenario.markets[0].price = fall.clone();
    scenario.navs[0].proof = proof;
    if shown {
        scenario.navs[0].value = fall.clone();
    }
    scenario.worth = Some(fall);
    scenario
}

/// The stories: losses that the accounts show, hide, or that an attester hides.
fn stories() -> Vec<Scenario> {
    [0.8, 0.5]
        .into_iter()
        .flat_map(|left| {
            let percent = ((1.0 - left) * 100.0_f64).round();
            [
                loss(&format!("-{percent} % within an hour, shown"), left, true, Proof::Counted),
                loss(&format!("-{percent} %, NAV attested and silent"), left, false, Proof::Attested),
                loss(&format!("-{percent} %, counted and hidden"), left, false, Proof::Counted),
            ]
        })
        .collect()
}

/// All maps.
///
/// # Errors
/// A story that cannot be played.
pub fn maps() -> anyhow::Result<Vec<Heat>> {
    let share = |story: &Scenario, terms: Terms, cap: f64| -> anyhow::Result<f64> {
        let size = Size { deposit: DEPOSIT_PER_CAP * cap, cap, ..Size::default() };
        let ran = play(story, By::Oracle, Some((terms, size)), &mut ())?;
        Ok(ran.losses.map_or(0.0, |losses| losses.share()))
    };
    let map = |story: &Scenario| -> anyhow::Result<Heat> {
        let row = |terms: Terms| CAPS.into_iter().map(|cap| share(story, terms, cap)).collect();
        let shares = Terms::ALL.into_iter().map(row).collect::<anyhow::Result<_>>()?;
        Ok(Heat { name: story.name.clone(), shares })
    };
    stories().par_iter().map(map).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_that_is_hidden_costs_more_than_one_that_is_shown_and_a_larger_market_no_less() {
        let maps = maps().unwrap();
        let at = |story: usize, terms: usize, cap: usize| maps[story].shares[terms][cap];
        // Half of the backing, 80/85, seven times the depth.
        assert!(at(3, 2, 4) < at(5, 2, 4), "{maps:?}");
        assert!(at(3, 2, 7) >= at(3, 2, 0), "{maps:?}");
        assert!(maps.iter().all(|map| map.shares.iter().flatten().all(|share| (0.0..=1.0).contains(share))));
    }
}
