//! A table of one source, and its accounts.

use fair_value::{
    Now, Params, Reading,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use sources::{
    Account, Fault, Key, Role, SourceConfig, SourceKind, SourceTable, check, encode::TokenHolding, observe_source,
    programs,
};

/// The token under test; before wrapped SOL in byte order.
pub const TOKEN: Key = [5; 32];
/// The chain's time.
pub const NOW: i64 = 1_750_000_000;
/// Its slot.
pub const SLOT: u64 = 350_000_000;
/// Its epoch.
pub const EPOCH: u64 = 800;

/// One source.
#[derive(Clone)]
pub struct Case {
    /// How it is configured.
    pub table: SourceTable,
    /// Address, owner and data of its accounts.
    pub accounts: Vec<(Key, Key, Vec<u8>)>,
    /// The chain's time.
    pub now: Now,
}

impl Case {
    /// A source of `kind` whose accounts all belong to `program`; their addresses are made up.
    pub fn new(kind: SourceKind, program: Key, members: Vec<(Role, Vec<u8>)>) -> Self {
        let mut table = SourceTable { mint: TOKEN, source_count: 1, ..SourceTable::default() };
        table.account_count = members.len() as u8;
        table.sources[0] = SourceConfig {
            kind: kind as u8,
            accounts: members.len() as u8,
            token_decimals: 9,
            program,
            ..SourceConfig::default()
        };
        let mut accounts = Vec::new();
        for (at, (role, data)) in members.into_iter().enumerate() {
            let key = [0x30 + at as u8; 32];
            (table.roles[at], table.accounts[at]) = (role as u8, key);
            accounts.push((key, program, data));
        }
        let now = Now {
            time: UnixTime::new(NOW),
            slot: Slot::new(SLOT),
            epoch: Epoch::new(EPOCH),
            since_epoch_start: Seconds::new(100_000),
            rewards_active: false,
        };
        Self { table, accounts, now }
    }

    /// Its configuration.
    pub fn config(&mut self) -> &mut SourceConfig {
        &mut self.table.sources[0]
    }

    /// Gives an account another address.
    #[must_use]
    pub fn at(mut self, account: usize, key: Key) -> Self {
        self.table.accounts[account] = key;
        self.accounts[account].0 = key;
        self
    }

    /// Adds the pool's two token accounts at these addresses, each holding 2^50 base units.
    #[must_use]
    pub fn with_vaults(mut self, token: Key, token_vault: Key, sol_vault: Key) -> Self {
        for (role, key, mint) in
            [(Role::TokenVault, token_vault, token), (Role::SolVault, sol_vault, programs::WRAPPED_SOL)]
        {
            let at = self.accounts.len();
            (self.table.roles[at], self.table.accounts[at]) = (role as u8, key);
            let data = TokenHolding { mint, amount: 1 << 50, ..TokenHolding::default() }.encode();
            self.accounts.push((key, programs::TOKEN, data));
        }
        self.table.account_count = self.accounts.len() as u8;
        self.table.sources[0].accounts = self.table.account_count;
        self
    }

    /// The same source with other data in one account.
    #[must_use]
    pub fn with(mut self, account: usize, data: Vec<u8>) -> Self {
        self.accounts[account].2 = data;
        self
    }

    /// What the source makes of its accounts.
    ///
    /// # Errors
    /// The source's.
    pub fn read(&self) -> Result<Reading, Fault> {
        let view = |(key, owner, data)| Account { key, owner, lamports: 1, data };
        let views: Vec<_> =
            self.accounts.iter().map(|(key, owner, data)| view((key, owner, data.as_slice()))).collect();
        observe_source(&self.table, 0, &views, &self.now, &Params::default())
    }

    /// Reads account 0 as it is and as `retold`; both must come to the same. Returns it.
    ///
    /// # Panics
    /// When they differ.
    pub fn agree(&self, retold: Vec<u8>) -> Result<Reading, Fault> {
        let (read, again) = (self.read(), self.clone().with(0, retold).read());
        assert_eq!(read, again, "the account as it is, and as its own SDK decodes it");
        read
    }

    /// Whether the table could be configured: otherwise a test would compare faults only.
    pub fn is_valid(&self) -> bool {
        !matches!(check(&self.table), Err(error) if error.name() != "NoNav")
    }
}
