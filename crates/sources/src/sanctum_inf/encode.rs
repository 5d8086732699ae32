//! The pool of either version and its list of members, as the program would write them.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    IS_DISABLED, IS_REBALANCING, LAST_RELEASE_SLOT, LEN, LEN_V2, LP_TOKEN_MINT, PROTOCOL_FEE_LAMPORTS,
    PROTOCOL_FEE_NANOS, RPS, TOTAL_SOL_VALUE, V1, V2, VERSION, WITHHELD_LAMPORTS,
};
use crate::{Key, bytes::put};

/// A pool to lay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in the program's PoolState, where they are explained")]
pub struct InfPoolAccount {
    pub total_sol_value: u64,
    pub is_disabled: u8,
    pub is_rebalancing: u8,
    pub admin: Key,
    pub rebalance_authority: Key,
    pub protocol_fee_beneficiary: Key,
    pub pricing_program: Key,
    pub lp_token_mint: Key,
    /// What the second version adds; `None` lays out the first, with its fees at 10 % each.
    pub yields: Option<InfYield>,
}

/// What the second version of a pool adds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in the program's PoolStateV2, where they are explained")]
pub struct InfYield {
    pub protocol_fee_nanos: u32,
    pub rps_authority: Key,
    pub rps: u64,
    pub withheld_lamports: u64,
    pub protocol_fee_lamports: u64,
    pub last_release_slot: u64,
}

impl InfPoolAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let (length, version) = if self.yields.is_some() { (LEN_V2, V2) } else { (LEN, V1) };
        let mut data = vec![0; length];
        put(&mut data, TOTAL_SOL_VALUE, &self.total_sol_value.to_le_bytes());
        put(&mut data, VERSION, &[version]);
        put(&mut data, IS_DISABLED, &[self.is_disabled]);
        put(&mut data, IS_REBALANCING, &[self.is_rebalancing]);
        put(&mut data, 16, &self.admin);
        put(&mut data, 48, &self.rebalance_authority);
        put(&mut data, 80, &self.protocol_fee_beneficiary);
        put(&mut data, 112, &self.pricing_program);
        put(&mut data, LP_TOKEN_MINT, &self.lp_token_mint);
        match &self.yields {
            None => {
                put(&mut data, 8, &1_000u16.to_le_bytes());
                put(&mut data, 10, &1_000u16.to_le_bytes());
            }
            Some(yields) => {
                put(&mut data, PROTOCOL_FEE_NANOS, &yields.protocol_fee_nanos.to_le_bytes());
                put(&mut data, 176, &yields.rps_authority);
                put(&mut data, RPS, &yields.rps.to_le_bytes());
                put(&mut data, WITHHELD_LAMPORTS, &yields.withheld_lamports.to_le_bytes());
                put(&mut data, PROTOCOL_FEE_LAMPORTS, &yields.protocol_fee_lamports.to_le_bytes());
                put(&mut data, LAST_RELEASE_SLOT, &yields.last_release_slot.to_le_bytes());
            }
        }
        data
    }
}

/// A member to lay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in the program's LstState, where they are explained")]
pub struct InfListEntry {
    pub is_input_disabled: u8,
    pub sol_value: u64,
    pub mint: Key,
    pub sol_value_calculator: Key,
}

/// The data of a list of these members.
pub fn encode_list(entries: &[InfListEntry]) -> Vec<u8> {
    let mut data = Vec::new();
    for entry in entries {
        // Two bumps and padding behind the flag.
        data.extend_from_slice(&[entry.is_input_disabled, 255, 255, 0, 0, 0, 0, 0]);
        data.extend_from_slice(&entry.sol_value.to_le_bytes());
        data.extend_from_slice(&entry.mint);
        data.extend_from_slice(&entry.sol_value_calculator);
    }
    data
}
