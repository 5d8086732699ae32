//! The ring of samples that a DLMM pair keeps: the active bin, summed over time.
//!
//! The program updates the newest sample in place for 120 s, then begins another, each time with the bin from before the swap.
//! Layout: `Oracle` of Meteora's `lb_clmm` interface; the account grows by samples. Orca's `Oracle` has the same
//! discriminator, so that only its owner tells it from this one.

use crate::{
    account::Part,
    bytes::{field, i64_at, u64_at},
    fault::{Condition, SourceFault},
    history::{Ring, Sample},
    layout::{Layout, Length, offsets},
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

/// The samples of the oracle that the pair names; `None` before the first swap.
#[inline(never)]
pub(super) fn decode<'a>(
    part: Part<'a>,
) -> Result<Option<Ring<'a, impl Fn(&[u8; 32]) -> Sample + use<>>>, SourceFault> {
    part.owned_by(&programs::METEORA_DLMM)?;
    let Some((header, data)) = part.account.data.split_first_chunk::<HEADER_LEN>() else {
        return Err(part.fault(Condition::WrongLength));
    };
    if *field::<0, 8, HEADER_LEN>(header) != DISCRIMINATOR {
        return Err(part.fault(Condition::WrongDiscriminator));
    }
    let malformed = part.fault(Condition::Malformed);
    let capacity = u64_at::<LENGTH, HEADER_LEN>(header);
    if capacity.leading_zeros() < SAMPLE_LEN.ilog2() {
        return Err(malformed);
    }
    // Both at most the data's own length from here on.
    if capacity == 0 || data.len() as u64 != capacity.wrapping_mul(SAMPLE_LEN as u64) {
        return Err(part.fault(Condition::WrongLength));
    }
    let newest = u64_at::<INDEX, HEADER_LEN>(header);
    if newest >= capacity {
        return Err(malformed);
    }
    let (capacity, newest) = (capacity as usize, newest as usize);
    let ring = Ring { sample, data, stride: SAMPLE_LEN, capacity, newest };
    Ok((u64_at::<ACTIVE_SIZE, HEADER_LEN>(header) != 0).then_some(ring))
}

/// One sample.
fn sample(bytes: &[u8; SAMPLE_LEN]) -> Sample {
    Sample {
        time: i64_at::<LAST_UPDATED_AT, SAMPLE_LEN>(bytes),
        sum: i64_at::<CUMULATIVE_ACTIVE_BIN_ID, SAMPLE_LEN>(bytes),
    }
}
