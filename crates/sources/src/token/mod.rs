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
pub use mint::Mint;
pub(crate) use mint::{LAYOUT as MINT_LAYOUT, is_minted_by};

use crate::{
    account::{Account, same},
    programs,
};

/// Offset of the byte that tells a Token-2022 mint from a token account, where either has extensions.
const TYPE_OFFSET: usize = 165;
/// Length of a multisig, which is what tells one: no mint or token account with extensions has it, and its bytes are its
/// maker's choice.
const MULTISIG_LEN: usize = 355;

/// Whether an account with extensions says itself that it is of this type.
fn is_extended(account: &Account<'_>, kind: u8) -> bool {
    let data = account.data;
    same(account.owner, &programs::TOKEN_2022) && data.len() != MULTISIG_LEN && data.get(TYPE_OFFSET) == Some(&kind)
}
