//! Accounts with the lamports and owners they would have.

use solana_account::Account;
use sources::Key;

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
