//! A fund as the program would write it.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    DATA_VERSION, DENOMINATOR, DISCRIMINATOR, LEN, NUM_NUMERATOR, NUMERATOR, ONE_RECEIPT_TOKEN_AS_SOL,
    RECEIPT_TOKEN_DECIMALS, RECEIPT_TOKEN_MINT, RECEIPT_TOKEN_SUPPLY_AMOUNT, RECEIPT_TOKEN_VALUE_UPDATED_SLOT,
    WITHDRAWAL_ENABLED, WITHDRAWAL_FEE_RATE_BPS, entry,
};
use crate::{Key, bytes::put};

/// A fund to lay out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in the program's FundAccount, where they are explained")]
pub struct FragmetricFundAccount {
    pub data_version: u16,
    pub receipt_token_mint: Key,
    pub receipt_token_decimals: u8,
    pub receipt_token_supply_amount: u64,
    pub one_receipt_token_as_sol: u64,
    pub receipt_token_value_updated_slot: u64,
    pub numerator: Vec<FundEntry>,
    pub denominator: u64,
    pub withdrawal_fee_rate_bps: u16,
    pub withdrawal_enabled: u8,
}

/// A member to lay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FundEntry {
    /// So many lamports.
    Sol(u64),
    /// Mint and base units of a token, and kind and account of its pricing, 0 for none.
    Token(Key, u64, (u8, Key)),
}

impl FragmetricFundAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; LEN];
        put(&mut data, 0, &DISCRIMINATOR);
        put(&mut data, DATA_VERSION, &self.data_version.to_le_bytes());
        put(&mut data, RECEIPT_TOKEN_MINT, &self.receipt_token_mint);
        put(&mut data, RECEIPT_TOKEN_DECIMALS, &[self.receipt_token_decimals]);
        for (at, number) in [
            (RECEIPT_TOKEN_SUPPLY_AMOUNT, self.receipt_token_supply_amount),
            (ONE_RECEIPT_TOKEN_AS_SOL, self.one_receipt_token_as_sol),
            (RECEIPT_TOKEN_VALUE_UPDATED_SLOT, self.receipt_token_value_updated_slot),
            (NUM_NUMERATOR, self.numerator.len() as u64),
            (DENOMINATOR, self.denominator),
        ] {
            put(&mut data, at, &number.to_le_bytes());
        }
        for (at, entry) in (NUMERATOR..NUM_NUMERATOR).step_by(entry::LEN).zip(&self.numerator) {
            put(&mut data, at, &entry.encode());
        }
        put(&mut data, WITHDRAWAL_FEE_RATE_BPS, &self.withdrawal_fee_rate_bps.to_le_bytes());
        put(&mut data, WITHDRAWAL_ENABLED, &[self.withdrawal_enabled]);
        data
    }
}

impl FundEntry {
    fn encode(&self) -> [u8; entry::LEN] {
        let mut bytes = [0; entry::LEN];
        match self {
            Self::Sol(lamports) => {
                put(&mut bytes, entry::KIND, &[entry::SOL]);
                put(&mut bytes, entry::SOL_AMOUNT, &lamports.to_le_bytes());
            }
            Self::Token(mint, amount, (kind, address)) => {
                put(&mut bytes, entry::KIND, &[entry::TOKEN]);
                put(&mut bytes, entry::TOKEN_AMOUNT, &amount.to_le_bytes());
                put(&mut bytes, entry::TOKEN_MINT, mint);
                put(&mut bytes, entry::PRICING_KIND, &[*kind]);
                put(&mut bytes, entry::PRICING_ADDRESS, address);
            }
        }
        bytes
    }
}
