//! A fund that reads well: 1.08 SOL per token. No real account was at hand beyond its first 234 bytes, so that all
//! behind the head of the composition is made up from the program's source.

use fair_value::Now;
use sources::{
    SourceFault,
    encode::{FragmetricFundAccount, FundEntry, MintAccount},
    fragmetric::FragmetricFund,
    programs,
};

use crate::common::{Owned, SLOT, TOKEN, bad::Subject, key, now};

pub const SUPPLY: u64 = 300_000_000_000_000;
pub const RATE: u64 = 1_080_000_000;

/// A fund and its receipt token's mint, at a time.
#[derive(Clone, Debug)]
pub struct Case {
    pub accounts: [Owned; 2],
    pub now: Now,
}

impl Case {
    pub fn with<T>(&self, use_it: impl FnOnce(FragmetricFund<'_>) -> T) -> Result<T, SourceFault> {
        let [fund, mint] = &self.accounts;
        FragmetricFund::read(&fund.view(), &mint.view(), &self.now).map(use_it)
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
        self.with(|fund| format!("{fund:?}")).map_err(|fault| fault.name())
    }
}

pub fn entries() -> Vec<FundEntry> {
    vec![
        FundEntry::Sol(20_000_000_000_000),
        FundEntry::Token(key(0x41), 200_000_000_000_000, (1, key(0x51))),
        FundEntry::Token(key(0x42), 50_000_000_000_000, (3, key(0x52))),
        FundEntry::Token(key(0x43), 1, (0, [0; 32])),
    ]
}

pub fn fund() -> FragmetricFundAccount {
    FragmetricFundAccount {
        data_version: 19,
        receipt_token_mint: TOKEN,
        receipt_token_decimals: 9,
        receipt_token_supply_amount: SUPPLY,
        one_receipt_token_as_sol: RATE,
        receipt_token_value_updated_slot: SLOT - 100,
        numerator: entries(),
        denominator: SUPPLY,
        withdrawal_fee_rate_bps: 10,
        withdrawal_enabled: 1,
    }
}

pub fn mint(supply: u64, decimals: u8) -> Owned {
    // Token-2022 with a transfer hook, as the real one: authority and program.
    let mint = MintAccount { supply, decimals, extension: Some((14, &[3; 64])), ..MintAccount::default() };
    Owned::new(TOKEN, programs::TOKEN_2022, mint.encode())
}

pub fn of(fund: &FragmetricFundAccount) -> Case {
    Case {
        accounts: [
            Owned::new(key(0x11), programs::FRAGMETRIC, fund.encode()),
            mint(fund.receipt_token_supply_amount, fund.receipt_token_decimals),
        ],
        now: now(),
    }
}

pub fn good() -> Case {
    of(&fund())
}
