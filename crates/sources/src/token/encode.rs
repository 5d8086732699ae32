//! Mints and token accounts as the token programs lay them out.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{TYPE_OFFSET, account, mint};
use crate::{Key, bytes::put};

/// An offset that decoding does not need. Options are a u32 tag before the value.
const FREEZE_AUTHORITY: usize = 46;

/// A mint to lay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MintAccount {
    /// Who may mint.
    pub mint_authority: Option<Key>,
    /// Base units in issue.
    pub supply: u64,
    /// Decimals of a whole token.
    pub decimals: u8,
    /// Who may freeze.
    pub freeze_authority: Option<Key>,
    /// Token-2022: type and value of one extension; the account becomes longer.
    pub extension: Option<(u16, &'static [u8])>,
}

impl MintAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; mint::LEN];
        put_option(&mut data, mint::MINT_AUTHORITY, self.mint_authority);
        put(&mut data, 36, &self.supply.to_le_bytes());
        put(&mut data, 44, &[self.decimals, 1]);
        put_option(&mut data, FREEZE_AUTHORITY, self.freeze_authority);
        extend(data, mint::TYPE, self.extension)
    }
}

/// A token account to lay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TokenHolding {
    /// The token it holds.
    pub mint: Key,
    /// Who may move it.
    pub owner: Key,
    /// Base units held.
    pub amount: u64,
    /// Whether it is frozen.
    pub frozen: bool,
    /// For wrapped SOL: the lamports that keep the account rent-exempt.
    pub native_reserve: Option<u64>,
    /// Token-2022: type and value of one extension; the account becomes longer.
    pub extension: Option<(u16, &'static [u8])>,
}

impl TokenHolding {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; account::LEN];
        put(&mut data, 0, &self.mint);
        put(&mut data, 32, &self.owner);
        put(&mut data, 64, &self.amount.to_le_bytes());
        put(&mut data, 108, &[if self.frozen { 2 } else { 1 }]);
        if let Some(reserve) = self.native_reserve {
            put(&mut data, 109, &1u32.to_le_bytes());
            put(&mut data, 113, &reserve.to_le_bytes());
        }
        extend(data, account::TYPE, self.extension)
    }
}

fn put_option(data: &mut [u8], at: usize, key: Option<Key>) {
    if let Some(key) = key {
        put(data, at, &1u32.to_le_bytes());
        put(data, at.saturating_add(4), &key);
    }
}

fn extend(mut data: Vec<u8>, kind: u8, extension: Option<(u16, &'static [u8])>) -> Vec<u8> {
    if let Some((extension, value)) = extension {
        data.resize(TYPE_OFFSET, 0);
        data.push(kind);
        data.extend_from_slice(&extension.to_le_bytes());
        data.extend_from_slice(&u16::try_from(value.len()).unwrap_or(u16::MAX).to_le_bytes());
        data.extend_from_slice(value);
    }
    data
}
