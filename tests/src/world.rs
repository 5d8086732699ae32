//! A virtual machine with the program in it.

use std::{cell::Cell, collections::BTreeMap};

use agave_feature_set::FeatureSet;
use anchor_lang::{AnchorDeserialize, Discriminator};
use base64::{Engine, prelude::BASE64_STANDARD};
use litesvm::{LiteSVM, types::TransactionMetadata};
use solana_account::Account;
use solana_epoch_rewards::EpochRewards;
use solana_instruction::Instruction;
use solana_instruction_error::InstructionError;
use solana_keypair::Keypair;
use solana_message::Message;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;

use crate::{Time, bytecode};

/// The program's bytecode, mainnet's features, a payer, and a clock.
pub struct World {
    /// The machine.
    pub svm: LiteSVM,
    /// Pays, and is the authority of the feeds it opens.
    pub payer: Keypair,
    /// Those who sign wherever an instruction asks for it, besides the payer.
    pub others: Vec<Keypair>,
    time: Time,
}

/// A transaction that landed.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Compute units of the whole transaction.
    pub units: u64,
    /// What it logged.
    pub logs: Vec<String>,
    /// Return data of the last instruction that set any.
    pub returned: Vec<u8>,
    /// Bytes of the transaction on the wire.
    pub size: usize,
}

impl Receipt {
    /// The first event of type `E` that was logged.
    pub fn event<E: AnchorDeserialize + Discriminator>(&self) -> Option<E> {
        let logged = self.logs.iter().filter_map(|line| line.strip_prefix("Program data: "));
        logged.filter_map(|text| BASE64_STANDARD.decode(text).ok()).find_map(|bytes| {
            let mut content = bytes.strip_prefix(E::DISCRIMINATOR)?;
            E::deserialize(&mut content).ok().filter(|_| content.is_empty())
        })
    }

    /// The return data as a value.
    pub fn value<T: AnchorDeserialize>(&self) -> T {
        T::try_from_slice(&self.returned).expect("return data of the expected type")
    }
}

/// A transaction that did not.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Why.
    pub error: TransactionError,
    /// What it logged.
    pub logs: Vec<String>,
}

impl Failure {
    /// Whether the program broke off without an error of its own: a panic, an access out of bounds, no compute units left.
    pub fn is_crash(&self) -> bool {
        use InstructionError::{ComputationalBudgetExceeded, ProgramFailedToComplete};
        matches!(
            self.error,
            TransactionError::InstructionError(_, ProgramFailedToComplete | ComputationalBudgetExceeded)
        )
    }

    /// The program's own error number, if it was one.
    pub fn code(&self) -> Option<u32> {
        match self.error {
            TransactionError::InstructionError(_, InstructionError::Custom(code)) => Some(code),
            _ => None,
        }
    }
}

thread_local! {
    static AHEAD: Cell<bool> = const { Cell::new(false) };
}

/// Runs `test` in machines ahead of mainnet: with every feature there is, and rent that knows no years (SIMD-0194).
pub fn ahead<T>(test: impl FnOnce() -> T) -> T {
    AHEAD.set(true);
    let result = test();
    AHEAD.set(false);
    result
}

fn machine_ahead() -> LiteSVM {
    LiteSVM::default()
        .with_feature_set(FeatureSet::all_enabled())
        .with_builtins()
        .with_lamports(2_000_000_000_000_000)
        .with_sysvars()
        .with_default_programs()
        .with_sigverify(true)
        .with_blockhash_check(true)
}

impl World {
    /// A fresh machine at [`Time::START`].
    pub fn new() -> Self {
        let mut svm = if AHEAD.get() { machine_ahead() } else { LiteSVM::new().with_mainnet_features() };
        svm.add_program(glowsol_oracle::ID, &bytecode::load("glowsol_oracle")).expect("the bytecode loads");
        let payer = Keypair::new();
        svm.airdrop(&payer.pubkey(), 1_000_000_000_000).expect("funding the payer");
        let mut world = Self { svm, payer, others: Vec::new(), time: Time::START };
        world.at(Time::START);
        world
    }

    /// Where the chain stands.
    pub fn time(&self) -> Time {
        self.time
    }

    /// Moves the chain there, forward or not.
    pub fn at(&mut self, time: Time) {
        self.time = time;
        self.svm.set_sysvar(&time.sysvar());
        self.svm.set_sysvar(&EpochRewards { active: time.rewards_active, ..EpochRewards::default() });
    }

    /// Lets `seconds` pass.
    pub fn pass(&mut self, seconds: i64) {
        self.at(self.time.after(seconds));
    }

    /// Puts an account there.
    pub fn put(&mut self, key: Pubkey, account: Account) {
        self.svm.set_account(key, account).expect("setting an account");
    }

    /// Changes an account that is there.
    pub fn edit(&mut self, key: Pubkey, change: impl FnOnce(&mut Account)) {
        let mut account = self.svm.get_account(&key).expect("an account to edit");
        change(&mut account);
        self.put(key, account);
    }

    /// The data of an account; empty without one.
    pub fn data(&self, key: &Pubkey) -> Vec<u8> {
        self.svm.get_account(key).map(|account| account.data).unwrap_or_default()
    }

    /// Every account of the program, for comparing before and after.
    pub fn program_state(&self) -> BTreeMap<Pubkey, Account> {
        self.svm.get_program_accounts(&glowsol_oracle::ID).into_iter().collect()
    }

    /// Sends one instruction, signed by the payer.
    ///
    /// # Errors
    /// The transaction's.
    pub fn send(&mut self, instruction: Instruction) -> Result<Receipt, Failure> {
        self.send_all(&[instruction], &[])
    }

    /// Sends one instruction that `stranger` pays for: the payer signs only where the instruction says so.
    ///
    /// # Errors
    /// The transaction's.
    pub fn send_by(&mut self, stranger: &Keypair, instruction: Instruction) -> Result<Receipt, Failure> {
        let payer = core::mem::replace(&mut self.payer, stranger.insecure_clone());
        let signs = instruction.accounts.iter().any(|meta| meta.is_signer && meta.pubkey == payer.pubkey());
        let signers: &[_] = &[&payer];
        let result = self.send_all(&[instruction], if signs { signers } else { &[] });
        self.payer = payer;
        result
    }

    /// Sends instructions as one transaction, signed by the payer and `signers`.
    ///
    /// # Errors
    /// The transaction's.
    pub fn send_all(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<Receipt, Failure> {
        // A blockhash of its own, so that the same instruction twice is two transactions.
        self.svm.expire_blockhash();
        let message =
            Message::new_with_blockhash(instructions, Some(&self.payer.pubkey()), &self.svm.latest_blockhash());
        let mut all = vec![&self.payer];
        all.extend(signers);
        let known: Vec<_> = all.iter().map(|signer| signer.pubkey()).collect();
        let asked = |key: Pubkey| message.signer_keys().contains(&&key) && !known.contains(&key);
        all.extend(self.others.iter().filter(|other| asked(other.pubkey())));
        let transaction = Transaction::new(&all, message.clone(), self.svm.latest_blockhash());
        let size = 1 + 64 * all.len() + message.serialize().len();
        match self.svm.send_transaction(transaction) {
            Ok(TransactionMetadata { logs, compute_units_consumed, return_data, .. }) => {
                Ok(Receipt { units: compute_units_consumed, logs, returned: return_data.data, size })
            }
            Err(failed) => Err(Failure { error: failed.err, logs: failed.meta.logs }),
        }
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}
