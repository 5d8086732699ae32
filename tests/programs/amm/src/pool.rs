//! A pool's account.

use bytemuck::{Pod, Zeroable};
use solana_account_info::AccountInfo;
use solana_program_error::ProgramError;
use solana_pubkey::Pubkey;

use crate::{AUTHORITY, error::AmmError};

/// What a pool remembers. Its reserves are what its vaults hold.
#[derive(Clone, Copy, Pod, Zeroable, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct Pool {
    /// [`Pool::MARK`].
    pub mark: [u8; 8],
    /// Who may take liquidity out.
    pub owner: [u8; 32],
    /// The oracle's price account.
    pub price: [u8; 32],
    /// The feed it belongs to.
    pub feed: [u8; 32],
    /// Its two tokens.
    pub mints: [[u8; 32]; 2],
    /// Where they are kept.
    pub vaults: [[u8; 32]; 2],
    /// Fee while all is well, in basis points.
    pub fee_bps: u16,
    /// Fee while the oracle says caution, at least, in basis points.
    pub wide_fee_bps: u16,
    /// Bump of the vaults' authority.
    pub bump: u8,
    /// Unused.
    pub reserved: [u8; 3],
}

impl Pool {
    /// First bytes of a pool's account.
    pub const MARK: [u8; 8] = *b"amm pool";
    /// Length of the account.
    pub const LEN: usize = size_of::<Self>();

    /// Reads a pool of `program`.
    ///
    /// # Errors
    /// [`AmmError::NotAPool`].
    pub fn read(program: &Pubkey, account: &AccountInfo) -> Result<Self, ProgramError> {
        let data = account.try_borrow_data()?;
        let pool: Self = bytemuck::try_pod_read_unaligned(&data).map_err(|_| AmmError::NotAPool)?;
        if account.owner != program || pool.mark != Self::MARK {
            return Err(AmmError::NotAPool.into());
        }
        Ok(pool)
    }

    /// Fails unless mints and vaults are the pool's own, in either order.
    ///
    /// # Errors
    /// [`AmmError::WrongAccount`].
    pub fn check_sides(&self, mints: [&Pubkey; 2], vaults: [&Pubkey; 2]) -> Result<(), ProgramError> {
        let named = (mints.map(Pubkey::to_bytes), vaults.map(Pubkey::to_bytes));
        let reversed = |[first, second]: [[u8; 32]; 2]| [second, first];
        let here = named == (self.mints, self.vaults) || named == (reversed(self.mints), reversed(self.vaults));
        if here { Ok(()) } else { Err(AmmError::WrongAccount.into()) }
    }

    /// Fails unless `authority` is what the pool signs as.
    ///
    /// # Errors
    /// [`AmmError::WrongAccount`].
    pub fn check_authority(&self, program: &Pubkey, pool: &Pubkey, authority: &Pubkey) -> Result<(), ProgramError> {
        let expected = Pubkey::create_program_address(&[AUTHORITY, pool.as_ref(), &[self.bump]], program)
            .map_err(|_| AmmError::NotAPool)?;
        if expected == *authority { Ok(()) } else { Err(AmmError::WrongAccount.into()) }
    }
}
