//! `cargo fuzz run accounts`: see the module.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../src/accounts.rs"]
mod accounts;

fuzz_target!(|input: accounts::Input| accounts::run(input));
