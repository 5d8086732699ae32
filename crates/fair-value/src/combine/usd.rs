//! SOL in USD: low for collateral, high for debt.

use super::Prices;
use crate::findings::{Findings, Level, Reason};
use crate::input::{Leg, Observation, Reading, source_bit};
use crate::math::mul::{premium, usd_ceil, usd_floor};
use crate::params::Params;
use crate::sorted::{List, insert};
use crate::state::UsdState;
use crate::tick::Tick;
use crate::units::{Bps, Moment, Price, Rate};

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
    let quotes = Quotes::collect(params, tick, observations);
    if !quotes.configured {
        return UsdView::default();
    }
    if let Some(new) = quotes.judge(params) {
        compare(params, new.apart, findings);
        *state = new;
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

/// Whether the sources say what is remembered of them.
pub(crate) fn is_known(params: &Params, state: &UsdState, tick: &Tick, observations: &[Observation]) -> bool {
    let quotes = Quotes::collect(params, tick, observations);
    quotes.judge(params).map_or(quotes.used == 0 && !quotes.configured, |new| new == *state)
}

/// A fresh quote.
#[derive(Clone, Copy, Debug)]
struct Quote {
    price: Price,
    confidence: Price,
    published: Moment,
}

/// The fresh quotes of one refresh, in ascending order of their prices.
struct Quotes {
    sorted: List<Quote>,
    used: u32,
    configured: bool,
}

impl Quotes {
    fn collect(params: &Params, tick: &Tick, observations: &[Observation]) -> Self {
        let mut quotes = Self { sorted: List::new_const(), used: 0, configured: false };
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
                let quote = Quote { price: reading.price, confidence: reading.confidence, published };
                insert(&mut quotes.sorted, quote, |new, below| new.price < below.price);
                quotes.used |= source_bit(index);
            }
        }
        quotes
    }

    /// What they say together; `None` for none. Of three or more, the middle ones: one wrong source of three moves nothing. Of two, each
    /// serves whom it makes no promises to; liquidation goes by the lower, but by the higher one while they disagree, so that one
    /// wrong source liquidates nobody.
    #[inline(never)]
    fn judge(&self, params: &Params) -> Option<UsdState> {
        let all = self.sorted.as_slice();
        let apart = relative_distance(all.first()?.price, all.last()?.price);
        let trimmed = all.len().wrapping_sub(1) / 2; // there is a first
        let middle = all.get(trimmed..all.len().wrapping_sub(trimmed))?;
        let (lowest, highest) = (middle.first()?, middle.last()?);
        let mut state = UsdState {
            low: Price::MAX,
            high: Price::ZERO,
            price: if apart > params.usd_agreement { highest.price } else { lowest.price },
            confidence: Price::ZERO,
            time: lowest.published,
            apart,
        };
        for Quote { price, confidence, published } in middle {
            state.low = state.low.min(price.minus(*confidence));
            state.high = state.high.max(price.plus(*confidence));
            state.confidence = state.confidence.max(*confidence);
            state.time = state.time.min(*published);
        }
        Some(state)
    }
}

/// How far the highest quote lies above the lowest.
fn relative_distance(lowest: Price, highest: Price) -> Bps {
    // Prices by their bits: both kinds have the same scale.
    premium(Rate::from_bits(lowest.to_bits()), Rate::from_bits(highest.to_bits()))
}
