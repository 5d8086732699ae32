//! Raw NAV: floor(assets / supply), or what an attester says.

use crate::input::{Backing, Leg, NavReading, Observation, Reading, source_bit};
use crate::math::rate_of;
use crate::params::Params;
use crate::state::NavState;
use crate::tick::Tick;
use crate::units::{BPS_PER_ONE, Bps, Lamports, Moment, Quantity as _, Rate};

/// A rate below a millionth of a SOL (2^-20) is what an inverted or emptied source shows, not a price.
const FLOOR: Rate = Rate::from_bits(1 << 24);

/// The NAV leg's readings, as far as they can be used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read<'a> {
    /// The first configured NAV source; `None` if it cannot be read or its supply, assets or rate are below the floors.
    pub(super) primary: Option<Primary<'a>>,
    /// Its place among the observations.
    pub(super) index: Option<usize>,
}

/// A usable reading of the primary source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Primary<'a> {
    /// Assets in transit included.
    pub(super) rate: Rate,
    /// Without them.
    pub(super) counted: Rate,
    /// What it was counted from, unless it is attested.
    pub(super) backing: Option<&'a Backing>,
    /// When it was published, if it is attested.
    pub(super) published: Option<Moment>,
    /// The attester's own uncertainty.
    pub(super) confidence: Bps,
    /// What is counted of the assets announced in transit.
    pub(super) transit: Lamports,
    /// Its bit.
    pub(super) bit: u32,
}

/// Reads the primary source.
pub(super) fn read<'a>(params: &Params, state: &NavState, tick: &Tick, observations: &'a [Observation]) -> Read<'a> {
    let index = observations.iter().position(|observation| observation.leg == Leg::Nav);
    let reading = index.and_then(|index| observations.get(index)).and_then(|observation| observation.reading.as_ref());
    let bit = index.map_or(0, source_bit);
    let primary = match reading {
        Some(Reading::Nav(NavReading::Backing(backing))) => backed(params, state, tick, backing, bit),
        Some(Reading::Nav(NavReading::Attested(attested))) => checked(attested.rate).map(|rate| Primary {
            rate,
            counted: rate,
            backing: None,
            published: Some(Moment::new(attested.published).unwrap_or(Moment::NEVER).min(tick.now)),
            confidence: attested.confidence,
            transit: Lamports::ZERO,
            bit,
        }),
        _ => None,
    };
    Read { primary, index }
}

fn backed<'a>(params: &Params, state: &NavState, tick: &Tick, backing: &'a Backing, bit: u32) -> Option<Primary<'a>> {
    if backing.supply < params.min_supply {
        return None;
    }
    let counted = checked(rate_of(backing.assets, backing.supply, backing.decimals)?)?;
    let transit = transit(params, state, tick.now, backing.assets);
    let rate = if transit == Lamports::ZERO { counted } else { with_transit(backing, transit)? };
    Some(Primary { rate, counted, backing: Some(backing), published: None, confidence: Bps::ZERO, transit, bit })
}

/// The rate with assets in transit counted.
#[cold]
#[inline(never)]
fn with_transit(backing: &Backing, transit: Lamports) -> Option<Rate> {
    let assets = backing.assets.checked_add(transit)?;
    rate_of(assets, backing.supply, backing.decimals)
}

/// A rate that is a rate.
pub(super) fn checked(rate: Rate) -> Option<Rate> {
    (rate >= FLOOR).then_some(rate)
}

/// The announced assets in transit that count now: not after their expiry, nor more than the largest share of all assets.
pub(super) fn transit(params: &Params, state: &NavState, now: Moment, assets: Lamports) -> Lamports {
    if state.transit == Lamports::ZERO || now >= state.transit_until {
        return Lamports::ZERO;
    }
    state.transit.min(max_transit(params, assets))
}

/// The most that may be announced: `max_transit` of all assets, those in transit included.
#[cold]
#[inline(never)]
pub(crate) fn max_transit(params: &Params, assets: Lamports) -> Lamports {
    let share = params.max_transit.get().min(BPS_PER_ONE);
    let rest = BPS_PER_ONE.saturating_sub(share);
    // t / (assets + t) = share: t = assets x share / rest. A share is at most 30 %, so less than the rest.
    assets.share(share, rest)
}
