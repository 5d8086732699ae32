//! A vault of Jito's restaking as the program would write it.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    DISCRIMINATOR, IS_PAUSED, LAST_FULL_STATE_UPDATE_SLOT, LEN, NEXT_WITHDRAWAL_FEE_BPS, PROGRAM_FEE_BPS,
    SUPPORTED_MINT, TOKENS_DEPOSITED, VRT_MINT, VRT_SUPPLY, WITHDRAWAL_FEE_BPS,
};
use crate::{Key, bytes::put};

/// A vault to lay out: what is not listed stays zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in the vault program's Vault, where they are explained")]
pub struct JitoVaultAccount {
    pub base: Key,
    pub vrt_mint: Key,
    pub supported_mint: Key,
    pub vrt_supply: u64,
    pub tokens_deposited: u64,
    pub last_full_state_update_slot: u64,
    pub withdrawal_fee_bps: u16,
    pub next_withdrawal_fee_bps: u16,
    pub program_fee_bps: u16,
    pub is_paused: bool,
}

impl JitoVaultAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; LEN];
        put(&mut data, 0, &DISCRIMINATOR);
        put(&mut data, 8, &self.base);
        put(&mut data, VRT_MINT, &self.vrt_mint);
        put(&mut data, SUPPORTED_MINT, &self.supported_mint);
        put(&mut data, VRT_SUPPLY, &self.vrt_supply.to_le_bytes());
        put(&mut data, TOKENS_DEPOSITED, &self.tokens_deposited.to_le_bytes());
        put(&mut data, LAST_FULL_STATE_UPDATE_SLOT, &self.last_full_state_update_slot.to_le_bytes());
        put(&mut data, WITHDRAWAL_FEE_BPS, &self.withdrawal_fee_bps.to_le_bytes());
        put(&mut data, NEXT_WITHDRAWAL_FEE_BPS, &self.next_withdrawal_fee_bps.to_le_bytes());
        put(&mut data, PROGRAM_FEE_BPS, &self.program_fee_bps.to_le_bytes());
        put(&mut data, IS_PAUSED, &[self.is_paused.into()]);
        data
    }
}
