//! A bank that runs the oracle and the stake-pool program as bytecode, over epochs of mainnet's length.

use borsh::BorshDeserialize;
use solana_account::{Account, AccountSharedData};
use solana_clock::Clock;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_program_test::{BanksClientError, ProgramTest, ProgramTestContext};
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use solana_transaction::Transaction;
use sources::programs;

use crate::{Time, bytecode};

/// Compute units that a transaction may use: as many as on mainnet when asked for.
const UNITS: u64 = 1_400_000;

/// The bank and its time. The bank's own slots take 6.4 ms; seconds pass here as told instead.
pub struct Bank {
    context: ProgramTestContext,
    unix: i64,
    epoch_start: i64,
}

impl Bank {
    /// A bank at the beginning of its first epoch of full length.
    ///
    /// # Panics
    /// When a program was not built.
    pub async fn start() -> Self {
        let path = bytecode::path("glowsol_oracle");
        bytecode::load("glowsol_oracle");
        bytecode::load("stake_pool");
        // SAFETY: set before the bank starts any thread of its own, always to the same value.
        unsafe { std::env::set_var("SBF_OUT_DIR", path.parent().expect("a folder")) };
        let mut test = ProgramTest::default();
        test.prefer_bpf(true);
        test.set_compute_max_units(UNITS);
        // Rewards under Tower BFT: Alpenglow's rules pay only validators that have registered a BLS key and bought their admission.
        test.deactivate_feature(agave_feature_set::validator_admission_ticket::ID);
        test.deactivate_feature(agave_feature_set::alpenglow::ID);
        test.add_program("glowsol_oracle", glowsol_oracle::ID, None);
        test.add_program("stake_pool", programs::STAKE_POOL.into(), None);
        let mut context = test.start_with_context().await;
        let first = context.genesis_config().epoch_schedule.first_normal_slot;
        context.warp_to_slot(first + 1).expect("a later slot");
        let mut bank = Self { context, unix: Time::START.unix, epoch_start: Time::START.unix };
        bank.set_clock().await;
        bank
    }

    /// Who pays, and has most of the SOL there is.
    pub fn payer(&self) -> Pubkey {
        self.context.payer.pubkey()
    }

    /// The clock, as the programs see it.
    pub async fn clock(&mut self) -> Clock {
        self.context.banks_client.get_sysvar().await.expect("the clock")
    }

    /// Sends instructions as one transaction, signed by the payer and `signers`.
    ///
    /// # Errors
    /// The transaction's.
    pub async fn send(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<(), BanksClientError> {
        let blockhash = self.context.get_new_latest_blockhash().await.expect("a blockhash");
        let payer = &self.context.payer;
        let mut all = vec![payer];
        all.extend(signers);
        let transaction = Transaction::new_signed_with_payer(instructions, Some(&payer.pubkey()), &all, blockhash);
        self.context.banks_client.process_transaction(transaction).await
    }

    /// An account that exists.
    pub async fn account(&mut self, key: &Pubkey) -> Account {
        self.context.banks_client.get_account(*key).await.expect("RPC").expect("an account")
    }

    /// An account's data as a value; what follows it is left alone.
    pub async fn value<T: BorshDeserialize>(&mut self, key: &Pubkey) -> T {
        let account = self.account(key).await;
        T::deserialize(&mut account.data.as_slice()).expect("data of this type")
    }

    /// Puts an account there, whatever the runtime would say.
    pub fn put(&mut self, key: Pubkey, account: Account) {
        self.context.set_account(&key, &AccountSharedData::from(account));
    }

    /// Lets `seconds` pass, and a slot.
    pub async fn pass(&mut self, seconds: i64) {
        self.unix += seconds;
        self.next_slot().await;
    }

    /// The first slot of the next epoch, two days after the last boundary: rewards are known but not paid yet.
    pub async fn next_epoch(&mut self) {
        let epoch = self.clock().await.epoch + 1;
        self.context.warp_to_epoch(epoch).expect("a later epoch");
        self.epoch_start += 2 * 86_400;
        self.unix = self.epoch_start;
        self.set_clock().await;
    }

    /// Votes as a validator would in an epoch, so that stake with it earns rewards at the next boundary.
    pub fn vote(&mut self, vote: &Pubkey) {
        self.context.increment_vote_account_credits(vote, 1_000);
    }

    async fn next_slot(&mut self) {
        let slot = self.clock().await.slot + 1;
        self.context.warp_to_slot(slot).expect("a later slot");
        self.set_clock().await;
    }

    async fn set_clock(&mut self) {
        let clock = self.clock().await;
        let (unix_timestamp, epoch_start_timestamp) = (self.unix, self.epoch_start);
        self.context.set_sysvar(&Clock { unix_timestamp, epoch_start_timestamp, ..clock });
    }
}
