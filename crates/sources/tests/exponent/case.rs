//! A vault that reads well: 1.06 SOL per SY, a hundred days before its maturity.

use fair_value::units::{Rate, UnixTime};
use sources::{
    Key, SourceFault,
    encode::{ExponentVaultAccount, MintAccount},
    exponent::{PrincipalVault, Terms},
    programs,
};

use crate::common::{NOW, Owned, TOKEN, bad::Subject, key};

pub const SY_MINT: Key = key(0x32);
pub const SUPPLY: u64 = 640_000_000_000_000;
/// In steps of 10^-12.
pub const RATE: u64 = 1_060_000_000_000;
pub const SET_ASIDE: u64 = (SUPPLY as u128 * 1_000_000_000_000 / RATE as u128) as u64;
pub const TREASURY: u64 = 40_000_000_000;
pub const UNCOLLECTED: u64 = 130_000_000_000;
/// What the vault has beyond.
pub const SPARE: u64 = 1_000_000_000_000;
pub const MATURITY: i64 = NOW + 100 * 86_400;
const START: i64 = NOW - 80 * 86_400;

pub const TERMS: Terms = Terms { sy_mint: SY_MINT, maturity: UnixTime::new(MATURITY) };

/// A vault and the mint of its principal token, with the terms they are read by.
#[derive(Clone, Debug)]
pub struct Case {
    pub accounts: [Owned; 2],
    pub terms: Terms,
}

impl Case {
    pub fn with<T>(&self, use_it: impl FnOnce(PrincipalVault<'_>) -> T) -> Result<T, SourceFault> {
        let [vault, mint] = &self.accounts;
        PrincipalVault::read(&vault.view(), &mint.view(), &self.terms).map(use_it)
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
        self.with(|vault| format!("{vault:?}")).map_err(|fault| fault.name())
    }
}

pub fn vault() -> ExponentVaultAccount {
    ExponentVaultAccount {
        sy_program: key(0x31),
        mint_sy: SY_MINT,
        mint_yt: key(0x33),
        mint_pt: TOKEN,
        start_ts: START as u32,
        duration: (MATURITY - START) as u32,
        last_seen_sy_exchange_rate: [RATE, 0, 0, 0],
        all_time_high_sy_exchange_rate: [RATE, 0, 0, 0],
        final_sy_exchange_rate: [RATE, 0, 0, 0],
        total_sy_in_escrow: SET_ASIDE + TREASURY + UNCOLLECTED + SPARE,
        sy_for_pt: SET_ASIDE,
        pt_supply: SUPPLY,
        treasury_sy: TREASURY,
        uncollected_sy: UNCOLLECTED,
        interest_bps_fee: 550,
        status: 0b11_1111,
    }
}

/// A vault that lacks so much of what it promised; interest booked since takes `booked` more.
pub fn short(lacking: u64, booked: u64) -> ExponentVaultAccount {
    let good = vault();
    ExponentVaultAccount {
        total_sy_in_escrow: SET_ASIDE + TREASURY + UNCOLLECTED - lacking,
        sy_for_pt: SET_ASIDE - lacking,
        uncollected_sy: UNCOLLECTED + booked,
        ..good
    }
}

pub fn mint(supply: u64) -> MintAccount {
    MintAccount { mint_authority: Some(key(0x34)), supply, decimals: 9, ..MintAccount::default() }
}

pub fn of(vault: ExponentVaultAccount) -> Case {
    Case {
        accounts: [
            Owned::new(key(0x11), programs::EXPONENT, vault.encode()),
            Owned::new(TOKEN, programs::TOKEN, mint(vault.pt_supply).encode()),
        ],
        terms: TERMS,
    }
}

pub fn good() -> Case {
    of(vault())
}

/// A rate in steps of 10^-12.
pub fn rate(scaled: u64) -> Rate {
    Rate::from_decimal(scaled).unwrap()
}
