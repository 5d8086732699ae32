//! Any table, valid or not: judging it and observing through it never panics; and what the check accepts is never called invalid.

use fair_value::{
    Now, Params,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use sources::{Account, CallerFault, Observations, SourceTable, check, observe};

/// Judges the table that the bytes are, and observes through it; the panic of a failed assertion is what fuzzing looks for.
pub fn run(bytes: &[u8]) {
    let mut table = SourceTable::default();
    let room = bytemuck::bytes_of_mut(&mut table);
    let length = bytes.len().min(room.len());
    room[..length].copy_from_slice(&bytes[..length]);
    let valid = check(&table);
    let owner = [0; 32];
    let accounts: Vec<_> = table
        .accounts
        .iter()
        .take(usize::from(table.account_count))
        .map(|key| Account { key, owner: &owner, lamports: 0, data: &[] })
        .collect();
    let now = Now {
        time: UnixTime::new(0),
        slot: Slot::new(0),
        epoch: Epoch::new(0),
        since_epoch_start: Seconds::ZERO,
        rewards_active: false,
    };
    let observed = observe(&table, &accounts, &now, &Params::default(), &mut Observations::default());
    if valid.is_ok() {
        assert!(!matches!(observed, Err(CallerFault::InvalidTable { .. })));
        assert!(observed.is_ok());
    }
}
