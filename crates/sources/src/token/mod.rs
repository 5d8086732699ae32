//! Mints and token accounts of SPL Token and Token-2022.
//!
//! Layout: <https://docs.rs/spl-token-interface>, `state::{Mint, Account}`. Token-2022 appends to both, at offset 165, a byte that
//! says which of them it is, and then its extensions.

mod account;
#[cfg(feature = "encode")]
mod encode;
mod extension;
mod mint;

pub(crate) use account::LAYOUT as ACCOUNT_LAYOUT;
pub use account::TokenAccount;
#[cfg(feature = "encode")]
pub use encode::{MintAccount, TokenHolding};
pub(crate) use mint::LAYOUT as MINT_LAYOUT;
pub use mint::Mint;

/// Offset of the byte that tells a Token-2022 mint from a token account, where either has extensions.
const TYPE_OFFSET: usize = 165;
