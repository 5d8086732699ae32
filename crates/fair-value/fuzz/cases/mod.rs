//! What is fuzzed: the same cases run a bounded number of times with the ordinary tests (`tests/laws/fuzzed.rs`).

pub mod arithmetic;
pub mod memory;
mod readings;
pub mod sequence;
