//! A DLMM pair with its oracle that reads well: token first, steps of 10 bps, 1 token = 1.001^49 SOL.

use sources::{
    Role, SourceKind,
    encode::{DlmmOracleAccount, DlmmPairAccount, TokenHolding},
    programs,
};

use crate::common::{Case, NOW, Owned, TOKEN, key};

pub const ORACLE: [u8; 32] = key(0x18);
pub const ID: i32 = 49;
pub const CEILING: u64 = 5_000_000_000_000;

pub fn pair() -> DlmmPairAccount {
    DlmmPairAccount {
        last_update_timestamp: NOW - 60,
        active_id: ID,
        bin_step: 10,
        token_x_mint: TOKEN,
        token_y_mint: programs::WRAPPED_SOL,
        reserve_x: key(0xb1),
        reserve_y: key(0xb2),
        oracle: ORACLE,
        ..DlmmPairAccount::default()
    }
}

/// A swap a minute for two hours; the bin went from 42 up to 49 half an hour ago.
pub fn oracle() -> DlmmOracleAccount {
    let mut account = DlmmOracleAccount::new(100);
    for minute in 0..120 {
        account.update(NOW - 7200 + 60 * minute, if minute <= 90 { 42 } else { ID });
    }
    account
}

pub fn with(pair: DlmmPairAccount, oracle: DlmmOracleAccount, tokens: u64, lamports: u64) -> Case {
    let holding = |mint, amount| TokenHolding { mint, owner: key(0x17), amount, ..TokenHolding::default() };
    let mut case = Case::new(
        SourceKind::MeteoraDlmm,
        programs::METEORA_DLMM,
        vec![
            (Role::Main, Owned::new(key(0x17), programs::METEORA_DLMM, pair.encode())),
            (Role::History, Owned::new(ORACLE, programs::METEORA_DLMM, oracle.encode())),
            (Role::TokenVault, Owned::new(key(0xb1), programs::TOKEN, holding(TOKEN, tokens).encode())),
            (Role::SolVault, Owned::new(key(0xb2), programs::TOKEN, holding(programs::WRAPPED_SOL, lamports).encode())),
        ],
    );
    case.config().feed_depth = CEILING;
    case
}

pub fn of(pair: DlmmPairAccount, oracle: DlmmOracleAccount) -> Case {
    with(pair, oracle, 20_000_000_000_000, 20_000_000_000_000)
}

pub fn good() -> Case {
    of(pair(), oracle())
}
