//! The chain's time in a world.

use solana_clock::Clock;

/// Seconds in a slot, about.
const SLOT_MILLIS: i64 = 400;

/// Where the chain stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Time {
    /// Unix time.
    pub unix: i64,
    /// Slot.
    pub slot: u64,
    /// Epoch.
    pub epoch: u64,
    /// Unix time of the epoch's first slot.
    pub epoch_start: i64,
    /// Whether epoch rewards are being paid out.
    pub rewards_active: bool,
}

impl Time {
    /// An ordinary moment, half a day into an epoch.
    pub const START: Self = Self {
        unix: 1_790_000_000,
        slot: 400_000_000,
        epoch: 925,
        epoch_start: 1_790_000_000 - 43_200,
        rewards_active: false,
    };

    /// Later by `seconds`, and by the slots that takes.
    #[must_use]
    pub fn after(self, seconds: i64) -> Self {
        let slots = u64::try_from(seconds * 1_000 / SLOT_MILLIS).expect("time goes forward").max(1);
        Self { unix: self.unix + seconds, slot: self.slot + slots, ..self }
    }

    /// The first moment of the next epoch.
    #[must_use]
    pub fn next_epoch(self) -> Self {
        let next = self.after(1);
        Self { epoch: self.epoch + 1, epoch_start: next.unix, ..next }
    }

    /// As the Clock sysvar has it.
    pub fn sysvar(self) -> Clock {
        Clock {
            slot: self.slot,
            epoch_start_timestamp: self.epoch_start,
            epoch: self.epoch,
            leader_schedule_epoch: self.epoch + 1,
            unix_timestamp: self.unix,
        }
    }
}
