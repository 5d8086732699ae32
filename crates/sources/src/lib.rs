//! Account bytes in, typed readings out: one file a source. Program, keeper and replay lab call the same code.
#![no_std]
#![forbid(unsafe_code)]

pub mod account;
pub mod table;

pub use account::{Account, Key};
pub use table::{Role, SourceConfig, SourceKind, SourceTable};
