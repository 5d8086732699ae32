//! The ring of observations that a CLMM pool keeps: the tick, summed over time.
//!
//! The program writes an observation on a swap that changes the tick, at least 15 s after the last one, with the tick from
//! before that swap. Since then the tick is the pool's own.
//! Layout: `ObservationState` of Raydium's open-source `raydium-clmm`, packed, behind the account's discriminator.

use crate::{
    Key,
    account::Part,
    bytes::{field, i64_at, key_at, u8_at, u16_at, u32_at},
    fault::{Condition, SourceFault},
    history::{self, Ring, Sample},
    layout::{Layout, Length, offsets},
    math::log::Mean,
    programs,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0x7a, 0xae, 0xc5, 0x35, 0x81, 0x09, 0xa5, 0x84];
/// Length of the account.
pub const LEN: usize = 4483;
const INITIALIZED: usize = 8;
const OBSERVATION_INDEX: usize = 17;
const POOL_ID: usize = 19;
const OBSERVATIONS: usize = 51;

/// Observations in the ring.
pub const COUNT: usize = 100;
const OBSERVATION_LEN: usize = 44;
const RING_LEN: usize = COUNT * OBSERVATION_LEN;
const BLOCK_TIMESTAMP: usize = 0;
const TICK_CUMULATIVE: usize = 4;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "ObservationState",
    owners: &[programs::RAYDIUM_CLMM],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![INITIALIZED, OBSERVATION_INDEX, POOL_ID, OBSERVATIONS],
};

/// A pool's observations.
#[derive(Clone, Copy)]
pub struct Observations<'a> {
    ring: &'a [u8; RING_LEN],
    /// The newest observation; `None` before the first swap.
    newest: Option<usize>,
}

impl<'a> Observations<'a> {
    /// Decodes the observations of this pool.
    pub(crate) fn decode(part: &Part<'a>, pool: &Key) -> Result<Self, SourceFault> {
        let data = part.typed::<LEN>(&programs::RAYDIUM_CLMM, &DISCRIMINATOR)?;
        let pool_id = key_at::<POOL_ID, LEN>(data);
        if pool_id != pool {
            return Err(part.fault(Condition::WrongSibling { expected: *pool, found: *pool_id }));
        }
        let index = usize::from(u16_at::<OBSERVATION_INDEX, LEN>(data));
        if index >= COUNT {
            return Err(part.fault(Condition::Malformed { offset: OBSERVATION_INDEX as u32 }));
        }
        let newest = match u8_at::<INITIALIZED, LEN>(data) {
            0 => None,
            1 => Some(index),
            _ => return Err(part.fault(Condition::Malformed { offset: INITIALIZED as u32 })),
        };
        Ok(Self { ring: field::<OBSERVATIONS, RING_LEN, LEN>(data), newest })
    }

    /// The mean tick between two unix times, weighted by time, with the pool's current tick since the newest observation. `None`
    /// where the observations do not reach back far enough or lie in the future of `to`.
    pub fn mean(&self, from: i64, to: i64, tick: i32) -> Option<Mean> {
        history::mean(self, from, to, tick)
    }
}

impl Ring for Observations<'_> {
    fn capacity(&self) -> usize {
        COUNT
    }

    fn newest(&self) -> Option<usize> {
        self.newest
    }

    fn slot(&self, at: usize) -> Sample {
        let start = at.saturating_mul(OBSERVATION_LEN);
        let slot = self.ring.get(start..).and_then(|tail| tail.first_chunk::<OBSERVATION_LEN>());
        slot.map_or(Sample { time: 0, sum: 0 }, |slot| Sample {
            time: i64::from(u32_at::<BLOCK_TIMESTAMP, OBSERVATION_LEN>(slot)),
            sum: i64_at::<TICK_CUMULATIVE, OBSERVATION_LEN>(slot),
        })
    }
}
