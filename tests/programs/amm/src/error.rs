//! What the AMM refuses.

use solana_program_error::ProgramError;

/// Custom errors. What the reader refuses has the reader's own numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum AmmError {
    /// The pool is not this program's, or not a pool.
    NotAPool = 1,
    /// There is a pool already.
    PoolExists = 2,
    /// An account is not the one that the pool names.
    WrongAccount = 3,
    /// A vault is not an empty-handed token account of the pool's authority: another owner, a delegate or a close authority.
    BadVault = 4,
    /// Fees are below 10,000 basis points, the wide one not below the other.
    BadFees = 5,
    /// The oracle says that nobody should trade now.
    Paused = 6,
    /// Less would come out than the trader asked for at least.
    TooLittleOut = 7,
    /// Nothing would come out, or the amounts do not fit.
    BadAmount = 8,
}

impl From<AmmError> for ProgramError {
    fn from(error: AmmError) -> Self {
        Self::Custom(error as u32)
    }
}
