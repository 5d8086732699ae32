//! Accounts laid out byte for byte as the real programs would: for tests, local networks and replays.
//!
//! Each account type has its own builder beside its decoder; they are gathered here.

pub use crate::{
    exponent::ExponentVaultAccount,
    fragmetric::{FragmetricFundAccount, FundEntry},
    jito_vault::JitoVaultAccount,
    marinade::{MarinadeAccount, StakeListAccount, StakeRecord},
    meteora_damm_v2::DammV2PoolAccount,
    meteora_dlmm::{DlmmOracleAccount, DlmmPairAccount, DlmmSample},
    pyth::PriceUpdateAccount,
    raydium_clmm::{ClmmObservation, ClmmObservationsAccount, ClmmPoolAccount},
    sanctum_inf::{InfListEntry, InfPoolAccount, InfYield, encode_list},
    stake_account::StakeHolding,
    stake_pool::{Fee, FutureFee, StakePoolAccount},
    switchboard::PullFeedAccount,
    switchboard_quote::{QuoteAccount, QuotedFeed},
    token::{MintAccount, TokenHolding},
    whirlpool::{WhirlpoolAccount, WhirlpoolOracleAccount},
};
