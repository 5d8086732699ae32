//! Accounts with the lamports and owners they would have.

use solana_account::Account;
use solana_pubkey::Pubkey;
use sources::{Key, programs, stake_account::StakeHolding};

/// An account of `owner`, rent-exempt.
pub fn owned(owner: Key, data: Vec<u8>) -> Account {
    // Solana's rent: 19.055441478439427 lamports a byte-year, times two years, with 128 bytes of overhead.
    let lamports = (data.len() as u64 + 128) * 6_960;
    Account { lamports, data, owner: owner.into(), executable: false, rent_epoch: u64::MAX }
}

/// The same with `lamports`.
pub fn holding(lamports: u64, owner: Key, data: Vec<u8>) -> Account {
    Account { lamports, ..owned(owner, data) }
}

/// A stake account that `authority` alone can split and empty.
pub fn stake(lamports: u64, authority: Pubkey) -> Account {
    let authority = authority.to_bytes();
    let stake = StakeHolding { staker: authority, withdrawer: authority, ..StakeHolding::default() };
    holding(lamports, programs::STAKE, stake.encode())
}

/// A program that can be upgraded, and the account that keeps its code.
pub fn program(code: Pubkey, slot: u64, elf: &[u8]) -> [Account; 2] {
    const LOADER: Pubkey = Pubkey::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");
    let program = [2_u32.to_le_bytes().as_slice(), code.as_array()].concat();
    // Behind the slot, who may upgrade it: nobody here.
    let data = [3_u32.to_le_bytes().as_slice(), &slot.to_le_bytes(), &[0; 33], elf].concat();
    [program, data].map(|data| owned(LOADER.to_bytes(), data))
}
