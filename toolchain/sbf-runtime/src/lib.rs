//! What a Solana program needs at run time when upstream LLVM compiles it (`toolchain/build` with the Debian backend), and
//! nothing anywhere else: on hosts, and under Solana's own compiler, this crate is empty.
//!
//! A program depends on it and says `use sbf_runtime as _;` once. It then links
//!
//! - memory functions and 64-bit float helpers, from `solana-compiler-builtins`;
//! - 128-bit multiplication and division, from here: the code generator calls them by fixed names and expects the result in two
//!   registers, while Rust functions of this target return it through memory (see `builtins`).
#![cfg_attr(not(test), no_std)]
#![cfg_attr(sbf_backend = "debian", feature(abi_unadjusted))]
#![cfg_attr(sbf_backend = "debian", allow(internal_features))]

#[cfg(sbf_backend = "debian")]
use solana_compiler_builtins as _;

#[cfg(sbf_backend = "debian")]
mod builtins;
// The arithmetic itself needs nothing of the target, so hosts test it against their own.
#[cfg(any(test, sbf_backend = "debian"))]
mod divide;
#[cfg(any(test, sbf_backend = "debian"))]
mod limbs;
#[cfg(any(test, sbf_backend = "debian"))]
mod multiply;
#[cfg(any(test, sbf_backend = "debian"))]
mod signed;
