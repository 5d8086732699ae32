//! See `cases/sequence.rs`.
#![no_main]
#![allow(dead_code)] // Each target runs one kind of case.

#[path = "../cases/mod.rs"]
mod cases;

libfuzzer_sys::fuzz_target!(|case: Vec<cases::sequence::Event>| cases::sequence::run(case));
