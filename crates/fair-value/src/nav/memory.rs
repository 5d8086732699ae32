//! What the last refresh read of NAV, kept so that other parameters can be tried on it.

use super::agreement::Others;
use super::raw::{self, Primary, Read};
use crate::input::Backing;
use crate::math::mul::scaled_floor;
use crate::params::Params;
use crate::state::{Moment, NavState};
use crate::units::{Bps, Epoch, Lamports, Rate, TokenAmount};

/// Keeps what was read.
pub(super) fn keep(state: &mut NavState, read: &Read<'_>, others: &Others) {
    state.apart = others.distance;
    let Some(primary) = &read.primary else { return };
    if let Some(backing) = primary.backing {
        state.last_assets = backing.assets.0;
        state.last_supply = backing.supply.0;
        state.updated = backing.updated.0;
    } else {
        state.last_supply = 0;
    }
}

/// The same readings again, by other parameters than those of `then`, by which the last refresh at `last` went.
pub(super) fn recall<'a>(
    params: &Params,
    then: &Params,
    state: &NavState,
    backing: Option<&'a Backing>,
    last: Moment,
) -> (Read<'a>, Others) {
    let others = Others { lowest: Rate::MAX, highest: Rate::ZERO, distance: state.apart, used: 0 };
    // Without a good reading then, there is none now.
    if state.good != last {
        return (Read { primary: None, index: None }, others);
    }
    if backing.is_some_and(|backing| backing.supply < params.min_supply) {
        // How far the others are apart without it is not remembered.
        return (Read { primary: None, index: None }, Others { distance: Bps(0), ..others });
    }
    let primary = Primary {
        rate: if backing.is_some() { recall_rate(params, then, state, last) } else { state.raw },
        // The lowest of all sources, so that `others` need not say it again.
        counted: state.counted,
        published: if backing.is_some() { None } else { Some(state.fresh) },
        backing,
        confidence: Bps(0),
        bit: 0,
    };
    (Read { primary: Some(primary), index: None }, others)
}

/// The backing that was read last; `None` where the primary source is attested. What does not depend on parameters, such as custody, is left
/// out: it says the same by any.
pub(super) fn backing(state: &NavState) -> Option<Backing> {
    (state.last_supply != 0).then_some(Backing {
        assets: Lamports(state.last_assets),
        supply: TokenAmount(state.last_supply),
        decimals: 0,
        updated: Epoch(state.updated),
        custodial: Lamports(0),
        undercovered: false,
    })
}

/// Raw NAV with the assets in transit that count by `params` instead of those that counted by `then`.
fn recall_rate(params: &Params, then: &Params, state: &NavState, last: Moment) -> Rate {
    let assets = Lamports(state.last_assets);
    let counted = |params: &Params| raw::transit(params, state, last, assets).0.saturating_add(assets.0);
    scaled_floor(state.raw, counted(params), counted(then))
}
