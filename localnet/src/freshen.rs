//! Keeping dumped accounts alive: a dump's time stands still, and every oracle refuses old readings.
//!
//! Values stay as dumped; only the times at which they claim to have been made follow the local chain's clock.

use fair_value::Now;
use sources::{programs, pyth};

use crate::AccountImage;

/// Offsets of the publish times (present and previous) and of the slot in a fully verified price update.
const PYTH_PUBLISH_TIMES: [usize; 2] = [93, 101];
const PYTH_POSTED_SLOT: usize = 125;
/// Offset of the epoch of a stake pool's last update.
const POOL_UPDATE_EPOCH: usize = 274;
/// First byte of a stake pool's account.
const STAKE_POOL_TYPE: u8 = 1;

/// The account with its times set to now; `None` for one that carries no such time.
pub fn freshened(account: &AccountImage, now: &Now) -> Option<AccountImage> {
    let owner = account.owner.to_bytes();
    let mut fresh = account.clone();
    if [programs::PYTH_RECEIVER, programs::PYTH_RECEIVER_PRO].contains(&owner)
        && account.data.starts_with(&pyth::DISCRIMINATOR)
    {
        for at in PYTH_PUBLISH_TIMES {
            put(&mut fresh.data, at, now.time.get().to_le_bytes())?;
        }
        put(&mut fresh.data, PYTH_POSTED_SLOT, now.slot.get().to_le_bytes())?;
        return Some(fresh);
    }
    if programs::STAKE_POOLS.contains(&owner) && account.data.first() == Some(&STAKE_POOL_TYPE) {
        put(&mut fresh.data, POOL_UPDATE_EPOCH, now.epoch.get().to_le_bytes())?;
        return Some(fresh);
    }
    None
}

fn put(data: &mut [u8], at: usize, bytes: [u8; 8]) -> Option<()> {
    data.get_mut(at..)?.first_chunk_mut().map(|field| *field = bytes)
}
