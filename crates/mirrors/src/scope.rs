//! `OraclePrices` of Kamino's Scope 0.40.0, `Kamino-Finance/scope` at `fea21ba`,
//! `programs/scope/src/states/oracle_prices.rs` and `dated_price.rs`: behind Anchor's discriminator the address of the
//! table of sources, then 512 entries of 56 bytes, each value, exponent, slot, unix time and 24 bytes of its source's.
//!
//! Two of them are used. The others stay zero, with a time of 1970: a market that was configured for one of them finds
//! it too old.

use crate::{
    MirrorError, Verdict,
    bytes::{put, take},
    verdict::DECIMALS,
};

/// Bytes of the account.
pub const LEN: usize = 8 + 32 + 512 * ENTRY;

const ENTRY: usize = 56;
const DISCRIMINATOR: [u8; 8] = [89, 128, 118, 221, 6, 72, 180, 146];

/// What the account says. Prices are scaled by 10^12; the time is unix seconds, from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entries {
    /// Entry 0.
    pub price: u64,
    /// Entry 1.
    pub twap: u64,
    pub time: i64,
    pub slot: u64,
}

impl Entries {
    /// What was written last, if anything was.
    fn decode(data: &[u8; LEN]) -> Option<Self> {
        let entries = data.strip_prefix(&DISCRIMINATOR)?.get(32..)?;
        let (mut first, mut second) = entries.split_at_checked(ENTRY)?;
        let [price, twap] = [take(&mut first), take(&mut second)].map(u64::from_le_bytes);
        let _: [u8; 8] = take(&mut first);
        let slot = u64::from_le_bytes(take(&mut first));
        Some(Self { price, twap, time: i64::from_le_bytes(take(&mut first)), slot })
    }

    fn encode(&self, source: &[u8; 32], mut data: &mut [u8]) {
        put(&mut data, &DISCRIMINATOR);
        put(&mut data, source);
        for value in [self.price, self.twap] {
            put(&mut data, &value.to_le_bytes());
            put(&mut data, &u64::from(DECIMALS).to_le_bytes());
            put(&mut data, &self.slot.to_le_bytes());
            put(&mut data, &self.time.to_le_bytes());
            put(&mut data, &[0; 24]);
        }
    }
}

/// What a market is told: of a verdict, and of what it was told last. Nothing, if there is no price.
pub type Says = fn(&Verdict, Option<Entries>) -> Option<Entries>;

/// Writes what the market is told.
pub fn write(data: &mut [u8], source: &[u8; 32], verdict: &Verdict, says: Says) -> Result<(), MirrorError> {
    let data: &mut [u8; LEN] = data.try_into().map_err(|_| MirrorError::Length)?;
    let says = says(verdict, Entries::decode(data)).ok_or(MirrorError::NoPrice)?;
    says.encode(source, data);
    Ok(())
}
