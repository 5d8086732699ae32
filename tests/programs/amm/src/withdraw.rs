//! Takes liquidity out. Never gated: the oracle protects those who trade, and holds nobody's money.

use solana_account_info::AccountInfo;
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;

use crate::{error::AmmError, pool::Pool, take, tokens::Transfer};

/// See [`crate::instruction::WITHDRAW`].
pub fn process(program: &Pubkey, accounts: &[AccountInfo], mut arguments: &[u8]) -> ProgramResult {
    let [
        pool_info,
        owner,
        first_mint,
        second_mint,
        first_vault,
        second_vault,
        first_wallet,
        second_wallet,
        authority,
        _token_program,
    ] = accounts
    else {
        return Err(ProgramError::NotEnoughAccountKeys);
    };
    let first = u64::from_le_bytes(take(&mut arguments)?);
    let second = u64::from_le_bytes(take(&mut arguments)?);
    let pool = Pool::read(program, pool_info)?;
    pool.check_sides([first_mint.key, second_mint.key], [first_vault.key, second_vault.key])?;
    pool.check_authority(program, pool_info.key, authority.key)?;
    if !owner.is_signer {
        return Err(ProgramError::MissingRequiredSignature);
    }
    if owner.key.to_bytes() != pool.owner {
        return Err(AmmError::WrongAccount.into());
    }
    let signer = Some((pool_info, &pool));
    Transfer { mint: first_mint, from: first_vault, to: first_wallet, authority }.send(first, signer)?;
    Transfer { mint: second_mint, from: second_vault, to: second_wallet, authority }.send(second, signer)
}
