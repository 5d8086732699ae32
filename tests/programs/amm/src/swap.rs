//! Trades one token for the other.

use solana_account_info::AccountInfo;
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;

use crate::{
    curve,
    error::AmmError,
    pool::Pool,
    quote, take,
    tokens::{self, Transfer},
};

/// See [`crate::instruction::SWAP`].
pub fn process(program: &Pubkey, accounts: &[AccountInfo], mut arguments: &[u8]) -> ProgramResult {
    let [
        pool_info,
        trader,
        price,
        mint_in,
        mint_out,
        wallet_in,
        wallet_out,
        vault_in,
        vault_out,
        authority,
        _token_program,
    ] = accounts
    else {
        return Err(ProgramError::NotEnoughAccountKeys);
    };
    let amount_in = u64::from_le_bytes(take(&mut arguments)?);
    let least_out = u64::from_le_bytes(take(&mut arguments)?);
    let pool = Pool::read(program, pool_info)?;
    pool.check_sides([mint_in.key, mint_out.key], [vault_in.key, vault_out.key])?;
    pool.check_authority(program, pool_info.key, authority.key)?;

    // First whether to trade at all, and at which fee.
    let fee = quote::fee(&pool, price)?;
    let [reserve_in, reserve_out] = [tokens::account(vault_in)?.amount, tokens::account(vault_out)?.amount];
    let out = curve::out(reserve_in, reserve_out, amount_in, fee).ok_or(AmmError::BadAmount)?;
    if out < least_out {
        return Err(AmmError::TooLittleOut.into());
    }
    Transfer { mint: mint_in, from: wallet_in, to: vault_in, authority: trader }.send(amount_in, None)?;
    Transfer { mint: mint_out, from: vault_out, to: wallet_out, authority }.send(out, Some((pool_info, &pool)))
}
