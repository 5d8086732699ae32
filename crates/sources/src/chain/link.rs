//! What stands where in a chain, and what a parser of one of its programs is given.
//!
//! A program more is a function from a [`Link`] to a [`Step`](super::Step), its role in [`place`] and in
//! [`Chain`](super::Chain), and its order among the roles of `check/roles.rs`.

use fair_value::{Now, units::Epoch};

use crate::{
    Key,
    account::Part,
    fault::{Condition, Fault},
    members::Members,
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
        Role::ReservePool | Role::Marinade | Role::InfPool => Place::First,
        Role::WrapperMint | Role::JitoVault => Place::Further,
        Role::WrapperVault | Role::StepMint | Role::StakeList => Place::Companion,
        _ => return None,
    })
}

/// What a parser is given.
pub(crate) struct Link<'a, 'b> {
    pub(crate) members: &'b Members<'a>,
    /// Its account.
    pub(crate) part: Part<'a>,
    pub(crate) now: &'b Now,
}

impl<'a> Link<'a, '_> {
    /// The account right behind its own, which has this role.
    pub(crate) fn companion(&self, role: Role) -> Result<Part<'a>, Fault> {
        self.members.behind(self.part, role).ok_or_else(|| self.members.invalid())
    }

    /// The mint that its account names.
    pub(crate) fn mint(&self, token: &Key) -> Result<(Part<'a>, Mint), Fault> {
        let part = self.companion(Role::StepMint)?;
        if !part.is_at(token) {
            return Err(part.fault(Condition::WrongSibling).into());
        }
        Ok((part, Mint::decode(part)?))
    }

    /// The epoch that numbers count as of whose program has stopped: two before the present one, so that nobody borrows
    /// on them.
    pub(crate) fn stopped(&self, updated: Epoch) -> Epoch {
        updated.min(Epoch::new(self.now.epoch.get().saturating_sub(2)))
    }
}
