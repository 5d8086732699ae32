//! `spl-stake-pool`: the program's own crate.

use borsh::BorshDeserialize;
use sources::encode::StakePoolAccount;
use spl_stake_pool::state::{AccountType, Fee, FutureEpoch, StakePool};

use sources::stake_pool as ours;

/// The pool with nothing in it but what is relied on; `None` if the SDK cannot decode it.
pub fn retold(data: &[u8]) -> Option<Vec<u8>> {
    let pool = StakePool::deserialize(&mut &data[..]).ok()?;
    let account = StakePoolAccount {
        pool_mint: pool.pool_mint.to_bytes(),
        total_lamports: pool.total_lamports,
        pool_token_supply: pool.pool_token_supply,
        last_update_epoch: pool.last_update_epoch,
        stake_withdrawal_fee: fee(&pool.stake_withdrawal_fee),
        next_stake_withdrawal_fee: match &pool.next_stake_withdrawal_fee {
            FutureEpoch::None => ours::FutureFee::None,
            FutureEpoch::One(next) => ours::FutureFee::One(fee(next)),
            FutureEpoch::Two(next) => ours::FutureFee::Two(fee(next)),
        },
        ..StakePoolAccount::default()
    };
    let mut data = account.encode();
    data[0] = match pool.account_type {
        AccountType::Uninitialized => 0,
        AccountType::StakePool => 1,
        AccountType::ValidatorList => 2,
    };
    Some(data)
}

fn fee(fee: &Fee) -> ours::Fee {
    ours::Fee { numerator: fee.numerator, denominator: fee.denominator }
}
