//! Makes a pool of two empty or filled vaults.

use price_reader::{Price, ReadError};
use solana_account_info::AccountInfo;
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;
use solana_sysvar::{Sysvar, clock::Clock};

use crate::{AUTHORITY, curve, error::AmmError, pool::Pool, take, tokens};

/// See [`crate::instruction::CREATE`].
pub fn process(program: &Pubkey, accounts: &[AccountInfo], mut arguments: &[u8]) -> ProgramResult {
    let [pool, owner, price, first_mint, second_mint, first_vault, second_vault] = accounts else {
        return Err(ProgramError::NotEnoughAccountKeys);
    };
    let fee_bps = u16::from_le_bytes(take(&mut arguments)?);
    let wide_fee_bps = u16::from_le_bytes(take(&mut arguments)?);
    let feed: [u8; 32] = take(&mut arguments)?;
    if fee_bps > wide_fee_bps || wide_fee_bps >= curve::ONE {
        return Err(AmmError::BadFees.into());
    }
    if !owner.is_signer {
        return Err(ProgramError::MissingRequiredSignature);
    }
    let (authority, bump) = Pubkey::find_program_address(&[AUTHORITY, pool.key.as_ref()], program);
    for (mint, vault) in [(first_mint, first_vault), (second_mint, second_vault)] {
        let held = tokens::account(vault)?;
        let clean = held.owner == authority && held.delegate.is_none() && held.close_authority.is_none();
        if !clean || held.mint != *mint.key {
            return Err(AmmError::BadVault.into());
        }
    }
    priced(price, &feed, first_mint.key)?;

    let mut data = pool.try_borrow_mut_data()?;
    if pool.owner != program || data.len() != Pool::LEN {
        return Err(AmmError::NotAPool.into());
    }
    if data.iter().any(|byte| *byte != 0) {
        return Err(AmmError::PoolExists.into());
    }
    data.copy_from_slice(bytemuck::bytes_of(&Pool {
        mark: Pool::MARK,
        owner: owner.key.to_bytes(),
        price: price.key.to_bytes(),
        feed,
        mints: [first_mint.key.to_bytes(), second_mint.key.to_bytes()],
        vaults: [first_vault.key.to_bytes(), second_vault.key.to_bytes()],
        fee_bps,
        wide_fee_bps,
        bump,
        reserved: [0; 3],
    }));
    Ok(())
}

/// The price is of this feed and of the first token.
fn priced(account: &AccountInfo, feed: &[u8; 32], mint: &Pubkey) -> ProgramResult {
    let now = Clock::get()?.unix_timestamp;
    let data = account.try_borrow_data()?;
    Price::read(&data, &account.owner.to_bytes(), feed, now)
        .and_then(|price| price.for_mint(&mint.to_bytes()))
        .map(|_| ())
        .map_err(|error: ReadError| ProgramError::Custom(error.code()))
}
