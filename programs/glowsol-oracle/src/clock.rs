//! The chain's time, from its sysvars.

use anchor_lang::prelude::{Clock, SolanaSysvar as _};
use fair_value::{
    Now,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use solana_sysvar::epoch_rewards::EpochRewards;

use crate::error::{OracleError, Result};

/// Rewards are paid out at the beginning of an epoch, within a tenth of its slots at most (4.8 h at 400 ms): later there is no need to
/// ask.
const PAYOUT: Seconds = Seconds::new(6 * 3_600);

/// What the rules need to know of the time.
///
/// # Errors
/// [`OracleError::NoSysvar`].
pub fn now() -> Result<Now> {
    let clock = Clock::get().map_err(|_| OracleError::NoSysvar)?;
    let since = clock.unix_timestamp.saturating_sub(clock.epoch_start_timestamp);
    let since = Seconds::new(u32::try_from(since.max(0)).unwrap_or(u32::MAX));
    Ok(Now {
        time: UnixTime::new(clock.unix_timestamp),
        slot: Slot::new(clock.slot),
        epoch: Epoch::new(clock.epoch),
        since_epoch_start: since,
        rewards_active: since < PAYOUT && rewards_active()?,
    })
}

fn rewards_active() -> Result<bool> {
    Ok(EpochRewards::get().map_err(|_| OracleError::NoSysvar)?.active)
}
