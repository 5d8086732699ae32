//! Addresses in base58, and feed ids in hex, as explorers and publishers write them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use solana_pubkey::Pubkey;

/// An address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(pub Pubkey);

/// A text that is neither base58 nor hex of 32 bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is neither an address (32 bytes in base58) nor a feed id (64 hex digits)")]
pub struct NoAddress {
    text: String,
}

impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.parse::<Pubkey>().ok().or_else(|| from_hex(text.strip_prefix("0x").unwrap_or(text)));
        bytes.map(Self).ok_or_else(|| NoAddress { text: text.to_owned() })
    }
}

fn from_hex(text: &str) -> Option<Pubkey> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let bytes: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()).collect::<Option<_>>()?;
    Pubkey::try_from(bytes.as_slice()).ok()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base58_and_hex_mean_the_same_bytes() {
        let hex: Address = "0xef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d".parse().unwrap();
        assert_eq!(hex.0.to_bytes()[..2], [0xef, 0x0d]);
        assert_eq!(hex.to_string().parse(), Ok(hex));
        assert!("ef0d".parse::<Address>().is_err());
    }
}
