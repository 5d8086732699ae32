//! What the lender keeps.

use solana_program::account_info::AccountInfo;
use solana_program::entrypoint::ProgramResult;
use solana_program::program_error::ProgramError;
use solana_program::pubkey::Pubkey;

/// A loan against glowSOL, as its account has it: these fields in this order, little-endian, behind [`Loan::MARK`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loan {
    /// Address of the price account.
    pub price: Pubkey,
    /// The feed that is trusted, which the price account must name.
    pub feed: Pubkey,
    /// Who may borrow more.
    pub borrower: Pubkey,
    /// Base units of glowSOL.
    pub deposited: u64,
    /// Lamports.
    pub owed: u64,
}

impl Loan {
    /// First bytes of a loan's account.
    pub const MARK: [u8; 8] = *b"a loan__";
    /// Length of the account.
    pub const LEN: usize = 8 + 3 * 32 + 2 * 8;

    pub(crate) fn open(program: &Pubkey, account: &AccountInfo, borrower: &Pubkey, arguments: &[u8]) -> ProgramResult {
        if account.owner != program || account.try_borrow_data()?.iter().any(|byte| *byte != 0) {
            return Err(ProgramError::AccountAlreadyInitialized);
        }
        let mut rest = arguments;
        let loan = Self {
            price: take(&mut rest)?.into(),
            feed: take(&mut rest)?.into(),
            borrower: *borrower,
            deposited: u64::from_le_bytes(take(&mut rest)?),
            owed: 0,
        };
        loan.write(account)
    }

    /// Reads a loan of `program`.
    ///
    /// # Errors
    /// It is none.
    pub fn read(program: &Pubkey, account: &AccountInfo) -> Result<Self, ProgramError> {
        let data = account.try_borrow_data()?;
        let mut rest = &data[..];
        if account.owner != program || take(&mut rest)? != Self::MARK {
            return Err(ProgramError::InvalidAccountData);
        }
        Ok(Self {
            price: take(&mut rest)?.into(),
            feed: take(&mut rest)?.into(),
            borrower: take(&mut rest)?.into(),
            deposited: u64::from_le_bytes(take(&mut rest)?),
            owed: u64::from_le_bytes(take(&mut rest)?),
        })
    }

    pub(crate) fn write(&self, account: &AccountInfo) -> ProgramResult {
        let mut data = account.try_borrow_mut_data()?;
        let fields: [&[u8]; 6] = [
            &Self::MARK,
            self.price.as_ref(),
            self.feed.as_ref(),
            self.borrower.as_ref(),
            &self.deposited.to_le_bytes(),
            &self.owed.to_le_bytes(),
        ];
        let bytes = fields.concat();
        data.get_mut(..bytes.len()).ok_or(ProgramError::AccountDataTooSmall)?.copy_from_slice(&bytes);
        Ok(())
    }
}

/// The next `N` bytes.
fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], ProgramError> {
    let (bytes, behind) = rest.split_first_chunk().ok_or(ProgramError::InvalidInstructionData)?;
    *rest = behind;
    Ok(*bytes)
}
