use decoders::{
    Case,
    case::{EPOCH, TOKEN},
    stake_pool::retold,
};
use fair_value::{NavReading, Reading};
use proptest::prelude::*;
use sources::{Role, SourceKind, programs, stake_pool};
use spl_stake_pool::state::{AccountType, Fee, FutureEpoch, StakePool};

fn fee() -> impl Strategy<Value = Fee> {
    (1..=1_000_000u64, 0..=1_000u64).prop_map(|(denominator, numerator)| Fee { denominator, numerator })
}

fn future() -> impl Strategy<Value = FutureEpoch<Fee>> {
    prop_oneof![Just(FutureEpoch::None), fee().prop_map(FutureEpoch::One), fee().prop_map(FutureEpoch::Two)]
}

prop_compose! {
    /// Options present and absent, so that what lies behind them moves.
    fn pool()(
        keys in any::<[[u8; 32]; 8]>(),
        options in any::<[Option<[u8; 32]>; 4]>(),
        fees in [fee(), fee(), fee(), fee(), fee()],
        futures in [future(), future(), future()],
        (total_lamports, pool_token_supply) in (1..u64::MAX, 1..u64::MAX),
        behind in 0..=stake_pool::MAX_EPOCHS_BEHIND,
        small in any::<(u8, u8, u64, u64)>(),
    ) -> StakePool {
        let [manager, staker, stake_deposit_authority, validator_list, reserve_stake, fees_to, program, _] =
            keys.map(Into::into);
        let [preferred_deposit, preferred_withdraw, sol_deposit, sol_withdraw] =
            options.map(|option| option.map(Into::into));
        let [epoch_fee, stake_deposit_fee, stake_withdrawal_fee, sol_deposit_fee, sol_withdrawal_fee] = fees;
        let [next_epoch_fee, next_stake_withdrawal_fee, next_sol_withdrawal_fee] = futures;
        StakePool {
            account_type: AccountType::StakePool,
            manager,
            staker,
            stake_deposit_authority,
            stake_withdraw_bump_seed: small.0,
            validator_list,
            reserve_stake,
            pool_mint: TOKEN.into(),
            manager_fee_account: fees_to,
            token_program_id: program,
            total_lamports,
            pool_token_supply,
            last_update_epoch: EPOCH - behind,
            lockup: Default::default(),
            epoch_fee,
            next_epoch_fee,
            preferred_deposit_validator_vote_address: preferred_deposit,
            preferred_withdraw_validator_vote_address: preferred_withdraw,
            stake_deposit_fee,
            stake_withdrawal_fee,
            next_stake_withdrawal_fee,
            stake_referral_fee: small.1,
            sol_deposit_authority: sol_deposit,
            sol_deposit_fee,
            sol_referral_fee: small.1,
            sol_withdraw_authority: sol_withdraw,
            sol_withdrawal_fee,
            next_sol_withdrawal_fee,
            last_epoch_pool_token_supply: small.2,
            last_epoch_total_lamports: small.3,
        }
    }
}

fn case(data: Vec<u8>) -> Case {
    let mut case = Case::new(SourceKind::StakePool, programs::STAKE_POOL, vec![(Role::Main, data)]);
    case.config().max_fee_bps = 10_000;
    case
}

fn serialised(pool: &StakePool) -> Vec<u8> {
    let mut data = borsh::to_vec(pool).expect("a pool serialises");
    data.resize(stake_pool::LEN, 0);
    data
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn totals_and_supply_are_the_programs_own(pool in pool()) {
        let data = serialised(&pool);
        let case = case(data.clone());
        prop_assert!(case.is_valid());
        let read = case.agree(retold(&data).expect("the SDK's own bytes"));
        let fits = u128::from(pool.stake_withdrawal_fee.numerator) <= u128::from(pool.stake_withdrawal_fee.denominator);
        match read {
            Ok(Reading::Nav(NavReading::Backing(backing))) => {
                prop_assert_eq!(backing.assets.get(), pool.total_lamports);
                prop_assert_eq!(backing.supply.get(), pool.pool_token_supply);
                prop_assert_eq!(backing.updated.get(), pool.last_update_epoch);
            }
            other => prop_assert!(!fits, "{:?}", other),
        }
    }

    /// With the fee netted, what is left is what the program itself would pay for all tokens, by its own arithmetic.
    #[test]
    fn the_net_value_is_what_the_program_pays(pool in pool()) {
        let pool = StakePool { next_stake_withdrawal_fee: FutureEpoch::None, ..pool };
        let data = serialised(&pool);
        let mut case = case(data.clone());
        case.config().net_withdrawal_fee = 1;
        let Ok(Reading::Nav(NavReading::Backing(backing))) = case.agree(retold(&data).expect("the SDK's own bytes"))
        else {
            return Ok(());
        };
        let fee = pool.stake_withdrawal_fee.apply(pool.total_lamports).expect("within 128 bits");
        prop_assert!(u128::from(backing.assets.get()) + fee <= u128::from(pool.total_lamports));
        prop_assert!(u128::from(backing.assets.get()) + fee + 1 >= u128::from(pool.total_lamports));
    }

    /// Whatever is in the bytes, both come to the same, or the SDK cannot decode them.
    #[test]
    fn damaged_pools_read_alike(pool in pool(), at in 0..stake_pool::LEN, value in any::<u8>(), net in 0..=1u8) {
        let mut data = serialised(&pool);
        data[at] = value;
        let Some(retold) = retold(&data) else { return Ok(()) };
        let mut case = case(data);
        case.config().net_withdrawal_fee = net;
        let _ = case.agree(retold);
    }
}
