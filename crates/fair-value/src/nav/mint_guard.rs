//! Supply that grows without assets.

use crate::findings::{Findings, Level, Reason};
use crate::input::Backing;
use crate::math::mul::quotient;
use crate::params::Params;
use crate::state::NavState;
use crate::units::{BPS_PER_ONE, Bps};

/// Compares supply and assets with those at the beginning of the epoch. Once tripped, that beginning stays the reference until
/// the excess is gone or the authority acknowledges it.
pub(super) fn watch(
    params: &Params,
    state: &mut NavState,
    backing: &Backing,
    new_epoch: bool,
    findings: &mut Findings,
) {
    let tripped = state.marks.has(NavState::UNBACKED);
    if (new_epoch && !tripped) || state.supply == 0 {
        state.supply = backing.supply.0;
        state.assets = backing.assets.0;
        return;
    }
    let unbacked = is_unbacked(params, state, backing);
    state.marks.set(NavState::UNBACKED, unbacked);
    if unbacked {
        findings.measure(Reason::UnbackedMint, growth(state.supply, backing.supply.0));
        findings.fall = true;
        findings.require(Level::Halted);
    }
}

/// Whether supply, less what may be minted freely, exceeds what the assets account for at the old rate.
fn is_unbacked(params: &Params, state: &NavState, backing: &Backing) -> bool {
    let allowed = params.max_supply_jump.of(state.supply);
    let Some(rest) = backing.supply.0.checked_sub(allowed).filter(|rest| *rest > state.supply) else {
        return false;
    };
    outgrows(state, rest, backing.assets.0)
}

/// rest / supply > assets now / assets then, crosswise: products of two 64-bit numbers.
#[cold]
#[inline(never)]
fn outgrows(state: &NavState, rest: u64, assets: u64) -> bool {
    u128::from(rest).wrapping_mul(u128::from(state.assets)) > u128::from(state.supply).wrapping_mul(u128::from(assets))
}

/// Growth in basis points, for the record.
fn growth(old: u64, new: u64) -> Bps {
    let bps = quotient(new.saturating_sub(old), quotient(old, u64::from(BPS_PER_ONE)));
    Bps(u32::try_from(bps).unwrap_or(u32::MAX))
}
