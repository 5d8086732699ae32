//! Runs `target/deploy/conformance.so` in LiteSVM with mainnet's features and compares what it computes with what the host
//! computes from the same source. Build the program first: `toolchain/build conformance`.

mod arithmetic;
mod calls;
mod classes;
mod machine;
mod memory;
mod operands;
