//! Real accounts, where their folder is present.

use std::{fs, path::PathBuf};

use base64::{Engine, prelude::BASE64_STANDARD};

/// The folder of real accounts: `GLOWSOL_FIXTURES`, or `shared/fixtures` beside the checkout.
pub fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    let folder = std::env::var_os("GLOWSOL_FIXTURES").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Data of a real account: bare, or in JSON as the Solana CLI prints it.
///
/// # Panics
/// When it is not there.
pub fn data(name: &str) -> Vec<u8> {
    let bytes = fs::read(folder().expect("real accounts are present").join(name));
    let bytes = bytes.unwrap_or_else(|error| panic!("{name}: {error}"));
    if !name.ends_with(".json") {
        return bytes;
    }
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let text = json["account"]["data"][0].as_str().or(json["data"].as_str()).expect("base64 text");
    BASE64_STANDARD.decode(text).expect("base64")
}
