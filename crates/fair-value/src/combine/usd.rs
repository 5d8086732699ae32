//! SOL in USD: low for collateral, high for debt.

use super::Prices;
use crate::breaker::{Findings, Level, Reason};
use crate::input::{Leg, Observation, Reading, UsdReading};
use crate::math::mul::{premium, usd_ceil, usd_floor};
use crate::nav::source_bit;
use crate::params::Params;
use crate::state::{Moment, UsdState};
use crate::tick::Tick;
use crate::units::{Bps, Price, Rate};

/// The USD leg of what is published. Zero is "absent".
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct UsdView {
    pub(crate) price: Price,
    pub(crate) confidence: Price,
    pub(crate) time: Moment,
    pub(crate) collateral: Price,
    pub(crate) debt: Price,
    pub(crate) liquidation: Price,
    pub(crate) configured: bool,
    /// Bit a source that was used.
    pub(crate) used: u32,
}

/// What the last quotes say by other parameters.
pub(crate) fn repeat(params: &Params, state: &UsdState, tick: &Tick, findings: &mut Findings) {
    if state.time == Moment::NEVER {
        return;
    }
    compare(params, state.apart, findings);
    age(params, state, tick, findings);
}

fn compare(params: &Params, distance: Bps, findings: &mut Findings) {
    if distance > params.usd_agreement {
        findings.measure(Reason::UsdDisagreement, distance);
        findings.require(Level::Caution);
    }
}

fn age(params: &Params, state: &UsdState, tick: &Tick, findings: &mut Findings) {
    if tick.now.since(state.time) > params.usd_max_age {
        findings.note(Reason::UsdStale);
    }
}

/// What the sources of one refresh say together.
#[derive(Clone, Copy, Debug)]
struct Quotes {
    lowest: Price,
    highest: Price,
    low: Price,
    high: Price,
    confidence: Price,
    oldest: Moment,
    used: u32,
    configured: bool,
}

/// A refresh of the USD leg.
// A frame of its own: bytecode has 4,096 bytes for each.
#[inline(never)]
pub(crate) fn refresh(
    params: &Params,
    state: &mut UsdState,
    tick: &Tick,
    observations: &[Observation],
    prices: &Prices,
    findings: &mut Findings,
) -> UsdView {
    let quotes = collect(params, tick, observations);
    if !quotes.configured {
        return UsdView::default();
    }
    if quotes.used != 0 {
        // Prices by their bits: both kinds have the same scale.
        let distance = premium(Rate(quotes.lowest.0), Rate(quotes.highest.0));
        compare(params, distance, findings);
        *state = UsdState {
            low: quotes.low,
            high: quotes.high,
            price: quotes.lowest,
            confidence: quotes.confidence,
            time: quotes.oldest,
            apart: distance,
        };
    }
    age(params, state, tick, findings);
    let (collateral, debt, liquidation) = (
        usd_floor(prices.collateral, state.low),
        usd_ceil(prices.debt, state.high),
        usd_floor(prices.fair, state.price),
    );
    // Out of range in one is absent in all: no caller should combine what is left.
    let (collateral, debt, liquidation) = match (collateral, debt, liquidation) {
        (Some(collateral), Some(debt), Some(liquidation)) => (collateral, debt, liquidation),
        _ => (Price::ZERO, Price::ZERO, Price::ZERO),
    };
    UsdView {
        price: state.price,
        confidence: state.confidence,
        time: state.time,
        collateral,
        debt,
        liquidation,
        configured: true,
        used: quotes.used,
    }
}

/// Fresh quotes, the lowest and the highest of them.
fn collect(params: &Params, tick: &Tick, observations: &[Observation]) -> Quotes {
    let mut quotes = Quotes {
        lowest: Price::MAX,
        highest: Price::ZERO,
        low: Price::MAX,
        high: Price::ZERO,
        confidence: Price::ZERO,
        oldest: tick.now,
        used: 0,
        configured: false,
    };
    for (index, observation) in observations.iter().enumerate() {
        if observation.leg != Leg::Usd {
            continue;
        }
        quotes.configured = true;
        let Some(Reading::Usd(reading)) = &observation.reading else { continue };
        let Some(published) = Moment::new(reading.published).map(|published| published.min(tick.now)) else {
            continue;
        };
        if reading.price != Price::ZERO && tick.now.since(published) <= params.usd_max_age {
            quotes.add(reading, published);
            quotes.used |= source_bit(index);
        }
    }
    quotes
}

impl Quotes {
    // Out of line, so that what is collected stays in memory: there are not registers enough for all of it.
    #[inline(never)]
    fn add(&mut self, reading: &UsdReading, published: Moment) {
        let UsdReading { price, confidence, .. } = *reading;
        self.lowest = self.lowest.min(price);
        self.highest = self.highest.max(price);
        self.low = self.low.min(Price(price.0.saturating_sub(confidence.0)));
        self.high = self.high.max(Price(price.0.saturating_add(confidence.0)));
        self.confidence = self.confidence.max(confidence);
        self.oldest = self.oldest.min(published);
    }
}
