//! The ring of observations that a CLMM pool keeps: the tick, summed over time.
//!
//! The program writes an observation on a swap that changes the tick, at least 15 s after the last one, with the tick from
//! before that swap. Since then the tick is the pool's own.
//! Layout: `ObservationState` of Raydium's open-source `raydium-clmm`, packed, behind the account's discriminator.

use crate::{
    Key,
    account::{Part, same},
    bytes::{field, i64_at, key_at, u8_at, u16_at, u32_at},
    fault::{Condition, SourceFault},
    history::{Ring, Sample},
    layout::{Layout, Length, offsets},
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

/// The observations of this pool; `None` before the first swap.
pub(super) fn decode<'a>(
    part: Part<'a>,
    pool: &Key,
) -> Result<Option<Ring<'a, impl Fn(&[u8; 32]) -> Sample + use<>>>, SourceFault> {
    let data = part.typed::<LEN>(&programs::RAYDIUM_CLMM, &DISCRIMINATOR)?;
    if !same(key_at::<POOL_ID, LEN>(data), pool) {
        return Err(part.fault(Condition::WrongSibling));
    }
    let newest = usize::from(u16_at::<OBSERVATION_INDEX, LEN>(data));
    let initialized = u8_at::<INITIALIZED, LEN>(data);
    if newest >= COUNT || initialized > 1 {
        return Err(part.fault(Condition::Malformed));
    }
    let data = field::<OBSERVATIONS, RING_LEN, LEN>(data);
    let ring = Ring { sample, data, stride: OBSERVATION_LEN, capacity: COUNT, newest };
    Ok((initialized == 1).then_some(ring))
}

/// One observation.
fn sample(bytes: &[u8; 32]) -> Sample {
    Sample { time: i64::from(u32_at::<BLOCK_TIMESTAMP, 32>(bytes)), sum: i64_at::<TICK_CUMULATIVE, 32>(bytes) }
}
