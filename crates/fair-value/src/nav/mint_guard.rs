//! Supply that grows without assets.

use crate::findings::{Findings, Level, Reason};
use crate::input::Backing;
use crate::params::Params;
use crate::state::NavState;
use crate::units::{BPS_PER_ONE, Bps, Lamports, TokenAmount};

/// Compares supply and assets with those at the beginning of the epoch; and believes a program whose books say less
/// than is in issue. Once tripped, that beginning stays the reference until the excess is gone or the authority
/// acknowledges it.
pub(super) fn watch(
    params: &Params,
    state: &mut NavState,
    backing: &Backing,
    new_epoch: bool,
    findings: &mut Findings,
) {
    let tripped = state.marks.has(NavState::UNBACKED);
    if (new_epoch && !tripped) || state.supply == TokenAmount::ZERO {
        state.supply = backing.supply;
        state.assets = backing.assets;
        if !backing.unbacked {
            return;
        }
    }
    let unbacked = backing.unbacked || is_unbacked(params, state, backing);
    state.marks.set(NavState::UNBACKED, unbacked);
    if unbacked {
        findings.measure(Reason::UnbackedMint, growth(state.supply, backing.supply));
        findings.fall = true;
        findings.require(Level::Halted);
    }
}

/// Whether supply, less what may be minted freely, exceeds what the assets account for at the old rate.
fn is_unbacked(params: &Params, state: &NavState, backing: &Backing) -> bool {
    let allowed = params.max_supply_jump.of(state.supply);
    let Some(rest) = backing.supply.checked_sub(allowed).filter(|rest| *rest > state.supply) else {
        return false;
    };
    outgrows(state, rest, backing.assets)
}

/// rest / supply > assets now / assets then, crosswise: products of two 64-bit numbers.
#[cold]
#[inline(never)]
fn outgrows(state: &NavState, rest: TokenAmount, assets: Lamports) -> bool {
    let product = |supply: TokenAmount, assets: Lamports| u128::from(supply.get()).wrapping_mul(assets.get().into());
    product(rest, state.assets) > product(state.supply, assets)
}

/// Growth in basis points, for the record.
fn growth(old: TokenAmount, new: TokenAmount) -> Bps {
    let bps = new.minus(old).part(old.part(BPS_PER_ONE.into()).get()).get();
    Bps::new(u32::try_from(bps).unwrap_or(u32::MAX))
}
