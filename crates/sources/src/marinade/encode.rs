//! Marinade's accounts as its program would write them.

extern crate alloc;
use alloc::{vec, vec::Vec};

use super::{
    AVAILABLE_RESERVE_BALANCE, CIRCULATING_TICKET_BALANCE, DELAYED_UNSTAKE_COOLING_DOWN, DELAYED_UNSTAKE_FEE,
    DISCRIMINATOR, EMERGENCY_COOLING_DOWN, MSOL_MINT, MSOL_PRICE, MSOL_SUPPLY, PAUSED, STAKE_LIST, STAKE_LIST_COUNT,
    STAKE_LIST_ITEM_SIZE, STAKING_SOL_CAP, TOTAL_ACTIVE_BALANCE, WITHDRAW_STAKE_ACCOUNT_ENABLED,
    WITHDRAW_STAKE_ACCOUNT_FEE, list,
};
use crate::{Key, bytes::put};

/// Bytes of the account on mainnet.
const LEN: usize = 2_616;

/// Marinade's state to lay out: what is not listed stays zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in Marinade's State, where they are explained")]
pub struct MarinadeAccount {
    pub msol_mint: Key,
    pub stake_list: Key,
    pub stake_list_count: u32,
    pub delayed_unstake_cooling_down: u64,
    pub total_active_balance: u64,
    pub available_reserve_balance: u64,
    pub msol_supply: u64,
    pub msol_price: u64,
    pub circulating_ticket_balance: u64,
    pub staking_sol_cap: u64,
    pub emergency_cooling_down: u64,
    pub paused: bool,
    pub delayed_unstake_fee: u32,
    pub withdraw_stake_account_fee: u32,
    pub withdraw_stake_account_enabled: bool,
}

impl MarinadeAccount {
    /// The price that the other fields make, as an update sets it; zero without a supply.
    #[must_use]
    pub fn priced(self) -> Self {
        let sum = [
            self.total_active_balance,
            self.delayed_unstake_cooling_down,
            self.emergency_cooling_down,
            self.available_reserve_balance,
        ];
        let assets: u128 = sum.into_iter().map(u128::from).sum();
        let assets = assets.saturating_sub(self.circulating_ticket_balance.into());
        let price = assets.wrapping_shl(32).checked_div(self.msol_supply.into()).unwrap_or(0);
        Self { msol_price: u64::try_from(price).unwrap_or(u64::MAX), ..self }
    }

    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = vec![0; LEN];
        put(&mut data, 0, &DISCRIMINATOR);
        put(&mut data, MSOL_MINT, &self.msol_mint);
        put(&mut data, STAKE_LIST, &self.stake_list);
        put(&mut data, STAKE_LIST_ITEM_SIZE, &(list::RECORD as u32).to_le_bytes());
        put(&mut data, STAKE_LIST_COUNT, &self.stake_list_count.to_le_bytes());
        for (at, number) in [
            (DELAYED_UNSTAKE_COOLING_DOWN, self.delayed_unstake_cooling_down),
            (TOTAL_ACTIVE_BALANCE, self.total_active_balance),
            (AVAILABLE_RESERVE_BALANCE, self.available_reserve_balance),
            (MSOL_SUPPLY, self.msol_supply),
            (MSOL_PRICE, self.msol_price),
            (CIRCULATING_TICKET_BALANCE, self.circulating_ticket_balance),
            (STAKING_SOL_CAP, self.staking_sol_cap),
            (EMERGENCY_COOLING_DOWN, self.emergency_cooling_down),
        ] {
            put(&mut data, at, &number.to_le_bytes());
        }
        put(&mut data, PAUSED, &[self.paused.into()]);
        put(&mut data, DELAYED_UNSTAKE_FEE, &self.delayed_unstake_fee.to_le_bytes());
        put(&mut data, WITHDRAW_STAKE_ACCOUNT_FEE, &self.withdraw_stake_account_fee.to_le_bytes());
        put(&mut data, WITHDRAW_STAKE_ACCOUNT_ENABLED, &[self.withdraw_stake_account_enabled.into()]);
        data
    }
}

/// One stake account of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StakeRecord {
    /// Lamports delegated when it was last updated.
    pub delegated: u64,
    /// The epoch of that update.
    pub last_update_epoch: u64,
}

/// Marinade's list of stake accounts to lay out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StakeListAccount {
    /// Those in use.
    pub records: Vec<StakeRecord>,
    /// Records for which there is room behind them.
    pub free: usize,
}

impl StakeListAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = list::DISCRIMINATOR.to_vec();
        for StakeRecord { delegated, last_update_epoch } in &self.records {
            let mut record = [0; list::RECORD];
            put(&mut record, list::DELEGATED, &delegated.to_le_bytes());
            put(&mut record, list::LAST_UPDATE_EPOCH, &last_update_epoch.to_le_bytes());
            data.extend_from_slice(&record);
        }
        data.resize(data.len().saturating_add(self.free.saturating_mul(list::RECORD)), 0);
        data
    }
}
