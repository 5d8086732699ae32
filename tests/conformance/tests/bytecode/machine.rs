//! A virtual machine with the conformance program in it.

use std::path::Path;

use conformance::Request;
use litesvm::LiteSVM;
use litesvm::types::{FailedTransactionMetadata, TransactionMetadata};
use solana_account::Account;
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_instruction::{AccountMeta, Instruction};
use solana_keypair::Keypair;
use solana_message::Message;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use solana_transaction::Transaction;

/// Compute units of a transaction: the most the chain allows.
const COMPUTE_UNITS: u32 = 1_400_000;

/// Where `toolchain/build conformance` leaves the program.
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/deploy/conformance.so");

/// What became of a request.
pub type Outcome = Result<TransactionMetadata, Box<FailedTransactionMetadata>>;

pub struct Machine {
    svm: LiteSVM,
    pub payer: Keypair,
    pub program: Pubkey,
}

impl Machine {
    /// A machine with the program loaded and a payer with 1000 SOL.
    pub fn new() -> Self {
        let mut svm = LiteSVM::new().with_mainnet_features();
        let program = Pubkey::new_unique();
        assert!(
            Path::new(PROGRAM).exists(),
            "target/deploy/conformance.so is missing: build it with `toolchain/install && toolchain/build conformance`"
        );
        svm.add_program_from_file(program, PROGRAM).expect("the machine loads and verifies the program");
        let payer = Keypair::new();
        svm.airdrop(&payer.pubkey(), 1_000_000_000_000).expect("the payer is funded");
        Self { svm, payer, program }
    }

    /// Creates or replaces an account of the program's.
    pub fn put(&mut self, address: Pubkey, data: Vec<u8>) {
        let lamports = self.svm.minimum_balance_for_rent_exemption(data.len());
        self.svm
            .set_account(
                address,
                Account { lamports, data, owner: self.program, executable: false, rent_epoch: u64::MAX },
            )
            .expect("an ordinary account is accepted");
    }

    /// Gives an address lamports and nothing else.
    pub fn fund(&mut self, address: Pubkey, lamports: u64) {
        self.svm
            .set_account(address, Account { lamports, ..Account::default() })
            .expect("an ordinary account is accepted");
    }

    pub fn data(&self, address: &Pubkey) -> Vec<u8> {
        self.svm.get_account(address).expect("the account exists").data
    }

    pub fn lamports(&self, address: &Pubkey) -> u64 {
        self.svm.get_balance(address).unwrap_or_default()
    }

    /// Sends one request in a transaction of its own. It is the second instruction, after the one that sets the compute limit.
    pub fn send(&mut self, request: Request, rest: &[u8], accounts: Vec<AccountMeta>) -> Outcome {
        let data = [&[request as u8], rest].concat();
        let instructions = [
            ComputeBudgetInstruction::set_compute_unit_limit(COMPUTE_UNITS),
            Instruction { program_id: self.program, accounts, data },
        ];
        // Two transactions that ask for the same would be one.
        self.svm.expire_blockhash();
        let message = Message::new(&instructions, Some(&self.payer.pubkey()));
        self.svm
            .send_transaction(Transaction::new(&[&self.payer], message, self.svm.latest_blockhash()))
            .map_err(Box::new)
    }

    /// Whether the program's arithmetic is `sbf-runtime`'s.
    pub fn has_own_runtime(&mut self) -> bool {
        let done = self.send(Request::Runtime, &[], vec![]).expect("the request takes nothing");
        done.return_data.data == [1]
    }

    /// Runs a request that reads one account and writes another; returns what it wrote and the compute units it took.
    pub fn transform(&mut self, request: Request, rest: &[u8], input: Vec<u8>, output: Vec<u8>) -> (Vec<u8>, u64) {
        let (from, to) = (Pubkey::new_from_array([1; 32]), Pubkey::new_from_array([2; 32]));
        self.put(from, input);
        self.put(to, output);
        let accounts = vec![AccountMeta::new_readonly(from, false), AccountMeta::new(to, false)];
        match self.send(request, rest, accounts) {
            Ok(done) => (self.data(&to), done.compute_units_consumed),
            Err(failed) => panic!("{request:?} {rest:?} failed: {:?}\n{}", failed.err, failed.meta.logs.join("\n")),
        }
    }
}
