//! The lender's whole instructions on the host, by its entrypoint, with price accounts of the reader's builder.

use std::collections::BTreeMap;

use anchor_lang::prelude::*;
use anchor_lang::solana_program::entrypoint::SUCCESS;
use anchor_lang::solana_program::program_stubs::{set_syscall_stubs, SyscallStubs};
use anchor_lang::{Discriminator, InstructionData, Space};
use outside_lender_anchor::{entry, instruction, LenderError, Position, PriceAccount, Reserve, Risk, ID};
use price_reader::builder::PriceBuilder;
use price_reader::{Action, Denied, HaltCause, Level, ReadError, PROGRAM_ID};

const NOW: i64 = 1_760_000_000;
const FEED: [u8; 32] = [7; 32];
const ONE: u64 = 1_000_000_000;
const RISK: Risk = Risk { ltv: 8_000, threshold: 8_500, bonus: 500, close_factor: 5_000, dust: 0 };

/// What the program asks the runtime for.
struct Runtime;

impl SyscallStubs for Runtime {
    fn sol_get_clock_sysvar(&self, to: *mut u8) -> u64 {
        // SAFETY: the caller gives room for a clock.
        unsafe { to.cast::<Clock>().write_unaligned(Clock { unix_timestamp: NOW, ..Clock::default() }) };
        SUCCESS
    }

    fn sol_get_rent_sysvar(&self, to: *mut u8) -> u64 {
        // SAFETY: the caller gives room for the rent.
        unsafe { to.cast::<Rent>().write_unaligned(Rent::default()) };
        SUCCESS
    }
}

/// Accounts by address: their owner and data.
struct Ledger(BTreeMap<Pubkey, (Pubkey, Vec<u8>)>);

const RESERVE: Pubkey = Pubkey::new_from_array([1; 32]);
const POSITION: Pubkey = Pubkey::new_from_array([2; 32]);
const OWNER: Pubkey = Pubkey::new_from_array([3; 32]);
const PRICE: Pubkey = Pubkey::new_from_array([4; 32]);

impl Ledger {
    /// A reserve, and a position with ten tokens in it.
    fn new() -> Self {
        set_syscall_stubs(Box::new(Runtime));
        let room = |space: usize| (ID, vec![0; 8 + space]);
        let mut ledger = Self(BTreeMap::from([
            (RESERVE, room(Reserve::INIT_SPACE)),
            (POSITION, room(Position::INIT_SPACE)),
            (OWNER, (Pubkey::default(), Vec::new())),
        ]));
        ledger.publish(fresh());
        ledger.create(FEED).unwrap();
        ledger.run(&[RESERVE, POSITION, OWNER], instruction::OpenPosition {}).unwrap();
        ledger.deposit(10 * ONE).unwrap();
        ledger
    }

    /// Runs an instruction; as the runtime does, keeps what it wrote only if it succeeds.
    fn run(&mut self, addresses: &[Pubkey], instruction: impl InstructionData) -> Result<()> {
        // Anchor wants the lifetime of a whole transaction.
        let infos: &'static [AccountInfo<'static>] = addresses
            .iter()
            .map(|key| {
                let (owner, data) = self.0.get(key).cloned().unwrap_or((Pubkey::default(), Vec::new()));
                let [key, owner] = [*key, owner].map(|key| &*Box::leak(Box::new(key)));
                let lamports = Box::leak(Box::new(ONE));
                AccountInfo::new(key, *key == OWNER, true, lamports, data.leak(), owner, false, 0)
            })
            .collect::<Vec<_>>()
            .leak();
        entry(&ID, infos, &instruction.data())?;
        for info in infos {
            if let Some((_, data)) = self.0.get_mut(info.key) {
                *data = info.data.borrow().to_vec();
            }
        }
        Ok(())
    }

    fn publish(&mut self, price: PriceBuilder) {
        self.0.insert(PRICE, (Pubkey::new_from_array(PROGRAM_ID), price.build().to_vec()));
    }

    fn create(&mut self, feed: [u8; 32]) -> Result<()> {
        self.run(&[RESERVE, PRICE], instruction::CreateReserve { feed: feed.into(), risk: RISK })
    }

    fn deposit(&mut self, amount: u64) -> Result<()> {
        self.run(&[RESERVE, POSITION, OWNER, PRICE], instruction::Deposit { amount })
    }

    /// Anchor's way to leave out an optional account is the program's own address.
    fn deposit_without_price(&mut self, amount: u64) -> Result<()> {
        self.run(&[RESERVE, POSITION, OWNER, ID], instruction::Deposit { amount })
    }

    fn withdraw(&mut self, amount: u64) -> Result<()> {
        self.run(&[RESERVE, POSITION, OWNER, PRICE], instruction::Withdraw { amount })
    }

    fn borrow(&mut self, amount: u64) -> Result<()> {
        self.run(&[RESERVE, POSITION, OWNER, PRICE], instruction::Borrow { amount })
    }

    fn repay(&mut self, amount: u64) -> Result<()> {
        self.run(&[POSITION], instruction::Repay { amount })
    }

    fn liquidate(&mut self, repay: u64) -> Result<()> {
        self.run(&[RESERVE, POSITION, PRICE], instruction::Liquidate { repay })
    }

    fn position(&self) -> Position {
        Position::try_deserialize(&mut &self.0[&POSITION].1[..]).unwrap()
    }
}

fn fresh() -> PriceBuilder {
    PriceBuilder::new(NOW).feed(FEED)
}

fn number(result: Result<()>) -> u32 {
    match ProgramError::from(result.expect_err("refused")) {
        ProgramError::Custom(number) => number,
        other => panic!("{other:?}"),
    }
}

fn ours(error: LenderError) -> u32 {
    u32::from(error)
}

#[test]
fn a_loan_and_back() {
    let mut ledger = Ledger::new();
    // Ten tokens at one SOL less a tenth of a percent, at 80 %.
    let limit = 7_992_000_000;
    assert_eq!(number(ledger.borrow(limit + 1)), ours(LenderError::BeyondLimit));
    ledger.borrow(limit).unwrap();
    assert_eq!(number(ledger.withdraw(1)), ours(LenderError::BeyondLimit));
    assert_eq!(number(ledger.liquidate(limit)), ours(LenderError::Healthy));
    ledger.repay(limit / 2).unwrap();
    ledger.withdraw(ONE).unwrap();
    ledger.repay(limit / 2).unwrap();
    assert_eq!((ledger.position().deposited, ledger.position().owed), (9 * ONE, 0));
}

#[test]
fn no_new_debt_in_a_depeg_and_always_a_way_out() {
    let mut ledger = Ledger::new();
    ledger.borrow(5 * ONE).unwrap();
    let denied =
        |action| ReadError::from(Denied::Level { action, level: Level::Depegged, cause: HaltCause::NONE }).code();
    ledger.publish(fresh().level(Level::Depegged, HaltCause::NONE));
    assert_eq!(number(ledger.borrow(1)), denied(Action::Borrow));
    assert_eq!(number(ledger.withdraw(1)), denied(Action::Withdraw));
    ledger.deposit_without_price(ONE).unwrap();
    ledger.repay(5 * ONE).unwrap();
    ledger.publish(fresh().level(Level::Halted, HaltCause::GUARDIAN));
    ledger.withdraw(11 * ONE).unwrap();
    assert_eq!((ledger.position().deposited, ledger.position().owed), (0, 0));
}

#[test]
fn repaying_and_topping_up_need_no_readable_price() {
    let mut ledger = Ledger::new();
    ledger.borrow(5 * ONE).unwrap();
    ledger.0.insert(PRICE, (Pubkey::new_from_array(PROGRAM_ID), Vec::new()));
    ledger.deposit(ONE).unwrap();
    ledger.repay(ONE).unwrap();
    assert_eq!(number(ledger.liquidate(1)), ReadError::TooShort { found: 0 }.code());
    assert_eq!((ledger.position().deposited, ledger.position().owed), (11 * ONE, 4 * ONE));
}

#[test]
fn old_prices_and_other_feeds_are_refused() {
    let mut ledger = Ledger::new();
    for old in [fresh().published_at(NOW - 61), fresh().nav_time(NOW - 601)] {
        ledger.publish(old);
        let refused = number(ledger.borrow(1));
        assert!((0x5052_4300..0x5052_4400).contains(&refused), "{refused:#x}");
    }
    ledger.publish(fresh().feed([8; 32]));
    assert_eq!(number(ledger.borrow(1)), ReadError::WrongFeed { found: [8; 32] }.code());
    ledger.publish(fresh());
    let bytes = ledger.0[&PRICE].1.clone();
    ledger.0.insert(PRICE, (Pubkey::default(), bytes));
    assert_ne!(number(ledger.borrow(1)), 0);
    assert_eq!(ledger.position().owed, 0);
}

#[test]
fn a_reserve_is_opened_for_the_feed_that_was_chosen() {
    let mut ledger = Ledger::new();
    ledger.0.insert(RESERVE, (ID, vec![0; 8 + Reserve::INIT_SPACE]));
    assert_eq!(number(ledger.create([8; 32])), ReadError::WrongFeed { found: FEED }.code());
    assert_ne!(ledger.0[&RESERVE].1[..8], Reserve::DISCRIMINATOR[..]);
}

#[test]
fn an_unhealthy_position_is_liquidated_at_what_it_can_be_sold_for() {
    let mut ledger = Ledger::new();
    ledger.borrow(7 * ONE).unwrap();
    ledger.publish(fresh().level(Level::Depegged, HaltCause::NONE).rates(800_000_000_000, 1_000_000_000));
    ledger.liquidate(7 * ONE).unwrap();
    let Position { deposited, owed, .. } = ledger.position();
    // Half of the debt, for 5 % more than it in tokens of 0.8 SOL less the confidence.
    assert_eq!(owed, 3_500_000_000);
    assert!((5_390_000_000..5_410_000_000).contains(&deposited), "{deposited}");
}

#[test]
fn the_account_type_names_the_record() {
    assert_eq!(PriceAccount::DISCRIMINATOR, price_reader::layout::DISCRIMINATOR);
}
