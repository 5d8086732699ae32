//! What sources say that lost their vote to depth and are read with the depth for one. Two captured readings take a vote away, however many
//! honest ones lie between, and it comes back slowly: so who has none still denies, by widening both sides. It adds no weight and makes no market.

use super::ballot::{Ballot, Length};
use super::view::{Band, Spot};

/// The range of what is said without a vote.
#[derive(Clone, Copy, Default)]
pub(super) struct Denial {
    short: Option<Spot>,
    long: Option<Spot>,
    spot: Option<Spot>,
}

impl Denial {
    #[cold]
    #[inline(never)]
    pub(super) fn hear(&mut self, ballot: &Ballot) {
        let range = |length| ballot.window(length).map(|said| Spot { low: said.low, high: said.high });
        self.short = widened(self.short, range(Length::Short));
        self.long = widened(self.long, range(Length::Long));
        self.spot = widened(self.spot, ballot.spot.map(Spot::of));
    }

    /// The short window with its sides widened.
    pub(super) fn of_short(&self, band: Option<Band>) -> Option<Band> {
        widened_band(self.short, band)
    }

    /// The long one.
    pub(super) fn of_long(&self, band: Option<Band>) -> Option<Band> {
        widened_band(self.long, band)
    }

    /// Spot likewise.
    pub(super) fn of_spot(&self, spot: Spot) -> Spot {
        self.spot.map_or(spot, |denied| spot.widened(denied))
    }
}

/// What confidence goes by stays the voters'.
fn widened_band(denied: Option<Spot>, band: Option<Band>) -> Option<Band> {
    let (Some(denied), Some(band)) = (denied, band) else { return band };
    Some(Band { low: band.low.min(denied.low), own: band.own, high: band.high.max(denied.high) })
}

/// A range and another one, as far as there are both.
fn widened(range: Option<Spot>, more: Option<Spot>) -> Option<Spot> {
    match (range, more) {
        (Some(range), Some(more)) => Some(range.widened(more)),
        (range, more) => range.or(more),
    }
}
