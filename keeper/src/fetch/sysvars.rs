//! The chain's time out of its sysvar accounts.

use fair_value::{
    Now,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use solana_pubkey::Pubkey;

/// Address of the Clock sysvar.
pub const CLOCK: Pubkey = Pubkey::from_str_const("SysvarC1ock11111111111111111111111111111111");
/// Address of the EpochRewards sysvar.
pub const EPOCH_REWARDS: Pubkey = Pubkey::from_str_const("SysvarEpochRewards1111111111111111111111111");
/// Address of the Instructions sysvar: exists only inside a transaction.
pub const INSTRUCTIONS: Pubkey = Pubkey::from_str_const("Sysvar1nstructions1111111111111111111111111");

/// Clock: slot u64, epoch start i64, epoch u64, leader schedule epoch u64, time i64.
const CLOCK_LEN: usize = 40;
/// EpochRewards: `active` is its last byte.
const EPOCH_REWARDS_LEN: usize = 81;

/// The time as the program sees it; `None` where the Clock account is no Clock.
///
/// An absent EpochRewards account means that nothing is being paid out.
pub fn now(clock: &[u8], epoch_rewards: Option<&[u8]>) -> Option<Now> {
    let clock: &[u8; CLOCK_LEN] = clock.first_chunk()?;
    let word = |at: usize| clock.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
    let (slot, epoch_start, epoch, time) = (word(0)?, word(8)?.cast_signed(), word(16)?, word(32)?.cast_signed());
    let since = time.saturating_sub(epoch_start).max(0);
    Some(Now {
        time: UnixTime::new(time),
        slot: Slot::new(slot),
        epoch: Epoch::new(epoch),
        since_epoch_start: Seconds::new(u32::try_from(since).unwrap_or(u32::MAX)),
        rewards_active: epoch_rewards
            .and_then(|data| data.get(EPOCH_REWARDS_LEN - 1))
            .is_some_and(|active| *active != 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_runtime_writes() {
        let mut clock = Vec::new();
        for word in [1_000_u64, 1_700_000_000, 7, 8, 1_700_000_123] {
            clock.extend(word.to_le_bytes());
        }
        let mut rewards = [0; EPOCH_REWARDS_LEN];
        rewards[EPOCH_REWARDS_LEN - 1] = 1;
        let now = now(&clock, Some(&rewards)).unwrap();
        assert_eq!((now.slot, now.epoch, now.time), (Slot::new(1_000), Epoch::new(7), UnixTime::new(1_700_000_123)));
        assert_eq!((now.since_epoch_start, now.rewards_active), (Seconds::new(123), true));
        assert!(super::now(&clock[..39], None).is_none());
    }
}
