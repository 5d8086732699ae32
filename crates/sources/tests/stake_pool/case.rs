//! A stake pool that reads well: 1.1 SOL per token.

use sources::{
    Role, SourceKind,
    encode::{Fee, FutureFee, StakePoolAccount},
    programs,
};

use crate::common::{Case, EPOCH, Owned, TOKEN, key};

pub const LAMPORTS: u64 = 1_100_000_000_000_000;
pub const SUPPLY: u64 = 1_000_000_000_000_000;

pub fn pool() -> StakePoolAccount {
    StakePoolAccount {
        manager: key(0x21),
        staker: key(0x22),
        stake_deposit_authority: key(0x23),
        stake_withdraw_bump_seed: 255,
        validator_list: key(0x24),
        reserve_stake: key(0x25),
        pool_mint: TOKEN,
        manager_fee_account: key(0x26),
        token_program_id: programs::TOKEN,
        total_lamports: LAMPORTS,
        pool_token_supply: SUPPLY,
        last_update_epoch: EPOCH,
        epoch_fee: Fee { denominator: 100, numerator: 4 },
        stake_withdrawal_fee: Fee { denominator: 1000, numerator: 1 },
        sol_withdrawal_fee: Fee { denominator: 1000, numerator: 3 },
        ..StakePoolAccount::default()
    }
}

pub fn of(pool: StakePoolAccount) -> Case {
    let account = Owned::new(key(0x11), programs::STAKE_POOL, pool.encode());
    let mut case = Case::new(SourceKind::StakePool, programs::STAKE_POOL, vec![(Role::Main, account)]);
    case.config().max_fee_bps = 50;
    case
}

pub fn good() -> Case {
    of(pool())
}

/// A pool with every option present, so that what follows lies as far back as it can.
pub fn full() -> StakePoolAccount {
    StakePoolAccount {
        next_epoch_fee: FutureFee::Two(Fee { denominator: 100, numerator: 5 }),
        preferred_deposit_validator_vote_address: Some(key(0x27)),
        preferred_withdraw_validator_vote_address: Some(key(0x28)),
        next_stake_withdrawal_fee: FutureFee::One(Fee { denominator: 1000, numerator: 2 }),
        sol_deposit_authority: Some(key(0x29)),
        sol_withdraw_authority: Some(key(0x2a)),
        next_sol_withdrawal_fee: FutureFee::Two(Fee { denominator: 1000, numerator: 9 }),
        ..pool()
    }
}
