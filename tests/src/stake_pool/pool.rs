//! The pool's addresses and what can be done to it, as instructions of the published program's own builders.

use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use solana_stake_interface::{instruction as stake, state::Authorized, state::Lockup};
use solana_system_interface::instruction as system;
use sources::programs;
use spl_stake_pool::{
    find_stake_program_address, find_transient_stake_program_address, find_withdraw_authority_program_address,
    instruction,
    state::{Fee, StakePool, ValidatorList},
};
use spl_token_interface::instruction as token;

/// A pool with room for one validator. Whoever pays manages it, stakes for it and holds its tokens.
pub struct Pool {
    /// The program, at one of the addresses that the oracle knows.
    pub program: Pubkey,
    /// The pool.
    pub address: Keypair,
    /// Its validators.
    pub validator_list: Keypair,
    /// Its undelegated SOL, a stake account.
    pub reserve: Keypair,
    /// Its token.
    pub mint: Keypair,
    /// The payer's tokens.
    pub tokens: Keypair,
    /// The manager's fees, in tokens.
    pub fees: Keypair,
}

/// Data of a mint, a token account and a stake account.
const MINT_LEN: u64 = 82;
const TOKENS_LEN: u64 = 165;
const STAKE_LEN: u64 = 200;
/// Data of the list: its header of 9 bytes and one validator's 73.
const LIST_LEN: u64 = 9 + 73;
/// As on mainnet: 611 bytes.
const POOL_LEN: u64 = 611;
/// Seed of the transient stake account, which only one at a time may use.
const TRANSIENT_SEED: u64 = 1;

fn rent(len: u64) -> u64 {
    (len + 128) * 6_960
}

impl Pool {
    /// New keys.
    pub fn new() -> Self {
        let [address, validator_list, reserve, mint, tokens, fees] = core::array::from_fn(|_| Keypair::new());
        Self { program: programs::STAKE_POOL.into(), address, validator_list, reserve, mint, tokens, fees }
    }

    /// The derived address that holds the pool's stake and mints its token.
    pub fn authority(&self) -> Pubkey {
        find_withdraw_authority_program_address(&self.program, &self.address.pubkey()).0
    }

    /// The stake account at `vote`.
    pub fn stake_at(&self, vote: &Pubkey) -> Pubkey {
        find_stake_program_address(&self.program, vote, &self.address.pubkey(), None).0
    }

    /// The stake account in which stake on its way to `vote` warms up.
    pub fn transient_at(&self, vote: &Pubkey) -> Pubkey {
        find_transient_stake_program_address(&self.program, vote, &self.address.pubkey(), TRANSIENT_SEED).0
    }

    /// Makes the reserve, the mint and the payer's two token accounts; signed by their keys.
    pub fn open_tokens(&self, payer: Pubkey) -> (Vec<Instruction>, Vec<&Keypair>) {
        let program = programs::TOKEN.into();
        let mint = self.mint.pubkey();
        let mut all = vec![
            system::create_account(&payer, &mint, rent(MINT_LEN), MINT_LEN, &program),
            token::initialize_mint2(&program, &mint, &self.authority(), None, 9).expect("a token program"),
        ];
        for account in [&self.tokens, &self.fees] {
            all.push(system::create_account(&payer, &account.pubkey(), rent(TOKENS_LEN), TOKENS_LEN, &program));
            let init = token::initialize_account3(&program, &account.pubkey(), &mint, &payer);
            all.push(init.expect("a token program"));
        }
        (all, vec![&self.mint, &self.tokens, &self.fees])
    }

    /// Makes the pool: rewards pay `epoch_fee`, withdrawals pay `withdrawal_fee`, deposits nothing.
    pub fn create(&self, payer: Pubkey, epoch_fee: Fee, withdrawal_fee: Fee) -> (Vec<Instruction>, Vec<&Keypair>) {
        let (address, list, reserve) = (self.address.pubkey(), self.validator_list.pubkey(), self.reserve.pubkey());
        let authorized = Authorized { staker: self.authority(), withdrawer: self.authority() };
        let account =
            |key: &Pubkey, len: u64, owner: &Pubkey| system::create_account(&payer, key, rent(len), len, owner);
        let all = vec![
            account(&reserve, STAKE_LEN, &programs::STAKE.into()),
            stake::initialize(&reserve, &authorized, &Lockup::default()),
            account(&list, LIST_LEN, &self.program),
            account(&address, POOL_LEN, &self.program),
            instruction::initialize(
                &self.program,
                &address,
                &payer,
                &payer,
                &self.authority(),
                &list,
                &reserve,
                &self.mint.pubkey(),
                &self.fees.pubkey(),
                &programs::TOKEN.into(),
                None,
                epoch_fee,
                withdrawal_fee,
                Fee::default(),
                0,
                1,
            ),
        ];
        (all, vec![&self.address, &self.validator_list, &self.reserve])
    }

    /// Deposits `lamports` for tokens.
    pub fn deposit(&self, payer: Pubkey, lamports: u64) -> Instruction {
        instruction::deposit_sol(
            &self.program,
            &self.address.pubkey(),
            &self.authority(),
            &self.reserve.pubkey(),
            &payer,
            &self.tokens.pubkey(),
            &self.fees.pubkey(),
            &self.fees.pubkey(),
            &self.mint.pubkey(),
            &programs::TOKEN.into(),
            lamports,
        )
    }

    /// Burns `tokens` for SOL from the reserve, sent to `payer`.
    pub fn withdraw(&self, payer: Pubkey, tokens: u64) -> Instruction {
        instruction::withdraw_sol(
            &self.program,
            &self.address.pubkey(),
            &self.authority(),
            &payer,
            &self.tokens.pubkey(),
            &self.reserve.pubkey(),
            &payer,
            &self.fees.pubkey(),
            &self.mint.pubkey(),
            &programs::TOKEN.into(),
            tokens,
        )
    }

    /// Takes a validator into the list.
    pub fn add_validator(&self, staker: Pubkey, vote: &Pubkey) -> Instruction {
        instruction::add_validator_to_pool(
            &self.program,
            &self.address.pubkey(),
            &staker,
            &self.reserve.pubkey(),
            &self.authority(),
            &self.validator_list.pubkey(),
            &self.stake_at(vote),
            vote,
            None,
        )
    }

    /// Delegates `lamports` of the reserve to a validator.
    pub fn delegate(&self, staker: Pubkey, vote: &Pubkey, lamports: u64) -> Instruction {
        instruction::increase_validator_stake(
            &self.program,
            &self.address.pubkey(),
            &staker,
            &self.authority(),
            &self.validator_list.pubkey(),
            &self.reserve.pubkey(),
            &self.transient_at(vote),
            &self.stake_at(vote),
            vote,
            lamports,
            TRANSIENT_SEED,
        )
    }

    /// Counts everything anew, as anybody may: the validators' stake, then the pool.
    pub fn update(&self, pool: &StakePool, list: &ValidatorList) -> Vec<Instruction> {
        let (mut all, last) = instruction::update_stake_pool(&self.program, pool, list, &self.address.pubkey(), false);
        all.extend(last);
        all
    }

    /// Sends lamports to the reserve without a deposit.
    pub fn donate(&self, payer: Pubkey, lamports: u64) -> Instruction {
        system::transfer(&payer, &self.reserve.pubkey(), lamports)
    }
}

impl Default for Pool {
    fn default() -> Self {
        Self::new()
    }
}
