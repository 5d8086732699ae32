//! The lender's whole instructions on the host, with price accounts of the reader's builder; and the guide's code for
//! who reads off chain.

use outside_lender_native::{instruction, process_instruction, LenderError, Loan};
use price_reader::builder::PriceBuilder;
use price_reader::permit::Borrow;
use price_reader::{Action, Denied, HaltCause, Level, Price, ReadError, PROGRAM_ID};
use solana_program::account_info::AccountInfo;
use solana_program::clock::Clock;
use solana_program::entrypoint::SUCCESS;
use solana_program::program_error::ProgramError;
use solana_program::program_stubs::{set_syscall_stubs, SyscallStubs};
use solana_program::pubkey::Pubkey;

const NOW: i64 = 1_760_000_000;
const FEED: [u8; 32] = [7; 32];
const ONE: u64 = 1_000_000_000;
const ID: Pubkey = Pubkey::new_from_array([9; 32]);
const BORROWER: Pubkey = Pubkey::new_from_array([3; 32]);
const PRICE: Pubkey = Pubkey::new_from_array([4; 32]);

struct Runtime;

impl SyscallStubs for Runtime {
    fn sol_get_clock_sysvar(&self, to: *mut u8) -> u64 {
        // SAFETY: the caller gives room for a clock.
        unsafe { to.cast::<Clock>().write_unaligned(Clock { unix_timestamp: NOW, ..Clock::default() }) };
        SUCCESS
    }
}

/// A loan's account and the oracle's.
struct Bank {
    loan: Vec<u8>,
    price: Vec<u8>,
    price_at: Pubkey,
    price_owner: Pubkey,
}

impl Bank {
    /// Ten tokens deposited, nothing owed.
    fn new() -> Self {
        set_syscall_stubs(Box::new(Runtime));
        let (price, price_owner) = (fresh().build().to_vec(), Pubkey::new_from_array(PROGRAM_ID));
        let mut bank = Self { loan: vec![0; Loan::LEN], price, price_at: PRICE, price_owner };
        let arguments = [&[instruction::OPEN][..], PRICE.as_ref(), &FEED, &(10 * ONE).to_le_bytes()].concat();
        bank.run(&arguments, true).unwrap();
        bank
    }

    fn run(&mut self, data: &[u8], signed: bool) -> Result<(), ProgramError> {
        let Self { price_at, price_owner, .. } = *self;
        let (mut loan, mut lamports) = (self.loan.clone(), [ONE; 3]);
        let [first, second, third] = &mut lamports;
        let (loan_at, nobody) = (Pubkey::new_from_array([1; 32]), Pubkey::default());
        let borrower = AccountInfo::new(&BORROWER, signed, false, second, &mut [], &nobody, false, 0);
        let price = AccountInfo::new(&price_at, false, false, third, &mut self.price, &price_owner, false, 0);
        let state = AccountInfo::new(&loan_at, false, true, first, &mut loan, &ID, false, 0);
        let accounts: &[AccountInfo] = match data[0] {
            instruction::OPEN => &[state, borrower],
            instruction::BORROW => &[state, borrower, price],
            instruction::LIQUIDATE => &[state, price],
            _ => &[state],
        };
        process_instruction(&ID, accounts, data)?;
        self.loan = loan;
        Ok(())
    }

    fn act(&mut self, which: u8, lamports: u64) -> Result<(), ProgramError> {
        self.run(&[&[which][..], &lamports.to_le_bytes()].concat(), which == instruction::BORROW)
    }

    fn publish(&mut self, price: PriceBuilder) {
        self.price = price.build().to_vec();
    }

    /// What is deposited and owed.
    fn amounts(&mut self) -> (u64, u64) {
        let (key, mut lamports) = (Pubkey::default(), 0);
        let account = AccountInfo::new(&key, false, false, &mut lamports, &mut self.loan, &ID, false, 0);
        let loan = Loan::read(&ID, &account).unwrap();
        (loan.deposited, loan.owed)
    }
}

fn fresh() -> PriceBuilder {
    PriceBuilder::new(NOW).feed(FEED)
}

fn read(error: ReadError) -> Result<(), ProgramError> {
    Err(ProgramError::Custom(error.code()))
}

#[test]
fn a_loan_and_back() {
    let mut bank = Bank::new();
    let limit = 7_992_000_000;
    assert_eq!(bank.act(instruction::BORROW, limit + 1), Err(LenderError::BeyondLimit.into()));
    bank.act(instruction::BORROW, limit).unwrap();
    assert_eq!(bank.act(instruction::LIQUIDATE, limit), Err(LenderError::Healthy.into()));
    bank.act(instruction::REPAY, limit).unwrap();
    assert_eq!(bank.amounts(), (10 * ONE, 0));
}

#[test]
fn nobody_borrows_for_another() {
    let mut bank = Bank::new();
    let data = [&[instruction::BORROW][..], &1_u64.to_le_bytes()].concat();
    assert_eq!(bank.run(&data, false), Err(ProgramError::MissingRequiredSignature));
}

#[test]
fn a_depeg_and_an_account_that_is_gone_stop_borrowing_and_no_repayment() {
    let mut bank = Bank::new();
    bank.act(instruction::BORROW, 5 * ONE).unwrap();
    bank.publish(fresh().level(Level::Depegged, HaltCause::NONE));
    let denied = Denied::Level { action: Action::Borrow, level: Level::Depegged, cause: HaltCause::NONE };
    assert_eq!(bank.act(instruction::BORROW, 1), read(denied.into()));
    bank.act(instruction::REPAY, ONE).unwrap();
    bank.price = Vec::new();
    assert_eq!(bank.act(instruction::BORROW, 1), read(ReadError::TooShort { found: 0 }));
    bank.act(instruction::REPAY, ONE).unwrap();
    assert_eq!(bank.amounts(), (10 * ONE, 3 * ONE));
}

#[test]
fn other_accounts_are_refused() {
    let mut bank = Bank::new();
    bank.publish(fresh().feed([8; 32]));
    assert_eq!(bank.act(instruction::BORROW, 1), read(ReadError::WrongFeed { found: [8; 32] }));
    bank.publish(fresh());
    bank.price_owner = Pubkey::default();
    assert_eq!(bank.act(instruction::BORROW, 1), read(ReadError::WrongOwner { found: [0; 32] }));
    bank.price_at = Pubkey::default();
    assert_eq!(bank.act(instruction::BORROW, 1), Err(LenderError::WrongPrice.into()));
}

#[test]
fn an_unhealthy_loan_is_liquidated() {
    let mut bank = Bank::new();
    bank.act(instruction::BORROW, 7 * ONE).unwrap();
    bank.publish(fresh().level(Level::Depegged, HaltCause::NONE).rates(800_000_000_000, 1_000_000_000));
    bank.act(instruction::LIQUIDATE, 7 * ONE).unwrap();
    let (deposited, owed) = bank.amounts();
    assert_eq!(owed, 3_500_000_000);
    assert!((5_390_000_000..5_410_000_000).contains(&deposited), "{deposited}");
}

/// As `docs/integration.md` reads off chain, with an account of these crates.
#[test]
fn off_chain_it_reads_an_account_of_these_crates() {
    let account = (fresh().build(), Pubkey::new_from_array(PROGRAM_ID));
    let price = Price::read(&account.0, &account.1.to_bytes(), &FEED, NOW).unwrap();
    assert!(Action::ALL.into_iter().all(|action| price.may(action)));
    assert_eq!(price.without_gate(Borrow).collateral_value(ONE), Ok(999_000_000));
}
