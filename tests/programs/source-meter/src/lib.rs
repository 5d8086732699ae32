//! Observes one source between two looks at the meter.
//!
//! Accounts: one that holds the table, then the source's own. Instruction: unix time, slot and epoch, 8 bytes each. It logs the compute
//! units that are left three times: twice in a row, which is what looking costs, and once behind the source. A source that gives no
//! reading fails with its code. (The syscall that returns them instead of logging is not enabled on every cluster.)

use core::hint::black_box;

use fair_value::{
    Now, Params,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use sbf_runtime as _;
use solana_account_info::AccountInfo;
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;
use sources::{Account, SourceTable, observe_source};

#[cfg(target_os = "solana")]
solana_program_entrypoint::entrypoint!(process);

/// Observes the table's first source.
///
/// # Errors
/// `InvalidAccountData` for something else than a table, `InvalidInstructionData` for something else than a clock, or the fault's code.
pub fn process(_: &Pubkey, accounts: &[AccountInfo<'_>], data: &[u8]) -> ProgramResult {
    let (table, own) = accounts.split_first().ok_or(ProgramError::NotEnoughAccountKeys)?;
    let bytes = table.try_borrow_data()?;
    let table: SourceTable = bytemuck::try_pod_read_unaligned(&bytes).map_err(|_| ProgramError::InvalidAccountData)?;
    let now = now(data).ok_or(ProgramError::InvalidInstructionData)?;

    let mut borrowed = Vec::with_capacity(own.len());
    for account in own {
        borrowed.push((account, account.try_borrow_data()?));
    }
    let views: Vec<_> = borrowed
        .iter()
        .map(|(account, data)| Account {
            key: account.key.as_array(),
            owner: account.owner.as_array(),
            lamports: account.lamports(),
            data,
        })
        .collect();

    log_units();
    log_units();
    let reading = black_box(observe_source(black_box(&table), 0, &views, &now, &Params::default()));
    log_units();
    reading.map(|_| ()).map_err(|fault| ProgramError::Custom(fault.code().into()))
}

fn now(data: &[u8]) -> Option<Now> {
    let ([time, slot, epoch], []) = data.as_chunks::<8>() else { return None };
    Some(Now {
        time: UnixTime::new(i64::from_le_bytes(*time)),
        slot: Slot::new(u64::from_le_bytes(*slot)),
        epoch: Epoch::new(u64::from_le_bytes(*epoch)),
        since_epoch_start: Seconds::ZERO,
        rewards_active: false,
    })
}

/// Logs the compute units that are left. A function of its own: several calls of a syscall in one would share its address in a
/// register, and a static syscall cannot be called through one.
#[inline(never)]
fn log_units() {
    #[cfg(target_os = "solana")]
    // SAFETY: the syscall takes nothing and touches no memory.
    unsafe {
        solana_define_syscall::definitions::sol_log_compute_units_();
    }
}
