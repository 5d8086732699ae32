//! mSOL that reads well: 1.25 SOL a token, every part of the sum present.

use sources::{
    Key, Role, SourceKind,
    encode::{MarinadeAccount, MintAccount, StakeListAccount, StakeRecord},
    programs,
};

use crate::common::{Case, EPOCH, Owned, TOKEN, key};

pub const LIST: Key = key(0x71);
pub const SUPPLY: u64 = 4_000_000_000_000_000;
pub const LAMPORTS: u64 = 5_000_000_000_000_000;

/// Places of the accounts.
pub const STATE_AT: usize = 0;
pub const MINT_AT: usize = 1;
pub const LIST_AT: usize = 2;

pub fn state() -> MarinadeAccount {
    MarinadeAccount {
        msol_mint: TOKEN,
        stake_list: LIST,
        stake_list_count: 4,
        total_active_balance: 4_100_000_000_000_000,
        delayed_unstake_cooling_down: 200_000_000_000_000,
        emergency_cooling_down: 300_000_000_000_000,
        available_reserve_balance: 1_000_000_000_000_000,
        circulating_ticket_balance: 600_000_000_000_000,
        msol_supply: SUPPLY,
        staking_sol_cap: u64::MAX,
        delayed_unstake_fee: 2_000,
        withdraw_stake_account_fee: 1_000,
        withdraw_stake_account_enabled: true,
        ..MarinadeAccount::default()
    }
    .priced()
}

pub fn mint(supply: u64) -> MintAccount {
    MintAccount { mint_authority: Some(key(0x72)), supply, decimals: 9, ..MintAccount::default() }
}

/// Of these lamports in each of the last three epochs, and some dust that nobody updates.
pub fn list(lamports: [u64; 3]) -> StakeListAccount {
    let record = |behind: u64, delegated| StakeRecord { delegated, last_update_epoch: EPOCH - behind };
    let [present, last, older] = lamports;
    StakeListAccount { records: vec![record(0, present), record(1, last), record(2, older), record(250, 7)], free: 3 }
}

pub fn parts(state: MarinadeAccount) -> Vec<(Role, Owned)> {
    vec![
        (Role::Marinade, Owned::new(key(0x73), programs::MARINADE, state.encode())),
        (Role::StepMint, Owned::new(TOKEN, programs::TOKEN, mint(SUPPLY).encode())),
    ]
}

pub fn of(state: MarinadeAccount) -> Case {
    finished(parts(state))
}

pub fn good() -> Case {
    of(state())
}

pub fn with_list(lamports: [u64; 3]) -> Case {
    let mut parts = parts(state());
    parts.push((Role::StakeList, Owned::new(LIST, programs::MARINADE, list(lamports).encode())));
    finished(parts)
}

/// As many stake accounts as Marinade has had.
pub fn long_list() -> Case {
    let record = |n: u64| StakeRecord { delegated: 30_000_000_000_000 + n, last_update_epoch: EPOCH - n % 20 / 19 };
    let list = StakeListAccount { records: (0..150).map(record).collect(), free: 10 };
    let mut parts = parts(MarinadeAccount { stake_list_count: 150, ..state() });
    parts.push((Role::StakeList, Owned::new(LIST, programs::MARINADE, list.encode())));
    finished(parts)
}

fn finished(parts: Vec<(Role, Owned)>) -> Case {
    let mut case = Case::new(SourceKind::Chain, programs::MARINADE, parts);
    case.config().max_fee_bps = 50;
    case
}
