//! What the tests of all sources share: a case that reads well, ways to damage it, and real accounts.

#![allow(dead_code, reason = "each test target uses its part")]

pub mod bad;
pub mod exact;
pub mod fixture;

use fair_value::{
    Now, Params,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use sources::{Account, Fault, Key, Role, SourceConfig, SourceKind, SourceTable, observe_source};

/// The token under test.
pub const TOKEN: Key = [7; 32];
/// The same where it has to come before wrapped SOL: Orca and Raydium keep a pool's mints in byte order.
pub const EARLY_TOKEN: Key = [5; 32];
/// Its chain's time.
pub const NOW: i64 = 1_750_000_000;
pub const SLOT: u64 = 350_000_000;
pub const EPOCH: u64 = 800;

/// An account that owns its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owned {
    pub key: Key,
    pub owner: Key,
    pub lamports: u64,
    pub data: Vec<u8>,
}

impl Owned {
    pub fn new(key: Key, owner: Key, data: Vec<u8>) -> Self {
        Self { key, owner, lamports: 1_000_000, data }
    }

    pub fn view(&self) -> Account<'_> {
        Account { key: &self.key, owner: &self.owner, lamports: self.lamports, data: &self.data }
    }

    /// As the runtime shows an address at which nothing exists.
    pub fn close(&mut self) {
        (self.owner, self.lamports, self.data) = ([0; 32], 0, Vec::new());
    }
}

/// A table of one source with its accounts.
#[derive(Clone, Debug)]
pub struct Case {
    pub table: SourceTable,
    pub accounts: Vec<Owned>,
    pub now: Now,
    pub params: Params,
}

impl Case {
    pub fn new(kind: SourceKind, program: Key, accounts: Vec<(Role, Owned)>) -> Self {
        let mut table = empty_table();
        table.sources[0] = SourceConfig {
            kind: kind as u8,
            accounts: accounts.len() as u8,
            token_decimals: 9,
            program,
            ..SourceConfig::default()
        };
        table.source_count = 1;
        table.account_count = accounts.len() as u8;
        for (at, (role, account)) in accounts.iter().enumerate() {
            table.roles[at] = *role as u8;
            table.accounts[at] = account.key;
        }
        Self {
            table,
            accounts: accounts.into_iter().map(|(_, account)| account).collect(),
            now: now(),
            params: params(),
        }
    }

    pub fn config(&mut self) -> &mut SourceConfig {
        &mut self.table.sources[0]
    }

    pub fn read(&self) -> Result<fair_value::Reading, Fault> {
        let views: Vec<_> = self.accounts.iter().map(Owned::view).collect();
        observe_source(&self.table, 0, &views, &self.now, &self.params)
    }

    /// The name of the fault, or of its absence.
    pub fn verdict(&self) -> &'static str {
        match self.read() {
            Ok(_) => "reads",
            Err(fault) => fault.name(),
        }
    }
}

pub fn now() -> Now {
    Now {
        time: UnixTime::new(NOW),
        slot: Slot::new(SLOT),
        epoch: Epoch::new(EPOCH),
        since_epoch_start: Seconds::new(100_000),
        rewards_active: false,
    }
}

/// Those of a feed whose quotes may be five seconds ahead.
pub fn params() -> Params {
    Params { clock_tolerance: Seconds::new(5), ..Params::default() }
}

pub fn empty_table() -> SourceTable {
    SourceTable { mint: TOKEN, ..SourceTable::default() }
}

/// An address made of one repeated byte.
pub const fn key(byte: u8) -> Key {
    [byte; 32]
}
