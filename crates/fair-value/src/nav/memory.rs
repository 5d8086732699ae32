//! What the last refresh read of NAV, kept so that other parameters can be tried on it.

use super::agreement::Others;
use super::raw::{self, Primary, Read};
use crate::input::Backing;
use crate::math::mul::scaled_floor;
use crate::params::Params;
use crate::state::NavState;
use crate::tick::Tick;
use crate::units::{BPS_PER_ONE, Bps, Lamports, Moment, Rate, TokenAmount};

/// One part in so many of the assets may lie where one signer can take it, and accounts still prove the backing.
const CUSTODIAL_PART: u64 = 10;

/// Keeps what was read.
pub(super) fn keep(state: &mut NavState, read: &Read<'_>, others: &Others) {
    state.apart = others.distance;
    let Some(primary) = &read.primary else { return };
    let Some(backing) = primary.backing else {
        state.last_assets = Lamports::ZERO;
        state.last_supply = TokenAmount::ZERO;
        state.custodial = Bps::ZERO;
        state.marks.set(NavState::PROVABLE | NavState::CUSTODIAL | NavState::UNDERCOVERED, false);
        return;
    };
    state.last_assets = backing.assets;
    state.last_supply = backing.supply;
    state.updated = backing.updated;
    state.custodial = custodial_share(backing);
    state.marks.set(NavState::PROVABLE, is_provable(backing));
    state.marks.set(NavState::CUSTODIAL, backing.custodial > Lamports::ZERO);
    state.marks.set(NavState::UNDERCOVERED, backing.undercovered);
}

/// Whether accounts prove the backing, rather than one signer's word.
fn is_provable(backing: &Backing) -> bool {
    backing.custodial <= backing.assets.part(CUSTODIAL_PART)
}

/// Rounded up, at most all of it.
fn custodial_share(backing: &Backing) -> Bps {
    if backing.custodial == Lamports::ZERO {
        return Bps::ZERO;
    }
    // Of assets below ten thousand lamports every part is all of it.
    let unit = backing.assets.part(BPS_PER_ONE.into()).get().max(1);
    let share = backing.custodial.part(unit).get().saturating_add(1);
    Bps::new(share.min(u64::from(BPS_PER_ONE)) as u32)
}

/// Whether the primary source read the same at the last refresh, which was now: to keep it again would change nothing. How an attested rate read is
/// not kept.
pub(super) fn is_known(state: &NavState, read: &Read<'_>, others: &Others, tick: &Tick) -> bool {
    let is_backed = read.primary.as_ref().is_some_and(|primary| primary.backing.is_some());
    let mut again = *state;
    keep(&mut again, read, others);
    is_backed && state.good == tick.now && again == *state
}

/// The same readings again, by other parameters than those of `then`, by which the last refresh at `last` went.
pub(crate) fn recall<'a>(
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
        return (Read { primary: None, index: None }, Others { distance: Bps::ZERO, ..others });
    }
    let primary = Primary {
        rate: if backing.is_some() { recall_rate(params, then, state, last) } else { state.raw },
        // The lowest of all sources, so that `others` need not say it again.
        counted: state.counted,
        published: if backing.is_some() { None } else { Some(state.fresh) },
        backing,
        confidence: Bps::ZERO,
        transit: backing.map_or(Lamports::ZERO, |backing| raw::transit(params, state, last, backing.assets)),
        bit: 0,
    };
    (Read { primary: Some(primary), index: None }, others)
}

/// The backing that was read last; `None` where the primary source is attested. What does not depend on parameters, such as custody, is left
/// out: the marks remember it.
pub(crate) fn backing(state: &NavState) -> Option<Backing> {
    (state.last_supply != TokenAmount::ZERO).then_some(Backing {
        assets: state.last_assets,
        supply: state.last_supply,
        decimals: 0,
        updated: state.updated,
        custodial: Lamports::ZERO,
        undercovered: false,
        unbacked: false,
        firm: Rate::ZERO,
    })
}

/// Raw NAV with the assets in transit that count by `params` instead of those that counted by `then`.
fn recall_rate(params: &Params, then: &Params, state: &NavState, last: Moment) -> Rate {
    let assets = state.last_assets;
    let counted = |params: &Params| raw::transit(params, state, last, assets).plus(assets);
    scaled_floor(state.raw, counted(params).get(), counted(then).get())
}
