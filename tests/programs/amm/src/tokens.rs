//! SPL token accounts and transfers.

use solana_account_info::AccountInfo;
use solana_cpi::invoke_signed;
use solana_program_error::{ProgramError, ProgramResult};
use solana_program_pack::Pack;
use spl_token_interface::{
    instruction,
    state::{Account, Mint},
};

use crate::{AUTHORITY, error::AmmError, pool::Pool};

/// A token account of the token program.
///
/// # Errors
/// [`AmmError::WrongAccount`] for another program's; the token program's own where the data is not a token account.
pub fn account(info: &AccountInfo) -> Result<Account, ProgramError> {
    if info.owner != &spl_token_interface::ID {
        return Err(AmmError::WrongAccount.into());
    }
    Account::unpack(&info.try_borrow_data()?)
}

/// One token on its way.
pub struct Transfer<'a, 'info> {
    /// What moves.
    pub mint: &'a AccountInfo<'info>,
    /// From here.
    pub from: &'a AccountInfo<'info>,
    /// To here.
    pub to: &'a AccountInfo<'info>,
    /// By whose authority.
    pub authority: &'a AccountInfo<'info>,
}

impl Transfer<'_, '_> {
    /// Moves `amount`; with a pool, by the pool's signature.
    ///
    /// # Errors
    /// The token program's.
    pub fn send(self, amount: u64, pool: Option<(&AccountInfo, &Pool)>) -> ProgramResult {
        let Self { mint, from, to, authority } = self;
        let decimals = Mint::unpack(&mint.try_borrow_data()?)?.decimals;
        let program = &spl_token_interface::ID;
        let call =
            instruction::transfer_checked(program, from.key, mint.key, to.key, authority.key, &[], amount, decimals)?;
        let accounts = [from.clone(), mint.clone(), to.clone(), authority.clone()];
        match pool {
            None => invoke_signed(&call, &accounts, &[]),
            Some((key, pool)) => invoke_signed(&call, &accounts, &[&[AUTHORITY, key.key.as_ref(), &[pool.bump]]]),
        }
    }
}
