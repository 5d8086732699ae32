//! From a role to the parser of its program, and what that is given.
//!
//! A program more is a function from a [`Link`] to a [`Step`], its role in [`place`] and [`read`], and its order among the roles of
//! `check/roles.rs`.

use fair_value::{Now, units::Epoch};

use super::{step::Step, wrapper};
use crate::{
    Key,
    account::{Part, same},
    fault::{Condition, Fault},
    jito_vault, marinade,
    members::Members,
    stake_pool,
    table::Role,
    token::Mint,
};

/// Where an account with this role stands in a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// It prices its token in SOL.
    First,
    /// It prices its token in the one of the step before it.
    Further,
    /// It is read with the account before it.
    Companion,
}

/// Where an account stands; `None` for one that has no place in a chain.
pub(crate) const fn place(role: Role) -> Option<Place> {
    Some(match role {
        Role::ReservePool | Role::Marinade => Place::First,
        Role::WrapperMint | Role::JitoVault => Place::Further,
        Role::WrapperVault | Role::StepMint | Role::StakeList => Place::Companion,
        _ => return None,
    })
}

/// The step that begins with this account.
#[inline(never)]
pub(super) fn read<'a>(role: Role, link: &Link<'a, '_>) -> Result<Step<'a>, Fault> {
    match role {
        Role::ReservePool => Ok(stake_pool::step(link.part, link.now)?),
        Role::Marinade => marinade::step(link),
        Role::WrapperMint => wrapper::step(link),
        Role::JitoVault => jito_vault::step(link),
        _ => Err(link.members.invalid()),
    }
}

/// What a parser is given.
pub(crate) struct Link<'a, 'b> {
    pub(crate) members: &'b Members<'a>,
    /// Its account.
    pub(crate) part: Part<'a>,
    pub(crate) now: &'b Now,
    /// The step before it, whose token prices its own; `None` for the first.
    pub(crate) inner: Option<&'b Step<'a>>,
}

impl<'a, 'b> Link<'a, 'b> {
    /// The step before it, where the token that this one is priced in, by its own word, is that one's.
    pub(crate) fn inner(&self, asset: &Key) -> Result<&'b Step<'a>, Fault> {
        let inner = self.inner.ok_or_else(|| self.members.invalid())?;
        if same(inner.token, asset) { Ok(inner) } else { Err(self.part.fault(Condition::WrongMint).into()) }
    }

    /// The account right behind its own, which has this role.
    pub(crate) fn companion(&self, role: Role) -> Result<Part<'a>, Fault> {
        self.members.behind(self.part, role).ok_or_else(|| self.members.invalid())
    }

    /// The epoch that numbers count as of whose program has stopped: two before the present one, so that nobody borrows on them.
    pub(crate) fn stopped(&self, updated: Epoch) -> Epoch {
        updated.min(Epoch::new(self.now.epoch.get().saturating_sub(2)))
    }

    /// The mint that its account names.
    pub(crate) fn mint(&self, token: &Key) -> Result<(Part<'a>, Mint), Fault> {
        let part = self.companion(Role::StepMint)?;
        if !part.is_at(token) {
            return Err(part.fault(Condition::WrongSibling).into());
        }
        Ok((part, Mint::decode(part)?))
    }
}
