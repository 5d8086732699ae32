//! A whole account, as it is put into the network.

use solana_pubkey::Pubkey;

/// A whole account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountImage {
    /// Its address.
    pub key: Pubkey,
    /// Its owner.
    pub owner: Pubkey,
    /// Its balance.
    pub lamports: u64,
    /// Its data.
    pub data: Vec<u8>,
    /// Whether it is a program.
    pub executable: bool,
}

/// Lamports that a byte of an account costs for good: 3,480 a year, two years in advance.
const LAMPORTS_PER_BYTE: u64 = 6_960;
/// Bytes that every account counts beyond its data.
const OVERHEAD: u64 = 128;

impl AccountImage {
    /// An account with data, rent-exempt.
    pub fn with_data(key: Pubkey, owner: Pubkey, data: Vec<u8>) -> Self {
        let lamports = (data.len() as u64 + OVERHEAD) * LAMPORTS_PER_BYTE;
        Self { key, owner, lamports, data, executable: false }
    }

    /// The same with another balance.
    pub fn with_lamports(self, lamports: u64) -> Self {
        Self { lamports, ..self }
    }

    /// What is left at an address whose account was closed.
    pub fn closed(key: Pubkey) -> Self {
        Self { key, owner: Pubkey::default(), lamports: 0, data: Vec::new(), executable: false }
    }
}
