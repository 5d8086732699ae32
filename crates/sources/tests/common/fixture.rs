//! Real accounts, where their folder is present.

use std::path::PathBuf;

use base64::{Engine, prelude::BASE64_STANDARD};
use sources::Key;

use super::Owned;

/// The folder of real accounts: `GLOWSOL_FIXTURES`, or `shared/fixtures` beside the checkout.
pub fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    let folder = std::env::var_os("GLOWSOL_FIXTURES").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

fn path(name: &str) -> PathBuf {
    folder().expect("real accounts are present").join(name)
}

/// Bare data, whose address and owner the test knows.
pub fn bare(name: &str, key: Key, owner: Key) -> Owned {
    let data = std::fs::read(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    Owned { key, owner, lamports: 1_000_000, data }
}

/// A dump as `solana account --output json` prints it.
pub fn dump(name: &str) -> Owned {
    let json = json(name);
    let account = &json["account"];
    Owned {
        key: address(json["pubkey"].as_str().expect("a pubkey")),
        owner: address(account["owner"].as_str().expect("an owner")),
        lamports: account["lamports"].as_u64().expect("lamports"),
        data: decoded(&account["data"][0]),
    }
}

/// A JSON file of data alone.
pub fn data_of_json(name: &str) -> Vec<u8> {
    decoded(&json(name)["data"])
}

fn json(name: &str) -> serde_json::Value {
    let text = std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn decoded(field: &serde_json::Value) -> Vec<u8> {
    BASE64_STANDARD.decode(field.as_str().expect("base64 text")).expect("base64")
}

/// An address from base58.
pub fn address(text: &str) -> Key {
    five8_const::decode_32_const(text)
}
