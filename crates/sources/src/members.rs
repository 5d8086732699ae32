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

    /// The account right behind this one, if it has this role: a pool's history stands nowhere else.
    pub(crate) fn behind(&self, part: Part<'_>, role: Role) -> Option<Part<'a>> {
        let at = usize::from(part.index).wrapping_add(1);
        if self.roles.get(at) != Some(&(role as u8)) {
            return None;
        }
        self.accounts.get(at).map(|account| Part { account, index: at as u8 }) // at most MAX_ACCOUNTS
    }

    /// A pool's two token accounts, the token's and SOL's: where they are listed, nothing follows them.
    pub(crate) fn vaults(&self) -> Option<[Part<'a>; 2]> {
        let at = self.roles.len().checked_sub(2)?;
        match (self.roles.get(at..)?, self.accounts.get(at..)?) {
            ([token_role, sol_role], [token, sol])
                if *token_role == Role::TokenVault as u8 && *sol_role == Role::SolVault as u8 =>
            {
                let index = at as u8; // at most MAX_ACCOUNTS
                Some([Part { account: token, index }, Part { account: sol, index: index.wrapping_add(1) }])
            }
            _ => None,
        }
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
