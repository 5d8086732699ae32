//! Marinade's list of stake accounts, each with the epoch of its last update.

use fair_value::{Now, units::Epoch};

use super::{HEAD, STAKE_LIST, STAKE_LIST_COUNT, STAKE_LIST_ITEM_SIZE};
use crate::{
    account::Part,
    bytes::{key_at, u32_at, u64_at},
    fault::{Condition, SourceFault},
    layout::{Layout, Length, offsets},
    programs,
};

/// Bytes before the records.
const LIST_HEAD: usize = 8;
/// Bytes of a record.
pub(super) const RECORD: usize = 56;
pub(super) const DELEGATED: usize = 32;
pub(super) const LAST_UPDATE_EPOCH: usize = 40;
/// What the list begins with.
pub(super) const DISCRIMINATOR: [u8; 8] = *b"staker__";

/// One part in so many of the lamports may be of an older epoch than the rate counts as: some dust is never updated.
const LATE_PART: u64 = 10;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "List (Marinade)",
    owners: &[programs::MARINADE],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Ring { head: LIST_HEAD, item: RECORD },
    offsets: offsets![DELEGATED, LAST_UPDATE_EPOCH],
};

/// The epoch that at least nine tenths of the delegated lamports are of, or of a later one: the present one, the one
/// before it, or, for whatever is older, the one before that.
pub(super) fn updated(part: Part<'_>, state: &[u8; HEAD], now: &Now) -> Result<Epoch, SourceFault> {
    if !part.is_at(key_at::<STAKE_LIST, HEAD>(state)) {
        return Err(part.fault(Condition::WrongSibling));
    }
    part.owned_by(&programs::MARINADE)?;
    if u32_at::<STAKE_LIST_ITEM_SIZE, HEAD>(state) != RECORD as u32 {
        return Err(part.fault(Condition::Malformed));
    }
    let data = part.account.data;
    if !data.starts_with(&DISCRIMINATOR) {
        return Err(part.fault(Condition::WrongDiscriminator));
    }
    let (records, _) = data.get(LIST_HEAD..).unwrap_or_default().as_chunks::<RECORD>();
    let count = u32_at::<STAKE_LIST_COUNT, HEAD>(state) as usize;
    let records = records.get(..count).ok_or_else(|| part.fault(Condition::WrongLength))?;

    // Lamports of this epoch, of the last one, and of all before.
    let mut of_age = [0_u64; 3];
    for record in records {
        let epoch = u64_at::<LAST_UPDATE_EPOCH, RECORD>(record);
        let age = now.epoch.get().checked_sub(epoch).ok_or_else(|| part.fault(Condition::FromFuture))?;
        if let Some(lamports) = of_age.get_mut(age.min(2) as usize) {
            let sum = lamports.checked_add(u64_at::<DELEGATED, RECORD>(record));
            *lamports = sum.ok_or_else(|| part.fault(Condition::OutOfRange))?;
        }
    }
    let [present, last, older] = of_age;
    let all = present.checked_add(last).and_then(|sum| sum.checked_add(older));
    let late = all.ok_or_else(|| part.fault(Condition::OutOfRange))? / LATE_PART;
    let behind = match older {
        older if older > late => 2,
        // The sum was in range.
        older if older.wrapping_add(last) > late => 1,
        _ => 0,
    };
    Ok(Epoch::new(now.epoch.get().saturating_sub(behind)))
}
