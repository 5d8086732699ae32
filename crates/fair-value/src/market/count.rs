//! What the votes say: of one its own word, of two the lower for the low side and the higher for the high side, of three or more the
//! weighted median.

use super::ballot::{Ballot, Length, Said};
use super::denial::Denial;
use super::median::Sorted;
use super::view::{Band, MarketView, Spot};
use super::weights;
use crate::findings::{Findings, Reason};
use crate::input::source_bit;
use crate::params::Params;
use crate::sorted::List;
use crate::units::{Lamports, LogRate};

/// Counts. `least` is the depth that a voter needs beside the others; `cap` is raw NAV as a logarithm: what is above it is no dispersion.
#[inline(never)]
pub(super) fn count(
    params: &Params,
    ballots: &[Ballot],
    least: Lamports,
    cap: LogRate,
    findings: &mut Findings,
) -> MarketView {
    let mut view = MarketView { sources: ballots.len() as u32, ..MarketView::default() };
    let mut voters = List::new_const();
    let mut denial = Denial::default();
    let mut fresh = 0_usize;
    for ballot in ballots {
        view.short_coverage = view.short_coverage.max(ballot.short_coverage);
        view.long_coverage = view.long_coverage.max(ballot.long_coverage);
        if !ballot.is_deep || ballot.depth < least {
            findings.note(Reason::SourceThin);
            if !ballot.is_deep && ballot.denies {
                denial.hear(ballot);
            }
        } else if ballot.is_outvoted {
            findings.note(Reason::SourceOutvoted);
        } else {
            let _ = voters.try_push(ballot); // there are no more than sources
            fresh = fresh.wrapping_add(usize::from(ballot.is_fresh));
            if ballot.window(Length::Short).is_some() {
                view.voted |= source_bit(ballot.source);
                view.depth = view.depth.plus(ballot.depth);
                view.confidence = view.confidence.max(ballot.confidence);
            }
        }
    }
    let voters = Voters::of(voters, params);
    view.capable = voters.suffice(voters.all.len());
    view.read = voters.suffice(fresh);
    view.short = denial.of_short(voters.band(Length::Short));
    view.long = denial.of_long(voters.band(Length::Long));
    let spot = voters.spot(false);
    let spot_now = if fresh == voters.all.len() { spot } else { voters.spot(true) };
    // What nobody read now is no reading; what was read now confirms a fall only as far as the stored readings do not outvote it.
    view.spot_seen = spot.zip(spot_now).map(|(spot, now)| denial.of_spot(spot).low.max(denial.of_spot(now).low));
    view.spot =
        if voters.all.is_empty() { unheard(ballots) } else { spot_now.and(spot).map(|spot| denial.of_spot(spot)) };
    match view.short {
        Some(short) => view.dispersion = voters.dispersion(short.own, cap),
        None => (view.voted, view.depth) = (0, Lamports::ZERO),
    }
    view
}

/// Without a voter, the range of all that was read now: a price that came back is not hidden by taking the votes away.
#[cold]
#[inline(never)]
fn unheard(ballots: &[Ballot]) -> Option<Spot> {
    ballots.iter().filter_map(Ballot::spot_now).map(Spot::of).reduce(Spot::widened)
}

/// Those who may vote.
struct Voters<'a> {
    all: List<&'a Ballot>,
    /// The highest weight of one where all of them have something to say.
    cap: Lamports,
    min_sources: usize,
}

impl<'a> Voters<'a> {
    fn of(all: List<&'a Ballot>, params: &Params) -> Self {
        let cap = weights::cap(all.iter().map(|ballot| ballot.depth));
        Self { all, cap, min_sources: params.min_sources.get().max(1) as usize }
    }

    /// Whether so many make a market.
    fn suffice(&self, count: usize) -> bool {
        count >= self.min_sources
    }

    /// A window across sources.
    #[inline(never)]
    fn band(&self, length: Length) -> Option<Band> {
        let said = |ballot: &'a Ballot| ballot.window(length);
        if !self.suffice(self.all.len()) {
            return None;
        }
        if let [only] = self.all.as_slice() {
            return said(only).map(|said| Band { low: said.venue, own: said.low, high: said.high });
        }
        let sorted = self.sorted(|ballot| said(ballot).map(|said| said.low));
        if !self.suffice(sorted.len()) {
            return None;
        }
        let own = sorted.low();
        // What is the same for all is not sorted once more.
        let low = if self.any(length, |said| said.venue != said.low) {
            self.sorted(|ballot| said(ballot).map(|said| said.venue)).low()
        } else {
            own
        };
        let high = if self.any(length, |said| said.high != said.low) {
            self.sorted(|ballot| said(ballot).map(|said| said.high)).high()
        } else {
            sorted.high()
        };
        Some(Band { low, own, high })
    }

    fn any(&self, length: Length, is: impl Fn(&Said) -> bool) -> bool {
        self.all.iter().any(|ballot| ballot.window(length).is_some_and(&is))
    }

    /// Spot across sources, unclamped: of the stored readings, or only of those that are of this refresh.
    #[inline(never)]
    fn spot(&self, only_now: bool) -> Option<Spot> {
        let spot = |ballot: &Ballot| if only_now { ballot.spot_now() } else { ballot.spot };
        if let [only] = self.all.as_slice() {
            return spot(only).map(Spot::of);
        }
        let sorted = self.sorted(spot);
        (sorted.len() > 0).then(|| Spot { low: sorted.low(), high: sorted.high() })
    }

    /// Weighted median of the voters' distances from their median, all capped: one outlier moves it little. Of two, half their distance; one
    /// agrees with itself.
    #[inline(never)]
    fn dispersion(&self, median: LogRate, cap: LogRate) -> u64 {
        if self.all.len() == 1 {
            return 0;
        }
        let median = median.min(cap);
        let distance = |said: &Said| {
            let distance = said.low.min(cap).to_bits().abs_diff(median.to_bits());
            LogRate::from_bits(i64::try_from(distance).unwrap_or(i64::MAX))
        };
        let sorted = self.sorted(|ballot| ballot.window(Length::Short).map(distance));
        match sorted.len() {
            2 => sorted.highest().to_bits().unsigned_abs() / 2,
            _ => sorted.upper_median().to_bits().unsigned_abs(),
        }
    }

    /// What those who have something to say say, no weight above 40 % of all that they weigh.
    #[inline(always)]
    fn sorted(&self, said: impl Fn(&'a Ballot) -> Option<LogRate>) -> Sorted {
        let mut sorted = Sorted::default();
        for ballot in &self.all {
            if let Some(said) = said(ballot) {
                sorted.insert(said, ballot.depth);
            }
        }
        sorted.weigh(if sorted.len() == self.all.len() { Some(self.cap) } else { None });
        sorted
    }
}
