//! A pool of either version that reads well: three members, 1.4 SOL per token.

use fair_value::{Now, units::Slot};
use sources::{
    SourceFault,
    encode::{InfListEntry, InfPoolAccount, InfYield, MintAccount, encode_list},
    programs,
    sanctum_inf::InfPool,
};

use crate::common::{Owned, SLOT, TOKEN, bad::Subject, key, now};

pub const TOTAL: u64 = 1_400_000_000_000_000;
pub const SUPPLY: u64 = 1_000_000_000_000_000;
pub const WITHHELD: u64 = 900_000_000_000;
pub const OWED: u64 = 70_000_000_000;
/// The program's default: half within 18 hours.
pub const SHARE: u64 = 39_328_803_111_936;
/// Half an hour of slots.
pub const BEHIND: u64 = 4_500;

/// The pool and its mint, at a time.
#[derive(Clone, Debug)]
pub struct Case {
    pub accounts: [Owned; 2],
    pub now: Now,
}

impl Case {
    pub fn with<T>(&self, use_it: impl FnOnce(InfPool<'_>) -> T) -> Result<T, SourceFault> {
        let [pool, mint] = &self.accounts;
        InfPool::read(&pool.view(), &mint.view(), &self.now).map(use_it)
    }

    pub fn verdict(&self) -> &'static str {
        self.with(|_| "reads").unwrap_or_else(|fault| fault.name())
    }
}

impl Subject for Case {
    type Reading = String;

    fn accounts(&mut self) -> &mut [Owned] {
        &mut self.accounts
    }

    fn outcome(&self) -> Result<String, &'static str> {
        self.with(|pool| format!("{pool:?}")).map_err(|fault| fault.name())
    }
}

/// The first version.
pub fn v1() -> InfPoolAccount {
    InfPoolAccount {
        total_sol_value: TOTAL,
        admin: key(0x21),
        rebalance_authority: key(0x22),
        protocol_fee_beneficiary: key(0x23),
        pricing_program: key(0x24),
        lp_token_mint: TOKEN,
        ..InfPoolAccount::default()
    }
}

pub fn yields() -> InfYield {
    InfYield {
        protocol_fee_nanos: 100_000_000,
        rps_authority: key(0x25),
        rps: SHARE,
        withheld_lamports: WITHHELD,
        protocol_fee_lamports: OWED,
        last_release_slot: SLOT - BEHIND,
    }
}

/// The second version.
pub fn v2() -> InfPoolAccount {
    with(yields())
}

pub fn with(yields: InfYield) -> InfPoolAccount {
    InfPoolAccount { yields: Some(yields), ..v1() }
}

pub fn of(pool: InfPoolAccount) -> Case {
    let mint = MintAccount { mint_authority: Some(key(0x11)), supply: SUPPLY, decimals: 9, ..MintAccount::default() };
    Case {
        accounts: [
            Owned::new(key(0x11), programs::SANCTUM_INF, pool.encode()),
            Owned::new(TOKEN, programs::TOKEN, mint.encode()),
        ],
        now: now(),
    }
}

pub fn good() -> Case {
    of(v2())
}

pub fn members() -> [InfListEntry; 3] {
    let member = |at: u8, is_input_disabled, sol_value| InfListEntry {
        is_input_disabled,
        sol_value,
        mint: key(0x40 + at),
        sol_value_calculator: key(0x50 + at),
    };
    [member(0, 0, TOTAL / 2), member(1, 1, TOTAL / 4), member(2, 0, TOTAL / 4)]
}

pub fn list(entries: &[InfListEntry]) -> Owned {
    Owned::new(key(0x12), programs::SANCTUM_INF, encode_list(entries))
}

pub fn slot(slot: u64) -> Slot {
    Slot::new(slot)
}
