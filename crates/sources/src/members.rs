//! The accounts of one source with their roles.

use crate::{
    Account, Key, Role,
    account::Part,
    fault::{CallerFault, Fault},
    table::SourceConfig,
};

/// One source as its decoder sees it.
#[derive(Clone, Copy)]
pub(crate) struct Members<'a> {
    /// Its place in the table.
    pub(crate) source_index: u8,
    pub(crate) config: &'a SourceConfig,
    /// The token's mint.
    pub(crate) mint: &'a Key,
    /// Its decimals.
    pub(crate) token_decimals: u8,
    pub(crate) roles: &'a [u8],
    pub(crate) accounts: &'a [Account<'a>],
}

impl<'a> Members<'a> {
    /// Account by account, with its role; `None` for a role that does not exist.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Option<Role>, Part<'a>)> + use<'a> {
        let accounts = self.accounts.iter().enumerate();
        // At most MAX_ACCOUNTS.
        self.roles
            .iter()
            .zip(accounts)
            .map(|(role, (at, account))| (Role::from_code(*role), Part { account, index: at as u8 }))
    }

    /// The first account of this role.
    pub(crate) fn find(&self, role: Role) -> Option<Part<'a>> {
        let at = place(self.roles, role);
        self.accounts.get(at).map(|account| Part { account, index: at as u8 }) // at most MAX_ACCOUNTS
    }

    /// The same of a companion, which a pool alone need not be searched for.
    pub(crate) fn companion(&self, role: Role) -> Option<Part<'a>> {
        if self.roles.len() == 1 { None } else { self.find(role) }
    }

    /// The account without which this kind of source does not exist.
    pub(crate) fn main(&self) -> Result<Part<'a>, Fault> {
        self.find(Role::Main).ok_or_else(|| self.invalid())
    }

    /// A table that [`crate::check`] would have refused.
    #[cold]
    pub(crate) fn invalid(&self) -> Fault {
        CallerFault::InvalidTable { source_index: self.source_index }.into()
    }
}

/// Where the first account of this role stands, or how many there are.
#[inline(never)]
pub(crate) fn place(roles: &[u8], role: Role) -> usize {
    roles.iter().position(|code| *code == role as u8).unwrap_or(roles.len())
}
