//! See `cases/memory.rs`.
#![no_main]
#![allow(dead_code)] // Each target runs one kind of case.

#[path = "../cases/mod.rs"]
mod cases;

libfuzzer_sys::fuzz_target!(|case: cases::memory::Case| cases::memory::run(case));
