//! From when Meteora's pools may be traded: a slot or a time.

use fair_value::Now;

use crate::fault::Condition;

const BY_SLOT: u8 = 0;
const BY_TIME: u8 = 1;

/// Whether the activation point, which counts as `kind` says, has come.
pub(crate) fn has_come(point: u64, kind: u8, now: &Now) -> Result<bool, Condition> {
    let reached = match kind {
        BY_SLOT => now.slot.get(),
        BY_TIME => u64::try_from(now.time.get()).unwrap_or(0),
        _ => return Err(Condition::Malformed),
    };
    Ok(point <= reached)
}
