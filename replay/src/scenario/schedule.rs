//! Who refreshes when.

use super::{Missing, Scenario};

/// Slots per second: a slot takes 0.4 s, and the chain's clock shows whole seconds.
const SLOTS_PER_SECOND: f64 = 2.5;

/// A slot that somebody captures: it sets markets, refreshes after whatever else the slot holds, and puts them back.
#[derive(Clone, Debug, PartialEq)]
pub struct Capture {
    /// Slots since the beginning.
    pub slot: u64,
    /// Prices are multiplied by this.
    pub price: f64,
    /// Depths are multiplied by this.
    pub depth: f64,
    /// The markets that are set.
    pub markets: Vec<usize>,
}

/// A refresh: in which slot since the beginning, and of whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tick {
    /// Slots since the beginning.
    pub slot: u64,
    /// Place in the scenario's captures; `None` for an honest one, which comes first in its slot.
    pub capture: Option<u32>,
    /// Whether it lands; one that does not leaves people with what was published before.
    pub lands: bool,
}

impl Tick {
    /// Seconds since the beginning.
    pub fn second(&self) -> f64 {
        self.slot as f64 / SLOTS_PER_SECOND
    }
}

/// The first slot that is not before a second.
pub fn slot_of(second: f64) -> u64 {
    (second * SLOTS_PER_SECOND).ceil() as u64
}

impl Scenario {
    /// Every refresh in the order in which they land.
    pub fn ticks(&self) -> Vec<Tick> {
        let down = |second: f64| {
            let within = |outage: &super::Outage| {
                outage.of == Missing::Refreshes && (outage.from..outage.until).contains(&second)
            };
            self.outages.iter().any(within)
        };
        let beats = (1..).map(|beat| f64::from(beat) * self.refresh).take_while(|second| *second <= self.lasts);
        let also = self.also.iter().copied().filter(|second| (0.0..=self.lasts).contains(second));
        let honest = |second: f64| Tick { slot: slot_of(second), capture: None, lands: !down(second) };
        let mut ticks: Vec<Tick> = beats.chain(also).map(honest).collect();
        let captures = (0..).zip(&self.captures);
        ticks.extend(captures.map(|(place, capture)| Tick { slot: capture.slot, capture: Some(place), lands: true }));
        if !ticks.is_sorted() {
            ticks.sort_unstable();
        }
        // Two honest ones in a slot are one.
        ticks.dedup_by(|a, b| a.slot == b.slot && a.capture.is_none() && b.capture.is_none());
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Outage;

    #[test]
    fn honest_refreshes_and_captures_come_in_the_order_of_slots() {
        let mut scenario = Scenario::calm("x", &[100.0], 60.0);
        scenario.also = vec![33.0, 40.0];
        let capture = |slot| Capture { slot, price: 2.0, depth: 1.0, markets: vec![0] };
        scenario.captures = vec![capture(50), capture(51)];
        scenario.outages = vec![Outage { from: 30.0, until: 35.0, of: Missing::Refreshes }];
        let ticks: Vec<_> = scenario.ticks().iter().map(|tick| (tick.slot, tick.capture, tick.lands)).collect();
        let honest = |slot| (slot, None, true);
        assert_eq!(
            ticks,
            [honest(50), (50, Some(0), true), (51, Some(1), true), (83, None, false), honest(100), honest(150)]
        );
    }
}
