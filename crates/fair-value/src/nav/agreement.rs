//! NAV sources beside the primary one: they may lower collateral and raise debt, never the published NAV.

use super::raw::{Read, checked};
use crate::input::{Leg, NavReading, Observation, Reading, source_bit};
use crate::math::mul::premium;
use crate::math::rate_of;
use crate::params::Params;
use crate::units::{Bps, Rate};

/// The other sources together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Others {
    /// Lowest of them; the largest rate without any.
    pub(super) lowest: Rate,
    /// Highest of them; zero without any.
    pub(super) highest: Rate,
    /// The largest distance of any two, the primary included.
    pub(super) distance: Bps,
    /// Their bits.
    pub(super) used: u32,
}

/// Reads and compares them.
pub(super) fn compare(params: &Params, read: &Read<'_>, observations: &[Observation]) -> Others {
    let mut others = Others { lowest: Rate::MAX, highest: Rate::ZERO, distance: Bps::ZERO, used: 0 };
    for (index, observation) in observations.iter().enumerate() {
        if observation.leg != Leg::Nav || read.index == Some(index) {
            continue;
        }
        let Some(Reading::Nav(reading)) = &observation.reading else { continue };
        let Some(rate) = rate_of_reading(params, reading) else { continue };
        others.lowest = others.lowest.min(rate);
        others.highest = others.highest.max(rate);
        others.used |= source_bit(index);
    }
    if others.used != 0 {
        let primary = read.primary.as_ref().map_or(others.lowest, |primary| primary.counted);
        others.distance = premium(others.lowest.min(primary), others.highest.max(primary));
    }
    others
}

fn rate_of_reading(params: &Params, reading: &NavReading) -> Option<Rate> {
    match reading {
        NavReading::Attested(attested) => checked(attested.rate),
        NavReading::Backing(backing) if backing.supply >= params.min_supply => {
            checked(rate_of(backing.assets, backing.supply, backing.decimals)?)
        }
        NavReading::Backing(_) => None,
    }
}
