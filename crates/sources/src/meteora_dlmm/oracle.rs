//! The ring of samples that a DLMM pair keeps: the active bin, summed over time.
//!
//! The program updates the newest sample in place for 120 s, then begins another, each time with the bin from before the swap.
//! Layout: `Oracle` of Meteora's `lb_clmm` interface; the account grows by samples. Orca's `Oracle` has the same
//! discriminator, so that only its owner tells it from this one.

use crate::{
    account::Part,
    bytes::{i64_at, u64_at},
    fault::{Condition, SourceFault},
    history::{self, Ring, Sample},
    layout::{Layout, Length, offsets},
    math::log::Mean,
    programs,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0x8b, 0xc2, 0x83, 0xb3, 0x8c, 0xb3, 0xe5, 0xf4];
const HEADER_LEN: usize = 32;
const INDEX: usize = 8;
const ACTIVE_SIZE: usize = 16;
const LENGTH: usize = 24;

const SAMPLE_LEN: usize = 32;
/// The lower half of a 128-bit sum: differences over any window fit it.
const CUMULATIVE_ACTIVE_BIN_ID: usize = 0;
const LAST_UPDATED_AT: usize = 24;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "Oracle",
    owners: &[programs::METEORA_DLMM],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Ring { head: HEADER_LEN, item: SAMPLE_LEN },
    offsets: offsets![INDEX, ACTIVE_SIZE, LENGTH],
};

/// A pair's samples.
#[derive(Clone, Copy)]
pub struct Oracle<'a> {
    samples: &'a [u8],
    capacity: usize,
    newest: Option<usize>,
}

impl<'a> Oracle<'a> {
    /// Decodes the oracle that the pair names.
    pub(crate) fn decode(part: &Part<'a>) -> Result<Self, SourceFault> {
        part.owned_by(&programs::METEORA_DLMM)?;
        let Some((header, samples)) = part.account.data.split_first_chunk::<HEADER_LEN>() else {
            return Err(part.wrong_length(HEADER_LEN));
        };
        if let Some(found) = header.first_chunk::<8>().filter(|found| **found != DISCRIMINATOR) {
            let condition = Condition::WrongDiscriminator { expected: DISCRIMINATOR, found: *found };
            return Err(part.fault(condition));
        }
        let malformed = |offset: usize| part.fault(Condition::Malformed { offset: offset as u32 });
        let capacity = usize::try_from(u64_at::<LENGTH, HEADER_LEN>(header)).map_err(|_| malformed(LENGTH))?;
        let expected = capacity.checked_mul(SAMPLE_LEN).ok_or_else(|| malformed(LENGTH))?;
        if capacity == 0 || samples.len() != expected {
            return Err(part.wrong_length(HEADER_LEN.saturating_add(expected)));
        }
        let index = usize::try_from(u64_at::<INDEX, HEADER_LEN>(header)).map_err(|_| malformed(INDEX))?;
        if index >= capacity {
            return Err(malformed(INDEX));
        }
        let newest = (u64_at::<ACTIVE_SIZE, HEADER_LEN>(header) != 0).then_some(index);
        Ok(Self { samples, capacity, newest })
    }

    /// The mean bin between two unix times, weighted by time, with the pair's current bin since the newest sample. `None` where
    /// the samples do not reach back far enough or lie in the future of `to`.
    pub fn mean(&self, from: i64, to: i64, active_id: i32) -> Option<Mean> {
        history::mean(self, from, to, active_id)
    }
}

impl Ring for Oracle<'_> {
    fn capacity(&self) -> usize {
        self.capacity
    }

    fn newest(&self) -> Option<usize> {
        self.newest
    }

    fn slot(&self, at: usize) -> Sample {
        let start = at.saturating_mul(SAMPLE_LEN);
        let slot = self.samples.get(start..).and_then(|tail| tail.first_chunk::<SAMPLE_LEN>());
        slot.map_or(Sample { time: 0, sum: 0 }, |slot| Sample {
            time: i64_at::<LAST_UPDATED_AT, SAMPLE_LEN>(slot),
            sum: i64_at::<CUMULATIVE_ACTIVE_BIN_ID, SAMPLE_LEN>(slot),
        })
    }
}
