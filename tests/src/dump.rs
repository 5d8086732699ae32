//! Real accounts, where their folder is present: dumps as the Solana CLI prints them, and bare data.

use std::{fs, path::PathBuf};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use solana_account::Account;
use solana_pubkey::Pubkey;

use crate::scene::account::owned;

/// The folder of real accounts: `GLOWSOL_FIXTURES`, or `shared/fixtures` beside the checkout.
pub fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures");
    let folder = std::env::var_os("GLOWSOL_FIXTURES").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// A dump of `solana account --output json`.
pub fn cli(name: &str) -> (Pubkey, Account) {
    let text = fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let json: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let key = |field: &Value| field.as_str().and_then(|text| text.parse().ok()).expect("an address");
    let account = &json["account"];
    let data = BASE64_STANDARD.decode(account["data"][0].as_str().expect("base64 text")).expect("base64");
    (key(&json["pubkey"]), owned(key(&account["owner"]).to_bytes(), data))
}

/// Bare data of an account whose owner is known.
pub fn bare(name: &str, owner: [u8; 32]) -> Account {
    owned(owner, fs::read(path(name)).unwrap_or_else(|error| panic!("{name}: {error}")))
}

fn path(name: &str) -> PathBuf {
    folder().expect("real accounts are present").join(name)
}
