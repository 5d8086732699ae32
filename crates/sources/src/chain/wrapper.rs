//! A token that wraps another 1:1: its mint, and the token account that holds what is wrapped.

use super::{
    link::Link,
    step::{Step, Terms},
};
use crate::{
    fault::{Condition, Fault},
    stake_pool::Fee,
    table::Role,
    token::{Mint, TokenAccount},
};

/// Par, whatever covers it: that the account holds less than is in issue is told, not priced in.
pub(super) fn step<'a>(link: &Link<'a, '_>) -> Result<Step<'a>, Fault> {
    let inner = link.inner.ok_or_else(|| link.members.invalid())?;
    let mint = Mint::decode(link.part)?;
    if mint.decimals != inner.decimals {
        return Err(link.part.fault(Condition::WrongDecimals).into());
    }
    let vault = link.companion(Role::WrapperVault)?;
    let cover = TokenAccount::amount(vault, inner.token, Some(&link.members.config.second_pin))?;
    let supply = mint.supply.get();
    Ok(Step {
        part: link.part,
        token: link.part.account.key,
        terms: Terms { assets: supply, supply, fee: Fee::NONE, announced: None },
        decimals: mint.decimals,
        updated: link.now.epoch,
        undercovered: cover < mint.supply,
        unbacked: false,
        is_firm: false,
    })
}
