//! Account bytes in, typed readings out: one file or folder a source. Program, keeper and replay lab call the same code.
//!
//! [`check`] judges a [`SourceTable`] when it is configured; [`observe`] and [`observe_source`] read the accounts it pins. Nothing is
//! believed of an account that was not verified: address, owner, type, length, and what ties it to the token and to its companions.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

pub mod account;
mod activation;
mod bytes;
pub mod chain;
pub mod check;
mod coded;
mod edit;
#[cfg(feature = "encode")]
pub mod encode;
pub mod exponent;
pub mod fault;
pub mod feed;
pub mod fragmetric;
pub mod history;
pub mod jito_vault;
pub mod layout;
pub mod layouts;
pub mod look_through;
pub mod marinade;
pub mod math;
mod members;
pub mod meteora_damm_v2;
pub mod meteora_dlmm;
pub mod observe;
pub mod pair;
mod pool;
pub mod programs;
pub mod pyth;
pub mod raydium_clmm;
pub mod sanctum_inf;
pub mod stake_account;
pub mod stake_pool;
pub mod switchboard;
pub mod switchboard_quote;
pub mod table;
pub mod token;
pub mod vault;
pub mod whirlpool;

pub use account::{Account, Key, same};
pub use check::{TableError, check, check_derived};
pub use fault::{CallerFault, Condition, Fault, SourceFault};
pub use observe::{Observations, observation, observe, observe_each, observe_source};
pub use table::{Role, SourceConfig, SourceKind, SourceTable};
