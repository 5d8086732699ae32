//! The pool's whole instructions on the host, by its entrypoint, with price accounts of the reader's builder.

use std::collections::BTreeMap;

use anchor_lang::prelude::*;
use anchor_lang::solana_program::entrypoint::SUCCESS;
use anchor_lang::{InstructionData, Space};
use outside_amm_anchor::{entry, instruction, AmmError, Pool, Provision, ID};
use price_reader::anchor::PriceAccount;
use price_reader::builder::PriceBuilder;
use price_reader::{HaltCause, Level, Price, ReadError, Swap, PROGRAM_ID};
use solana_sysvar::program_stubs::{set_syscall_stubs, SyscallStubs};

const NOW: i64 = 1_760_000_000;
const FEED: [u8; 32] = [7; 32];
const ONE: u64 = 1_000_000_000;
const POOL: Pubkey = Pubkey::new_from_array([1; 32]);
const PROVISION: Pubkey = Pubkey::new_from_array([2; 32]);
const OWNER: Pubkey = Pubkey::new_from_array([3; 32]);
const PRICE: Pubkey = Pubkey::new_from_array([4; 32]);
const USUAL: u16 = 5;

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

impl Ledger {
    /// A pool of a thousand of each, all of one provider.
    fn new() -> Self {
        set_syscall_stubs(Box::new(Runtime));
        let room = |space: usize| (ID, vec![0; 8 + space]);
        let mut ledger = Self(BTreeMap::from([
            (POOL, room(Pool::INIT_SPACE)),
            (PROVISION, room(Provision::INIT_SPACE)),
            (OWNER, (Pubkey::default(), Vec::new())),
        ]));
        ledger.publish(fresh());
        let create = instruction::CreatePool { feed: FEED.into(), usual_bps: USUAL };
        ledger.run(&[POOL, PRICE], create).unwrap();
        ledger.run(&[POOL, PROVISION, OWNER], instruction::OpenProvision {}).unwrap();
        let add = instruction::AddLiquidity { shares: 1_000 * ONE, first: [1_000 * ONE; 2] };
        ledger.run(&[POOL, PROVISION, OWNER], add).unwrap();
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
                AccountInfo::new(key, *key == OWNER, true, Box::leak(Box::new(ONE)), data.leak(), owner, false)
            })
            .collect::<Vec<_>>()
            .leak();
        entry(&ID, infos, instruction.data().leak())?;
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

    /// What one token buys now.
    fn sell(&mut self) -> Result<u64> {
        let before = self.pool().reserves;
        self.run(&[POOL, PRICE], instruction::Swap { from: 0, amount: ONE, least: 0 })?;
        Ok(before[1] - self.pool().reserves[1])
    }

    fn leave(&mut self, shares: u64) -> Result<()> {
        self.run(&[POOL, PROVISION, OWNER], instruction::RemoveLiquidity { shares })
    }

    fn pool(&self) -> Pool {
        Pool::try_deserialize(&mut &self.0[&POOL].1[..]).unwrap()
    }
}

fn fresh() -> PriceBuilder {
    PriceBuilder::new(NOW).feed(FEED)
}

fn number(result: Result<u64>) -> u32 {
    match ProgramError::from(result.expect_err("refused")) {
        ProgramError::Custom(number) => number,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_swap_on_a_quiet_day() {
    // Less five basis points, on a curve of a thousand.
    assert_eq!(Ledger::new().sell().unwrap(), 998_501_997);
}

#[test]
fn caution_widens_the_fee_by_what_the_oracle_says() {
    let mut ledger = Ledger::new();
    let price = fresh().level(Level::Caution, HaltCause::NONE).spot(980_000_000_000);
    let bytes = price.clone().build();
    let Swap::Widen { least } = Price::read(&bytes, &PROGRAM_ID, &FEED, NOW).unwrap().swap() else { panic!() };
    assert!(least.get() > 200, "{least:?}");
    ledger.publish(price);
    let kept = ONE * u64::from(10_000 - USUAL - least.get()) / 10_000;
    let expected = u128::from(1_000 * ONE) * u128::from(kept) / u128::from(1_000 * ONE + kept);
    assert_eq!(u128::from(ledger.sell().unwrap()), expected);
}

#[test]
fn whoever_wants_to_leave_leaves_whatever_the_oracle_says() {
    let mut ledger = Ledger::new();
    ledger.publish(fresh().level(Level::Depegged, HaltCause::NONE));
    assert_eq!(number(ledger.sell()), u32::from(AmmError::Paused));
    ledger.leave(500 * ONE).unwrap();
    ledger.0.remove(&PRICE);
    assert!(ledger.sell().is_err());
    ledger.leave(500 * ONE).unwrap();
    assert_eq!(number(ledger.leave(1).map(|()| 0)), u32::from(AmmError::MoreThanThere));
    assert_eq!((ledger.pool().reserves, ledger.pool().shares), ([0; 2], 0));
}

#[test]
fn strangers_and_old_prices_stop_swaps() {
    let mut ledger = Ledger::new();
    ledger.publish(fresh().feed([8; 32]));
    assert_eq!(number(ledger.sell()), ReadError::WrongFeed { found: [8; 32] }.code());
    ledger.publish(fresh().published_at(NOW - 61));
    assert_eq!(number(ledger.sell()), u32::from(AmmError::Paused));
}

#[test]
fn who_comes_later_pays_no_less_than_his_part() {
    let mut ledger = Ledger::new();
    ledger.sell().unwrap();
    let before = ledger.pool();
    let add = instruction::AddLiquidity { shares: 1, first: [0; 2] };
    ledger.run(&[POOL, PROVISION, OWNER], add).unwrap();
    ledger.leave(1).unwrap();
    let after = ledger.pool();
    assert!(after.reserves.iter().zip(before.reserves).all(|(after, before)| *after >= before));
}

#[test]
fn the_account_type_names_the_record() {
    assert_eq!(PriceAccount::DISCRIMINATOR, price_reader::layout::DISCRIMINATOR);
}
