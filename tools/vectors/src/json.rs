//! Values in JSON without loss.

use anchor_lang::prelude::Pubkey;
use serde_json::{Value, json};

/// A 64-bit integer: JSON numbers of JavaScript hold 53 bits.
pub fn big(value: impl std::fmt::Display) -> Value {
    format!("{value}n").into()
}

/// Bytes.
pub fn hex(bytes: &[u8]) -> Value {
    json!({ "$hex": bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>() })
}

/// An address.
pub fn address(key: impl Into<Pubkey>) -> Value {
    key.into().to_string().into()
}

/// Addresses.
pub fn addresses(keys: &[Pubkey]) -> Value {
    keys.iter().map(|key| address(*key)).collect()
}
