//! An account as every caller can show it: on chain, from RPC, or made up for a replay.

/// A 32-byte address.
pub type Key = [u8; 32];

/// A borrowed view of an account.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// Its address.
    pub key: &'a Key,
    /// The program that owns it.
    pub owner: &'a Key,
    /// Its balance.
    pub lamports: u64,
    /// Its data.
    pub data: &'a [u8],
}
