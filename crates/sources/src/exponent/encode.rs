//! A vault as the program would write it.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    ALL_TIME_HIGH_SY_EXCHANGE_RATE, DISCRIMINATOR, DURATION, HEAD, LAST_SEEN_SY_EXCHANGE_RATE, MINT_PT, MINT_SY,
    PT_SUPPLY, START_TS, STATUS, SY_FOR_PT, SY_PROGRAM, TOTAL_SY_IN_ESCROW, TREASURY_SY, UNCOLLECTED_SY,
};
use crate::{Key, bytes::put};

/// What follows the head where a vault has no emissions and no accounts for its calls: five empty lists, limits, and
/// the largest supply.
const TAIL: usize = 4 + 5 * 4 + 24 + 8;

/// A vault to lay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in the program's Vault, where they are explained")]
pub struct ExponentVaultAccount {
    pub sy_program: Key,
    pub mint_sy: Key,
    pub mint_yt: Key,
    pub mint_pt: Key,
    pub start_ts: u32,
    pub duration: u32,
    /// Little-endian words of a 256-bit number in steps of 10^-12.
    pub last_seen_sy_exchange_rate: [u64; 4],
    /// As above.
    pub all_time_high_sy_exchange_rate: [u64; 4],
    /// As above.
    pub final_sy_exchange_rate: [u64; 4],
    pub total_sy_in_escrow: u64,
    pub sy_for_pt: u64,
    pub pt_supply: u64,
    pub treasury_sy: u64,
    pub uncollected_sy: u64,
    pub interest_bps_fee: u16,
    pub status: u8,
}

impl ExponentVaultAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; HEAD.saturating_add(TAIL)];
        put(&mut data, 0, &DISCRIMINATOR);
        for (at, key) in
            [(SY_PROGRAM, self.sy_program), (MINT_SY, self.mint_sy), (72, self.mint_yt), (MINT_PT, self.mint_pt)]
        {
            put(&mut data, at, &key);
        }
        put(&mut data, START_TS, &self.start_ts.to_le_bytes());
        put(&mut data, DURATION, &self.duration.to_le_bytes());
        for (at, number) in [
            (LAST_SEEN_SY_EXCHANGE_RATE, self.last_seen_sy_exchange_rate),
            (ALL_TIME_HIGH_SY_EXCHANGE_RATE, self.all_time_high_sy_exchange_rate),
            (401, self.final_sy_exchange_rate),
        ] {
            let bytes: Vec<u8> = number.iter().flat_map(|word| word.to_le_bytes()).collect();
            put(&mut data, at, &bytes);
        }
        for (at, amount) in [
            (TOTAL_SY_IN_ESCROW, self.total_sy_in_escrow),
            (SY_FOR_PT, self.sy_for_pt),
            (PT_SUPPLY, self.pt_supply),
            (TREASURY_SY, self.treasury_sy),
            (UNCOLLECTED_SY, self.uncollected_sy),
        ] {
            put(&mut data, at, &amount.to_le_bytes());
        }
        put(&mut data, 505, &self.interest_bps_fee.to_le_bytes());
        put(&mut data, STATUS, &[self.status]);
        data
    }
}
