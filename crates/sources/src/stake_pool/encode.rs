//! A stake pool as the program would write it.

extern crate alloc;
use alloc::vec::Vec;

use super::{Fee, FutureFee, LEN, STAKE_POOL};
use crate::Key;

/// A stake pool to lay out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "named as in spl-stake-pool's StakePool, where they are explained")]
pub struct StakePoolAccount {
    pub manager: Key,
    pub staker: Key,
    pub stake_deposit_authority: Key,
    pub stake_withdraw_bump_seed: u8,
    pub validator_list: Key,
    pub reserve_stake: Key,
    pub pool_mint: Key,
    pub manager_fee_account: Key,
    pub token_program_id: Key,
    pub total_lamports: u64,
    pub pool_token_supply: u64,
    pub last_update_epoch: u64,
    pub epoch_fee: Fee,
    pub next_epoch_fee: FutureFee,
    pub preferred_deposit_validator_vote_address: Option<Key>,
    pub preferred_withdraw_validator_vote_address: Option<Key>,
    pub stake_deposit_fee: Fee,
    pub stake_withdrawal_fee: Fee,
    pub next_stake_withdrawal_fee: FutureFee,
    pub sol_deposit_authority: Option<Key>,
    pub sol_deposit_fee: Fee,
    pub sol_withdraw_authority: Option<Key>,
    pub sol_withdrawal_fee: Fee,
    pub next_sol_withdrawal_fee: FutureFee,
    pub last_epoch_pool_token_supply: u64,
    pub last_epoch_total_lamports: u64,
}

impl StakePoolAccount {
    /// The account's data.
    pub fn encode(&self) -> Vec<u8> {
        let mut data = Vec::with_capacity(LEN);
        data.push(STAKE_POOL);
        for key in [&self.manager, &self.staker, &self.stake_deposit_authority] {
            data.extend_from_slice(key);
        }
        data.push(self.stake_withdraw_bump_seed);
        for key in [
            &self.validator_list,
            &self.reserve_stake,
            &self.pool_mint,
            &self.manager_fee_account,
            &self.token_program_id,
        ] {
            data.extend_from_slice(key);
        }
        for number in [self.total_lamports, self.pool_token_supply, self.last_update_epoch] {
            data.extend_from_slice(&number.to_le_bytes());
        }
        data.extend_from_slice(&[0; 48]); // lockup: none
        put_fee(&mut data, self.epoch_fee);
        put_future_fee(&mut data, self.next_epoch_fee);
        put_option(&mut data, self.preferred_deposit_validator_vote_address);
        put_option(&mut data, self.preferred_withdraw_validator_vote_address);
        put_fee(&mut data, self.stake_deposit_fee);
        put_fee(&mut data, self.stake_withdrawal_fee);
        put_future_fee(&mut data, self.next_stake_withdrawal_fee);
        data.push(0); // stake_referral_fee
        put_option(&mut data, self.sol_deposit_authority);
        put_fee(&mut data, self.sol_deposit_fee);
        data.push(0); // sol_referral_fee
        put_option(&mut data, self.sol_withdraw_authority);
        put_fee(&mut data, self.sol_withdrawal_fee);
        put_future_fee(&mut data, self.next_sol_withdrawal_fee);
        data.extend_from_slice(&self.last_epoch_pool_token_supply.to_le_bytes());
        data.extend_from_slice(&self.last_epoch_total_lamports.to_le_bytes());
        data.resize(LEN, 0);
        data
    }
}

fn put_fee(data: &mut Vec<u8>, fee: Fee) {
    data.extend_from_slice(&fee.denominator.to_le_bytes());
    data.extend_from_slice(&fee.numerator.to_le_bytes());
}

fn put_future_fee(data: &mut Vec<u8>, fee: FutureFee) {
    match fee {
        FutureFee::None => data.push(0),
        FutureFee::One(fee) => {
            data.push(1);
            put_fee(data, fee);
        }
        FutureFee::Two(fee) => {
            data.push(2);
            put_fee(data, fee);
        }
    }
}

fn put_option(data: &mut Vec<u8>, key: Option<Key>) {
    match key {
        None => data.push(0),
        Some(key) => {
            data.push(1);
            data.extend_from_slice(&key);
        }
    }
}
