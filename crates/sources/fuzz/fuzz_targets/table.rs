//! `cargo fuzz run table`: see the module.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../src/table.rs"]
mod table;

fuzz_target!(|bytes: &[u8]| table::run(bytes));
