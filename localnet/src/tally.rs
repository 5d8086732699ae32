//! What a run came to.

use std::{collections::BTreeSet, fmt};

use keeper::{
    commands::view::PriceView,
    submit::{Landed, Outcome, OutcomeKind},
};
use serde::Serialize;

/// Counts over a run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tally {
    /// Refreshes that landed.
    pub landed: u32,
    /// Refreshes that failed.
    pub failed: u32,
    /// Refreshes that expired.
    pub expired: u32,
    /// Refreshes after which the feed was as it should be, whoever made it so.
    pub published: u32,
    /// Refreshes of unknown fate.
    pub unknown: u32,
    /// Rounds that came to nothing because reading or planning failed.
    pub failed_rounds: u32,
    /// Levels that were published.
    pub levels: BTreeSet<&'static str>,
    /// Compute units of landed refreshes.
    #[serde(skip)]
    units: Vec<u32>,
}

/// Least, median and most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// The least.
    pub min: u32,
    /// The median.
    pub median: u32,
    /// The most.
    pub max: u32,
}

/// The end of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Counts.
    #[serde(flatten)]
    pub tally: Tally,
    /// Compute units of a refresh.
    pub compute_units: Option<Spread>,
    /// The price as `price-reader` reads it at the end.
    pub last: Option<PriceView>,
}

impl Tally {
    /// Counts what became of a refresh.
    pub fn count(&mut self, outcome: &Outcome) {
        match outcome.kind() {
            OutcomeKind::Landed => self.landed += 1,
            OutcomeKind::Failed => self.failed += 1,
            OutcomeKind::Expired => self.expired += 1,
            OutcomeKind::Published => self.published += 1,
            OutcomeKind::Unknown => self.unknown += 1,
        }
        if let Some(Landed { units: Some(units), .. }) = outcome.landed() {
            self.units.push(units.0);
        }
    }

    /// With the last price.
    pub fn summary(self, last: Option<PriceView>) -> Summary {
        Summary { compute_units: self.spread(), tally: self, last }
    }

    fn spread(&self) -> Option<Spread> {
        let mut sorted = self.units.clone();
        sorted.sort_unstable();
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        Some(Spread { min, median: *sorted.get(sorted.len() / 2)?, max })
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { landed, failed, expired, published, unknown, failed_rounds, levels, .. } = &self.tally;
        let other = format!("{failed} failed, {expired} expired, {published} published somehow, {unknown} unknown");
        writeln!(f, "\nupdates      {landed} landed, {other}")?;
        writeln!(f, "rounds       {failed_rounds} failed")?;
        let levels: Vec<_> = levels.iter().copied().collect();
        writeln!(f, "levels seen  {}", if levels.is_empty() { "none".to_owned() } else { levels.join(", ") })?;
        match self.compute_units {
            Some(Spread { min, median, max }) => writeln!(f, "CU a refresh {min} least, {median} median, {max} most")?,
            None => writeln!(f, "CU a refresh not known")?,
        }
        match &self.last {
            Some(price) => write!(f, "\nlast price, as price-reader reads it:\n{}", price.text()),
            None => write!(f, "\nno readable price at the end"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use keeper::units::{ComputeUnits, Lamports, Slot};

    #[test]
    fn only_what_landed_counts_as_landed() {
        let mut tally = Tally::default();
        let signature = Default::default();
        for units in [30, 10, 20] {
            let units = Some(ComputeUnits(units));
            tally.count(&Outcome::Landed(Landed { signature, slot: Slot::new(1), units, fee: Lamports::new(5_000) }));
        }
        tally.count(&Outcome::Unknown { signature });
        tally.count(&Outcome::Expired { signature });
        let summary = tally.summary(None);
        assert_eq!((summary.tally.landed, summary.tally.unknown, summary.tally.expired), (3, 1, 1));
        assert_eq!(summary.compute_units, Some(Spread { min: 10, median: 20, max: 30 }));
    }
}
