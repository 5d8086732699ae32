//! A token that wraps another 1:1: its mint, and the token account that holds what is wrapped.

use super::{Chain, Quality, link::Link};
use crate::{
    fault::{Condition, Fault},
    table::Role,
    token::{Mint, TokenAccount},
};

impl<'a> Chain<'a> {
    /// At par, whatever covers it: amounts stay what they are. That the account holds less than is in issue is told,
    /// not priced in.
    pub(super) fn wrap(&mut self, link: &Link<'a, '_>, quality: &mut Quality) -> Result<(), Fault> {
        let part = link.part;
        let mint = Mint::decode(part)?;
        if mint.decimals != self.decimals {
            return Err(part.fault(Condition::WrongDecimals).into());
        }
        let vault = link.companion(Role::WrapperVault)?;
        let cover = TokenAccount::amount(vault, self.token, Some(&link.members.config.second_pin))?;
        quality.undercovered |= cover < mint.supply;
        (self.part, self.token, self.supply) = (part, part.account.key, mint.supply.get());
        Ok(())
    }
}
